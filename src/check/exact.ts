/**
 * Exact evidence at given sizes, those of a real model too: an equation modulo several primes, at uniform entries.
 *
 * A residual modulo one prime is proof of a violation at those sizes (interpret/field.ts says of what). None is
 * evidence, with the chance that a false equation shows none: modulo each prime by itself (prover/error-bound.ts), and
 * since every prime has entries of its own, their product.
 *
 * A function of each entry that a field does not have (relu, gelu, the root in a norm) is read as any function: what
 * holds then holds of it. The root of a square, as 1/√d has it, is a number.
 *
 * Nothing is decided where a field has no meaning for an operation, where denominators are 0 at every draw, where any
 * function in the place of one is too many, and under hypotheses that draws were not made to meet.
 */
import { type FieldMachine, type FieldProgram, fieldProgram, type Residues, runField } from "../interpret/field.ts";
import { FAST_FIELDS, type Field } from "../interpret/modular.ts";
import { type Chance, chance } from "../prover/chance.ts";
import { chances, trialError } from "../prover/error-bound.ts";
import { hasOp } from "../prover/exact-judge.ts";
import { type Premises, premisesOf } from "../prover/premises.ts";
import { trialAt } from "../prover/trial.ts";
import { substitute } from "../term/binder.ts";
import { dimSymbols, evaluateDim, type Sizes } from "../term/dimension.ts";
import { type Entrywise, isEntrywise } from "../term/entrywise.ts";
import { Fault, Refusal } from "../term/fault.ts";
import type { Problem } from "../term/problem.ts";
import { rationalRoot } from "../term/rational.ts";
import { constant, type Op, opaque, type Term } from "../term/term.ts";
import { unroll } from "../term/unroll.ts";

/** Choices with plain defaults. */
export interface ExactOptions {
  readonly seed?: number;
  /** How many primes, at most as many as there are {@link FAST_FIELDS}. */
  readonly primes?: number;
  readonly machine?: FieldMachine;
}

/** What the residues say. */
export type Exact =
  | {
      readonly kind: "holds";
      readonly primes: readonly number[];
      /** At most so likely does an equation that fails at these sizes pass, if it fails modulo each prime. */
      readonly errorProbability: number;
      /** Entries that exponentials are taken of; their bound is poor, see {@link testsFor}. */
      readonly exponentials: number;
      /** Functions that were read as any function. */
      readonly arbitrary: readonly Entrywise[];
    }
  | { readonly kind: "refuted"; readonly prime: number; readonly row: number; readonly col: number }
  | { readonly kind: "undecided"; readonly reason: string };

const PRIMES = 3;
/** Draws modulo one prime in search of one with values. */
const DRAWS = 4;
const RANKS: ReadonlySet<Op> = new Set<Op>(["rank"]);

/**
 * Looks at an equation at sizes, by the names of {@link sizesOf}.
 *
 * throws  Fault when a size is missing
 */
export function exactly(
  problem: Problem,
  sizes: Sizes,
  { seed = 1, primes = PRIMES, machine }: ExactOptions = {},
): Exact {
  const premises = premisesOf(problem);
  const said = programOf(premises, sizes);
  if (typeof said === "string") return { kind: "undecided", reason: said };
  const { program, arbitrary, sides } = said;
  const source = chance(seed);
  const fields = FAST_FIELDS.slice(0, primes);
  for (const field of fields) {
    const found = lookedAt(program, premises, sizes, { field, source, machine });
    if (typeof found === "string") return { kind: "undecided", reason: found };
    if (found !== undefined) return differing(field.values.m, found, arbitrary);
  }
  const errorProbability = fields.reduce((product, field) => product * trialError(sides, sizes, field), 1);
  const { exponentials } = chances(sides, sizes, fields[0]!);
  return { kind: "holds", primes: fields.map(({ values }) => values.m), errorProbability, exponentials, arbitrary };
}

interface Entry {
  readonly row: number;
  readonly col: number;
}

/** A residual says nothing of a function in whose place another one stood. */
function differing(prime: number, entry: Entry, arbitrary: readonly Entrywise[]): Exact {
  if (arbitrary.length === 0) return { kind: "refuted", prime, ...entry };
  return { kind: "undecided", reason: `it is not so of any function in the place of ${arbitrary.join(", ")}` };
}

/** How many draws it takes to bound the chance of an error with k exponentials. */
export function testsFor(errorProbability: number, k: number): number {
  return Math.ceil((k ** 2 * Math.log(1 / errorProbability)) / Math.log(FAST_FIELDS[0]!.exponents.m));
}

interface Said {
  readonly program: FieldProgram;
  readonly arbitrary: readonly Entrywise[];
  /** The premises with the sides that are computed. */
  readonly sides: Premises;
}

