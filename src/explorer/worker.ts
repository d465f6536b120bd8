/** The worker: decides, derives and computes, so that the page never waits. */
import { decide } from "../check/decide.ts";
import { floatValues } from "../check/float-judge.ts";
import { refute } from "../check/refute.ts";
import type { Assertion } from "../claim/assertion.ts";
import type { Claim } from "../claim/claim.ts";
import { assertions, library } from "../claim/library.ts";
import { type Named, statementsNamed } from "../claim/named.ts";
import { rowsOf } from "../interpret/dense.ts";
import { toDense } from "../interpret/fractions.ts";
import { AXIOMS } from "../kernel/axioms.ts";
import { propositionText } from "../kernel/proposition.ts";
import { ARCHITECTURES } from "../model/architectures.ts";
import { chance } from "../prover/chance.ts";
import { premisesOf, replacedIn } from "../prover/premises.ts";
import { trialAt } from "../prover/trial.ts";
import { Reading } from "../report/derivation/reading.ts";
import type { Derivation } from "../report/derivation/schema.ts";
import { derivationOf } from "../report/derivation.ts";
import { exactRows } from "../report/proof.ts";
import { schemasOf } from "../report/rocq-rules.ts";
import { dim } from "../term/dimension.ts";
import { Fault, Refusal } from "../term/fault.ts";
import { formulaOf } from "../term/print.ts";
import type { Problem } from "../term/problem.ts";
import { symbolsOf } from "../term/schedule.ts";
import { statement } from "../term/statement.ts";
import type { Term } from "../term/term.ts";
import type { Answer, Choice, Failure, Message, NumbersShown, Requests, Rows, Subject } from "./protocol.ts";
import { singularValues } from "./spectrum.ts";

const LIMITS = { steps: 8000, milliseconds: 6000, clock: () => performance.now() } as const;

const derived = new Map<string, { readonly named: Named; readonly derivation: Derivation }>();

function named(subject: Subject): Named {
  if (subject.kind === "claim") {
    const [one] = statementsNamed([subject.id], { given: "", architecture: subject.architecture });
    return one!; // an id names one claim, or is a Fault
  }
  const assume = subject.assume.split(";").filter((text) => text.trim() !== "");
  return statementsNamed([subject.text], { given: subject.given, assume, architecture: "notes" })[0]!;
}

function derive(subject: Subject): { readonly named: Named; readonly derivation: Derivation } {
  const key = JSON.stringify(subject);
  const known = derived.get(key);
  if (known !== undefined) return known;
  const one = named(subject);
  const decision = decide(one.problem, { ...LIMITS, explain: true });
  const made = { named: one, derivation: derivationOf(one, one.problem, decision) };
  derived.set(key, made);
  return made;
}

function verdict(subject: Subject): Requests["verdict"]["answers"] {
  try {
    return {
      verdict:
        derived.get(JSON.stringify(subject))?.derivation.verdict ??
        decide(named(subject).problem, { ...LIMITS, milliseconds: 2000 }).verdict,
    };
  } catch (error) {
    if (error instanceof Fault) return { verdict: "does not apply" };
    throw error;
  }
}

