/**
 * Proofs as text of Rocq: one theorem a proof, a lemma an entry.
 *
 * A lemma is said of what its entry names beside the variables of the theorem:
 * a free index, a running value, a hypothesis that is discharged later. Its
 * proof is the one step that the entry is: an instance of `r_<axiom>`, an
 * equation used at a place, a template for a binder. So Rocq checks each step
 * by itself, and rejects the one that does not follow.
 */
import { HOLE, type RocqSymbol, RocqTerms } from "../interpret/rocq.ts";
import { AXIOMS } from "../kernel/axioms.ts";
import { replaceAt } from "../kernel/place.ts";
import type { AxiomUse, Entry, Move, Proof, Ref } from "../kernel/proof.ts";
import { equal, KIND_FACTS, type Proposition, termsOf, withTerms } from "../kernel/proposition.ts";
import { readProof } from "../kernel/reading.ts";
import { regrouping } from "../kernel/regroup.ts";
import { type Fact, replay } from "../kernel/replay.ts";
import { open, substitute, withArguments } from "../term/binder.ts";
import { Fault } from "../term/fault.ts";
import { isBinder, rebuild } from "../term/substitution.ts";
import { type Big, type Fold, type Index, type Term, type Variable, variable } from "../term/term.ts";
import { propositionRocq } from "./rocq-rules.ts";

/** What a lemma quantifies over; a fact of a kind and a hypothesis are named like variables. */
interface Parameter {
  readonly of: RocqSymbol["of"] | "kind" | "hypothesis";
  readonly name: string;
  readonly type: string;
}

type Parameters = ReadonlyMap<string, Parameter>;

/** A lemma that was written: its name, and what it is applied to. */
interface Lemma {
  readonly name: string;
  readonly parameters: Parameters;
}

/** An equation at hand: both sides, and the term of Rocq that proves it. */
interface Equation {
  readonly lhs: Term;
  readonly rhs: Term;
  readonly proof: string;
  readonly parameters: Parameters;
}

/**
 * A module with the theorem `claim` of a proof.
 *
 * throws  Fault when a rule of the proof has no form in Rocq yet, or the proof is rejected by the kernel
 */
export function rocqModule(name: string, proof: Proof): string {
  return new Writer(readProof(proof)).module(name);
}

/** The length of a text from which on it gets a name. */
const LONG = 48;

/** The name of a module for the id of a claim: `permutation/head` is `permutation_head`. */
export function moduleName(id: string): string {
  return id.replace(/\W/g, "_");
}

const ORDER: readonly Parameter["of"][] = ["size", "index", "variable", "function", "kind", "hypothesis"];

function sorted(parameters: Parameters): readonly (readonly [string, Parameter])[] {
  return ORDER.flatMap((of) => [...parameters].filter(([, parameter]) => parameter.of === of));
}

class Writer {
  readonly #terms = new RocqTerms((term, text) => this.#abbreviated(term, text));
  readonly #proof: Proof;
  readonly #facts: readonly Fact[];
  readonly #lemmas: Lemma[] = [];
  readonly #instances = new Map<string, Equation>();
  readonly #same = regrouping();
  readonly #hypotheses = new Map<string, string>();
  /** What the theorem itself quantifies over. */
  readonly #globals: Parameters;
  readonly #text: string[] = [];
  #count = 0;

  constructor(proof: Proof) {
    this.#proof = proof;
    this.#facts = replay(proof).facts;
    const last = this.#facts[this.#facts.length - 1]!; // an empty proof is rejected
    this.#globals = this.#named([last.says, ...last.under], last.under);
  }

