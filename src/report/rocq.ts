/**
 * Proofs as text of Rocq: one theorem a proof, a lemma an entry.
 *
 * A lemma is said of what its entry names beside the variables of the theorem:
 * a free index, a running value, a hypothesis that is discharged later. Its
 * proof is the one step that the entry is: an instance of `r_<axiom>`, an
 * equation used at a place, a template for a binder. So Rocq checks each step
 * by itself, and rejects the one that does not follow.
 */
import { familyKey, HOLE, type RocqSymbol, RocqTerms } from "../interpret/rocq.ts";
import { AXIOMS } from "../kernel/axioms.ts";
import { KIND_FACTS } from "../kernel/kind-facts.ts";
import type { AxiomUse, Entry, Move, Proof, Ref } from "../kernel/proof.ts";
import { equal, type Proposition, termsOf } from "../kernel/proposition.ts";
import { readProof } from "../kernel/reading.ts";
import { isRegrouped, REGROUPED, regrouping } from "../kernel/regroup.ts";
import { type Fact, replay } from "../kernel/replay.ts";
import { open, substitute, withArguments } from "../term/binder.ts";
import { Fault } from "../term/fault.ts";
import { isBinder } from "../term/names.ts";
import { schedule } from "../term/schedule.ts";
import { type Big, type Fold, type Index, type Term, type Variable, variable } from "../term/term.ts";
import { replaceAt } from "./replace.ts";
import { leavesOf, partsOf, sharedBy, type Turn, treeOf, turns } from "./rocq-brackets.ts";
import { type Change, chain, type Places, SAME } from "./rocq-chain.ts";
import { appliedLaw, lawUse, propositionRocq } from "./rocq-rules.ts";

/** What a lemma quantifies over; a fact of a kind and a hypothesis are named like variables. */
interface Parameter {
  readonly of: RocqSymbol["of"] | "kind" | "hypothesis";
  readonly name: string;
  /** Its type; of a hypothesis, what is assumed. */
  readonly type: string | Proposition;
  /** What a fact of a kind and a hypothesis are said of, by key. */
  readonly about?: readonly string[];
}

type Parameters = ReadonlyMap<string, Parameter>;

const NONE: Parameters = new Map();

/** A parameter with its type as it is written. */
interface Typed extends Parameter {
  readonly type: string;
}

const bindersOf = (parameters: readonly Typed[]): string =>
  parameters.map(({ name, type }) => ` (${name} : ${type})`).join("");

/** A lemma that was written: its name, and what it is applied to. */
interface Lemma {
  readonly name: string;
  readonly parameters: Parameters;
}

/** A proof, under the name of the module with its theorem, and what is noted of it. */
export interface Claimed {
  readonly name: string;
  readonly note: string;
  readonly proof: Proof;
}

/**
 * A file with a module for each proof, with its theorem `claim`. What several of them show is shown once.
 *
 * throws  Fault when a rule of a proof has no form in Rocq yet, or a proof is rejected by the kernel
 */
export function rocqFile(claims: readonly Claimed[]): string {
  return new Writer(claims.map((one) => ({ ...one, proof: readProof(one.proof) }))).file();
}

