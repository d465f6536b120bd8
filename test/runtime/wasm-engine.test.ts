import fc from "fast-check";
import { afterAll, describe, expect, it } from "vitest";
import {
  type Dense,
  denseOf,
  type Precision,
  product,
  rowsOf,
  tabulate,
  toPrecision,
} from "../../src/interpret/dense.ts";
import { evaluateFloats } from "../../src/interpret/float.ts";
import { notes } from "../../src/model/notes.ts";
import { openCheckpoint } from "../../src/runtime/checkpoint.ts";
import { denseBindings, plainEngine, type Strided, stored, type Value } from "../../src/runtime/engine.ts";
import { withFallback } from "../../src/runtime/fallback.ts";
import { loadModel } from "../../src/runtime/load.ts";
import { wasmEngine } from "../../src/runtime/wasm-engine.ts";
import { bigHcat, bigSum, bigVcat, layers } from "../../src/term/binder.ts";
import { type Bindings, bind } from "../../src/term/binding.ts";
import * as definition from "../../src/term/definition.ts";
import { dimValue, type Sizes } from "../../src/term/dimension.ts";
import { ENTRYWISE, type Entrywise } from "../../src/term/entrywise.ts";
import { Refusal } from "../../src/term/fault.ts";
import { schedule } from "../../src/term/schedule.ts";
import * as t from "../../src/term/term.ts";
import { unroll } from "../../src/term/unroll.ts";
import { numbers } from "../model/values.ts";
import { TERM_SIZES, termArbitrary } from "../term/arbitrary.ts";
import { deviation, referencesOf } from "./reference.ts";

const engine = wasmEngine({ threads: 2 });
afterAll(() => engine.close());

const PRECISIONS = ["f64", "f32"] as const;

/**
 * How far two orders of summation may differ, over the largest entry: sums here have a few dozen terms,
 * and functions are a few units in the last place off in either.
 */
const TOLERANCE: Readonly<Record<Precision, number>> = { f64: 1e-12, f32: 1e-5 };

function largest(values: Iterable<number>): number {
  let most = 0;
  for (const x of values) if (Number.isFinite(x)) most = Math.max(most, Math.abs(x));
  return most;
}

function expectClose(actual: Dense, expected: Dense, allowed: number): void {
  expect([actual.rows, actual.cols, actual.data.constructor]).toEqual([
    expected.rows,
    expected.cols,
    expected.data.constructor,
  ]);
  expect(actual.data).toHaveLength(expected.data.length);
  expected.data.forEach((x, i) => {
    const y = actual.data[i]!;
    // zeros of either sign are one value, as products with 0 and 1 are not carried out
    if (!(x === y || (Number.isNaN(x) && Number.isNaN(y)) || Math.abs(x - y) <= allowed))
      expect({ at: i, entry: y }).toEqual({ at: i, entry: x });
  });
}

/** Both evaluate the same terms on the same values. */
async function expectAgreement(
  terms: readonly t.Term[],
  bindings: Bindings<Value>,
  precision: Precision,
  tolerance = TOLERANCE[precision],
): Promise<void> {
  const expected = evaluateFloats(terms, denseBindings(bindings, precision), precision);
  const actual = await engine.evaluate(terms, bindings, precision);
  expected.forEach((value, i) => {
    expectClose(actual[i]!, value, tolerance * Math.max(1, largest(value.data)));
  });
}

const [A, B, S, v, r, c, W] = [
  t.variable("A", "n", "m"),
  t.variable("B", "n", "m"),
  t.variable("S", "n", "n"),
  t.variable("v", "n", 1),
  t.variable("r", 1, "m"),
  t.scalarVariable("c"),
  t.variable("W", "m", "k"),
] as const;
const P = t.variable("P", "n", "n", { kind: "perm" });
const R = t.variable("R", "n", "n", { kind: "perm" });
const Q = t.variable("Q", "k", "n", { kind: "selection" });
const G = (h: t.Index): t.Term => t.variable("G", "m", "m", { index: [h] });
const ones = definition.repeatRow(r, A.rows);
const columns = definition.repeatColumn(v, A.cols);
const positive = t.add(t.map("square", A), t.ones("n", "m"));
const epsilon = t.constant("1e-5");