  module(name: string): string {
    for (const [i, entry] of this.#proof.entries()) this.#lemmas.push(this.#entry(entry, i));
    const last = this.#facts[this.#facts.length - 1]!;
    const proof = this.#applied(this.#lemmas[this.#lemmas.length - 1]!);
    const variables = sorted(this.#globals).map(([, { name, type }]) => `Variable ${name} : ${type}.`);
    return [
      `Module ${name}.`,
      "Section Claim.",
      "Variables (R : realFieldType) (E : analysis R).",
      ...variables,
      ...this.#text,
      `Theorem claim : ${this.#whole(last.says)}.`,
      `Proof. exact: ${proof}. Qed.`,
      "End Claim.",
      `End ${name}.`,
      "",
    ].join("\n");
  }

  // what a lemma says, and what it is said of

  #said(of: Proposition): string {
    return propositionRocq(of, (term) => this.#terms.term(term));
  }

  /** A proposition without abbreviations, as hypotheses and what tactics look into are written. */
  #whole(of: Proposition): string {
    return propositionRocq(of, (term) => this.#terms.whole(term));
  }

  /** Longer terms have names of their own, said of what they name beside the variables of the theorem. */
  #abbreviated(term: Term, text: string): string {
    if (text.length < LONG || term.op === "defined") return text;
    const symbols = this.#terms.symbols(term);
    if ([...symbols.values()].some((symbol) => symbol.variable?.name === HOLE)) return text;
    const name = `t_${this.#count++}`;
    const parameters = sorted(this.#local(symbols));
    const binders = parameters.map(([, parameter]) => ` (${parameter.name} : ${parameter.type})`).join("");
    this.#text.push(`Definition ${name}${binders} : ${this.#terms.type(term)} := ${text}.`);
    return parameters.length === 0
      ? name
      : `(${[name, ...parameters.map(([, parameter]) => parameter.name)].join(" ")})`;
  }

  /** What propositions name, with what the kinds of variables say of them, and hypotheses. */
  #named(propositions: readonly Proposition[], hypotheses: readonly Proposition[] = []): Parameters {
    const found = new Map<string, Parameter>();
    for (const term of [...propositions, ...hypotheses].flatMap(termsOf)) {
      for (const [key, symbol] of this.#terms.symbols(term)) {
        found.set(key, symbol);
        if (symbol.variable !== undefined) this.#kindsOf(key, symbol.variable, symbol.name, found);
      }
    }
    for (const hypothesis of hypotheses) {
      const type = this.#whole(hypothesis);
      found.set(`hypothesis ${type}`, { of: "hypothesis", name: this.#hypothesisName(type), type });
    }
    return found;
  }

  #kindsOf(key: string, of: Variable, name: string, found: Map<string, Parameter>): void {
    const index = of.index.map((_, i): Index => ({ free: `k~${i}` }));
    const member = variable(of.name, of.rows, of.cols, { kind: of.kind, index });
    const every = index.length === 0 ? "" : `forall ${index.map((i) => `(${this.#terms.index(i)} : nat)`).join(" ")}, `;
    for (const [i, fact] of KIND_FACTS[of.kind](member).entries()) {
      const type = `${every}${this.#whole(fact)}`;
      found.set(`kind ${i} ${key}`, { of: "kind", name: `${name}_${of.kind}${i === 0 ? "" : i}`, type });
    }
  }

  #hypothesisName(type: string): string {
    const known = this.#hypotheses.get(type);
    if (known !== undefined) return known;
    const name = `given_${this.#hypotheses.size}`;
    this.#hypotheses.set(type, name);
    return name;
  }

  #local(...all: readonly Parameters[]): Parameters {
    return new Map(all.flatMap((parameters) => [...parameters].filter(([key]) => !this.#globals.has(key))));
  }

  /** A lemma applied to what it is said of, some of it by other names. */
  #applied({ name, parameters }: Lemma, instead: ReadonlyMap<string, string> = new Map()): string {
    const args = sorted(parameters).map(([key, parameter]) => instead.get(key) ?? parameter.name);
    return args.length === 0 ? name : `(${[name, ...args].join(" ")})`;
  }

  #lemma(
    name: string,
    says: Proposition,
    parameters: Parameters,
    proof: readonly string[],
    said = this.#said(says),
  ): Lemma {
    const named = new Map([...this.#local(this.#named([says])), ...this.#local(parameters)]);
    const binders = sorted(named).map(([, parameter]) => ` (${parameter.name} : ${parameter.type})`);
    this.#text.push(`Lemma ${name}${binders.join("")} : ${said}.`, `Proof. ${proof.join("\n  ")} Qed.`);
    return { name, parameters: named };
  }

  /** The parameters of lemmas, less what is bound where they are used. */
  #from(refs: readonly Ref[], bound: ReadonlySet<string> = new Set()): Parameters {
    return new Map(refs.flatMap((ref) => [...this.#lemmas[ref]!.parameters]).filter(([key]) => !bound.has(key)));
  }

  // entries

  #entry(entry: Entry, i: number): Lemma {
    const { says, under } = this.#facts[i]!;
    const name = `step_${i}`;
    const hypotheses = this.#local(this.#named(under, under));
    const lemma = (proof: readonly string[], ...parameters: readonly Parameters[]): Lemma =>
      this.#lemma(name, says, new Map([...hypotheses, ...parameters.flatMap((more) => [...more])]), proof);
    switch (entry.rule) {
      case "axiom":
        return lemma([this.#byAxiom(entry)], this.#from(entry.premises ?? []));
      case "rewrite":
        return this.#rewrite(entry, i, lemma);
      case "unfold":
        return lemma(["by []."]);
      case "evaluate":
        return this.#lemma(name, says, hypotheses, ["evaluate."], this.#whole(says));
      case "evident":
        return this.#lemma(name, says, hypotheses, ["evident."], this.#whole(says));
      case "assume":
        return lemma([`exact: ${this.#hypothesisName(this.#whole(says))}.`]);
      case "kind":
        return lemma([`exact: ${this.#kindFact(entry.variable as Variable, entry.fact)}.`]);
      case "extend":
        return this.#extend(entry, lemma);
      case "fuse":
        return this.#fuse(entry, lemma);
      case "induct":
        return this.#induct(entry, lemma);
      case "discharge": {
        const type = this.#whole(this.#facts[entry.by]!.says);
        const shown = new Map([[`hypothesis ${type}`, this.#applied(this.#lemmas[entry.by]!)]]);
        const proof = this.#applied(this.#lemmas[entry.of]!, shown);
        const others = this.#from([entry.of], new Set(shown.keys()));
        return lemma([`exact: ${proof}.`], others, this.#from([entry.by]));
      }
      case "instantiate":
        throw new Fault({
          op: "rocq",
          expected: "a proof without the rule instantiate",
          received: `entry ${i}`,
          next: "replace the variables before the proof",
        });
    }
  }

  #kindFact(of: Variable, fact: number): string {
    const named = this.#named([equal(of, of)]);
    const family = [...named].find(([, { of: sort }]) => sort === "variable")![0]; // the variable itself
    const { name } = named.get(`kind ${fact} ${family}`)!;
    return of.index.length === 0 ? name : `(${[name, ...of.index.map((i) => this.#terms.index(i))].join(" ")})`;
  }

  #byAxiom({ name, premises = [] }: AxiomUse): string {
    const shown = premises.map((ref) => `exact: ${this.#applied(this.#lemmas[ref]!)}`);
    const close = `first [ ${[...shown, "rule_premise"].join(" | ")} ]`;
    if (premises.length === 0) return `apply: r_${name}; ${close}.`;
    return `first [ apply: r_${name}; ${close} | eapply r_${name}; ${close} ].`; // a premise may name what no other part does
  }

  #rewrite(
    { from, moves }: Extract<Entry, { rule: "rewrite" }>,
    i: number,
    lemma: (proof: readonly string[], ...parameters: readonly Parameters[]) => Lemma,
  ): Lemma {
    const start = typeof from === "number" ? this.#facts[from]!.says : equal(from, from);
    const first = typeof from === "number" ? `exact: ${this.#applied(this.#lemmas[from]!)}.` : "by [].";
    const steps: string[] = [first];
    const used: Parameters[] = [this.#named([start])];
    if (typeof from === "number") used.push(this.#from([from]));
    let says = start;
    for (const move of moves) {
      const { next, step, parameters } = this.#move(says, move, i);
      steps.unshift(step);
      used.push(parameters, this.#named([next]));
      says = next;
    }
    return lemma(steps, ...used);
  }

  /** One change of a proposition. */
  #move(says: Proposition, move: Move, i: number): Moved {
    if (!("regroup" in move)) {
      const { lhs, rhs, proof, parameters } = this.#equation(move.by, i);
      const back = move.backward === true;
      const equation = back
        ? { lhs: rhs, rhs: lhs, proof: `(esym ${proof})`, parameters }
        : { lhs, rhs, proof, parameters };
      return this.#replaced(says, move.path, equation);
    }
    const [side, ...path] = move.path as readonly [number, ...number[]];
    let redex = move.regroup;
    replaceAt(termsOf(says)[side]!, path, (found) => {
      redex = found;
      return found;
    });
    return this.#replaced(says, move.path, this.#regroup(redex, move.regroup));
  }

  /** An equation used at a path, from its left to its right. */
  #replaced(says: Proposition, [side, ...path]: readonly number[], { rhs, proof, parameters }: Equation): Moved {
    const at = (by: Term): Proposition =>
      withTerms(
        says,
        termsOf(says).map((term, k) => (k === side ? replaceAt(term, path, () => by) : term)),
      );
    const hole = variable(HOLE, rhs.rows, rhs.cols);
    const context = `(fun hole : ${this.#terms.type(hole)} => ${this.#said(at(hole))})`;
    return { next: at(rhs), step: `refine (rw (P := ${context}) ${proof} _).`, parameters };
  }

  /** The equation of an entry, or of an axiom that is used there and then, which gets a lemma. */
  #equation(by: Ref | AxiomUse, i: number): Equation {
    if (typeof by === "number") {
      const { lhs, rhs } = sides(this.#facts[by]!.says);
      const lemma = this.#lemmas[by]!;
      return { lhs, rhs, proof: this.#applied(lemma), parameters: lemma.parameters };
    }
    const key = `${by.name}|${by.args.map(({ id }) => id).join(",")}|${(by.premises ?? []).join(",")}`;
    const known = this.#instances.get(key);
    if (known !== undefined) return known;
    const says = AXIOMS.get(by.name)!.law(...by.args).conclusion; // the kernel has replayed it
    const under = (by.premises ?? []).flatMap((ref) => this.#facts[ref]!.under);
    const parameters = new Map([...this.#named(under, under), ...this.#from(by.premises ?? [])]);
    const lemma = this.#lemma(`law_${i}_${this.#count++}`, says, parameters, [this.#byAxiom(by)]);
    const made = { ...sides(says), proof: this.#applied(lemma), parameters: lemma.parameters };
    this.#instances.set(key, made);
    return made;
  }

  // binders

  #boundKeys(index: Index, running: readonly Term[]): ReadonlySet<string> {
    const keys = [...this.#named(running.map((y) => equal(y, y)))].filter(([, { of }]) => of === "variable");
    return new Set([`index ${(index as { readonly free: string }).free}`, ...keys.map(([key]) => key)]);
  }

  #binders(index: Index, running: readonly Term[]): string {
    return [this.#terms.index(index), ...running.map((y) => this.#terms.variable(y as Variable))].join(" ");
  }

  #extend(
    { binder, index, running, by }: Extract<Entry, { rule: "extend" }>,
    lemma: (proof: readonly string[], ...parameters: readonly Parameters[]) => Lemma,
  ): Lemma {
    const values = running === undefined ? [] : [running];
    const each = this.#applied(this.#lemmas[by]!);
    const bound = this.#boundKeys(index, values);
    return lemma(
      [
        `apply: ${EXTENSIONALITY[binder.op as keyof typeof EXTENSIONALITY]} => ${this.#binders(index, values)}; exact: ${each}.`,
      ],
      this.#from([by], bound),
    );
  }

  #fuse(
    { fold, onto, index, running, context, base, step }: Extract<Entry, { rule: "fuse" }>,
    lemma: (proof: readonly string[], ...parameters: readonly Parameters[]) => Lemma,
  ): Lemma {
    const bound = this.#boundKeys(index, [running]);
    const named = `(fun ${this.#terms.variable(running as Variable)} : ${this.#terms.type(running)} => ${this.#terms.term(context)})`;
    const proof = [
      `apply: (mfold_fuse ${named});`,
      `[exact: ${this.#applied(this.#lemmas[base]!)}|move=> ${this.#binders(index, [running])}; exact: ${this.#applied(this.#lemmas[step]!)}].`,
    ];
    return lemma(
      proof,
      this.#named([
        equal(
          fold,
          substitute(context, (term) => (term === running ? onto : undefined)),
        ),
      ]),
      this.#from([base, step], bound),
    );
  }

  #induct(
    { folds, index, running, invariant, base, step }: Extract<Entry, { rule: "induct" }>,
    lemma: (proof: readonly string[], ...parameters: readonly Parameters[]) => Lemma,
  ): Lemma {
    if (folds.length > 3)
      throw new Fault({ op: "rocq", expected: "an induction over at most 3 folds", received: `${folds.length}` });
    const type = this.#said(invariant);
    const said = `(fun ${running.map((y) => `(${this.#terms.variable(y as Variable)} : ${this.#terms.type(y)})`).join(" ")} => ${type})`;
    const kept = `hypothesis ${this.#whole(invariant)}`;
    const bound = new Set([...this.#boundKeys(index, running), kept]);
    const proof = [
      `apply: (mfold_induct${folds.length} ${said});`,
      `[exact: ${this.#applied(this.#lemmas[base]!)}|move=> ${this.#binders(index, running)} kept; exact: ${this.#applied(this.#lemmas[step]!, new Map([[kept, "kept"]]))}].`,
    ];
    return lemma(proof, this.#from([base, step], bound));
  }

  // brackets and order

  /** A regrouping by the laws behind it: what is in place stays, and each sum or product is arranged by itself. */
  #regroup(from: Term, to: Term): Equation {
    const key = `regroup|${from.id}|${to.id}`;
    const known = this.#instances.get(key);
    if (known !== undefined) return known;
    const [start, end] = [plain(from), plain(to)];
    const steps: string[] = ["by []."];
    const used: Parameters[] = [];
    let says: Proposition = equal(start, start);
    for (const { path, by } of this.#arrangement(start, end)) {
      const { next, step, parameters } = this.#replaced(says, [1, ...path], by);
      steps.unshift(step);
      used.push(parameters);
      says = next;
    }
    if (sides(says).rhs !== end)
      throw new Fault({ op: "rocq", expected: "the term that it is regrouped to", received: "another" });
    const parameters = new Map(used.flatMap((more) => [...more]));
    const lemma = this.#lemma(`regroup_${this.#count++}`, equal(start, end), parameters, steps);
    const made: Equation = { lhs: from, rhs: to, proof: this.#applied(lemma), parameters: lemma.parameters };
    this.#instances.set(key, made);
    return made;
  }

  /** Equations at places that make one term of another that differs in brackets and order alone. */
  #arrangement(from: Term, to: Term, path: readonly number[] = []): readonly Step[] {
    if (from === to) return [];
    if (isBinder(from) && isBinder(to)) return this.#underBinder(from, to, path);
    const arranged = ARRANGED[from.op as keyof typeof ARRANGED];
    if (arranged === undefined)
      return from.args.flatMap((part, k) => this.#arrangement(part, to.args[k]!, [...path, k]));
    const free: (Term | undefined)[] = partsOf(to);
    const steps: Step[] = [];
    const matched = treeOf(from, (part, at) => {
      const k = free.findIndex((other) => other !== undefined && this.#same(part, other));
      const other = free[k]!; // both have the same parts
      free[k] = undefined;
      steps.push(...this.#arrangement(part, other, [...path, ...at]));
      return other;
    });
    return matched === to ? steps : [...steps, { path, by: this.#arranged(arranged, matched, to) }];
  }

  /** Two sums or products of the same parts, by one lemma. */
  #arranged(arranged: string, from: Term, to: Term): Equation {
    const parts = [...new Set(partsOf(to))];
    const tree = (of: Term): string =>
      of.op === from.op ? `(node ${of.args.map(tree).join(" ")})` : `(leaf ${parts.indexOf(of)})`;
    const written = (of: Term): string => {
      if (of.op !== from.op) return this.#terms.term(of);
      return this.#terms.operation(of, of.args.map(written));
    };
    const proof = arranged.startsWith("ac_")
      ? `exact: (${arranged} [:: ${parts.map((part) => this.#terms.term(part)).join("; ")}] (t := ${tree(from)}) (u := ${tree(to)}) isT).`
      : `${arranged}.`;
    const says = equal(from, to);
    const said = `${written(from)} = ${written(to)}`;
    const lemma = this.#lemma(`arrange_${this.#count++}`, says, new Map(), [proof], said);
    return { lhs: from, rhs: to, proof: this.#applied(lemma), parameters: lemma.parameters };
  }

  #underBinder(from: Big | Fold, to: Big | Fold, path: readonly number[]): readonly Step[] {
    const steps: Step[] = [];
    let binder: Term = from;
    if (from.op === "fold" && from.args[0] !== to.args[0]) {
      steps.push(...this.#arrangement(from.args[0]!, to.args[0]!, [...path, 0]));
      binder = withArguments(from, [to.args[0]!, from.args[1]!]);
    }
    if (binder === to) return steps;
    const { index, running, body } = this.#terms.body(binder as Big | Fold);
    const { proof, parameters } = this.#regroup(body, open(to, index, running));
    const values = running === undefined ? [] : [running];
    const bound = this.#boundKeys(index, values);
    const rest = new Map([...parameters].filter(([key]) => !bound.has(key)));
    const ext = `apply: ${EXTENSIONALITY[to.op]} => ${this.#binders(index, values)}; exact: ${proof}.`;
    const lemma = this.#lemma(`under_${this.#count++}`, equal(binder, to), rest, [ext]);
    const equation = { lhs: binder, rhs: to, proof: this.#applied(lemma), parameters: lemma.parameters };
    return [...steps, { path, by: equation }];
  }
}

/** The parts of a sum or product, from the left. */
function partsOf(term: Term): Term[] {
  const parts: Term[] = [];
  treeOf(term, (part) => {
    parts.push(part);
    return part;
  });
  return parts;
}

/** A sum or product with its parts changed, which are visited from the left with their paths. */
function treeOf(root: Term, change: (part: Term, path: readonly number[]) => Term): Term {
  const visit = (of: Term, path: readonly number[]): Term => {
    if (of.op !== root.op) return change(of, path);
    const args = of.args.map((argument, k) => visit(argument, [...path, k]));
    return args.every((argument, k) => argument === of.args[k]) ? of : rebuild(of, args);
  };
  return visit(root, []);
}

/** What a proposition says after a change, and the step from there back to what it said. */
interface Moved {
  readonly next: Proposition;
  readonly step: string;
  readonly parameters: Parameters;
}

/** An equation at a path. */
interface Step {
  readonly path: readonly number[];
  readonly by: Equation;
}

/** What arranges parts: the lemma of what commutes, or a tactic. */
const ARRANGED = {
  mul: "by rewrite !r_mul_assoc",
  kron: "by regroup_kron",
  hcat: "by regroup_hcat",
  vcat: "by regroup_vcat",
  add: "ac_add",
  hadamard: "ac_had",
  max: "ac_max",
} as const;

/** The lemma that goes under each binder. */
const EXTENSIONALITY = { bigSum: "bsum_ext", bigHcat: "bhcat_ext", bigVcat: "bvcat_ext", fold: "mfold_ext" } as const;

function sides(of: Proposition): { readonly lhs: Term; readonly rhs: Term } {
  if (of.kind !== "equal") throw new Fault({ op: "rocq", expected: "an equation", received: of.kind });
  return of;
}

const unfoldedOf = new WeakMap<Term, Term>();

/** A term with its defined terms unfolded, which is the same text. */
function plain(root: Term): Term {
  const known = unfoldedOf.get(root);
  if (known !== undefined) return known;
  const made = substitute(root, (term) => (term.op === "defined" ? plain(term.unfolded) : undefined));
  unfoldedOf.set(root, made);
  return made;
}

/** The head of a file of modules. */
export const ROCQ_HEADER = `From Coq Require Import ZArith.
From mathcomp Require Import all_ssreflect all_fingroup all_algebra.
From Commutant Require Import Rules.
Local Open Scope ring_scope.
`;