/** The length of a text from which on it gets a name; lengths of names do not count. unit  word */
const LONG = 9;
/** How many definitions and lemmas stand in a section. */
const LONGEST_SECTION = 200;
/** Propositions of more operations than this are said of terms that were given a name. */
const LONGEST_SAID = 2000;
const WORD = /[\w']+/g;
/** The name of a module for the id of a claim: `permutation/head` is `permutation_head`. */
export function moduleName(id: string): string {
  return id.replace(/\W/g, "_");
}

/** What the record of a file has fields for. */
const FIELDS: ReadonlySet<Parameter["of"]> = new Set(["size", "index", "variable", "function"]);
const isField = ([, { of }]: readonly [string, Parameter]): boolean => FIELDS.has(of);
/** The section's variable that is the record. */
const RECORD = "named'values";
/** Where the text of a file tells whose lemmas follow. */
export const NOTE = "(* ";

const ORDER: readonly Parameter["of"][] = ["size", "index", "variable", "function", "kind", "hypothesis"];

function sorted(parameters: Parameters): readonly (readonly [string, Parameter])[] {
  return ORDER.flatMap((of) => [...parameters].filter(([, parameter]) => parameter.of === of));
}

/** A proof that is written, with what its entries say. */
interface Written extends Claimed {
  readonly facts: readonly Fact[];
  /** What some entry binds is not fixed for all of the proof, though the theorem may be said of it too. */
  readonly bound: ReadonlySet<string>;
  /** What the theorem is said of. */
  readonly named: Parameters;
}

/**
 * What a file's theorems are said of is one record of all of them, since each hypothesis of a section is carried along
 * in each term and in each unknown of it. Beside it are the field, the functions of analysis, and what is assumed.
 */
class Writer {
  readonly #terms = new RocqTerms((term, text) => this.#abbreviated(term, text));
  readonly #claims: readonly Written[];
  /** The lemmas of the entries of the proof that is being written. */
  #lemmas: Lemma[] = [];
  #facts: readonly Fact[] = [];
  readonly #shown = new Map<string, Lemma>();
  readonly #places: Places<Used> = {
    type: (of) => this.#terms.type(of),
    term: (of) => this.#terms.term(of),
    lemma: (start, end, proof, changes) =>
      this.#applied(
        this.#lemma(
          `part'${this.#count++}`,
          equal(start, end),
          parametersOf(changes),
          () => `Proof ${bracketed(proof)}.`,
        ),
      ),
  };
  readonly #same = regrouping();
  readonly #hypotheses = new Map<string, string>();
  /** Names of terms by their text, in which what they are said of is numbered. */
  readonly #definitions = new Map<string, string>();
  /** What all theorems of the file are said of: the fields of the record, and what is assumed of them. */
  readonly #globals: Parameters;
  /** The section's variables that a text names, itself or by a lemma; the record for each of its fields. */
  readonly #uses = new Map<string, ReadonlySet<string>>([["E", new Set(["E"])]]);
  readonly #text: { readonly name: string; readonly text: string }[] = [];
  readonly #written = new Set<string>();
  #contexts: readonly Context[] = [];
  /** The section's variables that the theorem of the proof that is being written may rest on: another may assume more. */
  #own: ReadonlySet<string> = new Set();
  #claim = 0;
  #count = 0;

  constructor(claims: readonly Claimed[]) {
    this.#claims = claims.map((one): Written => {
      const { facts } = replay(one.proof);
      const last = facts[facts.length - 1]!; // an empty proof is rejected
      const named = this.#named([last.says, ...last.under], last.under);
      return { ...one, facts, bound: this.#boundIn(one.proof), named };
    });
    const bound = new Set(this.#claims.flatMap((one) => [...one.bound]));
    const all = new Map(this.#claims.flatMap(({ named }) => [...named]));
    const isFixed = ([key, { about = [key] }]: readonly [string, Parameter]): boolean =>
      about.every((one) => !bound.has(one));
    this.#globals = new Map([...all].filter(isFixed));
    for (const one of this.#globals) this.#uses.set(one[1].name, new Set([isField(one) ? RECORD : one[1].name]));
    this.#contexts = claims.flatMap(({ proof }) =>
      proof.flatMap((entry) => {
        if (entry.rule !== "fuse" || entry.context === entry.running) return [];
        const { context, running } = entry;
        const type = this.#terms.type(context);
        return [{ text: this.#terms.term(context), running: this.#terms.variable(running as Variable), type }];
      }),
    );
  }

  #boundIn(proof: Proof): ReadonlySet<string> {
    const keys = proof.flatMap((entry) => {
      if (entry.rule === "extend")
        return [...this.#boundKeys(entry.index, entry.running === undefined ? [] : [entry.running])];
      if (entry.rule === "fuse") return [...this.#boundKeys(entry.index, [entry.running])];
      if (entry.rule === "instantiate") return (entry.variables ?? []).map(([of]) => familyKey(of as Variable));
      return entry.rule === "induct" ? [...this.#boundKeys(entry.index, entry.running)] : [];
    });
    return new Set(keys);
  }

  file(): string {
    const theorems = this.#claims.map((one, i) => this.#theorem(one, i));
    const fields = sorted(this.#globals).filter(isField);
    const inside = new Map(fields.map(([, { name }]) => [name, `of'${name}`]));
    const declared = fields.map(([, one]) => {
      const type = this.#type(one).replace(WORD, (word) => inside.get(word) ?? word);
      return `${inside.get(one.name)} : ${type}`;
    });
    const head = [
      "Section Claims.",
      `Variables (R : realFieldType) (E : analysis R) (${RECORD} : named' R).`,
      ...[...inside].map(([name, field]) => `Local Notation ${name} := (${field} R ${RECORD}).`),
    ];
    return [
      `${ROCQ_HEADER}Set Primitive Projections.`,
      `Record named' (R : realFieldType) := Named' { ${declared.join("; ")} }.`,
      ...this.#sections(head),
      ...theorems,
    ].join("\n");
  }

  /** What was written, in sections: Rocq notes with each lemma all of its section, and coqchk reads that again each time. */
  #sections(head: readonly string[]): readonly string[] {
    const assumed = sorted(this.#globals).filter((one) => !isField(one));
    const variables = assumed.map(([, one]) => ({
      name: one.name,
      text: `Variable ${one.name} : ${this.#type(one)}.`,
    }));
    const count = Math.ceil(this.#text.length / LONGEST_SECTION);
    return Array.from({ length: count }, (_, i) => {
      const items = this.#text.slice(i * LONGEST_SECTION, (i + 1) * LONGEST_SECTION);
      const text = items.map((item) => item.text);
      const own = new Set(items.map(({ name }) => name));
      const words = [...new Set([...variables, ...items].flatMap((item) => wordsOf(item.text)))];
      const others = words.filter((word) => this.#written.has(word) && !own.has(word));
      const needs = (name: string): boolean => variables.some((one) => this.#usedOf(name).has(one.name));
      const named = (some: readonly string[]): readonly string[] =>
        some.map((name) => `Local Notation ${name} := ${this.#closed({ name, parameters: NONE }, RECORD)}.`);
      const [first, later] = [others.filter((name) => !needs(name)), others.filter(needs)];
      return [
        ...head,
        ...named(first),
        ...variables.map((one) => one.text),
        ...named(later),
        ...text,
        "End Claims.",
        "",
      ];
    }).flat();
  }

  #write(name: string, text: string): void {
    this.#uses.set(name, this.#used(text));
    this.#written.add(name);
    this.#text.push({ name, text });
  }

  /** Writes the lemmas of a claim; answers the module with its theorem. */
  #theorem({ name, note, proof, facts, bound, named }: Written, i: number): string {
    this.#facts = facts;
    this.#lemmas = [];
    this.#claim = i;
    this.#own = new Set(["E", RECORD, ...[...named.values()].map((one) => one.name)]);
    this.#text.push({ name: "", text: `${NOTE}${name}: ${note} *)` });
    for (const [k, entry] of proof.entries()) this.#lemmas.push(this.#entry(entry, k));
    const { says } = facts[facts.length - 1]!;
    const shown = this.#lemmas[this.#lemmas.length - 1]!;
    const used = new Set([...this.#usedOf(shown.name), ...[...shown.parameters.values()].map((one) => one.name)]);
    const assumed = [...named.values()].filter((one) => used.has(one.name));
    const about = new Set([...this.#symbols(says), ...assumed.flatMap((one) => one.about ?? [])]);
    const values = sorted(this.#globals)
      .filter(isField)
      .map(([key, one]) => (about.has(key) ? one.name : anyOf(this.#type(one))));
    const record = `(${["Named' R", ...values].join(" ")})`;
    const typed = ([, one]: readonly [string, Parameter]): string =>
      `${one.name} : ${typeof one.type === "string" ? one.type : this.#outside(one.type, record)}`;
    const variables = sorted(named).filter(([key]) => !bound.has(key));
    const binders = sorted(named).filter(([key]) => bound.has(key));
    return [
      `Module ${name}.`,
      "Section Claim.",
      "Variables (R : realFieldType) (E : analysis R).",
      ...variables.map((one) => `Variable ${typed(one)}.`),
      `Theorem claim${binders.map((one) => ` (${typed(one)})`).join("")} : ${this.#outside(says, record)}.`,
      `Proof ${bracketed(this.#closed(shown, record))}.`,
      "End Claim.",
      `End ${name}.`,
      "",
    ].join("\n");
  }

  /** What is said where the section is closed: in full, but where that is too long to be read. */
  #outside(of: Proposition, record: string): string {
    if (!this.#isLong(of)) return this.#whole(of);
    const name = `said'${this.#count++}`;
    const parameters = this.#local(this.#named([of]));
    this.#write(name, `Definition ${name}${bindersOf(this.#typed(parameters))} : Prop := ${this.#said(of)}.`);
    return this.#closed({ name, parameters }, record);
  }

  /** A lemma applied to what it is said of, the section's variables that it uses first. */
  #closed({ name, parameters }: Lemma, record: string): string {
    const used = this.#usedOf(name);
    const assumed = sorted(this.#globals).filter((one) => !isField(one));
    const variables = ["E", RECORD, ...assumed.map(([, one]) => one.name)].filter((one) => used.has(one));
    const locals = sorted(parameters).map(([, parameter]) => parameter.name);
    return `(${[name, "R", ...variables.map((one) => (one === RECORD ? record : one)), ...locals].join(" ")})`;
  }

  /** What a text uses of the section's variables. */
  #used(text: string): ReadonlySet<string> {
    const found = new Set<string>();
    for (const word of new Set(wordsOf(text))) for (const one of this.#usedOf(word)) found.add(one);
    return found;
  }

  #usedOf(name: string): ReadonlySet<string> {
    return this.#uses.get(name) ?? new Set();
  }

  // what a lemma says, and what it is said of

  #said(of: Proposition): string {
    return propositionRocq(of, (term) => this.#terms.term(term));
  }

  #isLong(of: Proposition): boolean {
    return termsOf(of).reduce((sum, term) => sum + this.#terms.weight(term), 0) > LONGEST_SAID;
  }

  /** The type of a parameter; what is assumed is written in full, but where that is too long to be read. */
  #type({ type }: Parameter): string {
    if (typeof type === "string") return type;
    return this.#isLong(type) ? this.#said(type) : this.#whole(type);
  }

  #typed(parameters: Parameters): Typed[] {
    return sorted(parameters).map(([, one]) => ({ ...one, type: this.#type(one) }));
  }

  /** A proposition without abbreviations, as hypotheses and what tactics look into are written. */
  #whole(of: Proposition): string {
    return propositionRocq(of, (term) => this.#terms.whole(term));
  }

  /**
   * Longer terms have names of their own, said of what they name beside the variables of the theorem. A text that differs
   * from another in these names alone is the other one's name applied, and so is one that says of `C(y)` what another
   * says of `y`: to tell that two names mean the same Rocq unfolds both, and what is behind them, at each place again.
   */
  #abbreviated(term: Term, written: string): string {
    if (term.op === "defined") return written;
    const context = this.#contexts.find((one) => isOnlyIn(one, written));
    const text = context === undefined ? written : written.replaceAll(context.text, context.running);
    const words = wordsOf(text);
    if (words.length < LONG) return written;
    const symbols = this.#terms.symbols(term);
    if ([...symbols.values()].some((symbol) => symbol.variable?.name === HOLE)) return written;
    const place = ({ of, name }: Typed): number => (of === "size" ? -1 : words.indexOf(name));
    const parameters = this.#typed(this.#local(symbols))
      .map((one) => (one.name === context?.running ? { ...one, type: context.type } : one))
      .sort((a, b) => place(a) - place(b));
    const numbers = new Map(parameters.map(({ name }, i) => [name, `$${i}`]));
    const numbered = (of: string): string => of.replace(WORD, (word) => numbers.get(word) ?? word);
    const key = [text, ...parameters.map(({ type }) => type)].map(numbered).join("|");
    const name = this.#definitions.get(key) ?? `t'${this.#count++}`;
    if (!this.#definitions.has(key)) {
      const binders = bindersOf(parameters);
      this.#write(name, `Definition ${name}${binders} : ${this.#terms.type(term)} := ${text}.`);
      this.#definitions.set(key, name);
    }
    const args = parameters.map((parameter) => (parameter.name === context?.running ? context.text : parameter.name));
    return args.length === 0 ? name : `(${[name, ...args].join(" ")})`;
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
      const about = [...this.#symbols(hypothesis)];
      const name = this.#hypothesisName(hypothesis);
      found.set(hypothesisKey(hypothesis), { of: "hypothesis", name, type: hypothesis, about });
    }
    return found;
  }

  #kindsOf(key: string, of: Variable, name: string, found: Map<string, Parameter>): void {
    const index = of.index.map((_, i): Index => ({ free: `k~${i}` }));
    const member = variable(of.name, of.rows, of.cols, { kind: of.kind, index });
    const every = index.length === 0 ? "" : `forall ${index.map((i) => `(${this.#terms.index(i)} : nat)`).join(" ")}, `;
    for (const [i, fact] of KIND_FACTS[of.kind](member).entries()) {
      const type = `${every}${this.#whole(fact)}`;
      found.set(`kind ${i} ${key}`, { of: "kind", name: `${name}_${of.kind}${i === 0 ? "" : i}`, type, about: [key] });
    }
  }

  /** The keys of what a proposition names. */
  #symbols(of: Proposition): ReadonlySet<string> {
    return new Set(termsOf(of).flatMap((term) => [...this.#terms.symbols(term).keys()]));
  }

  #hypothesisName(of: Proposition): string {
    const key = hypothesisKey(of);
    const name = this.#hypotheses.get(key) ?? `given'${this.#hypotheses.size}`;
    this.#hypotheses.set(key, name);
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

  /** A lemma that is written, or that was when something was shown before of no more than this one is said of. */
  #lemma(name: string, says: Proposition, parameters: Parameters, proof: () => string, said = this.#said(says)): Lemma {
    const named = new Map([...this.#local(this.#named([says])), ...this.#local(parameters)]);
    const known = this.#known(says, named);
    if (known !== undefined) return known;
    const text = `Lemma ${name}${bindersOf(this.#typed(named))} : ${said}.\n${proof()}`;
    this.#write(name, text);
    const lemma = { name, parameters: named };
    this.#shown.set(this.#said(says), lemma);
    return lemma;
  }

  #known(says: Proposition, of: Parameters): Lemma | undefined {
    const known = this.#shown.get(this.#said(says));
    if (known === undefined || ![...known.parameters.keys()].every((key) => of.has(key))) return undefined;
    return [...this.#usedOf(known.name)].every((one) => this.#own.has(one)) ? known : undefined;
  }

  /** The parameters of lemmas, less what is bound where they are used. */
  #from(refs: readonly Ref[], bound: ReadonlySet<string> = new Set()): Parameters {
    return new Map(refs.flatMap((ref) => [...this.#lemmas[ref]!.parameters]).filter(([key]) => !bound.has(key)));
  }

  // entries

  #entry(entry: Entry, i: number): Lemma {
    const { says, under } = this.#facts[i]!;
    if (entry.rule === "unfold" && i < this.#facts.length - 1) return { name: REFL, parameters: NONE }; // one text
    const name = `step'${this.#claim}_${i}`;
    const hypotheses = this.#local(this.#named(under, under));
    const known = this.#known(says, new Map([...this.#local(this.#named([says])), ...hypotheses]));
    if (known !== undefined) return known;
    const lemma = (proof: string, ...parameters: readonly Parameters[]): Lemma =>
      this.#lemma(name, says, new Map([...hypotheses, ...parameters.flatMap((more) => [...more])]), () => proof);
    switch (entry.rule) {
      case "axiom":
        return lemma(this.#byAxiom(entry), this.#from(entry.premises ?? []));
      case "rewrite":
        return this.#rewrite(entry, i, lemma);
      case "unfold":
        return lemma(`Proof ${REFL}.`);
      case "evaluate":
        return this.#lemma(name, says, hypotheses, () => "Proof. evaluate. Qed.", this.#whole(says));
      case "evident":
        return this.#lemma(name, says, hypotheses, () => "Proof. evident. Qed.", this.#whole(says));
      case "assume":
        return lemma(`Proof ${bracketed(this.#hypothesisName(says))}.`);
      case "kind":
        return lemma(`Proof ${bracketed(this.#kindFact(entry.variable as Variable, entry.fact))}.`);
      case "extend":
        return this.#extend(entry, lemma);
      case "fuse":
        return this.#fuse(entry, lemma);
      case "induct":
        return this.#induct(entry, lemma);
      case "discharge": {
        const shown = new Map([[hypothesisKey(this.#facts[entry.by]!.says), this.#applied(this.#lemmas[entry.by]!)]]);
        const proof = this.#applied(this.#lemmas[entry.of]!, shown);
        const others = this.#from([entry.of], new Set(shown.keys()));
        return lemma(`Proof ${bracketed(proof)}.`, others, this.#from([entry.by]));
      }
      case "instantiate":
        return this.#instantiate(entry, i, lemma);
    }
  }

  /** What was shown of variables, of what stands for them. */
  #instantiate(
    { of, variables = [], sizes = [] }: Extract<Entry, { rule: "instantiate" }>,
    i: number,
    lemma: (proof: string, ...parameters: readonly Parameters[]) => Lemma,
  ): Lemma {
    if (sizes.length > 0 || variables.some(([of]) => KIND_FACTS[(of as Variable).kind](of).length > 0))
      throw new Fault({
        op: "rocq",
        expected: "variables of no kind, and no sizes, to be instantiated",
        received: `entry ${i}`,
        next: "replace them before the proof",
      });
    const values = new Map(variables.map(([of, value]) => [familyKey(of as Variable), this.#terms.term(value)]));
    const proof = this.#applied(this.#lemmas[of]!, values);
    return lemma(`Proof ${bracketed(proof)}.`, this.#from([of], new Set(values.keys())));
  }

  #kindFact(of: Variable, fact: number): string {
    const named = this.#named([equal(of, of)]);
    const family = [...named].find(([, { of: sort }]) => sort === "variable")![0]; // the variable itself
    const { name } = named.get(`kind ${fact} ${family}`)!;
    return of.index.length === 0 ? name : `(${[name, ...of.index.map((i) => this.#terms.index(i))].join(" ")})`;
  }

  /** The proof of an instance of a law that has a lemma of its own: what it needs is at hand, or follows of sizes. */
  #byAxiom(use: AxiomUse): string {
    const premises = (use.premises ?? []).map((ref) => this.#applied(this.#lemmas[ref]!));
    const axiom = AXIOMS.get(use.name)!; // the kernel has replayed it
    const inferred = lawUse(axiom);
    if (inferred !== undefined) return `Proof ${bracketed(appliedLaw(use.name, inferred, premises))}.`;
    const given = premises.map((proof, i) => `pose proof ${proof} as shown'${i}; `);
    return `Proof. ${given.join("")}by_law r_${use.name}. Qed.`;
  }

  /** What was shown, or a term that equals itself, with changes in either side. */
  #rewrite(
    { from, moves }: Extract<Entry, { rule: "rewrite" }>,
    i: number,
    lemma: (proof: string, ...parameters: readonly Parameters[]) => Lemma,
  ): Lemma {
    const start = typeof from === "number" ? this.#facts[from]!.says : equal(from, from);
    const used: Parameters[] = typeof from === "number" ? [this.#from([from])] : [];
    const sides = termsOf(start);
    const changes: Used[][] = sides.map(() => []);
    const now = [...sides];
    for (const move of moves) {
      const [side, ...path] = move.path as readonly [number, ...number[]];
      const made = this.#moved(now[side]!, path, move, i);
      changes[side]!.push({ path, ...made });
      now[side] = replaceAt(now[side]!, path, () => made.rhs);
    }
    const parts = sides.map((side, k) => chain(side, changes[k]!, this.#places).text) as [string, string];
    return lemma(`Proof ${bracketed(this.#changed(from, start, parts))}.`, ...used, parametersOf(changes.flat()));
  }

  #changed(from: Term | Ref, start: Proposition, [left, right]: readonly [string, string]): string {
    if (typeof from !== "number")
      return left === SAME ? right : `(eq_by (eq_refl ${this.#terms.term(from)}) ${left} ${right})`;
    const shown = this.#applied(this.#lemmas[from]!);
    if (start.kind === "is")
      return left === SAME ? shown : `(is_by (fun hole => is_${start.property} hole) ${shown} ${left})`;
    if (left === SAME && right === SAME) return shown;
    if (start.kind === "le") return `(le_by ${shown} ${left} ${right})`;
    return left === SAME ? `(tr ${shown} ${right})` : `(eq_by ${shown} ${left} ${right})`;
  }

  /** What a move makes of what is at its path, with the equation behind it. */
  #moved(term: Term, path: readonly number[], move: Move, i: number): Made {
    if ("regroup" in move) {
      let redex = move.regroup;
      replaceAt(term, path, (found) => {
        redex = found;
        return found;
      });
      return this.#regroup(redex, move.regroup);
    }
    return this.#equation(move.by, move.backward === true, i);
  }

  /** The equation of an entry, or of a law: named where its terms are inferred, by a lemma where they are not. */
  #equation(by: Ref | AxiomUse, backward: boolean, i: number): Made {
    const used = (says: Proposition, proof: string, parameters: Parameters): Made => {
      const { lhs, rhs } = sides(says);
      if (unfolds(lhs, rhs)) return { rhs: backward ? lhs : rhs, proof: SAME, parameters: new Map() };
      return backward ? { rhs: lhs, proof: `(sy ${proof})`, parameters } : { rhs, proof, parameters };
    };
    if (typeof by === "number") {
      const lemma = this.#lemmas[by]!;
      return used(this.#facts[by]!.says, this.#applied(lemma), lemma.parameters);
    }
    const axiom = AXIOMS.get(by.name)!; // the kernel has replayed it
    const says = axiom.law(...by.args).conclusion;
    const inferred = lawUse(axiom);
    if (inferred?.determinedBy[backward ? 1 : 0] === true) {
      const premises = (by.premises ?? []).map((ref) => this.#applied(this.#lemmas[ref]!));
      return used(says, appliedLaw(by.name, inferred, premises), this.#from(by.premises ?? []));
    }
    const lemma = this.#instance(by, says, i);
    return used(says, this.#applied(lemma), lemma.parameters);
  }

  #instance(by: AxiomUse, says: Proposition, i: number): Lemma {
    const under = (by.premises ?? []).flatMap((ref) => this.#facts[ref]!.under);
    const parameters = new Map([...this.#named(under, under), ...this.#from(by.premises ?? [])]);
    return this.#lemma(`law'${this.#claim}_${i}_${this.#count++}`, says, parameters, () => this.#byAxiom(by));
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
    lemma: (proof: string, ...parameters: readonly Parameters[]) => Lemma,
  ): Lemma {
    const values = running === undefined ? [] : [running];
    const each = `(fun ${this.#binders(index, values)} => ${this.#applied(this.#lemmas[by]!)})`;
    const proof = `Proof (${EXTENSIONALITY[binder.op as keyof typeof EXTENSIONALITY]} ${each}).`;
    return lemma(proof, this.#from([by], this.#boundKeys(index, values)));
  }

  #fuse(
    { fold, onto, index, running, context, base, step }: Extract<Entry, { rule: "fuse" }>,
    lemma: (proof: string, ...parameters: readonly Parameters[]) => Lemma,
  ): Lemma {
    const bound = this.#boundKeys(index, [running]);
    const named = `(fun ${this.#terms.variable(running as Variable)} : ${this.#terms.type(running)} => ${this.#terms.term(context)})`;
    const kept = `(fun ${this.#binders(index, [running])} => ${this.#applied(this.#lemmas[step]!)})`;
    const says = equal(fold, substitute(context, new Map([[running, onto]])));
    const proof = `Proof (mfold_fuse ${named} ${this.#applied(this.#lemmas[base]!)} ${kept}).`;
    return lemma(proof, this.#named([says]), this.#from([base, step], bound));
  }

  #induct(
    { folds, index, running, invariant, base, step }: Extract<Entry, { rule: "induct" }>,
    lemma: (proof: string, ...parameters: readonly Parameters[]) => Lemma,
  ): Lemma {
    if (folds.length > 3)
      throw new Fault({ op: "rocq", expected: "an induction over at most 3 folds", received: `${folds.length}` });
    const said = `(fun ${running.map((y) => `(${this.#terms.variable(y as Variable)} : ${this.#terms.type(y)})`).join(" ")} => ${this.#said(invariant)})`;
    const hypothesis = hypothesisKey(invariant);
    const bound = new Set([...this.#boundKeys(index, running), hypothesis]);
    const kept = this.#applied(this.#lemmas[step]!, new Map([[hypothesis, "kept"]]));
    const each = `(fun ${this.#binders(index, running)} kept => ${kept})`;
    const proof = `Proof (mfold_induct${folds.length} ${said} ${this.#applied(this.#lemmas[base]!)} ${each}).`;
    return lemma(proof, this.#from([base, step], bound));
  }

  // brackets and order

  /** A regrouping by the laws behind it: what is in place stays, and each sum or product is arranged by itself. */
  #regroup(from: Term, to: Term): Made {
    const changes = this.#arrangement(plain(from), plain(to));
    const { text, end } = chain(plain(from), changes, this.#places);
    if (end !== plain(to))
      throw new Fault({ op: "rocq", expected: "the term that it is regrouped to", received: "another" });
    return { rhs: to, proof: text, parameters: parametersOf(changes) };
  }

  /** Changes that make one term of another that differs in brackets and order alone. */
  #arrangement(from: Term, to: Term, path: readonly number[] = []): readonly Used[] {
    if (from === to) return [];
    if (isBinder(from) && isBinder(to)) return this.#underBinder(from, to, path);
    if (!isRegrouped(from.op))
      return from.args.flatMap((part, k) => this.#arrangement(part, to.args[k]!, [...path, k]));
    const free: (Term | undefined)[] = partsOf(to);
    const changes: Used[] = [];
    const matched = treeOf(from, (part, at) => {
      const k = free.findIndex((other) => other !== undefined && this.#same(part, other));
      const other = free[k]!; // both have the same parts
      free[k] = undefined;
      changes.push(...this.#arrangement(part, other, [...path, ...at]));
      return other;
    });
    if (matched === to) return changes;
    const arranged =
      REGROUPED[from.op] === "commutative"
        ? [{ path: [], ...this.#arranged(COMMUTATIVE[from.op as keyof typeof COMMUTATIVE], matched, to) }]
        : this.#rebracketed(matched, to);
    return [...changes, ...arranged.map((change) => ({ ...change, path: [...path, ...change.path] }))];
  }

  /** Brackets moved to one side, and from there to where they are wanted, by the side that is nearer. */
  #rebracketed(from: Term, to: Term): readonly Used[] {
    const [right, left] = ([1, 0] as const).map((side) => turns(from, to, side)) as [readonly Turn[], readonly Turn[]];
    let term = from;
    return (left.length < right.length ? left : right).map(({ path, side }) => {
      let parts: readonly Term[] = [];
      replaceAt(term, path, (found) => {
        const inner = found.args[1 - side]!; // it has brackets on the other side
        parts = side === 1 ? [...inner.args, found.args[1]!] : [found.args[0]!, ...inner.args];
        return found;
      });
      const use = { name: `${from.op}_assoc`, args: parts };
      const made = this.#equation(use, side === 0, this.#lemmas.length);
      term = replaceAt(term, path, () => made.rhs);
      return { path, ...made };
    });
  }

  /** Two sums or products of the same parts, by one lemma. */
  #arranged(arranged: string, from: Term, to: Term): Made {
    if (from.args.every(({ op }) => op !== from.op)) {
      const [A, B] = from.args as readonly [Term, Term];
      return this.#equation({ name: `${from.op}_comm`, args: [A, B] }, false, this.#lemmas.length);
    }
    const whole = sharedBy(from, to);
    const isNode = (of: Term): boolean => of.op === from.op && !whole.has(of);
    const parts = [...new Set(leavesOf(to, isNode))];
    const tree = (of: Term): string =>
      isNode(of) ? `(node ${of.args.map(tree).join(" ")})` : `(leaf ${parts.indexOf(of)})`;
    const written = (of: Term): string =>
      isNode(of) ? this.#terms.operation(of, of.args.map(written)) : this.#terms.term(of);
    const list = parts.reduceRight((rest, part) => `(cons ${this.#terms.term(part)} ${rest})`, "nil");
    const proof = `Proof (@${arranged} _ _ _ ${list} ${tree(from)} ${tree(to)} eq_refl).`;
    const said = `${written(from)} = ${written(to)}`;
    const lemma = this.#lemma(`arrange'${this.#count++}`, equal(from, to), new Map(), () => proof, said);
    return { rhs: to, proof: this.#applied(lemma), parameters: lemma.parameters };
  }

  #underBinder(from: Big | Fold, to: Big | Fold, path: readonly number[]): readonly Used[] {
    const changes: Used[] = [];
    let binder: Term = from;
    if (from.op === "fold" && from.args[0] !== to.args[0]) {
      changes.push(...this.#arrangement(from.args[0]!, to.args[0]!, [...path, 0]));
      binder = withArguments(from, [to.args[0]!, from.args[1]!]);
    }
    if (binder === to) return changes;
    const { index, running, body } = this.#terms.body(binder as Big | Fold);
    const inner = this.#regroup(body, open(to, index, running));
    const values = running === undefined ? [] : [running];
    const bound = this.#boundKeys(index, values);
    const parameters = new Map([...inner.parameters].filter(([key]) => !bound.has(key)));
    const proof = `(${EXTENSIONALITY[to.op]} (fun ${this.#binders(index, values)} => ${inner.proof}))`;
    return [...changes, { path, rhs: to, proof, parameters }];
  }
}

/** What a fold's running value is in another fold: a text with a name in it. */
interface Context {
  readonly text: string;
  readonly running: string;
  readonly type: string;
}

const wordsOf = (text: string): readonly string[] => text.match(WORD) ?? [];

/** Whether a text has the name in the context, and nowhere else. */
function isOnlyIn({ text, running }: Context, whole: string): boolean {
  if (!whole.includes(text)) return false;
  return !wordsOf(whole.replaceAll(text, "")).includes(running);
}

/** An equation that is used: what it makes, its proof, and what that is said of. */
type Made = Omit<Used, "path">;

/** An equation that is used at a place. */
interface Used extends Change {
  readonly parameters: Parameters;
}

const parametersOf = (changes: readonly Used[]): Parameters => new Map(changes.flatMap((one) => [...one.parameters]));

/** What arranges the parts of what commutes. */
const COMMUTATIVE = { add: "ac_add", hadamard: "ac_had", max: "ac_max" } as const;

/** The lemma that goes under each binder. */
const EXTENSIONALITY = { bigSum: "bsum_ext", bigHcat: "bhcat_ext", bigVcat: "bvcat_ext", fold: "mfold_ext" } as const;

/** The proof of an equation whose sides are one text. */
const REFL = "(eq_refl _)";

/** What tells a hypothesis from another: what it says, of which terms. */
function hypothesisKey(of: Proposition): string {
  const terms = termsOf(of).map(({ id }) => id);
  return `hypothesis ${of.kind === "is" ? of.property : of.kind} ${terms.join(" ")}`;
}

/** Any value of a type of the record, for what a theorem is not said of. */
function anyOf(type: string): string {
  const parts = type.split(" -> ");
  const last = parts.at(-1)!;
  const value = last === "nat" ? "0" : last === "R" ? "(zr R 0)" : "(zeros R _ _)";
  return parts.length === 1 ? value : `(fun ${"_ ".repeat(parts.length - 1)}=> ${value})`;
}

const bracketed = (text: string): string => (text.startsWith("(") ? text : `(${text})`);

function sides(of: Proposition): { readonly lhs: Term; readonly rhs: Term } {
  if (of.kind !== "equal") throw new Fault({ op: "rocq", expected: "an equation", received: of.kind });
  return of;
}

/** Whether one side is the other's name, which is the same text. */
function unfolds(lhs: Term, rhs: Term): boolean {
  const means = (a: Term, b: Term): boolean => a.op === "defined" && a.unfolded === b;
  return lhs === rhs || means(lhs, rhs) || means(rhs, lhs);
}

const unfoldedOf = new WeakMap<Term, Term>();

/** A term with its defined terms unfolded, which is the same text. */
function plain(root: Term): Term {
  if (!hasDefined(root)) return root;
  const known = unfoldedOf.get(root);
  if (known !== undefined) return known;
  const made = substitute(root, (term) => (term.op === "defined" ? plain(term.unfolded) : undefined));
  unfoldedOf.set(root, made);
  return made;
}

const definedIn = new WeakMap<Term, boolean>();

function hasDefined(root: Term): boolean {
  const walk = { stop: (inner: Term) => definedIn.has(inner) };
  for (const inner of schedule(root, walk))
    definedIn.set(inner, inner.op === "defined" || inner.args.some((argument) => definedIn.get(argument)));
  return definedIn.get(root)!; // the schedule ends with it
}

/** The head of a file of modules. */
export const ROCQ_HEADER = `From Coq Require Import ZArith.
From Commutant Require Import Rules.
`;
