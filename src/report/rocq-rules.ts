/**
 * The axioms of the kernel as lemmas of Rocq, restated from the kernel's own
 * laws: each is applied to variables of the shapes that its notation states,
 * and what it then says is to be closed by the lemma `r_<axiom>` that is
 * proved by hand. An axiom that is false or has drifted breaks the build.
 */
import { type RocqSymbol, RocqTerms } from "../interpret/rocq.ts";
import type { Axiom, Instance } from "../kernel/axiom.ts";
import { AXIOMS } from "../kernel/axioms.ts";
import { type Parameter, parseParameters } from "../kernel/parameters.ts";
import { type Property, type Proposition, termsOf } from "../kernel/proposition.ts";
import { bigHcat, bigSum, bigVcat } from "../term/binder.ts";
import { addDim, type Dim, dim } from "../term/dimension.ts";
import { ENTRYWISE, type Entrywise } from "../term/entrywise.ts";
import { Fault } from "../term/fault.ts";
import { schedule } from "../term/schedule.ts";
import { cols, identity, map, opaque, power, rows, type Term, tri, variable } from "../term/term.ts";

/** An axiom said of variables. */
export interface Schema {
  readonly axiom: Axiom;
  readonly instance: Instance;
  readonly args: readonly Term[];
  /** The function of each entry that a law of some functions is said of. */
  readonly fn: Entrywise | undefined;
}

/** What an axiom says of variables, once for each function when it is a law of some functions. */
export function schemasOf(axiom: Axiom): readonly Schema[] {
  const parameters = parseParameters(axiom.parameters);
  const ofFunctions = parameters.some(({ after }) => after.includes("monotone") || after.includes("lipschitz"));
  const functions = ofFunctions ? (Object.keys(ENTRYWISE) as Entrywise[]) : [undefined];
  return functions.flatMap((fn) => {
    const args = variables(parameters, fn);
    try {
      return [{ axiom, instance: axiom.law(...args), args, fn }];
    } catch (error) {
      if (fn !== undefined && error instanceof Fault) return []; // the law is not of this function
      throw error;
    }
  });
}

/** Terms that are as general as a notation allows. */
function variables(parameters: readonly Parameter[], fn: Entrywise | undefined): readonly Term[] {
  const sizes = slicedSizes(parameters);
  const size = (symbols: readonly string[]): Dim =>
    addDim(...symbols.map((symbol) => (symbol === "1" ? dim(1) : (sizes.get(symbol) ?? dim(symbol)))));
  const made = new Map<string, Term>();
  for (const parameter of parameters) made.set(parameter.name, general(parameter, size, made, fn));
  return [...made.values()];
}

/** A matrix of which a slice is taken has what is before it, the slice and what is after it. */
function slicedSizes(parameters: readonly Parameter[]): ReadonlyMap<string, Dim> {
  const sizes = new Map<string, Dim>();
  for (const { name, before, shape } of parameters) {
    const [op, of, inner] = before;
    if ((op !== "rows" && op !== "cols") || of !== "of") continue;
    const [[symbol]] = (op === "rows" ? shape : shape && [shape[1]]) ?? [["n"]];
    const part = addDim(`s${name}`, `c${name}`, `t${name}`);
    sizes.set(symbol!, inner === op ? addDim("s", part, "t") : part);
    const follower = parameters.find(({ before: [, after, to] }) => after === "after" && to === name);
    if (follower !== undefined) sizes.set(symbol!, addDim(part, `c${follower.name}`));
  }
  return sizes;
}

