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
import type { AxiomUse, Entry, Move, Proof, Ref } from "../kernel/proof.ts";
import { equal, KIND_FACTS, type Proposition, termsOf, withTerms } from "../kernel/proposition.ts";
import { readProof } from "../kernel/reading.ts";
import { type Fact, replaceAt, replay } from "../kernel/replay.ts";
import { bindBig, substitute } from "../term/binder.ts";
import { Fault } from "../term/fault.ts";
import { isBinder, rebuild } from "../term/substitution.ts";
import { type Index, type Term, type Variable, variable } from "../term/term.ts";
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
  readonly #canonical = new Map<Term, Term>();
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
    return `apply: r_${name}; first [ ${[...shown, "rule_premise"].join(" | ")} ].`;
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
    replaceAt(termsOf(says)[side]!, path, 0, (found) => {
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
        termsOf(says).map((term, k) => (k === side ? replaceAt(term, path, 0, () => by) : term)),
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

  /** A regrouping as uses of the laws behind it: both sides go to one form, and the second way back. */
  #regroup(from: Term, to: Term): Equation {
    const key = `regroup|${from.id}|${to.id}`;
    const known = this.#instances.get(key);
    if (known !== undefined) return known;
    const there = this.#canonically(plain(from));
    const back = this.#canonically(plain(to));
    const steps: string[] = [];
    const used: Parameters[] = [];
    const apply = (says: Proposition, { path, by, backward }: Step): Proposition => {
      const { next, step, parameters } = this.#step(says, [1, ...path], by, backward);
      steps.unshift(step);
      used.push(parameters);
      return next;
    };
    let says: Proposition = equal(plain(from), plain(from));
    for (const step of there) says = apply(says, step);
    const reached = sides(says).rhs;
    let other: Proposition = equal(plain(to), plain(to));
    const forward = [...steps];
    steps.length = 0;
    for (const step of back) other = apply(other, step);
    if (sides(other).rhs !== reached)
      throw new Fault({ op: "rocq", expected: "one form of two regrouped terms", received: "two" });
    const parameters = new Map(used.flatMap((more) => [...more]));
    const number = this.#count++;
    const first = this.#lemma(`regroup_${number}_there`, equal(plain(from), reached), parameters, [
      ...forward,
      "by [].",
    ]);
    const second = this.#lemma(`regroup_${number}_back`, equal(plain(to), reached), parameters, [...steps, "by []."]);
    const proof = `(etrans ${this.#applied(first)} (esym ${this.#applied(second)}))`;
    const made: Equation = {
      lhs: from,
      rhs: to,
      proof,
      parameters: new Map([...first.parameters, ...second.parameters]),
    };
    this.#instances.set(key, made);
    return made;
  }

  #step(says: Proposition, path: readonly number[], by: Step["by"], backward: Step["backward"]): Moved {
    if ("lemma" in by) return this.#replaced(says, path, by.lemma);
    return this.#move(says, backward === undefined ? { path, by } : { path, by, backward }, this.#lemmas.length);
  }

  /** Uses of laws that bring a term to one form: brackets to the right, and what commutes in order. */
  #canonically(root: Term): readonly Step[] {
    const steps: Step[] = [];
    const visit = (term: Term, path: readonly number[]): Term => {
      const known = this.#canonical.get(term);
      if (known === term) return term;
      let current = term;
      if (isBinder(term)) {
        current = this.#canonicalBinder(term, path, steps, visit);
      } else {
        const args = term.args.map((argument, k) => visit(argument, [...path, k]));
        current = args.every((argument, k) => argument === term.args[k]) ? term : rebuild(term, args);
      }
      const law = LAWS[current.op as keyof typeof LAWS];
      if (law !== undefined) current = this.#arranged(current, law, path, steps);
      this.#canonical.set(current, current);
      return current;
    };
    visit(root, []);
    return steps;
  }

  #canonicalBinder(
    term: Term,
    path: readonly number[],
    steps: Step[],
    visit: (term: Term, path: readonly number[]) => Term,
  ): Term {
    if (!isBinder(term)) return term;
    let current = term;
    if (term.op === "fold") {
      const init = visit(term.args[0]!, [...path, 0]);
      if (init !== term.args[0])
        throw new Fault({ op: "rocq", expected: "a fold whose start is not regrouped", received: "one that is" });
    }
    const { index, running, body } = this.#terms.body(term);
    const inner = this.#canonically(plain(body));
    if (inner.length === 0) return current;
    if (term.op === "fold")
      throw new Fault({ op: "rocq", expected: "a fold whose body is not regrouped", received: "one that is" });
    const end = inner.reduce((says, step) => this.#stepped(says, step), plain(body));
    const { proof, parameters } = this.#regroup(body, end);
    const number = this.#count++;
    const changed = bindBig(term.op, term.count, index, end);
    const bound = this.#boundKeys(index, running === undefined ? [] : [running]);
    const rest = new Map([...parameters].filter(([key]) => !bound.has(key)));
    const ext = `apply: ${EXTENSIONALITY[term.op]} => ${this.#terms.index(index)}; exact: ${proof}.`;
    const lemma = this.#lemma(`regroup_${number}_under`, equal(term, changed), rest, [ext]);
    const equation: Equation = { lhs: term, rhs: changed, proof: this.#applied(lemma), parameters: lemma.parameters };
    steps.push({ path, by: { lemma: equation } });
    current = changed;
    return current;
  }

  #stepped(term: Term, { path, by, backward }: Step): Term {
    if ("lemma" in by) return replaceAt(term, path, 0, () => by.lemma.rhs);
    const { lhs, rhs } = sides(AXIOMS.get(by.name)!.law(...by.args).conclusion);
    return replaceAt(term, path, 0, () => (backward === true ? lhs : rhs));
  }

  /** Brackets to the right, then parts in order by exchanging neighbours. */
  #arranged(
    term: Term,
    { assoc, comm }: { readonly assoc: string; readonly comm?: string },
    path: readonly number[],
    steps: Step[],
  ): Term {
    const { op } = term;
    const use = (at: readonly number[], name: string, args: readonly Term[], backward?: true): void => {
      steps.push(
        backward === undefined ? { path: at, by: { name, args } } : { path: at, by: { name, args }, backward },
      );
    };
    const toRight = (of: Term, at: readonly number[]): Term => {
      if (of.op !== op) return of;
      let current = of;
      while (current.args[0]!.op === op) {
        const [left, C] = current.args as readonly [Term, Term];
        const [A, B] = left.args as readonly [Term, Term];
        use(at, assoc, [A, B, C]);
        current = sides(AXIOMS.get(assoc)!.law(A, B, C).conclusion).rhs;
      }
      const rest = toRight(current.args[1]!, [...at, 1]);
      return rest === current.args[1] ? current : rebuild(current, [current.args[0]!, rest]);
    };
    let current = toRight(term, path);
    if (comm === undefined) return current;
    for (let swapped = true; swapped; ) {
      swapped = false;
      const walk = (of: Term, at: readonly number[]): Term => {
        if (of.op !== op) return of;
        const [A, rest] = of.args as readonly [Term, Term];
        if (rest.op === op) {
          const [B, C] = rest.args as readonly [Term, Term];
          if (A.id > B.id) {
            use(at, assoc, [A, B, C], true);
            use([...at, 0], comm, [A, B]);
            use(at, assoc, [B, A, C]);
            swapped = true;
            return rebuild(of, [B, walk(rebuild(of, [A, C]), [...at, 1])]);
          }
          return rebuild(of, [A, walk(rest, [...at, 1])]);
        }
        if (A.id <= rest.id) return of;
        use(at, comm, [A, rest]);
        swapped = true;
        return rebuild(of, [rest, A]);
      };
      current = walk(current, path);
    }
    return current;
  }
}

/** What a proposition says after a change, and the step from there back to what it said. */
interface Moved {
  readonly next: Proposition;
  readonly step: string;
  readonly parameters: Parameters;
}

interface BinderStep {
  readonly lemma: Equation;
}

interface Step {
  readonly path: readonly number[];
  readonly by: AxiomUse | BinderStep;
  readonly backward?: true;
}

/** The laws of regrouping. */
const LAWS = {
  mul: { assoc: "mul_assoc" },
  kron: { assoc: "kron_assoc" },
  hcat: { assoc: "hcat_assoc" },
  vcat: { assoc: "vcat_assoc" },
  add: { assoc: "add_assoc", comm: "add_comm" },
  hadamard: { assoc: "hadamard_assoc", comm: "hadamard_comm" },
  max: { assoc: "max_assoc", comm: "max_comm" },
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