/** A term for each operation, and for each shorter way that the engine takes. */
const TERMS: Readonly<Record<string, t.Term>> = {
  variable: A,
  "constant, not a float32": t.constant("-3/7"),
  size: t.size("n"),
  identity: t.identity("n"),
  ones: t.ones("n", "m"),
  zeros: t.zeros("n", "m"),
  iota: t.iota("n"),
  tri: t.tri("n", "m"),
  "tri above": t.tri("n", "m", { above: 2 }),
  "tri below": t.tri("n", "m", { below: "k" }),
  transpose: t.transpose(A),
  "transpose of what is computed": t.transpose(t.map("tanh", A)),
  diag: t.diag(v),
  "diag of equal entries": t.diag(t.ones("n", 1)),
  diagonal: t.diagonal(S),
  "diagonal of a product": t.diagonal(t.mul(A, t.transpose(B))),
  vec: t.vec(A),
  "vec of a row": t.vec(r),
  "vec of a transpose": t.vec(t.transpose(A)),
  trace: t.trace(S),
  maxEntry: t.maxEntry(A),
  "maxEntry of a transpose": t.maxEntry(t.transpose(A)),
  add: t.add(A, B),
  mul: t.mul(A, W),
  "mul by a transpose": t.mul(A, t.transpose(B)),
  "mul of transposes": t.mul(t.transpose(W), t.transpose(A)),
  "mul to a column": t.mul(A, t.transpose(r)),
  "mul to a row": t.mul(t.transpose(v), B),
  "mul by ones on the right": t.mul(A, t.ones("m", "k")),
  "mul by ones on the left": t.mul(t.ones("k", "n"), A),
  "mul of ones": t.mul(t.ones("n", "m"), t.ones("m", "k")),
  "mul of equal columns": t.mul(columns, W),
  "mul by an identity": t.mul(t.identity("n"), A, t.identity("m")),
  "mul by a diagonal": t.mul(t.diag(v), A, t.diag(t.transpose(r))),
  "first rows": t.mul(definition.subtract(t.tri("n", 7), t.tri("n", 7, { below: 1 })), t.variable("T", 7, "m")),
  "later rows": t.mul(definition.subtract(t.tri("n", 7, { above: 1 }), t.tri("n", 7)), t.variable("T", 7, "m")),
  "rows beyond the last": t.mul(definition.subtract(t.tri("n", "m", { above: 1 }), t.tri("n", "m")), t.transpose(A), A),
  "columns beyond the last": t.mul(A, definition.subtract(t.tri("m", 7), t.tri("m", 7, { below: 1 }))),
  "outer product": t.mul(v, r),
  "inner product": t.mul(t.transpose(v), v),
  "mul of one entry": t.mul(c, c),
  "sum of products": t.add(t.mul(A, W), t.mul(B, W), t.mul(t.hadamard(A, B), W)),
  "sum of products, one of them used again": t.hadamard(t.add(t.mul(A, W), t.mul(B, W)), t.mul(A, W)),
  "sum of columns": t.add(t.mul(A, t.transpose(r)), t.mul(B, t.transpose(r))),
  "a product plus itself": t.add(t.mul(A, W), t.mul(A, W)),
  "selection, dense": t.add(P, S),
  "selection, transposed and dense": t.add(t.transpose(P), S),
  "rows selected": t.mul(Q, A),
  "rows permuted": t.mul(P, A),
  "rows permuted back": t.mul(t.transpose(P), A),
  "columns selected": t.mul(S, t.transpose(Q)),
  "columns permuted": t.mul(S, P),
  "columns permuted back": t.mul(S, t.transpose(P)),
  "by a transposed selection": t.mul(t.transpose(Q), t.mul(Q, A)),
  "one permutation after another": t.mul(t.mul(P, R), A),
  "a permutation and a selection": t.mul(t.mul(Q, P), A),
  "inverses of permutations": t.mul(t.transpose(t.mul(P, t.transpose(R))), A),
  "product of selections": t.mul(Q, P),
  conjugate: t.mul(P, t.tri("n", "n"), t.transpose(P)),
  scale: t.scale(c, A),
  "scale by a constant": t.scale(t.constant("1/3"), A),
  hadamard: t.hadamard(A, ones),
  "a matrix by its transpose": t.hadamard(t.map("tanh", S), t.transpose(t.map("tanh", S))),
  max: t.max(A, B),
  "row in every row": t.add(A, ones),
  "column in every column": t.add(A, columns),
  "repeated, as it is": t.hadamard(ones, columns),
  hcat: t.hcat(A, S),
  "hcat of three": t.hcat(t.hcat(A, B), A),
  "hcat of what is shared": t.hcat(t.hcat(A, B), t.hcat(A, B)),
  vcat: t.vcat(A, B),
  "vcat of repeats": t.vcat(columns, ones),
  kron: t.kron(A, W),
  "power 0": t.power(A, 0),
  "power 1": t.power(A, 1),
  "power 7": t.power(A, 7),
  "power of what is not read again": t.power(t.map("tanh", A), 3),
  rows: t.rows(t.vcat(A, B), "n", "n"),
  "rows of repeats": t.rows(definition.repeatRow(r, t.vcat(A, A).rows), "n", "n"),
  cols: t.cols(t.hcat(A, B), "m", "m"),
  subtract: definition.subtract(A, B),
  divide: definition.divide(A, positive),
  min: definition.min(A, B),
  rowsum: definition.rowSums(A),
  colsum: definition.colSums(A),
  sum: definition.total(A),
  fro2: definition.squaredNorm(A),
  softmax: definition.softmax(A),
  "softmax of large numbers": definition.softmax(t.scale(t.constant(1000), A)),
  softmax_all: definition.softmaxAll(A),
  msoftmax: definition.maskedSoftmax(S, t.tri("n", "n")),
  "msoftmax in a window": definition.maskedSoftmax(
    S,
    definition.subtract(t.tri("n", "n"), t.tri("n", "n", { below: 2 })),
  ),
  "msoftmax, the mask permuted": definition.maskedSoftmax(S, t.mul(P, t.tri("n", "n"), t.transpose(P))),
  "msoftmax, some columns hidden": definition.maskedSoftmax(
    S,
    definition.repeatRow(t.transpose(t.rows(t.vcat(t.ones(1, 1), t.zeros("n", 1)), 0, "n")), S.rows),
  ),
  "msoftmax of equal columns": definition.maskedSoftmax(columns, t.ones("n", "m")),
  "msoftmax under itself": definition.maskedSoftmax(positive, positive),
  center: definition.center(A),
  rmsnorm: definition.rmsnorm(A, epsilon),
  layernorm: definition.layernorm(A, epsilon),
  "layernorm of a transpose": definition.layernorm(t.transpose(A), epsilon),
  rotation: definition.rotation(c),
  bigSum: bigSum("k", (h) => t.mul(A, G(h))),
  bigHcat: bigHcat("k", (h) => t.mul(A, G(h))),
  bigVcat: bigVcat("k", () => t.map("tanh", A)),
  fold: layers("k", A, (l, y) => t.map("tanh", t.mul(y, G(l)))),
};

