import fc from "fast-check";
import { afterAll, describe, expect, it } from "vitest";
import { type Dense, type Precision, rowsOf, tabulate, toPrecision } from "../../src/interpret/dense.ts";
import { evaluateFloat, evaluateFloats } from "../../src/interpret/float.ts";
import { onnxFile, onnxProgram } from "../../src/interpret/onnx.ts";
import { fuseProducts } from "../../src/interpret/onnx-fusion.ts";
import type { RoleOf } from "../../src/interpret/onnx-layout.ts";
import { stored, type Value } from "../../src/runtime/engine.ts";
import { onnxEngine } from "../../src/runtime/onnx.ts";
import { bigHcat, bigSum, bigVcat, layers } from "../../src/term/binder.ts";
import { bind } from "../../src/term/binding.ts";
import * as definition from "../../src/term/definition.ts";
import { ENTRYWISE, type Entrywise } from "../../src/term/entrywise.ts";
import * as t from "../../src/term/term.ts";
import { unroll } from "../../src/term/unroll.ts";

const engine = onnxEngine({ threads: 1 });
afterAll(() => engine.close());

/**
 * How far two orders of summation may differ, over the largest entry: sums here have at most a few dozen terms,
 * and functions are a few units in the last place off in either.
 */
const TOLERANCE: Record<Precision, number> = { f64: 1e-12, f32: 1e-5 };

/** Numbers in [−2, 2) from a seed: a linear congruential generator. */
function random(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 30 - 2;
  };
}

function expectClose(actual: Dense, expected: Dense, precision: Precision): void {
  expect([actual.rows, actual.cols, actual.data.length]).toEqual([expected.rows, expected.cols, expected.data.length]);
  const finite = [...expected.data].filter(Number.isFinite);
  const allowed = TOLERANCE[precision] * Math.max(1, ...finite.map(Math.abs));
  expected.data.forEach((value, i) => {
    const other = actual.data[i]!;
    if (!Object.is(value, other) && !(Math.abs(value - other) <= allowed))
      expect({ i, actual: other }).toEqual({ i, actual: value });
  });
}

const [A, B, S, v, r, c, W, K] = [
  t.variable("A", "n", "m"),
  t.variable("B", "n", "m"),
  t.variable("S", "n", "n"),
  t.variable("v", "n", 1),
  t.variable("r", 1, "m"),
  t.scalarVariable("c"),
  t.variable("W", "m", "k"),
  t.variable("K", "k", "m"),
];
const M = t.variable("M", "n", "m", { kind: "mask" });
const P = t.variable("P", "n", "n", { kind: "perm" });
const VARIABLES = [A, B, S, v, r, c, W, K];

/** Values for all variables at sizes, the mask with zeros and ones, the permutation a rotation. */
function valuesAt(n: number, m: number, k: number, seed: number, precision: Precision): Record<string, Dense> {
  const next = random(seed);
  const extent = { n, m, k } as Record<string, number>;
  const count = (text: string): number => extent[text] ?? Number(text);
  const dense = VARIABLES.map(({ name, rows, cols }) => [
    name,
    tabulate(count(rows.text), count(cols.text), precision, next),
  ]);
  const mask = tabulate(n, m, precision, (_, j) => (j === 0 || next() > 0 ? 1 : 0));
  const rotation = tabulate(n, n, precision, (i, j) => (j === (i + 1) % n ? 1 : 0));
  return { ...Object.fromEntries(dense), M: mask, P: rotation };
}

const ones = definition.repeatRow(r, A.rows);
const positive = t.add(t.map("square", A), t.ones("n", "m"));