/** Both sides, the values and the residual of each step, in floats at the sizes that were chosen. */
function numbers(subject: Subject, choice: Choice): NumbersShown {
  const { named: one, derivation } = derive(subject);
  if (one.problem.kind !== "problem")
    throw new Fault({ op: "numbers", expected: "terms that fit together", received: one.problem.fault.message });
  const premises = premisesOf(one.problem);
  const sizes = Object.fromEntries(
    premises.symbols.map((symbol) => [symbol, choice.sizes[symbol] ?? derivation.numbers?.sizes[symbol] ?? 3]),
  );
  const trial = trialAt(premises, sizes, { style: "quarters", chance: chance(choice.seed) });
  const at = (lhs: Term, rhs: Term): readonly Rows[] | undefined => {
    const sides = { ...premises, lhs: replacedIn(lhs, premises.made), rhs: replacedIn(rhs, premises.made) };
    return valued(() => floatValues(sides, trial, choice.precision).map(rowsOf));
  };
  const { lhs, rhs } = one.problem.statement;
  const [left = [], right = []] = at(lhs, rhs) ?? [];
  const reading = new Reading(derivation);
  const [chapter] = reading.chapters({ unfold: false });
  const steps = chapter?.fact.by.rule === "chain" ? chapter.fact.by.steps : [];
  const residuals = steps.map(({ before, after }) => {
    const [A, B] = at(reading.term(before), reading.term(after)) ?? [];
    return A === undefined || B === undefined ? undefined : distance(A, B);
  });
  const values = [...trial.values].slice(0, MOST_VARIABLES);
  const variables = values.map(([name, value]) => ({ name, rows: rowsOf(toDense(value)) }));
  const [ranked] = lhs.op === "rank" ? (at(lhs.args[0]!, lhs.args[0]!) ?? []) : [];
  const singular = ranked === undefined ? {} : { singular: singularValues(ranked) };
  return { sizes, variables, lhs: left, rhs: right, residuals, ...singular };
}

const MOST_VARIABLES = 12;

function valued<T>(make: () => T): T | undefined {
  try {
    return make();
  } catch (error) {
    if (error instanceof Refusal) return undefined;
    throw error;
  }
}

function distance(A: Rows, B: Rows): number {
  return Math.max(0, ...A.flatMap((row, i) => row.map((x, j) => Math.abs(x - B[i]![j]!))));
}

/** A law without its conditions, refuted. */
function fails(law: string): Failure {
  const axiom = AXIOMS.get(law);
  if (axiom === undefined) throw new Fault({ op: "law", expected: "the name of a law", received: law });
  const [schema] = schemasOf(axiom);
  const { premises, conclusion } = schema!.instance;
  if (premises.length === 0) return { law, text: "It holds without conditions." };
  if (conclusion.kind === "is")
    return { law, text: `It is about ${conclusion.property} matrices: ${propositionText(conclusion)}.` };
  const { lhs, rhs } = conclusion;
  const problem: Problem = {
    kind: "problem",
    id: law,
    text: law,
    statement: statement(lhs, conclusion.kind === "equal" ? "=" : "<=", rhs),
    hypotheses: [],
    minima: new Map(),
    witness: new Map(),
    sizes: new Map([lhs, rhs].flatMap(symbolsOf).map((symbol) => [symbol, dim(symbol)])),
  };
  const found = refute(problem, { draws: 40 });
  if (found.kind !== "refuted" || found.method === "ill-shaped")
    return { law, text: "No case was found in which it fails." };
  const values = Object.entries(found.witness.values).map(
    ([name, A]) =>
      `${name} = [${exactRows(A)
        .map((row) => row.join(" "))
        .join("; ")}]`,
  );
  const { row, col, lhs: left, rhs: right } = found.witness.entry;
  return {
    law,
    text: `Without them it fails: ${values.join(", ")}; entry (${row}, ${col}) of ${formulaOf(lhs)} is ${left}, of ${formulaOf(rhs)} it is ${right}.`,
  };
}

function answer(message: Message): unknown {
  switch (message.ask) {
    case "list": {
      const listed = (all: readonly (Claim | Assertion)[], ofModels: boolean) =>
        all.map(({ id, title, formula }) => ({ id, title, formula, area: id.split("/")[0]!, ofModels }));
      const claims = [...listed(library, true), ...listed(assertions, false)];
      return { claims, architectures: Object.keys(ARCHITECTURES) };
    }
    case "derive":
      return derive(message.of).derivation;
    case "verdict":
      return verdict(message.of);
    case "numbers":
      return numbers(message.of.subject, message.of.choice);
    case "fails":
      return fails(message.of.law);
  }
}

function reply(message: Message): Answer {
  try {
    return { ticket: message.ticket, value: answer(message) };
  } catch (error) {
    if (error instanceof Fault || error instanceof Refusal) return { ticket: message.ticket, error: error.message };
    throw error;
  }
}

self.addEventListener("message", ({ data }: MessageEvent<Message>) => self.postMessage(reply(data)));