/** Values of the variables at sizes; the selections come as row numbers. */
function valuesAt(sizes: Sizes, how: (A: Dense) => Value = (dense) => dense): Bindings<Value> {
  const dense = numbers(sizes);
  return {
    sizes,
    variable: (of) => {
      const [rows, cols] = [dimValue(of.rows)!, dimValue(of.cols)!];
      if (of.kind === "selection" && cols > 0)
        return { rows, cols, indices: Int32Array.from({ length: rows }, (_, i) => (7 * i + 1) % cols) };
      if (of.kind === "perm")
        return {
          rows,
          cols,
          indices: Int32Array.from({ length: rows }, (_, i) => (i + (of.name === "P" ? 1 : 2)) % rows),
        };
      return how(dense.variable(of));
    },
  };
}

/** A matrix as it may lie in a checkpoint: transposed, with gaps, somewhere in a buffer. */
function scattered(A: Dense): Strided {
  const data = new Float32Array(2 * A.data.length + 3);
  for (let i = 0; i < A.rows; i++)
    for (let j = 0; j < A.cols; j++) data[3 + 2 * (j * A.rows + i)] = A.data[i * A.cols + j]!;
  const lies = { byteOffset: 12, rowStride: 2, colStride: 2 * A.rows };
  return { buffer: data.buffer, dtype: "F32", rows: A.rows, cols: A.cols, ...lies };
}