/** A term for each operation, and for each shorter way that the graph takes. */
const TERMS: Record<string, t.Term> = {
  variable: A,
  constant: t.constant("-3/7"),
  size: t.size("n"),
  identity: t.identity("n"),
  ones: t.ones("n", "m"),
  zeros: t.zeros("n", "m"),
  iota: t.iota("n"),
  tri: t.tri("n", "m"),
  "tri above": t.tri("n", "m", { above: 2 }),
  "tri below": t.tri("n", "m", { below: "k" }),
  transpose: t.transpose(A),
  "transpose of a transpose": t.transpose(t.transpose(A)),
  diag: t.diag(v),
  "diag of equal entries": t.diag(t.ones("n", 1)),
  diagonal: t.diagonal(S),
  vec: t.vec(A),
  trace: t.trace(S),
  add: t.add(A, B),
  mul: t.mul(A, W),
  "mul by a transpose": t.mul(A, t.transpose(B)),
  "mul of transposes": t.mul(t.transpose(W), t.transpose(A)),
  "mul by ones on the right": t.mul(A, t.ones("m", "k")),
  "mul by ones on the left": t.mul(t.ones("k", "n"), A),
  "mul of ones": t.mul(t.ones("n", "m"), t.ones("m", "k")),
  "mul of equal columns": t.mul(t.mul(v, t.ones(1, "m")), W),
  "mul by equal rows": t.mul(A, t.mul(t.ones("m", 1), t.transpose(v))),
  "mul of equal columns and equal rows": t.mul(t.mul(v, t.ones(1, "m")), t.mul(t.ones("m", 1), r)),
  "outer product": t.mul(v, r),
  "inner product": t.mul(t.transpose(v), v),
  "mul by a permutation": t.mul(P, A),
  scale: t.scale(c, A),
  "scale by a constant": t.scale(t.constant("1/3"), A),
  hadamard: t.hadamard(A, ones),
  max: t.max(A, B),
  "bias in every row": t.add(A, ones),
  hcat: t.hcat(A, S),
  "hcat of three": t.hcat(t.hcat(A, B), A),
  "hcat with equal rows": t.hcat(ones, A),
  "hcat of equal rows": t.hcat(ones, ones),
  vcat: t.vcat(A, B),
  "vcat of equal columns": t.vcat(t.mul(v, t.ones(1, "m")), t.mul(v, t.ones(1, "m"))),
  kron: t.kron(A, W),
  "power 0": t.power(A, 0),
  "power 1": t.power(A, 1),
  "power 7": t.power(A, 7),
  "rows of equal rows": t.rows(t.vcat(ones, ones), "n", "n"),
  rows: t.rows(t.vcat(A, B), "n", "n"),
  cols: t.cols(t.hcat(A, B), "m", "m"),
  "cols of equal columns": t.cols(t.mul(v, t.ones(1, "m")), 0, 0),
  subtract: definition.subtract(A, B),
  divide: definition.divide(A, positive),
  rowsum: definition.rowSums(A),
  colsum: definition.colSums(A),
  sum: definition.total(A),
  fro2: definition.squaredNorm(A),
  softmax: definition.softmax(A),
  "softmax of equal columns": definition.softmax(t.mul(v, t.ones(1, "m"))),
  softmax_all: definition.softmaxAll(A),
  msoftmax: definition.maskedSoftmax(A, M),
  "msoftmax under a triangle": definition.maskedSoftmax(A, t.tri("n", "m")),
  "msoftmax of equal rows": definition.maskedSoftmax(ones, t.ones("n", "m")),
  center: definition.center(A),
  rmsnorm: definition.rmsnorm(A, t.constant("1e-5")),
  layernorm: definition.layernorm(A, t.constant("1e-5")),
  bigSum: bigSum("k", (h) => t.mul(A, t.variable("G", "m", "m", { index: [h] }))),
  bigHcat: bigHcat("k", () => A),
  bigVcat: bigVcat("k", () => t.map("tanh", A)),
  fold: layers("k", A, (l, y) => t.map("tanh", t.mul(y, t.variable("G", "m", "m", { index: [l] })))),
};

function withFamily(values: Record<string, Dense>, m: number, k: number, precision: Precision): Record<string, Dense> {
  const members = Array.from({ length: k }, (_, h) => [`G[${h}]`, tabulate(m, m, precision, random(h))] as const);
  return { ...values, ...Object.fromEntries(members) };
}

async function expectAgreement(
  terms: readonly t.Term[],
  n: number,
  m: number,
  k: number,
  seed: number,
  precision: Precision,
): Promise<void> {
  const values = withFamily(valuesAt(n, m, k, seed, precision), m, k, precision);
  const sizes = { n, m, k };
  const expected = evaluateFloats(terms, bind(sizes, values), precision);
  const actual = await engine.evaluate(terms, bind<Value>(sizes, values), precision);
  expected.forEach((value, i) => {
    expectClose(actual[i]!, value, precision);
  });
}