/** Both sides and those of equations that draws must be seen to meet; or why nothing can be said. */
function programOf(premises: Premises, sizes: Sizes): Said | string {
  const { lhs, rhs, relation, checks } = premises;
  if (relation !== "=") return "a finite field has no order";
  if (hasOp([lhs, rhs], RANKS)) return "a rank modulo a prime may be lower than the rank";
  const equations = checks.flatMap((one) => (one.kind === "equal" ? [one.lhs, one.rhs] : []));
  if (equations.length < 2 * checks.length) return "a hypothesis cannot be seen in a field";
  const roots = [lhs, rhs, ...equations].map((term) => unroll(term, sizes));
  const arbitrary = new Set<Entrywise>();
  for (;;) {
    try {
      const read = roots.map((root) => readable(root, sizes, arbitrary));
      const sides = { ...premises, lhs: read[0]!, rhs: read[1]! };
      return { program: fieldProgram(read), arbitrary: [...arbitrary], sides };
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      if (!isEntrywise(error.op) || error.op === "exp" || arbitrary.has(error.op)) return error.message;
      arbitrary.add(error.op);
    }
  }
}

/** A term with roots of squares as numbers, and with any functions in the place of some. */
function readable(root: Term, sizes: Sizes, arbitrary: ReadonlySet<Entrywise>): Term {
  return substitute(root, (term) => {
    if (term.op !== "map") return undefined;
    const [A] = term.args as readonly [Term];
    const known = term.fn === "sqrt" ? rootOf(A, sizes) : undefined;
    if (known !== undefined || !arbitrary.has(term.fn)) return known;
    return opaque(`any ${term.fn}`, "entry", readable(A, sizes, arbitrary));
  });
}

/** The root of a number that is a square. */
function rootOf(A: Term, sizes: Sizes): Term | undefined {
  if (A.op === "size") {
    const found = Math.sqrt(evaluateDim(A.size, sizes));
    return Number.isInteger(found) ? constant(found) : undefined;
  }
  const found = A.op === "constant" ? rationalRoot(A.value) : undefined;
  return found === undefined ? undefined : constant(found);
}

interface Look {
  readonly field: Field;
  readonly source: Chance;
  readonly machine: FieldMachine | undefined;
}

/** Where both sides differ modulo a prime, undefined where they do not, or why there was nothing to compare. */
function lookedAt(
  program: FieldProgram,
  premises: Premises,
  sizes: Sizes,
  { field, source, machine }: Look,
): Entry | string | undefined {
  let reason = "";
  for (let draw = 0; draw < DRAWS; draw++) {
    const { value, key, possible } = trialAt(premises, sizes, { style: "wide", chance: source });
    const bindings = { sizes, variable: value, key, field, ...(machine === undefined ? {} : { machine }) };
    const outcome = runField(program, bindings);
    if (outcome.kind === "undefined")
      reason = `${outcome.op} has no value in any of ${DRAWS} draws modulo ${field.values.m}`;
    else if (!possible()) reason = "no values of these sizes meet the hypotheses";
    else if (!agreeInPairs(outcome.values.slice(2))) reason = "no draw met the hypotheses";
    else return firstDifference(outcome.values[0]!, outcome.values[1]!);
  }
  return reason;
}

function agreeInPairs(values: readonly Residues[]): boolean {
  return values.every((one, i) => i % 2 === 1 || firstDifference(one, values[i + 1]!) === undefined);
}

function firstDifference(A: Residues, B: Residues): Entry | undefined {
  const at = A.data.findIndex((x, i) => x !== B.data[i]);
  return at < 0 ? undefined : { row: Math.floor(at / A.cols), col: at % A.cols };
}

/**
 * The sizes of a problem from a text such as `C = 128, E = 768`, by the names that its author wrote; others may be there.
 *
 * throws  Fault for what is no size, and when one is missing
 */
export function sizesOf({ sizes, minima }: Problem, text: string): Sizes {
  const given = new Map(text.split(/[,;]/).flatMap((part) => (part.trim() === "" ? [] : [entryOf(part)])));
  const written = [...sizes.keys()].filter((name) => !minima.has(name));
  const missing = written.filter((name) => !given.has(name));
  if (missing.length > 0) {
    const received = `none for ${missing.join(", ")}`;
    throw new Fault({ op: "--at", expected: `sizes for ${written.join(", ")}`, received });
  }
  const known: Record<string, number> = {};
  for (const name of written) {
    const size = sizes.get(name)!;
    const [symbol, more] = dimSymbols(size);
    if (symbol === undefined || more !== undefined) continue; // an equation of sizes says what it is
    known[symbol] = given.get(name)! - evaluateDim(size, { [symbol]: 0 });
  }
  for (const [name, size] of sizes) expectSize(name, evaluateDim(size, known), given.get(name));
  return known;
}

function entryOf(part: string): readonly [string, number] {
  const [, name, digits] = /^\s*(\p{L}\w*)\s*=\s*(\d+)\s*$/u.exec(part) ?? [];
  if (name === undefined || digits === undefined)
    throw new Fault({ op: "--at", expected: "sizes such as C = 128, E = 768", received: part.trim() });
  return [name, Number(digits)];
}

function expectSize(name: string, value: number, given: number | undefined): void {
  if (given === undefined || given === value) return;
  throw new Fault({ op: "--at", expected: `${name} = ${value} with the other sizes`, received: String(given) });
}