const SHAPES: readonly Sizes[] = [
  { n: 1, m: 1, k: 1 },
  { n: 3, m: 4, k: 2 },
  { n: 6, m: 1, k: 3 },
  { n: 1, m: 5, k: 2 },
];

describe.each(PRECISIONS)("in %s the engine gives what the interpreter gives", (precision) => {
  it.each(Object.keys(TERMS))("%s", async (name) => {
    for (const sizes of SHAPES) {
      await expectAgreement([TERMS[name]!], valuesAt(sizes), precision);
      await expectAgreement([TERMS[name]!], valuesAt(sizes, stored), precision);
      await expectAgreement([TERMS[name]!], valuesAt(sizes, scattered), precision);
    }
  });

  it.each(Object.keys(TERMS).filter((name) => !/select|permut|conjugate/.test(name)))(
    "%s, with no rows, no columns, or neither",
    async (name) => {
      for (const [n, m, k] of [
        [0, 3, 2],
        [3, 0, 2],
        [0, 0, 0],
        [2, 3, 0],
      ] as const) {
        await expectAgreement([TERMS[name]!], valuesAt({ n, m, k }), precision);
        await expectAgreement([TERMS[name]!], valuesAt({ n, m, k }, stored), precision);
      }
    },
  );

  it("all of them at once, at any sizes", async () => {
    const side = fc.integer({ min: 1, max: 6 });
    const property = fc.asyncProperty(side, side, side, (n, m, k) =>
      expectAgreement(Object.values(TERMS), valuesAt({ n, m, k }), precision),
    );
    await fc.assert(property, { numRuns: 20, seed: 7 });
  });

  it.each(Object.keys(ENTRYWISE) as Entrywise[])("%s of numbers of every size and sign", async (fn) => {
    const sizes = [0, 1e-300, 1e-8, 0.3, 0.5, 1, 2.4, 2.6, 5, 12, 30, 1e3, Number.POSITIVE_INFINITY, Number.NaN];
    const xs = sizes.flatMap((x) => [x, -x]);
    const row = toPrecision({ rows: 1, cols: xs.length, data: Float64Array.from(xs) }, precision);
    const x = t.variable("x", 1, xs.length);
    const [actual] = await engine.evaluate([t.map(fn, x)], bind<Value>({}, { x: row }), precision);
    const [expected] = evaluateFloats([t.map(fn, x)], bind({}, { x: row }), precision);
    expected!.data.forEach((y, i) => {
      const entry = { rows: 1, cols: 1, data: expected!.data.subarray(i, i + 1) };
      expectClose(
        { ...entry, data: actual!.data.subarray(i, i + 1) },
        entry,
        TOLERANCE[precision] * Math.max(Math.abs(xs[i]!), Math.abs(y)),
      );
    });
  });

  it("a product is the interpreter's to the bit, whatever its size", async () => {
    const side = fc.integer({ min: 1, max: 70 });
    const property = fc.asyncProperty(side, fc.integer({ min: 1, max: 600 }), side, async (n, m, k) => {
      const bindings = valuesAt({ n, m, k });
      const [actual] = await engine.evaluate([t.mul(A, W)], bindings, precision);
      const [a, w] = evaluateFloats([A, W], denseBindings(bindings, precision), precision);
      expect(actual).toEqual(product(a!, w!));
    });
    await fc.assert(property, { numRuns: 20, seed: 7 });
  });

  it("a masked row with nothing to choose from is NaN", async () => {
    const value = definition.maskedSoftmax(t.ones(2, 2), t.vcat(t.zeros(1, 2), t.ones(1, 2)));
    const [actual] = await engine.evaluate([value], bind<Value>({}, {}), precision);
    expect(rowsOf(actual!)).toEqual([
      [Number.NaN, Number.NaN],
      [0.5, 0.5],
    ]);
  });
});

/** The values of all nodes below a term are numbers that leave room for rounding. */
function isTame(term: t.Term, bindings: Bindings<Dense>): boolean {
  return evaluateFloats(nodesBelow(unroll(term, bindings.sizes)), bindings, "f64").every(({ data }) =>
    data.every((x) => Math.abs(x) < 1e3 && (x === 0 || Math.abs(x) > 1e-3)),
  );
}