describe.each(["f64", "f32"] as const)("in %s a graph gives what the interpreter gives", (precision) => {
  it.each(Object.keys(TERMS))("%s", async (name) => {
    for (const [n, m, k] of [
      [1, 1, 1],
      [3, 4, 2],
      [2, 1, 3],
      [1, 5, 2],
    ] as const)
      await expectAgreement([TERMS[name]!], n, m, k, 1, precision);
  });

  it.each(Object.keys(TERMS))("%s, with no rows, no columns, or neither", async (name) => {
    for (const [n, m, k] of [
      [0, 3, 2],
      [3, 0, 2],
      [0, 0, 0],
      [2, 3, 0],
    ] as const) {
      await expectAgreement([TERMS[name]!], n, m, k, 1, precision);
    }
  });

  it("all of them at once, at any sizes", async () => {
    const sizes = fc.integer({ min: 1, max: 6 });
    const property = fc.asyncProperty(sizes, sizes, sizes, fc.nat(), (n, m, k, seed) =>
      expectAgreement(Object.values(TERMS), n, m, k, seed, precision),
    );
    await fc.assert(property, { numRuns: 10, seed: 7 });
  });

  it.each(Object.keys(ENTRYWISE) as Entrywise[])("%s of numbers of every size and sign", async (fn) => {
    const xs = [
      0,
      -0,
      1e-300,
      1e-8,
      0.3,
      0.5,
      1,
      2.4,
      2.6,
      5,
      12,
      30,
      1e3,
      Number.POSITIVE_INFINITY,
      Number.NaN,
    ].flatMap((x) => [x, -x]);
    const row = toPrecision({ rows: 1, cols: xs.length, data: Float64Array.from(xs) }, precision);
    const term = t.map(fn, t.variable("x", 1, xs.length));
    const [actual] = await engine.evaluate([term], bind<Value>({}, { x: row }), precision);
    evaluateFloat(term, bind({}, { x: row }), precision).data.forEach((value, i) => {
      expect({ x: xs[i], y: actual!.data[i] }).toEqual({
        x: xs[i],
        y: expect.toSatisfy((y: number) => near(y, value, precision)),
      });
    });
  });

  it("maxEntry, which is NaN when an entry is", async () => {
    const x = t.variable("x", 2, 2);
    for (const entries of [
      [1, 5, -2, 0],
      [1, Number.NaN, 7, 0],
      [Number.NEGATIVE_INFINITY, -1, -1, -3],
    ]) {
      const value: Dense = {
        rows: 2,
        cols: 2,
        data: precision === "f64" ? Float64Array.from(entries) : Float32Array.from(entries),
      };
      const [actual] = await engine.evaluate(
        [t.maxEntry(x), t.maxEntry(t.rows(x, 0, 0))],
        bind<Value>({}, { x: value }),
        precision,
      );
      expect(actual).toEqual(evaluateFloat(t.maxEntry(x), bind({}, { x: value }), precision));
    }
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

/** Within rounding of the value itself; infinities, NaN and zeros the same. */
function near(y: number, value: number, precision: Precision): boolean {
  const slack = precision === "f64" ? 1e-14 : 2e-6; // a few units in the last place, and what 1 + erf(x) cancels
  return Object.is(y, value) || y === value || Math.abs(y - value) <= slack * Math.max(1, Math.abs(value));
}

const isParameter: RoleOf = (variable) => (/^(W|G|K)/.test(variable.name) ? "parameter" : "input");
const x = t.variable("x", "C", "E");
const causal = t.tri("C", "C");

/** A causal block with heads as a sum, biases, a norm and an MLP, all of it terms. */
function block(layer: t.Index, y: t.Term): t.Term {
  const W = (name: string, n: string, m: string, ...index: t.Index[]): t.Term =>
    t.variable(`W_${name}`, n, m, { index: [layer, ...index] });
  const affine = (z: t.Term, name: string, n: string, m: string, ...index: t.Index[]): t.Term =>
    t.add(
      t.mul(z, W(name, n, m, ...index)),
      definition.repeatRow(t.variable(`W_b${name}`, 1, m, { index: [layer, ...index] }), z.rows),
    );
  const z = definition.layernorm(y, t.constant("1e-5"));
  const head = (h: t.Index): t.Term => {
    const [Q, K, V] = [affine(z, "Q", "E", "d", h), affine(z, "K", "E", "d", h), affine(z, "V", "E", "d", h)];
    const scores = t.scale(t.map("recip", t.map("sqrt", t.size("d"))), t.mul(Q, t.transpose(K)));
    return t.mul(t.mul(definition.maskedSoftmax(scores, causal), V), W("O", "d", "E", h));
  };
  const middle = t.add(y, bigSum("H", head));
  return t.add(middle, affine(t.map("gelu", affine(middle, "in", "E", "F")), "out", "F", "E"));
}

const SIZES = { C: 5, E: 6, d: 3, H: 4, F: 7, L: 3, n: 4, m: 3, k: 2 };
const transformer = layers("L", x, block);

function weights(precision: Precision): (variable: t.Variable) => Dense {
  return ({ name, index, rows, cols }) => {
    const text = `${name}${t.indexText(index)}`;
    const next = random([...text].reduce((seed, letter) => Math.imul(31, seed) + letter.charCodeAt(0), 7));
    return tabulate(Number(rows.text), Number(cols.text), precision, () => next() / 2);
  };
}

const count = (roots: readonly t.Term[], op: RegExp, role: RoleOf = isParameter): number =>
  onnxProgram(roots, { role }).graph.nodes.filter((node) => op.test(node.op)).length;

describe("the schedule", () => {
  it("a causal transformer agrees with the interpreter, its weights data of the graph or inputs", async () => {
    for (const precision of ["f64", "f32"] as const) {
      const value = weights(precision);
      const expected = evaluateFloat(transformer, { sizes: SIZES, variable: value }, precision);
      const asData = (variable: t.Variable): Value =>
        isParameter(variable) === "parameter" ? stored(value(variable)) : value(variable);
      for (const variable of [value, asData]) {
        const [actual] = await engine.evaluate([transformer], { sizes: SIZES, variable }, precision);
        expectClose(actual!, expected, precision);
      }
    }
  });

  it("what terms share is computed once: a chain of doublings has as many nodes as links", () => {
    let term: t.Term = A;
    for (let i = 0; i < 5000; i++) term = t.add(term, term);
    expect(onnxProgram([unroll(term, SIZES)]).graph.nodes).toHaveLength(5000 + 1);
  });

  it("a repeated row is a broadcast, and a sum of rows is not a product", () => {
    expect(count([unroll(t.add(A, ones), SIZES)], /.*/)).toBe(2);
    expect(count([unroll(t.mul(A, t.ones("m", 1)), SIZES)], /MatMul|Gemm/)).toBe(0);
  });

  it("a product with a selection is a lookup", () => {
    const Q = t.variable("Q", "k", "n", { kind: "selection" });
    const role: RoleOf = ({ name }) => (name === "Q" ? "selection" : "input");
    const lookups = [t.mul(Q, A), t.mul(t.transpose(A), t.transpose(Q))].map((term) => unroll(term, SIZES));
    expect(count(lookups, /MatMul|Gemm/, role)).toBe(0);
    expect(count(lookups, /^Gather$/, role)).toBe(2);
  });

  it("a program is also a file with its parameters in it", () => {
    const program = onnxProgram([unroll(t.mul(A, W), SIZES)], { role: isParameter });
    expect(program.inputs.map(({ name }) => name)).toEqual(["A"]);
    const file = onnxFile(program, () => tabulate(3, 2, "f32", (i) => i));
    expect(Buffer.from(file).includes(Buffer.from(Float32Array.of(0, 0, 1, 1, 2, 2).buffer))).toBe(true);
  });
});

describe("horizontal fusion", () => {
  const unrolled = unroll(transformer, SIZES);
  const [fused] = fuseProducts([unrolled], isParameter);

  it("leaves one product for all queries, keys and values, and one for what all heads write", () => {
    const perHead = 2; // scores, and weights times values
    const { H, L } = SIZES;
    expect(count([unrolled], /MatMul|Gemm/)).toBe(L * (H * (perHead + 4) + 2));
    expect(count([fused!], /MatMul|Gemm/)).toBe(L * (H * perHead + 2 + 2));
  });

  it("changes rounding only", () => {
    const bindings = { sizes: SIZES, variable: weights("f64") };
    expectClose(evaluateFloat(fused!, bindings, "f64"), evaluateFloat(unrolled, bindings, "f64"), "f64");
  });

  it("leaves alone what another term uses, what has no sibling, and weights that are inputs", () => {
    const [a, b] = [t.mul(A, W), t.mul(B, W)].map((term) => unroll(term, SIZES)) as [t.Term, t.Term];
    expect(fuseProducts([a, b, t.add(a, b)], isParameter)).toEqual([a, b, t.add(a, b)]);
    expect(fuseProducts([unrolled], () => "input").map((root) => count([root], /MatMul|Gemm/, () => "input"))).toEqual([
      count([unrolled], /MatMul|Gemm/),
    ]);
  });

  it("joins the products of a sum and keeps the other summands", () => {
    const sum = t.add(t.add(t.mul(A, W), t.variable("Z", "n", "k")), t.mul(B, W));
    const joined = t.add(t.variable("Z", "n", "k"), t.mul(t.hcat(A, B), t.vcat(W, W)));
    expect(fuseProducts([unroll(sum, SIZES)], isParameter)).toEqual([unroll(joined, SIZES)]);
  });
});

describe("refusals", () => {
  it.each([
    ["opaque", t.opaque("f", "entry", A), "a graph cannot call the function f"],
    ["inverse", t.inverse(S), "no ONNX operator"],
    ["det", t.det(S), "no ONNX operator"],
    ["rank", t.rank(A), "no ONNX operator"],
  ])("%s", (op, term, reason) => {
    expect(() => onnxProgram([unroll(term, SIZES)])).toThrow(`onnx cannot interpret ${op}: ${reason}`);
  });

  it("a term with symbols or binders is a mistake", () => {
    expect(() => onnxProgram([A])).toThrow(
      "onnx: expected sizes that are numbers, received n × m; unroll the term first",
    );
    expect(() => onnxProgram([bigSum(2, () => t.ones(1, 1))])).toThrow(
      "onnx: expected a term without binders, received bigSum; unroll it first",
    );
  });
});
