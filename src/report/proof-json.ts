/** What was decided of statements as JSON, with certificates of what is proved and values of what is refuted. */
import { certificateOf } from "../kernel/certificate.ts";
import { exactRows, type Reported, summaryOf } from "./proof.ts";

/** `{ results: [{ id, verdict, method, ms, witness?, certificate?, reason? }], summary }`. */
export function proofReportJson(reported: readonly Reported[]): unknown {
  return { results: reported.map(resultJson), summary: summaryOf(reported) };
}

/** What cannot be read is inconclusive, with its error as the reason. */
function resultJson(one: Reported): unknown {
  if ("unreadable" in one) {
    const { id, fault } = one.unreadable;
    return { id, verdict: "inconclusive", method: "none", ms: 0, reason: fault.message };
  }
  const { named, decision } = one;
  const { verdict, method, ms } = decision;
  const facts = { id: named.id, verdict, method, ms, ...(named.expected === undefined ? {} : { expected: "refuted" }) };
  if (decision.verdict === "proved") return { ...facts, certificate: certificateOf(decision.proof, decision.theorem) };
  if (decision.verdict !== "refuted") return { ...facts, reason: decision.reason };
  const { refutation } = decision;
  if (refutation.method === "ill-shaped")
    return { ...facts, witness: { sizes: refutation.sizes }, reason: refutation.reason };
  const { values, ...witness } = refutation.witness;
  const exact = Object.fromEntries(Object.entries(values).map(([name, value]) => [name, exactRows(value)]));
  return { ...facts, witness: { ...witness, values: exact } };
}