function general(
  { name, before, shape, after }: Parameter,
  size: (symbols: readonly string[]) => Dim,
  made: ReadonlyMap<string, Term>,
  fn: Entrywise | undefined,
): Term {
  const [word, next, inner] = before;
  const like = before.map((other) => made.get(other)).find((term) => term !== undefined);
  const [n, m] = shape === undefined ? [dim(1), dim(1)] : [size(shape[0]), size(shape[1])];
  const matrix = (as: string, r: Dim = n, c: Dim = m): Term => variable(as, r, c);
  if (after.includes("entry")) return opaque(name, "entry", matrix(`A${name}`));
  if (after.includes("row")) return opaque(name, "row", matrix(`A${name}`), { cols: "z" });
  if (after.includes("monotone") || after.includes("lipschitz")) return map(fn!, matrix(`A${name}`));
  if (after.includes("power")) return power(matrix(`A${name}`), `e${name}`);
  if (word === "sum") return bigSum(size([next!]), (h) => variable(name, n, m, { index: [h] }));
  if (word === "hcat") return bigHcat(size([next!]), (h) => variable(name, n, m, { index: [h] }));
  if (word === "vcat") return bigVcat(size([next!]), (h) => variable(name, n, m, { index: [h] }));
  if (word === "rows" || word === "cols") {
    const slice = word === "rows" ? rows : cols;
    if (next === "after") return slice(like!.args[0]!, addDim(`s${inner}`, `c${inner}`), `c${name}`);
    if (inner === "identity") return slice(identity(size(["n"])), `s${name}`, `c${name}`);
    const whole = matrix(`A${name}`);
    const part = addDim(`s${name}`, `c${name}`, `t${name}`);
    return slice(inner === word ? slice(whole, "s", part) : whole, `s${name}`, `c${name}`);
  }
  if (before.includes("tri")) return band(word!, shape!, size);
  if (word === "bound") return matrix(name, dim(1), dim(1));
  return like !== undefined && shape === undefined ? matrix(name, like.rows, like.cols) : matrix(name);
}

function band(word: string, [r, c]: NonNullable<Parameter["shape"]>, size: (symbols: readonly string[]) => Dim): Term {
  const [n, m] = [size(r), size(c)];
  if (word === "full") return tri(n, addDim(m, 1), { above: addDim(m, "p", "q"), below: "p" });
  if (word === "empty") return tri(n, m, { above: "p", below: addDim("p", n, "q") });
  return tri(n, m, { above: "p", below: "q" });
}

/** A proposition. */
export function propositionRocq(of: Proposition, text: (term: Term) => string): string {
  const [first, second] = termsOf(of).map(text) as [string, string];
  if (of.kind === "is") return `is_${of.property} ${first}`;
  return of.kind === "le" ? `mle ${first} ${second}` : `${first} = ${second}`;
}

/** What propositions quantify over: sizes first. */
function symbolsOf(propositions: readonly Proposition[], terms: RocqTerms): readonly RocqSymbol[] {
  const symbols = new Map(propositions.flatMap(termsOf).flatMap((term) => [...terms.symbols(term)]));
  const all = [...symbols.values()];
  return [...all.filter(({ of }) => of === "size"), ...all.filter(({ of }) => of !== "size")];
}

/** How a law is applied where its terms are inferred from one side of it: so many `_`, then its premises. */
export interface LawUse {
  readonly inferred: number;
  /** Whether the left side, or the right one, determines all that the law is said of. */
  readonly determinedBy: readonly [boolean, boolean];
}

/** Operations whose laws ask for equations of sizes, which a tactic shows. */
const SIZED: ReadonlySet<Term["op"]> = new Set([
  "hcat",
  "vcat",
  "kron",
  "vec",
  "rows",
  "cols",
  "bigHcat",
  "bigVcat",
  "tri",
  "size",
  "power",
]);

/**
 * Laws of blocks and slices that hold at any sizes, also where a slice is not inside its matrix, since entries outside are
 * zero (`ent` of Prelude.v). What they are said of is implicit in Rocq; the restated laws do not compile if one asks for more.
 */
const AT_ANY_SIZES: ReadonlySet<string> = new Set([
  ...["mul_hcat", "vcat_mul", "hcat_vcat", "rows_mul", "mul_cols", "rows_hcat", "cols_vcat", "rows_self", "cols_self"],
  ...["add", "hadamard", "max"].flatMap((op) => [`hcat_${op}`, `vcat_${op}`, `rows_${op}`, `cols_${op}`]),
  ...["smul_hcat", "smul_vcat", "rows_smul", "cols_smul", "rows_zeros", "cols_zeros"],
  ...["rows", "cols", "hcat", "vcat"].map((part) => `transpose_${part}`),
]);

/** Properties that are said of each entry, so that a lemma's conclusion takes arguments of its own. */
const OF_ENTRIES: ReadonlySet<Property> = new Set(["positive", "nonnegative", "nonzero", "diagonal", "lower", "mask"]);

const uses = new Map<string, LawUse | undefined>();

/** How a law is applied; undefined where a tactic has to show what it needs of sizes or functions. */
export function lawUse(axiom: Axiom): LawUse | undefined {
  if (!uses.has(axiom.name)) uses.set(axiom.name, useOf(schemasOf(axiom)));
  return uses.get(axiom.name);
}

