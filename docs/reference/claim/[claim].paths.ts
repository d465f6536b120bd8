/**
 * A page for each claim of the library: what it says, its derivation or its counterexample, and the laws that it stands
 * on; and one that lists them.
 */
import { decide } from "../../../dist/check/decide.js";
import { assertions, library } from "../../../dist/claim/library.js";
import { statementsNamed } from "../../../dist/claim/named.js";
import type { Derivation } from "../../../dist/report/derivation/schema.js";
import { derivationText } from "../../../dist/report/derivation/text.js";
import { derivationOf } from "../../../dist/report/derivation.js";
import { lawLinks } from "../../laws.ts";

/** Architectures of which a claim is derived: the first that it can be asked of. */
const ARCHITECTURES = ["notes-no-positions", "notes", "notes-causal", "notes-pre-norm", "llama"];
/** Time for a derivation. unit  millisecond */
const LIMITS = { milliseconds: 4000, clock: () => performance.now(), explain: true };

function derived(id: string): { readonly architecture: string; readonly document: Derivation } {
  for (const architecture of ARCHITECTURES) {
    try {
      const [named] = statementsNamed([id], { given: "", architecture });
      const document = derivationOf(named!, named!.problem, decide(named!.problem, LIMITS));
      return { architecture, document };
    } catch (error) {
      if (!(error instanceof Error) || error.name !== "Fault") throw error; // it cannot be asked of this one
    }
  }
  throw new Error(`${id} can be asked of none of ${ARCHITECTURES.join(", ")}`);
}

/** The names of the laws that a derivation uses. */
function lawsOf({ facts }: Derivation): readonly string[] {
  const laws = facts.flatMap(({ by }) =>
    by.rule === "law"
      ? [by.law.name]
      : by.rule === "chain"
        ? by.steps.flatMap(({ parts }) => parts.flatMap(({ law }) => law?.name ?? []))
        : [],
  );
  return [...new Set(laws)];
}

function pageOf(id: string, source: string, ofModels: boolean): string {
  const { architecture, document } = derived(id);
  const { claim, verdict } = document;
  return [
    `# ${id}`,
    "",
    ...(claim.title === undefined ? [] : [`${claim.title}: **${verdict}**`, ""]),
    "```text",
    derivationText(document).trimEnd(), // as on a terminal: to set all of them as mathematics would take minutes
    "```",
    "",
    "## It stands on",
    "",
    `${lawLinks(lawsOf(document))}.`,
    "",
    "## On the command line",
    "",
    "```sh",
    `npx commutant explain ${id}${ofModels ? ` --architecture ${architecture}` : ""}`,
    ...(ofModels ? [`npx commutant table ${id}`] : []),
    "```",
    "",
    `Source: ${source.replaceAll("<", "&lt;")}`,
    "",
  ].join("\n");
}

function listPage(): string {
  const rows = library.flatMap(({ id, title, formula, scope }) => [
    `## [${id}](./${pageName(id)}) {#${pageName(id)}}`,
    "",
    `${title} (${scope})`,
    "",
    "```text",
    formula,
    "```",
    "",
  ]);
  const others = assertions.map(
    ({ id, title }) => `- [${id}](./${pageName(id)})${title === undefined ? "" : `: ${title}`}`,
  );
  return [
    "# Claims",
    "",
    "`commutant check` attacks those about models, `commutant prove --architecture` decides them.",
    "[Those about matrices](#about-matrices) are decided by `commutant prove` alone.",
    "",
    ...rows,
    "## About matrices",
    "",
    ...others,
    "",
  ].join("\n");
}

export default {
  paths: () => [
    { params: { claim: "index" }, content: listPage() },
    ...library.map(({ id, source }) => ({ params: { claim: pageName(id) }, content: pageOf(id, source, true) })),
    ...assertions.map(({ id, source }) => ({ params: { claim: pageName(id) }, content: pageOf(id, source, false) })),
  ],
};

function pageName(id: string): string {
  return id.replace("/", "-");
}
