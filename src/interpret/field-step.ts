/**
 * One step of a field program: an operation on residues that lie in one array.
 *
 * A step answers false when its operation has no value: one over zero, the inverse of a singular matrix.
 */
import type { Dim } from "../term/dimension.ts";
import { Fault } from "../term/fault.ts";
import { indexText, type Opaque, type Term } from "../term/term.ts";
import type { FieldBindings, FieldMachine, Step } from "./field.ts";
import { exponentialOf, keyed, rotationOf } from "./field-functions.ts";
import { add, eliminateInPlace, invert, multiples, reciprocals } from "./field-loops.ts";
import { type Field, inverseMod, type Modulus, powerMod, reduce, timesMod } from "./modular.ts";

/** Where the values of a run lie. */
export interface FieldRun {
  readonly d: Float64Array;
  readonly shapes: readonly { readonly rows: number; readonly cols: number }[];
  readonly offsets: readonly number[];
  /** From here on there is room to work in. */
  readonly scratch: number;
  readonly sizeOf: (of: Dim) => number;
  readonly bindings: FieldBindings;
  readonly field: Field;
  readonly multiply: FieldMachine["multiply"];
}

/** Computes a step; false when it has no value. */
export function evaluateStep({ term, of: ring, args }: Step, at: number, run: FieldRun): boolean {
  const of = run.field[ring];
  const { d, shapes, offsets, sizeOf } = run;
  const { rows, cols } = shapes[at]!;
  const to = offsets[at]!;
  const count = rows * cols;
  const [first = 0, second = 0] = args;
  const [a, b] = [offsets[first]!, offsets[second]!];
  const [A, B] = [shapes[first]!, shapes[second]!];
  switch (term.op) {
    case "variable":
      return loadVariable(term, to, count, of, run);
    case "constant":
      return loadFraction(d, to, modBig(term.value.numerator, of), modBig(term.value.denominator, of), of);
    case "size":
      d[to] = reduce(sizeOf(term.size), of);
      return true;
    case "identity":
      for (let i = 0; i < rows; i++) for (let j = 0; j < cols; j++) d[to + i * cols + j] = i === j ? 1 : 0;
      return true;
    case "ones":
      d.fill(1, to, to + count);
      return true;
    case "zeros":
      d.fill(0, to, to + count);
      return true;
    case "iota":
      for (let i = 0; i < rows; i++) d[to + i] = i;
      return true;
    case "tri": {
      const shift = sizeOf(term.above) - sizeOf(term.below);
      for (let i = 0; i < rows; i++) for (let j = 0; j < cols; j++) d[to + i * cols + j] = j <= i + shift ? 1 : 0;
      return true;
    }
    case "transpose":
      for (let i = 0; i < rows; i++) for (let j = 0; j < cols; j++) d[to + i * cols + j] = d[a + j * rows + i]!;
      return true;
    case "inverse":
      return invert(d, { a, work: run.scratch, to }, rows, of);
    case "diag":
      for (let i = 0; i < rows; i++) for (let j = 0; j < cols; j++) d[to + i * cols + j] = i === j ? d[a + i]! : 0;
      return true;
    case "diagonal":
      for (let i = 0; i < rows; i++) d[to + i] = d[a + i * A.cols + i]!;
      return true;
    case "vec":
      for (let j = 0; j < A.cols; j++) for (let i = 0; i < A.rows; i++) d[to + j * A.rows + i] = d[a + i * A.cols + j]!;
      return true;
    case "trace": {
      let sum = 0;
      for (let i = 0; i < A.rows; i++) sum += d[a + i * A.cols + i]!;
      d[to] = reduce(sum, of);
      return true;
    }
    case "det":
    case "rank": {
      d.copyWithin(run.scratch, a, a + A.rows * A.cols);
      const found = eliminateInPlace(d, run.scratch, A.rows, A.cols, of);
      d[to] = term.op === "det" ? found.det : found.rank;
      return true;
    }
    case "add":
      add(d, { a, b, to }, count, of);
      return true;
    case "mul":
      run.multiply(d, { a, b, to }, { n: rows, k: A.cols, m: cols }, of);
      return true;
    case "scale":
      for (let i = 0; i < count; i++) d[to + i] = timesMod(d[a]!, d[b + i]!, of);
      return true;
    case "hadamard":
      for (let i = 0; i < count; i++) d[to + i] = timesMod(d[a + i]!, d[b + i]!, of);
      return true;
    case "hcat":
      for (let i = 0; i < rows; i++) {
        d.copyWithin(to + i * cols, a + i * A.cols, a + (i + 1) * A.cols);
        d.copyWithin(to + i * cols + A.cols, b + i * B.cols, b + (i + 1) * B.cols);
      }
      return true;
    case "vcat":
      d.copyWithin(to, a, a + A.rows * cols);
      d.copyWithin(to + A.rows * cols, b, b + B.rows * cols);
      return true;
    case "kron":
      for (let i = 0, into = to; i < rows; i++) {
        const [outer, inner] = [a + Math.floor(i / B.rows) * A.cols, b + (i % B.rows) * B.cols];
        for (let j = 0; j < cols; j++)
          d[into++] = timesMod(d[outer + Math.floor(j / B.cols)]!, d[inner + (j % B.cols)]!, of);
      }
      return true;
    case "power": {
      const exponent = sizeOf(term.exponent);
      for (let i = 0; i < count; i++) d[to + i] = powerMod(d[a + i]!, exponent, of);
      return true;
    }
    case "map":
      return applyFunction(term, { a, b, to, count }, of, run);
    case "opaque":
      applyOpaque(term, { a, to, rows, cols }, A, of, run);
      return true;
    case "rows":
      d.copyWithin(to, a + sizeOf(term.start) * cols, a + sizeOf(term.start) * cols + count);
      return true;
    case "cols":
      for (let i = 0; i < rows; i++) {
        const from = a + i * A.cols + sizeOf(term.start);
        d.copyWithin(to + i * cols, from, from + cols);
      }
      return true;
    case "max":
    case "maxEntry":
    case "defined":
    case "bigSum":
    case "bigHcat":
    case "bigVcat":
    case "fold":
    case "state":
      throw new Fault({ op: "runField", expected: "a step of fieldProgram", received: term.op });
  }
}

