/**
 * The same goal under other names. Normal forms sort by names, so a proof may be found for `A` and `b` that is not found for
 * `b` and `A`. What is shown under other names is written back, and replayed by the kernel as what was asked for.
 */
import { CertificateReader } from "../kernel/certificate-reader.ts";
import { CertificateWriter } from "../kernel/certificate-writer.ts";
import type { Proof } from "../kernel/proof.ts";
import { mapTerms } from "../kernel/proposition.ts";
import { substitute } from "../term/binder.ts";
import { variablesOf } from "../term/schedule.ts";
import { type Term, variable } from "../term/term.ts";
import { subterms } from "./facts/fact.ts";
import type { Goal } from "./goal.ts";

/** A goal under other names, and a proof of it as one of the goal that it was. */
export interface Renamed {
  readonly goal: Goal;
  readonly back: (proof: Proof) => Proof;
}

/** Longer goals are not looked at again. unit  operation */
const LONGEST = 70;

/** A goal with its variables named in another order: backward, forward, backward, … with other names each time. */
export function renamed(goal: Goal, time: number): Renamed | undefined {
  const { lhs, rhs, relation } = goal.statement;
  if (subterms([lhs, rhs]).length > LONGEST) return undefined;
  const names = [...new Set(variablesOf(lhs, rhs).map(({ name }) => name))].sort();
  const count = names.length;
  const nameOf = new Map(names.map((name, i) => [name, `@name${time}_${time % 2 === 0 ? count - 1 - i : i}`]));
  const under = (root: Term): Term =>
    substitute(root, (term) => {
      const name = term.op === "variable" ? nameOf.get(term.name) : undefined;
      if (term.op !== "variable" || name === undefined) return undefined;
      return variable(name, term.rows, term.cols, { kind: term.kind, index: term.index });
    });
  const statement = { lhs: under(lhs), rhs: under(rhs), relation };
  const hypotheses = goal.hypotheses.map((said) => mapTerms(said, under));
  return { goal: { ...goal, statement, hypotheses }, back: (proof) => writtenBack(proof, nameOf) };
}

function writtenBack(proof: Proof, nameOf: ReadonlyMap<string, string>): Proof {
  const names = new Map([...nameOf].map(([name, other]) => [other, name]));
  const writer = new CertificateWriter();
  const entries = proof.map((entry) => writer.entry(entry));
  const rows = writer.rows.map((row) =>
    row.op === "variable" ? { ...row, name: names.get(row.name) ?? row.name } : row,
  );
  const reader = new CertificateReader(rows);
  return entries.map((entry) => reader.entry(entry));
}