const REFUSED = new Set<t.Op>(["opaque", "inverse", "det", "rank"]);

function isRefused(term: t.Term): boolean {
  return nodesBelow(unroll(term, TERM_SIZES)).some(({ op }) => REFUSED.has(op));
}

function nodesBelow(term: t.Term): t.Term[] {
  return schedule(term, {
    argumentsOf: (node) => (node.op === "defined" ? [node.unfolded, ...node.args] : node.args),
  });
}

describe("any term", () => {
  /** What rounding each node a few times may add up to in tame terms: more than in one operation. */
  const SLACK: Readonly<Record<Precision, number>> = { f64: 1e-9, f32: 2e-2 };

  it.each(PRECISIONS)(
    "in %s agrees with the interpreter, or is refused for an operation that is known",
    async (precision) => {
      let compared = 0;
      const property = fc.asyncProperty(termArbitrary(), async (term) => {
        const bindings = valuesAt(TERM_SIZES);
        if (isRefused(term)) {
          await expect(engine.evaluate([term], bindings, precision)).rejects.toBeInstanceOf(Refusal);
          return;
        }
        if (!isTame(term, denseBindings(bindings, "f64"))) return;
        compared += 1;
        await expectAgreement([term], bindings, precision, SLACK[precision]);
      });
      await fc.assert(property, { numRuns: 1000, seed: 7 });
      expect(compared).toBeGreaterThan(100);
    },
  );
});

const SIZES = { C: 7, r: 4, d: 3, H: 3, F: 10, L: 2, V: 11, K: 2, G: 2 };

describe("the notes' transformer", () => {
  const options = [
    { norm: "pre", mask: "causal" },
    { norm: "post", mask: "none", position: "none" },
    { norm: "none", mask: "causal", activation: "gelu" },
  ] as const;

  it.each(options)("%j agrees, and its heads are one running sum", async (choice) => {
    const architecture = notes(choice);
    const tokens = t.variable("tokens", "C", "V", { kind: "selection" });
    const stream = architecture.stack(architecture.embed(tokens, architecture.context("C")), architecture.context("C"));
    for (const precision of PRECISIONS) {
      for (const how of [stored, scattered])
        await expectAgreement([stream, architecture.unembed!(stream)], valuesAt(SIZES, how), precision);
    }
  });

  it("in float32 it is as near to float64 as the interpreter is", async () => {
    const architecture = notes({ norm: "pre", mask: "causal" });
    const tokens = t.variable("tokens", "C", "V", { kind: "selection" });
    const stream = architecture.stack(architecture.embed(tokens, architecture.context("C")), architecture.context("C"));
    const bindings = valuesAt(SIZES, stored);
    const [exact] = evaluateFloats([stream], denseBindings(bindings, "f64"), "f64");
    const error = ([value]: readonly Dense[]): number => largest(value!.data.map((x, i) => x - exact!.data[i]!));
    const plain = error(evaluateFloats([stream], denseBindings(bindings, "f32"), "f32"));
    expect(error(await engine.evaluate([stream], bindings, "f32"))).toBeLessThan(2 * plain);
  });
});

