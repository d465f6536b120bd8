/**
 * The derivation document: how a claim is shown, made from the proof that the kernel replayed, or how far a proof came
 * and the counterexample. Text, LaTeX, Markdown, MathML and the explorer only render it.
 */
import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";
import { type DecideOptions, type Decision, decide } from "../check/decide.ts";
import { AXIOMS } from "../kernel/axioms.ts";
import { certificateOf } from "../kernel/certification.ts";
import type { AxiomUse, Entry, Proof, Ref } from "../kernel/proof.ts";
import {
  equal,
  type Proposition,
  propositionText,
  sameProposition,
  sentenceOf,
  termsOf,
} from "../kernel/proposition.ts";
import { type Fact, replay } from "../kernel/replay.ts";
import { propositionOf } from "../prover/goal.ts";
import { search } from "../prover/search.ts";
import { sideProofs } from "../prover/sides.ts";
import { formulaOf } from "../term/print.ts";
import type { IllShaped, Problem } from "../term/problem.ts";
import { schedule, variablesOf } from "../term/schedule.ts";
import { mul, type Term, transpose } from "../term/term.ts";
import type { Change, Story } from "./derivation/changes.ts";
import { reasonFor, schemaText, THEME_WORDS } from "./derivation/laws.ts";
import { type Numbers, numbersFor } from "./derivation/numbers.ts";
import { parametersOf } from "./derivation/parameters.ts";
import type { Derivation, FactRow, LawRow, PartRow, SaidRow, StepRow } from "./derivation/schema.ts";
import { type Step, stepsOf } from "./derivation/steps.ts";
import { shortNames, TermTable } from "./derivation/terms.ts";
import { VERSION } from "./derivation/version.ts";
import { type Asked, exactRows } from "./proof.ts";

/** How a document is made. */
export interface DerivationOptions {
  /** Of the numbers beside the steps. */
  readonly seed?: number;
}

const SEED = 1;
/** Characters of a term in a sentence; longer ones are in the table of terms, and nobody reads them as text. */
const LONGEST = 2000;
/** Uses of rules with which sides that do not meet are brought as far as they go. */
const SIDE_STEPS = 2000;
/** Uses of rules, and time, for a proof from what is missing. */
const MEND_STEPS = 4000;

/** The derivation of a decided statement. */
export function derivationOf(
  named: Asked,
  problem: Problem | IllShaped,
  decision: Decision,
  { seed = SEED }: DerivationOptions = {},
): Derivation {
  if (problem.kind === "ill-shaped") return illShaped(named, problem, decision);
  return new Writer(named, problem, decision, seed).document();
}

/** Decides a problem and derives what was decided. */
export function derive(problem: Problem | IllShaped, { seed = SEED, ...options }: DecideOptions = {}): Derivation {
  const { id, text } = problem;
  return derivationOf({ id, formula: text }, problem, decide(problem, { seed, ...options, explain: true }), { seed });
}

function illShaped(
  { id, title, formula, expected }: Asked,
  problem: IllShaped,
  { verdict, method }: Decision,
): Derivation {
  const says: SaidRow = { text: problem.text, relation: "=", terms: [EMPTY_ID] };
  const claim = { id, formula, says, ...some({ title, expected }) };
  const reason = problem.fault.message;
  const counterexample = {
    method,
    sizes: { ...problem.at },
    foundAt: { ...problem.at },
    values: {},
    functions: [],
    lhs: [],
    rhs: [],
    reason,
  };
  const hash = hashOf([problem.text, reason]);
  return {
    ...HEAD,
    hash,
    claim,
    verdict,
    method,
    reason,
    sizes: [],
    variables: [],
    hypotheses: [],
    names: [],
    terms: [],
    facts: [],
    counterexample,
  };
}

/** The id of a term that cannot be made. */
const EMPTY_ID = "0".repeat(12);
const HEAD = { format: "commutant-derivation", version: VERSION } as const;

