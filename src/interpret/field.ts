/**
 * The exact meaning of terms modulo a prime.
 *
 * Fractions go to GF(p) by a homomorphism, and sums, products and inverses with them. So what is not 0 here is not 0
 * over the rationals: a residual is proof of a violation, without rounding, and 0 is evidence of an identity.
 *
 * Functions that are not rational, each once on a path:
 *   exp       ω^(x mod q), ω of order q: every sum of exponents goes to a product, as e^(x+y) = eˣ eʸ
 *   sin, cos  a point of order r on the unit circle of GF(p), turned x mod r times
 *   opaque    a pseudo-random function of what it sees, keyed by its name
 * tanh, sigmoid and silu are rational in exp. At rational exponents a residual that is not 0 for some ω is not 0 for e
 * either: e^(1/D) is transcendental (Hermite 1873), and so e^(i/D), and the two are independent (Lindemann and
 * Weierstrass 1885). Of an opaque function it is a residual for some function.
 *
 * Refused, since a field has no order and no chosen roots: max, relu, abs, sign, round, sqrt, log, erf, gelu, a second exp.
 * Undefined, as over the rationals or by bad luck modulo the prime: 1/0, the inverse of a singular matrix.
 */
import { type Dim, evaluateDim, type Sizes } from "../term/dimension.ts";
import { Refusal } from "../term/fault.ts";
import { schedule } from "../term/schedule.ts";
import type { Term, Variable } from "../term/term.ts";
import { unroll } from "../term/unroll.ts";
import { multiply } from "./field-loops.ts";
import { evaluateStep, type FieldRun } from "./field-step.ts";
import type { Fractions } from "./fractions.ts";
import { type Field, LARGEST_FIELD } from "./modular.ts";

/** Which of a field's moduli a number is taken by. */
export type Ring = keyof Field;

/** A node of a term under one of the moduli, and where its arguments are computed. */
export interface Step {
  readonly term: Term;
  readonly of: Ring;
  readonly args: readonly number[];
}

/** Terms in the order in which they are computed, what they share once. */
export interface FieldProgram {
  readonly steps: readonly Step[];
  readonly roots: readonly number[];
  /** Entries of these arguments are exponents or angles. */
  readonly exponents: readonly Term[];
}

/** What free names mean. */
export interface FieldBindings {
  readonly sizes: Sizes;
  readonly variable: (variable: Variable) => Fractions;
  /** Chooses ω, the point on the circle and the opaque functions; a whole number. */
  readonly key: number;
  /** The field; without one, the largest. */
  readonly field?: Field;
  /** What multiplies and where; without one, plain loops. */
  readonly machine?: FieldMachine;
}

/** Room for residues, and products of matrices in it. */
export interface FieldMachine {
  /** At least so many numbers; what an earlier run left there is of no use any more. */
  readonly room: (length: number) => Float64Array;
  /** A B for matrices of residues in the room. shape  n × k, k × m → n × m */
  readonly multiply: typeof multiply;
}

/** A matrix of residues modulo p. */
export interface Residues {
  readonly rows: number;
  readonly cols: number;
  readonly data: Float64Array;
}

/** The values of the roots, or the operation that has none. */
export type FieldOutcome =
  | { readonly kind: "values"; readonly values: readonly Residues[] }
  | { readonly kind: "undefined"; readonly op: string };

/**
 * The program of terms without binders (see unroll.ts).
 *
 * throws  Refusal for operations that a field does not have
 */
export function fieldProgram(roots: readonly Term[]): FieldProgram {
  const steps: Step[] = [];
  const exponents = new Set<Term>();
  const placed = { values: new Map(), exponents: new Map(), angles: new Map() } satisfies Record<
    Ring,
    Map<Term, number>
  >;
  const place = (root: Term, of: Ring): number => {
    const done: Map<Term, number> = placed[of];
    const walk = { stop: (term: Term) => done.has(term), argumentsOf: (term: Term) => sameModulus(term, of) };
    for (const term of schedule(root, walk)) {
      if (term.op === "defined") {
        done.set(term, done.get(term.unfolded)!);
        continue;
      }
      const args = sameModulus(term, of).map((argument) => done.get(argument)!);
      const [argument] = term.args;
      const other = argument === undefined ? undefined : otherModulus(term, of);
      if (other !== undefined) args.push(place(argument!, other));
      if (other !== undefined && other !== "values") exponents.add(argument!);
      steps.push({ term, of, args });
      done.set(term, steps.length - 1);
    }
    return done.get(root)!;
  };
  const placedRoots = roots.map((root) => place(root, "values"));
  return { steps, roots: placedRoots, exponents: [...exponents] };
}