/** What is a lemma's argument and in no later argument's type has to be written, if only as `_`. */
function useOf([schema, ...others]: readonly Schema[]): LawUse | undefined {
  if (schema === undefined || others.length > 0 || schema.fn !== undefined) return undefined;
  const { premises, conclusion } = schema.instance;
  const roots = [...premises, conclusion].flatMap(termsOf);
  const anySizes = AT_ANY_SIZES.has(schema.axiom.name);
  if (!anySizes && roots.some((root) => schedule(root).some(({ op }) => SIZED.has(op)))) return undefined;
  if (conclusion.kind === "le" || (conclusion.kind === "is" && OF_ENTRIES.has(conclusion.property))) return undefined;
  const terms = new RocqTerms();
  const all = symbolsOf([...premises, conclusion], terms);
  const named = (some: readonly Term[]): ReadonlySet<string> => {
    const texts = some.map((root) => terms.term(root)).join(" ");
    const found = some.flatMap((root) => [...terms.symbols(root).values()].map(({ name }) => name));
    return new Set([...found, ...(/ E\)/.test(texts) ? ["E"] : [])]);
  };
  const [said, needed] = [named(roots), named(premises.flatMap(termsOf))];
  const typed = new Set(all.filter(({ of }) => of !== "size").flatMap(({ type }) => type.match(/\w+/g) ?? []));
  const names = [...all.map(({ name }) => name), ...(said.has("E") ? ["E"] : [])];
  const written = names.filter((name) => !needed.has(name) && !typed.has(name));
  const field = typed.size === 0 && !said.has("E") ? 1 : 0;
  const determines = (side: Term): boolean => {
    const found = named([side]);
    return names.every((name) => found.has(name));
  };
  return {
    inferred: anySizes ? 0 : written.length + field,
    determinedBy:
      conclusion.kind === "equal" ? [determines(conclusion.lhs), determines(conclusion.rhs)] : [false, false],
  };
}

/** A law applied to what its terms are inferred from. */
export function appliedLaw(name: string, { inferred }: LawUse, premises: readonly string[]): string {
  const args = [...Array.from({ length: inferred }, () => "_"), ...premises];
  return args.length === 0 ? `r_${name}` : `(r_${name} ${args.join(" ")})`;
}

/** The file that restates axioms of the kernel; each is closed by the lemma of its name. */
export function ruleTable(axioms: Iterable<Axiom> = AXIOMS.values()): string {
  const schemas = [...axioms].flatMap(schemasOf);
  const all = theoremsTerm(schemas.map((schema) => `@${lawName(schema)}`));
  return `${HEADER}\n${schemas.map(lemmaOf).join("\n")}\nEnd Rules.\n\nDefinition all : theorems := ${all}.\n`;
}

/** Theorems as one term, whose assumptions Rocq can be asked for. */
export function theoremsTerm(names: readonly string[]): string {
  return names.reduceRight((rest, name) => `@also _ (${name}) (${rest})`, "none");
}

const lawName = ({ axiom, fn }: Schema): string => `k_${axiom.name}${fn === undefined ? "" : `_${fn}`}`;

const HEADER = `(* Restated from the kernel's axioms; do not edit. *)
From Coq Require Import ZArith.
From Commutant Require Import Rules.
Section Rules.
Variables (R : realFieldType) (E : analysis R).
`;

function lemmaOf(schema: Schema): string {
  const { axiom, instance } = schema;
  const terms = new RocqTerms();
  const text = (of: Proposition): string => propositionRocq(of, (term) => terms.term(term));
  const symbols = symbolsOf([...instance.premises, instance.conclusion], terms);
  const premises = instance.premises.map((_, i) => `given${i}`);
  const binders = [
    ...symbols.map(({ name, type }) => ` (${name} : ${type})`),
    ...instance.premises.map((premise, i) => `\n  (${premises[i]} : ${text(premise)})`),
  ];
  const name = lawName(schema);
  const use = lawUse(axiom);
  const law = `r_${axiom.name}`;
  const proof = use === undefined ? `by_law ${law}` : `exact ${appliedLaw(axiom.name, use, premises)}`;
  return `Lemma ${name}${binders.join("")} :\n  ${text(instance.conclusion)}.\nProof. ${proof}. Qed.\n`;
}