describe("parameters", () => {
  const x = t.variable("x", "C", "E");
  const term = t.mul(x, t.variable("W", "E", "E", { index: [{ free: "l" }] }));
  const at = (weights: Strided): Bindings<Value> => ({
    sizes: { C: 2, E: 3 },
    variable: (of) => (of.name === "x" ? X : weights),
  });
  const X = denseOf([
    [1, 2, 3],
    [4, 5, 6],
  ]);
  const matrices = [1, 2, 3].map((seed) => tabulate(3, 3, "f64", (i, j) => seed * 10 + i * 3 + j));

  it("one program runs for all of them, wherever they lie", async () => {
    for (const M of [...matrices, ...matrices.toReversed()]) {
      const [value] = await engine.evaluate([term], at(stored(M)), "f64");
      expect(value).toEqual(product(X, M));
    }
  });

  it("slices of one tensor, and tensors that overlap, are told apart", async () => {
    const whole = tabulate(6, 6, "f64", (i, j) => i * 6 + j);
    for (const [byteOffset, rowStride, colStride] of [
      [0, 6, 1],
      [24, 6, 1],
      [0, 1, 6],
      [8, 6, 1],
      [8 * 20, -6, -1],
      [16, 0, 1],
      [16, 1, 0],
      [16, 0, 0],
    ] as const) {
      const part = { ...stored(whole), byteOffset, rows: 3, cols: 3, rowStride, colStride };
      await expectAgreement([term], at(part), "f64");
      await expectAgreement([term], at(part), "f32");
    }
  });

  it.each(["F16", "BF16"] as const)("%s at an odd address is read as it is", async (dtype) => {
    const bytes = new Uint8Array(1 + 2 * 9).map((_, i) => (i % 2 === 0 ? 0x3c + (i % 5) : 17 * i));
    const part: Strided = { buffer: bytes.buffer, dtype, byteOffset: 1, rows: 3, cols: 3, rowStride: 3, colStride: 1 };
    for (const precision of PRECISIONS) await expectAgreement([term], at(part), precision);
  });

  it("in memory of the engine they are read in place: what is written there counts", async () => {
    const { buffer, byteOffset } = engine.allocate(9 * 8);
    const lies: Strided = { buffer, byteOffset, dtype: "F64", rows: 3, cols: 3, rowStride: 3, colStride: 1 };
    for (const M of matrices) {
      new Float64Array(buffer, byteOffset, 9).set(M.data);
      const [value] = await engine.evaluate([term], at(lies), "f64");
      expect(value).toEqual(product(X, M));
    }
  });

  it("one matrix under two names is read twice, and not written to", async () => {
    const [M] = matrices;
    const twice = t.add(t.variable("U", 3, 3), t.transpose(t.variable("W", 3, 3)));
    const kept = M!.data.slice();
    const [value] = await engine.evaluate([twice], { sizes: {}, variable: () => stored(M!) }, "f64");
    expect(rowsOf(value!)).toEqual([
      [20, 24, 28],
      [24, 28, 32],
      [28, 32, 36],
    ]);
    expect(M!.data).toEqual(kept);
  });

  it("in memory that engines share, each has a stretch and takes nothing of another's", async () => {
    const first = wasmEngine({ threads: 1 });
    const [part] = first.parts(1);
    const second = wasmEngine({ threads: 1, part: part! });
    const [theirs, mine] = [second.allocate(8), first.allocate(2 ** 29)]; // theirs lies behind, so the memory goes on
    expect(mine.byteOffset + 2 ** 29).toBeLessThanOrEqual(part!.start);
    expect(theirs.byteOffset).toBeGreaterThanOrEqual(part!.start);
    expect(() => first.allocate(2 ** 29)).toThrow(/wasm memory: expected at most \d+ bytes/);
    for (const engine of [first, second]) await engine.close();
  });

  it("what lay in the memory before it grew stays where it is", async () => {
    const growing = wasmEngine({ threads: 2 });
    const { buffer, byteOffset } = growing.allocate(9 * 8);
    new Float64Array(buffer, byteOffset, 9).set(matrices[0]!.data);
    const lies: Strided = { buffer, byteOffset, dtype: "F64", rows: 3, cols: 3, rowStride: 3, colStride: 1 };
    const [before] = await growing.evaluate([term], at(lies), "f64");
    const far = growing.allocate(2 ** 28);
    new Float64Array(far.buffer, far.byteOffset, 9).set(matrices[1]!.data);
    const big = await growing.evaluate([t.add(A, A)], valuesAt({ n: 2000, m: 2000 }), "f64");
    expect(big[0]!.data).toHaveLength(4e6);
    expect((await growing.evaluate([term], at(lies), "f64"))[0]).toEqual(before);
    const [there] = await growing.evaluate([term], at({ ...lies, ...far }), "f64");
    expect(there).toEqual(product(X, matrices[1]!));
    await growing.close();
  });
});

describe.each(["gpt2", "bert", "gpt_neox", "llama", "mistral", "qwen2", "gemma2"] as const)(
  "a checkpoint of %s",
  (family) => {
    it.each([
      ["read into the engine's memory", { allocate: engine.allocate }],
      ["read elsewhere, and copied", {}],
    ])("%s, computes what transformers computes", async (_, options) => {
      const model = loadModel(await openCheckpoint(`test/fixtures/families/${family}`, options));
      for (const reference of referencesOf(family))
        expect(await deviation(model, reference, engine)).toBeLessThan(1e-10);
    });
  },
);