/** Arguments that are computed under the same modulus. */
function sameModulus(term: Term, of: Ring): readonly Term[] {
  if (term.op === "defined") return [term.unfolded];
  if (term.op === "opaque") return of === "values" ? term.args : [];
  if (term.op !== "map") return term.args;
  return otherModulus(term, of) === undefined || term.fn === "silu" ? term.args : [];
}

/** The modulus under which the argument is needed, if not (only) the same. throws  Refusal */
function otherModulus(term: Term, of: Ring): Ring | undefined {
  switch (term.op) {
    case "max":
    case "maxEntry":
      return refuse(term.op, "a finite field has no order");
    case "opaque":
      return of === "values" ? undefined : "values";
    case "bigSum":
    case "bigHcat":
    case "bigVcat":
    case "fold":
    case "state":
      return refuse(term.op, "sums, blocks and layers are written out first");
    case "map":
      break;
    default:
      return undefined;
  }
  switch (term.fn) {
    case "recip":
    case "square":
      return undefined;
    case "exp":
    case "tanh":
    case "sigmoid":
    case "silu":
      return of === "values" ? "exponents" : refuse(term.fn, "an exponent of an exponent has no residue");
    case "sin":
    case "cos":
      return of === "values" ? "angles" : refuse(term.fn, "an exponent or angle that is itself a sine has no residue");
    case "log":
    case "sqrt":
    case "erf":
    case "gelu":
    case "gelu_tanh":
      return refuse(term.fn, "it is not rational in its argument or in one exponential");
    case "relu":
    case "abs":
    case "sign":
    case "round":
      return refuse(term.fn, "a finite field has no order");
  }
}

function refuse(op: string, reason: string): never {
  throw new Refusal("field", op, reason);
}

let room = new Float64Array(2 ** 14);

/** Plain loops, and room that grows. */
const PLAIN: FieldMachine = {
  room: (length) => {
    if (room.length < length) room = new Float64Array(2 * length);
    return room;
  },
  multiply,
};

/** Runs a program. What it answers is new. */
export function runField(program: FieldProgram, bindings: FieldBindings): FieldOutcome {
  const { steps, roots } = program;
  const { field = LARGEST_FIELD, machine = PLAIN } = bindings;
  const sizeOf = sizesAt(bindings.sizes);
  const shapes = steps.map(({ term }) => ({ rows: sizeOf(term.rows), cols: sizeOf(term.cols) }));
  const offsets: number[] = [];
  let used = 0;
  let scratch = 0;
  for (const { rows, cols } of shapes) {
    offsets.push(used);
    used += rows * cols;
    scratch = Math.max(scratch, 2 * rows * cols, 2 * rows * rows);
  }
  for (const { term, args } of steps) {
    if (term.op !== "rank" && term.op !== "det") continue;
    const { rows, cols } = shapes[args[0]!]!;
    scratch = Math.max(scratch, rows * cols);
  }
  const d = machine.room(used + scratch);
  const run: FieldRun = { d, shapes, offsets, scratch: used, sizeOf, bindings, field, multiply: machine.multiply };
  for (let at = 0; at < steps.length; at++) {
    const step = steps[at]!;
    if (!evaluateStep(step, at, run))
      return { kind: "undefined", op: step.term.op === "map" ? step.term.fn : step.term.op };
  }
  const values = roots.map((at) => {
    const { rows, cols } = shapes[at]!;
    return { rows, cols, data: d.slice(offsets[at]!, offsets[at]! + rows * cols) };
  });
  return { kind: "values", values };
}

/** The number that a size is, found once for each size. */
function sizesAt(sizes: Sizes): (of: Dim) => number {
  const found = new Map<Dim, number>();
  return (of) => {
    let value = found.get(of);
    if (value === undefined) {
      value = evaluateDim(of, sizes);
      found.set(of, value);
    }
    return value;
  };
}

/**
 * The values of terms, with binders or without.
 *
 * throws  Refusal for operations that a field does not have; Fault when a size is missing
 */
export function evaluateField(terms: readonly Term[], bindings: FieldBindings): FieldOutcome {
  return runField(fieldProgram(terms.map((term) => (term.height > 0 ? unroll(term, bindings.sizes) : term))), bindings);
}