function modBig(value: bigint, { m }: Modulus): number {
  const rest = Number(value % BigInt(m));
  return rest < 0 ? rest + m : rest;
}

function loadFraction(d: Float64Array, to: number, above: number, below: number, of: Modulus): boolean {
  if (below === 0) return false;
  d[to] = below === 1 ? above : timesMod(above, inverseMod(below, of), of);
  return true;
}

function loadVariable(
  term: Extract<Term, { op: "variable" }>,
  to: number,
  count: number,
  of: Modulus,
  { d, bindings }: FieldRun,
): boolean {
  const { numerators, denominator } = bindings.variable(term);
  if (numerators.length !== count) {
    const [expected, received] = [`${count} entries`, `${numerators.length}`];
    throw new Fault({ op: `value of ${term.name}${indexText(term.index)}`, expected, received });
  }
  const below = reduce(denominator, of);
  if (below === 0) return false;
  multiples(d, to, { numbers: numerators, factor: below === 1 ? 1 : inverseMod(below, of) }, of);
  return true;
}

interface Places {
  readonly a: number;
  readonly b: number;
  readonly to: number;
  readonly count: number;
}

/** A function of each entry; `a` holds exponents or angles where the function needs them, for silu `b` does. */
function applyFunction(
  { fn }: Extract<Term, { op: "map" }>,
  { a, b, to, count }: Places,
  of: Modulus,
  { d, bindings, field }: FieldRun,
): boolean {
  switch (fn) {
    case "recip":
      return reciprocals(d, a, to, count, of);
    case "square":
      for (let i = 0; i < count; i++) d[to + i] = timesMod(d[a + i]!, d[a + i]!, of);
      return true;
    case "exp": {
      const exp = exponentialOf(bindings.key, field);
      for (let i = 0; i < count; i++) d[to + i] = exp(d[a + i]!);
      return true;
    }
    case "tanh":
    case "sigmoid":
    case "silu": {
      const exp = exponentialOf(bindings.key, field);
      for (let i = 0; i < count; i++) {
        const power = exp(d[(fn === "silu" ? b : a) + i]!);
        const x = fn === "tanh" ? timesMod(power, power, of) : power;
        if (x === of.m - 1) return false;
        const below = inverseMod(reduce(x + 1, of), of);
        const above = fn === "tanh" ? reduce(x + of.m - 1, of) : x;
        const value = timesMod(above, below, of);
        d[to + i] = fn === "silu" ? timesMod(d[a + i]!, value, of) : value;
      }
      return true;
    }
    case "sin":
    case "cos": {
      const turned = rotationOf(bindings.key, field);
      for (let i = 0; i < count; i++) d[to + i] = turned(d[a + i]!)[fn];
      return true;
    }
    case "log":
    case "sqrt":
    case "erf":
    case "gelu":
    case "gelu_tanh":
    case "relu":
    case "abs":
    case "sign":
    case "round":
      throw new Fault({ op: "runField", expected: "a step of fieldProgram", received: fn });
  }
}

/** A pseudo-random residue for what the function sees: an entry, a row, or all; and for the place in what it makes. */
function applyOpaque(
  term: Opaque,
  { a, to, rows, cols }: { readonly a: number; readonly to: number; readonly rows: number; readonly cols: number },
  A: { readonly rows: number; readonly cols: number },
  of: Modulus,
  { d, bindings }: FieldRun,
): void {
  const hash = keyed(`${term.name}${indexText(term.index)}`, bindings.key, of);
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < cols; j++) {
      const seen =
        term.scope === "entry"
          ? hash.entry(d[a + i * A.cols + j]!)
          : term.scope === "row"
            ? hash.many(d, a + i * A.cols, A.cols, j)
            : hash.many(d, a, A.rows * A.cols, i * cols + j);
      d[to + i * cols + j] = seen;
    }
  }
}