describe("the engine", () => {
  it.each(PRECISIONS)("gives the same bits in %s with one thread and with two", async (precision) => {
    const architecture = notes({ norm: "pre", mask: "causal" });
    const x = t.variable("x", "C", architecture.width);
    const stream = architecture.stack(x, architecture.context("C"));
    const bindings = valuesAt({ C: 70, r: 40, d: 24, H: 3, F: 200, L: 2 }, stored);
    const results: Dense[] = [];
    for (const threads of [1, 2]) {
      const one = wasmEngine({ threads });
      for (let run = 0; run < 3; run++) {
        results.push(...(await one.evaluate([stream], bindings, precision)));
        await new Promise((resolve) => setTimeout(resolve, 50)); // until the second thread has started
      }
      await one.close();
    }
    for (const value of results) expect(value).toEqual(results[0]);
  });

  it("gives new matrices, one for each term asked for", async () => {
    const bindings = valuesAt({ n: 2, m: 3 });
    const [one, two, three] = await engine.evaluate([A, A, t.transpose(A)], bindings, "f64");
    one!.data.fill(0);
    expect(two).toEqual(evaluateFloats([A], denseBindings(bindings, "f64"), "f64")[0]);
    expect([three!.rows, three!.cols]).toEqual([3, 2]);
    expect(one!.data.buffer).toBeInstanceOf(ArrayBuffer);
    expect((await engine.evaluate([A], bindings, "f64"))[0]).toEqual(two);
  });

  it("asks for values again at each run, in whatever form they come", async () => {
    const [x, y] = [t.variable("x", 2, 2, { kind: "selection" }), t.variable("y", 2, 2)];
    const Y = denseOf([
      [1, 2],
      [3, 4],
    ]);
    const turned = denseOf([
      [0, 1],
      [1, 0],
    ]);
    const forms: Value[] = [
      turned,
      stored(turned),
      toPrecision(turned, "f32"),
      { rows: 2, cols: 2, indices: Int32Array.of(1, 0) },
      { rows: 2, cols: 2, indices: Int32Array.of(1, 1) },
    ];
    const sources: readonly Value[] = [Y, stored(Y), toPrecision(Y, "f32")];
    for (const precision of PRECISIONS)
      for (const form of forms)
        for (const source of sources)
          await expectAgreement(
            [t.mul(x, y), t.mul(t.transpose(x), y), t.mul(y, x)],
            bind<Value>({}, { x: form, y: source }),
            precision,
          );
  });

  it("finds the fault that the interpreter finds", async () => {
    const sizes = { n: 2, m: 3 };
    const good = tabulate(2, 3, "f64", () => 1);
    const selection = (indices: Int32Array): Value => ({ rows: 2, cols: 3, indices });
    for (const [bindings, says] of [
      [bind<Value>(sizes, {}), "bind: expected a value for A (2 × 3)"],
      [bind<Value>({ n: 2 }, { A: good }), "size: expected a number for m, received sizes of n"],
      [bind<Value>(sizes, { A: { ...good, cols: 2 } }), "value of A: expected 2 × 3, received 2 × 2 with 6 entries"],
      [bind<Value>(sizes, { A: { ...good, data: new Float64Array(5) } }), "received 2 × 3 with 5 entries"],
      [bind<Value>(sizes, { A: stored(tabulate(3, 2, "f64", () => 1)) }), "value of A: expected 2 × 3, received 3 × 2"],
      [bind<Value>(sizes, { A: { ...stored(good), rowStride: 4 } }), "tensor: expected bytes within a buffer of 48"],
      [bind<Value>(sizes, { A: { ...stored(good), rowStride: -3 } }), "received bytes -24 to 24"],
      [
        bind<Value>(sizes, { A: selection(Int32Array.of(0, 3)) }),
        "selection: expected indices from 0 to 2, received 3 in row 1",
      ],
      [bind<Value>(sizes, { A: selection(Int32Array.of(0)) }), "selection: expected 2 indices, received 1"],
    ] as const) {
      for (const other of [engine, plainEngine()])
        await expect(other.evaluate([A], bindings, "f64")).rejects.toThrow(says);
    }
  });

  it.each([
    ["inverse", t.inverse(S)],
    ["det", t.det(S)],
    ["rank", t.rank(S)],
    ["opaque", t.opaque("f", "row", A)],
    ["power", t.power(A, 5000)],
  ])("refuses %s, each time it is asked", async (op, term) => {
    const bindings = valuesAt({ n: 3, m: 2 });
    for (let time = 0; time < 2; time++)
      await expect(engine.evaluate([A, term], bindings, "f64")).rejects.toThrow(`wasm cannot interpret ${op}`);
  });

  it("takes a diagonal matrix for the weights that it is, on either side", async () => {
    const D = (side: string) => t.variable(`D${side}`, side, side, { kind: "invdiagonal" });
    const values = valuesAt({ n: 5, m: 3 });
    const diagonal = (of: Dense): Dense => ({
      ...of,
      data: of.data.map((x, at) => (at % (of.cols + 1) === 0 ? x : 0)),
    });
    const bindings: Bindings<Value> = {
      ...values,
      variable: (of) => (of.kind === "invdiagonal" ? diagonal(values.variable(of) as Dense) : values.variable(of)),
    };
    const terms = [
      t.mul(D("n"), A),
      t.mul(A, D("m")),
      t.mul(t.mul(D("n"), D("n")), t.transpose(t.mul(D("m"), t.transpose(A)))),
    ];
    for (const precision of PRECISIONS) await expectAgreement(terms, bindings, precision);
  });

  it("goes on with a second engine where it refuses", async () => {
    const both = withFallback(engine, plainEngine());
    const bindings = valuesAt({ n: 3, m: 2 });
    const [value] = await both.evaluate([t.inverse(S)], bindings, "f64");
    expect(value).toEqual(evaluateFloats([t.inverse(S)], denseBindings(bindings, "f64"), "f64")[0]);
    const idle = withFallback(engine, { ...plainEngine(), evaluate: () => Promise.reject(new Error("was asked")) });
    await expect(idle.evaluate([A], bind({ n: 1, m: 1 }, {}), "f64")).rejects.toThrow("bind: expected a value for A");
    await expect(idle.evaluate([t.det(S)], bindings, "f64")).rejects.toThrow("was asked");
    await expect(both.evaluate([t.rank(S)], bindings, "f64")).rejects.toBeInstanceOf(Refusal);
    expect(both.name).toBe("wasm, else plain");
  });

  it("asks the second for nothing but what was refused", async () => {
    const asked: string[] = [];
    const plain = plainEngine();
    const listening: typeof plain = {
      ...plain,
      evaluate: (terms, bindings, precision) => {
        for (const term of terms) asked.push(...schedule(term).map(({ op }) => op));
        return plain.evaluate(terms, bindings, precision);
      },
    };
    const both = withFallback(engine, listening);
    const bindings = valuesAt({ n: 3, m: 2 });
    const twice = t.inverse(t.add(t.inverse(S), t.identity("n")));
    const terms = [t.mul(t.mul(S, twice), A), t.det(t.mul(S, S))];
    const plainly = evaluateFloats(terms, denseBindings(bindings, "f64"), "f64");
    for (let run = 0; run < 2; run++)
      for (const [i, value] of (await both.evaluate(terms, bindings, "f64")).entries())
        expectClose(value, plainly[i]!, TOLERANCE.f64 * Math.max(1, largest(plainly[i]!.data)));
    expect(new Set(asked)).toEqual(new Set(["variable", "inverse", "det"]));
  });

  it("is the first engine in all else", () => {
    const both = withFallback(engine, plainEngine());
    expect(both.name).toBe("wasm, else plain");
    expect(both.allocate).toBe(engine.allocate);
  });

  it("forgets the programs used least, and makes them again", async () => {
    const one = wasmEngine({ threads: 1 });
    for (const n of [...Array.from({ length: 600 }, (_, i) => i + 1), 1]) {
      const [value] = await one.evaluate([t.size("n")], bind<Value>({ n }, {}), "f64");
      expect(value!.data[0]).toBe(n);
    }
    await one.close();
  });

  it("is not used after it is closed", async () => {
    const one = wasmEngine({ threads: 1 });
    await one.close();
    await expect(one.evaluate([t.iota(2)], bind({}, {}), "f64")).rejects.toThrow("close() was called");
  });
});