function hashOf(content: unknown): string {
  return `sha256:${bytesToHex(sha256(utf8ToBytes(JSON.stringify(content))))}`;
}

/** Fields that have a value. */
function some<T extends Readonly<Record<string, unknown>>>(fields: T): { [K in keyof T]?: NonNullable<T[K]> } {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: NonNullable<T[K]>;
  };
}

class Writer {
  readonly #named: Asked;
  readonly #problem: Problem;
  readonly #decision: Decision;
  readonly #table: TermTable;
  readonly #numbers: Numbers | undefined;
  readonly #facts: FactRow[] = [];
  readonly #lines: Term[] = [];
  readonly #sentences = new Map<Proposition, string>();

  constructor(named: Asked, problem: Problem, decision: Decision, seed: number) {
    const { lhs, rhs } = problem.statement;
    [this.#named, this.#problem, this.#decision] = [named, problem, decision];
    this.#table = new TermTable([lhs, rhs]);
    this.#numbers = numbersFor(problem, seed);
  }

  document(): Derivation {
    const { id, title, formula, expected } = this.#named;
    const { statement, hypotheses, minima } = this.#problem;
    const decision = this.#decision;
    const says = this.#said(propositionOf(this.#problem));
    const proof = decision.verdict === "proved" ? this.#tell(decision.proof, "e") : undefined;
    const stops = proof === undefined ? this.#stops() : undefined;
    const numbers = this.#numbers;
    const given = variablesOf(statement.lhs, statement.rhs).filter(
      (one, i, all) => all.findIndex((o) => o.name === one.name) === i,
    );
    const names = [...shortNames(this.#lines)].map(([term, name]) => ({ name, term: this.#table.id(term) }));
    return {
      ...HEAD,
      hash:
        decision.verdict === "proved"
          ? hashOf([formula, certificateOf(decision.proof, decision.theorem)])
          : hashOf([formula, says.terms, decision.verdict]),
      claim: { id, formula, says, ...some({ title, expected }) },
      verdict: decision.verdict,
      method: decision.method,
      ...("reason" in decision ? { reason: decision.reason } : {}),
      sizes: [...this.#problem.sizes.keys()].sort().map((symbol) => ({ symbol, least: minima.get(symbol) ?? 1 })),
      variables: given.map(({ name, rows, cols, kind }) => ({ name, shape: [rows.text, cols.text], kind })),
      hypotheses: hypotheses.map(propositionText),
      ...(numbers === undefined ? {} : { numbers: { seed: numbers.seed, sizes: { ...numbers.sizes } } }),
      names,
      terms: [...this.#table.rows],
      facts: this.#facts,
      ...some({ proof, stops }),
      ...this.#counterexample(),
    };
  }

  /** Tells a proof; answers the fact that is its last. */
  #tell(proof: Proof, letter: string): string {
    const { facts } = replay(proof);
    const story: Story = { proof, facts };
    const id = (ref: Ref): string => `${letter}${ref + 1}`;
    for (const ref of needed(proof, story)) this.#facts.push(this.#fact(ref, story, id));
    const last = proof.length - 1;
    for (const { changes } of stepsOf(last, story))
      this.#lines.push(changes[0]!.before, changes[changes.length - 1]!.after);
    return id(last);
  }

  #fact(ref: Ref, story: Story, id: (ref: Ref) => string): FactRow {
    const fact = story.facts[ref]!;
    const assuming = fact.under.map((one) => this.#text(one));
    return { id: id(ref), says: this.#said(fact.says), assuming, by: this.#reason(ref, story, id) };
  }

  #reason(ref: Ref, story: Story, id: (ref: Ref) => string): FactRow["by"] {
    const entry = story.proof[ref]!;
    switch (entry.rule) {
      case "axiom": {
        const bounds = boundsOf(ref, story);
        if (bounds.length > 1)
          return {
            rule: "chain",
            words: "bound by bound",
            steps: bounds.map((one, i) => this.#bound(one, `${id(ref)}.${i + 1}`, story, id)),
          };
        return { rule: "law", words: reasonFor(entry.name), law: this.#law(entry, id) };
      }
      case "rewrite": {
        const steps = stepsOf(ref, story).map((step, i) => this.#step(step, `${id(ref)}.${i + 1}`, ref, story, id));
        return {
          rule: "chain",
          words: "step by step",
          ...(typeof entry.from === "number" ? { from: id(entry.from) } : {}),
          steps,
        };
      }
      case "unfold":
        return {
          rule: "definition",
          words: `the definition of ${entry.term.op === "defined" ? entry.term.name : entry.term.op}`,
        };
      case "evaluate":
      case "evident":
        return { rule: "arithmetic", words: "arithmetic" };
      case "assume":
        return { rule: "hypothesis", words: "assumed" };
      case "kind":
        return { rule: "kind", words: "given" };
      case "extend":
        return {
          rule: "extensionality",
          words: "it holds of each member, so of all of them together",
          of: [id(entry.by)],
        };
      case "fuse":
        return {
          rule: "fusion",
          words: "it holds before the first layer and every layer keeps it, so it holds after the last",
          of: [id(entry.base), id(entry.step)],
        };
      case "induct":
        return {
          rule: "induction",
          words: "it holds before the first layer, and of a layer's output when it does of its input",
          of: [id(entry.base), id(entry.step)],
        };
      case "discharge":
        return { rule: "discharge", words: "what was assumed has been shown", of: [id(entry.of), id(entry.by)] };
      case "instantiate":
        return { rule: "instance", words: "a special case", of: [id(entry.of), ...(entry.premises ?? []).map(id)] };
    }
  }

  #step({ subject, changes }: Step, id: string, ref: Ref, story: Story, idOf: (ref: Ref) => string): StepRow {
    const [first, last] = [changes[0]!, changes[changes.length - 1]!];
    const [before, after] = [first.before, last.after];
    const parts = changes.map((change, i) => this.#part(change, `${id}.${i + 1}`, ref, story, idOf));
    const places = changes.filter((change) => isOf(change, subject)).length;
    const [title, words] = this.#words(subject, changes, places, story, idOf);
    return {
      id,
      relation: "=",
      before: this.#table.id(before),
      after: this.#table.id(after),
      title,
      words,
      parts,
      ...this.#residual(before, after, story.facts[ref]!),
    };
  }

  #words(
    subject: Step["subject"],
    changes: readonly Change[],
    places: number,
    story: Story,
    id: (ref: Ref) => string,
  ): readonly [string, string] {
    const times = places > 1 ? `, at ${places} places` : "";
    switch (subject.kind) {
      case "definition": {
        const back = changes[0]!.backward ? ", read backwards" : "";
        return [`definition of ${subject.names.join(", ")}${back}`, "a name stands for what it is defined as"];
      }
      case "law":
        return [`${subject.name}${times}`, reasonFor(subject.name)];
      case "theme":
        return [subject.theme === "tidy" ? "rearranged" : `${subject.theme}${times}`, THEME_WORDS[subject.theme]];
      case "algebra":
        return ["matrix algebra", subject.themes.map((theme) => THEME_WORDS[theme]).join("; ")];
      case "fact":
        return [`${id(subject.ref)}${times}`, this.#text(story.facts[subject.ref]!.says)];
    }
  }

  #part(change: Change, id: string, ref: Ref, story: Story, idOf: (ref: Ref) => string): PartRow {
    const { path, before, after, redex, contractum, cause, backward } = change;
    const of = (term: Term): string => this.#table.id(term);
    return {
      id,
      path: [...path],
      before: of(before),
      after: of(after),
      redex: of(redex),
      contractum: of(contractum),
      words: this.#partWords(change, story),
      backward,
      ...(cause.kind === "law" ? { law: this.#law(cause.use, idOf) } : {}),
      ...(cause.kind === "fact" ? { fact: idOf(cause.ref) } : {}),
      ...this.#residual(before, after, story.facts[ref]!),
    };
  }

  #partWords({ cause }: Change, { proof, facts }: Story): string {
    if (cause.kind === "regroup") return "brackets and order";
    if (cause.kind === "law") return reasonFor(cause.use.name);
    const entry = proof[cause.ref]!;
    if (entry.rule === "unfold" && entry.term.op === "defined") return `the definition of ${entry.term.name}`;
    return this.#text(facts[cause.ref]!.says);
  }

  /** A link of a chain of bounds. */
  #bound(ref: Ref, id: string, story: Story, idOf: (ref: Ref) => string): StepRow {
    const { says } = story.facts[ref]!;
    const [before, after] = termsOf(says) as [Term, Term]; // an order
    this.#lines.push(before, after);
    const entry = story.proof[ref]!;
    const ids = { before: this.#table.id(before), after: this.#table.id(after) };
    const why = entry.rule === "axiom" ? { law: this.#law(entry, idOf) } : { fact: idOf(ref) };
    const [title, words] = entry.rule === "axiom" ? [entry.name, reasonFor(entry.name)] : [idOf(ref), this.#text(says)];
    const near = this.#residual(before, after, story.facts[ref]!, "<=");
    const part: PartRow = {
      id: `${id}.1`,
      path: [],
      ...ids,
      redex: ids.before,
      contractum: ids.after,
      words,
      backward: false,
      ...why,
      ...near,
    };
    return { id, relation: "≤", ...ids, title, words, parts: [part], ...near };
  }

  #law({ name, args, premises = [] }: AxiomUse, id: (ref: Ref) => string): LawRow {
    const axiom = AXIOMS.get(name)!; // the kernel has used it
    const parameters = parametersOf(axiom);
    return {
      name,
      schema: schemaText(name),
      source: axiom.source,
      instance: args.map((term, i) => ({ parameter: parameters[i]!, term: this.#table.id(term) })),
      conditions: premises.map(id),
    };
  }

  /** None where a step holds only under an assumption that the numbers need not meet. */
  #residual(before: Term, after: Term, { under }: Fact, relation: "=" | "<=" = "="): Pick<StepRow, "residual"> {
    const known = this.#problem.hypotheses.map(propositionText);
    const meant = under.every(
      (one) => known.includes(propositionText(one)) || (one.kind === "is" && one.term.op === "size"),
    );
    const found = meant ? this.#numbers?.residual(before, after, relation) : undefined;
    return found === undefined ? {} : { residual: found };
  }

  #said(of: Proposition): SaidRow {
    const relation = of.kind === "is" ? "is" : of.kind === "equal" ? "=" : "≤";
    const terms = termsOf(of).map((term) => this.#table.id(term));
    return { text: this.#text(of), relation, terms, ...(of.kind === "is" ? { property: of.property } : {}) };
  }

  #text(of: Proposition): string {
    const known = this.#sentences.get(of);
    const text = known ?? sentenceOf(of, (term) => formulaOf(this.#table.readable(term), { maxLength: LONGEST }));
    this.#sentences.set(of, text);
    return text;
  }

  /** How far each side of what is not proved comes, what is missing between them, and whether that is all. */
  #stops(): Derivation["stops"] {
    const { gap } = this.#decision as Extract<Decision, { gap?: unknown }>;
    if (gap === undefined) return undefined;
    const told = conditionsOf(this.#problem).find((one) => this.#isProvedFrom(one));
    const needs: Proposition = told ?? equal(...gap.needs);
    const sides = sideProofs(this.#problem, { steps: SIDE_STEPS }).map((proof, i) =>
      this.#tell(proof, i === 0 ? "l" : "r"),
    );
    const whole = sameProposition(needs, propositionOf(this.#problem));
    const mends = told !== undefined || (!whole && this.#isProvedFrom(needs));
    return { sides, needs: this.#said(needs), mends };
  }

  #isProvedFrom(condition: Proposition): boolean {
    const hypotheses = [...this.#problem.hypotheses, condition];
    return search({ ...this.#problem, hypotheses }, { steps: MEND_STEPS, names: 0 }).kind === "proved";
  }

  #counterexample(): Pick<Derivation, "counterexample"> {
    const decision = this.#decision;
    if (decision.verdict !== "refuted" || decision.refutation.method === "ill-shaped") return {};
    const { sizes, foundAt, values, functions, lhs, rhs } = decision.refutation.witness;
    const rows = (A: readonly (readonly number[])[]): number[][] => A.map((row) => [...row]);
    const exact = Object.entries(values).map(([name, A]) => [name, exactRows(A).map((row) => [...row])] as const);
    return {
      counterexample: {
        method: decision.refutation.method,
        sizes: { ...sizes },
        foundAt: { ...foundAt },
        values: Object.fromEntries(exact),
        functions: [...functions],
        lhs: rows(lhs),
        rhs: rows(rhs),
      },
    };
  }
}

/** What is known to make claims of the kind true: that a permutation keeps the masks. */
function conditionsOf({ statement: { lhs, rhs } }: Problem): readonly Proposition[] {
  const terms = [...new Set([lhs, rhs].flatMap((side) => schedule(side)))];
  const perms = terms.filter((term) => term.op === "variable" && term.kind === "perm");
  const masks = terms.filter((term) => term.op === "tri" || (term.op === "variable" && term.kind === "mask"));
  return perms.flatMap((P) =>
    masks.filter((M) => M.rows === P.rows && M.cols === P.rows).map((M) => equal(mul(mul(P, M), transpose(P)), M)),
  );
}

/** Whether a change is what its step is about, and not tidied on the way. */
function isOf({ cause }: Change, subject: Step["subject"]): boolean {
  if (subject.kind === "law") return cause.kind === "law" && cause.use.name === subject.name;
  if (subject.kind === "fact") return cause.kind === "fact" && cause.ref === subject.ref;
  return cause.kind !== "regroup";
}

/** The links of a chain of bounds, by transitivity. */
function boundsOf(ref: Ref, story: Story): readonly Ref[] {
  const entry = story.proof[ref]!;
  if (entry.rule !== "axiom" || entry.name !== "le_trans") return [ref];
  return (entry.premises ?? []).flatMap((premise) => boundsOf(premise, story));
}

/** The entries that are told, in order: those that the telling of the last one comes to. */
function needed(proof: Proof, story: Story): readonly Ref[] {
  const told = new Set<Ref>();
  const visit = [proof.length - 1];
  for (let ref = visit.pop(); ref !== undefined; ref = visit.pop()) {
    if (told.has(ref)) continue;
    told.add(ref);
    visit.push(...mentioned(ref, proof[ref]!, story));
  }
  return [...told].sort((a, b) => a - b);
}

function mentioned(ref: Ref, entry: Entry, story: Story): readonly Ref[] {
  switch (entry.rule) {
    case "axiom": {
      const bounds = boundsOf(ref, story);
      if (bounds.length === 1) return entry.premises ?? [];
      return bounds.flatMap((one) => (story.proof[one]!.rule === "axiom" ? premisesOf(story.proof[one]!) : [one]));
    }
    case "rewrite": {
      const causes = stepsOf(ref, story).flatMap(({ changes }) => changes.map(({ cause }) => cause));
      const refs = causes.flatMap((cause) =>
        cause.kind === "fact" ? [cause.ref] : cause.kind === "law" ? (cause.use.premises ?? []) : [],
      );
      return typeof entry.from === "number" ? [entry.from, ...refs] : refs;
    }
    case "extend":
      return [entry.by];
    case "fuse":
    case "induct":
      return [entry.base, entry.step];
    case "discharge":
      return [entry.of, entry.by];
    case "instantiate":
      return [entry.of, ...(entry.premises ?? [])];
    default:
      return [];
  }
}

function premisesOf(entry: Entry): readonly Ref[] {
  return entry.rule === "axiom" ? (entry.premises ?? []) : [];
}
