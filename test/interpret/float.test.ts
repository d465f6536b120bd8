/**
 * The float interpreter against mathjs's matrices, which share no code with it.
 *
 * `CASES` has an entry for every operation; a missing one is a compile error.
 */
import fc from "fast-check";
import * as mathjs from "mathjs";
import { describe, expect, it } from "vitest";
import { type Dense, denseOf, rowsOf } from "../../src/interpret/dense.ts";
import { evaluateFloat, evaluateFloats } from "../../src/interpret/float.ts";
import { bigHcat, bigSum, bigVcat, layers } from "../../src/term/binder.ts";
import { bind } from "../../src/term/binding.ts";
import * as definition from "../../src/term/definition.ts";
import { addDim } from "../../src/term/dimension.ts";
import { Fault, Refusal } from "../../src/term/fault.ts";
import { schedule } from "../../src/term/schedule.ts";
import * as term from "../../src/term/term.ts";
import { unroll } from "../../src/term/unroll.ts";
import { TERM_SIZES, termArbitrary } from "../term/arbitrary.ts";

type Rows = number[][];
type Term = term.Term;

/** Values for the variables of the cases; W is a family of two, S is well conditioned. */
interface Values {
  readonly A: Rows;
  readonly B: Rows;
  readonly M: Rows;
  readonly S: Rows;
  readonly v: Rows;
  readonly a: Rows;
  readonly W: readonly [Rows, Rows];
}

const A = term.variable("A", "n", "m");
const B = term.variable("B", "n", "m");
const M = term.variable("M", "m", "k");
const S = term.variable("S", "n", "n");
const v = term.variable("v", "n", 1);
const a = term.scalarVariable("a");
const W = (h: term.Index): Term => term.variable("W", "n", "n", { index: [h] });

/** mathjs's answer as rows; its types do not say which of its many kinds a function gives. */
const table = (answer: unknown): Rows => mathjs.matrix(answer as Rows).toArray() as Rows;
const total = (x: Rows | number[]): number => Number(mathjs.sum(x as number[]));
const product = (...factors: Rows[]): Rows => factors.reduce((left, right) => mathjs.multiply(left, right) as Rows);
const sum = (x: Rows, y: Rows): Rows => mathjs.add(x, y) as Rows;
const each = (x: Rows, f: (entry: number) => number): Rows => x.map((row) => row.map(f));
const at = (rows: number, cols: number, f: (i: number, j: number) => number): Rows =>
  Array.from({ length: rows }, (_, i) => Array.from({ length: cols }, (_, j) => f(i, j)));
const beside = (...blocks: Rows[]): Rows => mathjs.concat(...blocks, 1) as Rows;
const above = (...blocks: Rows[]): Rows => mathjs.concat(...blocks, 0) as Rows;
const entries = (x: Rows): number[] => x.flat();

/** What each operation computes, by mathjs. */
const CASES: Readonly<Record<Exclude<term.Op, "rank" | "state">, readonly [Term, (values: Values) => Rows]>> = {
  variable: [A, ({ A }) => A],
  constant: [term.constant("1/3"), () => [[1 / 3]]],
  size: [term.size(addDim("n", 2)), ({ A }) => [[A.length + 2]]],
  identity: [term.identity("n"), ({ A }) => table(mathjs.identity(A.length))],
  ones: [term.ones("n", 2), ({ A }) => table(mathjs.ones(A.length, 2))],
  zeros: [term.zeros(2, "n"), ({ A }) => table(mathjs.zeros(2, A.length))],
  iota: [term.iota("n"), ({ A }) => A.map((_, i) => [i])],
  tri: [
    term.tri("n", "m", { above: 1, below: "k" }),
    ({ A, M }) => at(A.length, M.length, (i, j) => (j - i <= 1 - M[0]!.length ? 1 : 0)),
  ],
  transpose: [term.transpose(A), ({ A }) => mathjs.transpose(A)],
  inverse: [term.inverse(S), ({ S }) => mathjs.inv(S)],
  diag: [term.diag(v), ({ v }) => table(mathjs.diag(entries(v)))],
  diagonal: [term.diagonal(S), ({ S }) => S.map((row, i) => [row[i]!])],
  vec: [term.vec(A), ({ A }) => entries(mathjs.transpose(A)).map((x) => [x])],
  trace: [term.trace(S), ({ S }) => [[Number(mathjs.trace(S))]]],
  det: [term.det(S), ({ S }) => [[mathjs.det(S)]]],
  maxEntry: [term.maxEntry(A), ({ A }) => [[Number(mathjs.max(A))]]],
  add: [term.add(A, B), ({ A, B }) => sum(A, B)],
  mul: [term.mul(A, M), ({ A, M }) => product(A, M)],
  scale: [term.scale(a, A), ({ a, A }) => mathjs.multiply(a[0]![0]!, A) as Rows],
  hadamard: [term.hadamard(A, B), ({ A, B }) => mathjs.dotMultiply(A, B) as Rows],
  max: [term.max(A, B), ({ A, B }) => A.map((row, i) => row.map((x, j) => mathjs.max(x, B[i]![j]!)))],
  hcat: [term.hcat(A, S), ({ A, S }) => beside(A, S)],
  vcat: [term.vcat(A, B), ({ A, B }) => above(A, B)],
  kron: [term.kron(A, M), ({ A, M }) => table(mathjs.kron(A, M))],
  map: [term.map("tanh", A), ({ A }) => each(A, (x) => mathjs.tanh(x))],
  power: [term.power(A, "n"), ({ A }) => mathjs.dotPow(A, A.length) as Rows],
  opaque: [term.opaque("f", "entry", A), ({ A }) => each(A, (x) => 2 * x + 1)],
  rows: [term.rows(term.vcat(A, B), "n", "n"), ({ B }) => B],
  cols: [term.cols(term.hcat(A, S), "m", "n"), ({ S }) => S],
  bigSum: [bigSum(2, (h) => term.mul(S, W(h))), ({ S, W: [W0, W1] }) => product(S, sum(W0, W1))],
  bigHcat: [bigHcat(2, W), ({ W }) => beside(...W)],
  bigVcat: [bigVcat(2, W), ({ W }) => above(...W)],
  fold: [
    layers(2, S, (l, y) => term.add(term.mul(y, W(l)), y)),
    ({ S, W: [W0, W1] }) => {
      const first = sum(product(S, W0), S);
      return sum(product(first, W1), first);
    },
  ],
  defined: [definition.softmax(A), ({ A }) => softmaxOf(A)],
};

function softmaxOf(x: Rows, mask: (i: number, j: number) => boolean = () => true): Rows {
  const weights = x.map((row, i) => row.map((s, j) => (mask(i, j) ? mathjs.exp(s) : 0)));
  return weights.map((row) => row.map((weight) => weight / total(row)));
}

const meanOf = (row: number[]): number => mathjs.mean(row) as number;
const center = (x: Rows): Rows => x.map((row) => row.map((entry) => entry - meanOf(row)));
const rms = (x: Rows): Rows =>
  x.map((row) => row.map((entry) => entry / Math.sqrt(meanOf(row.map((y) => y * y)) + 1e-5)));
const epsilon = term.constant("1e-5");

/** What each definition computes, by mathjs. */
const DEFINITIONS: Readonly<Record<string, readonly [Term, (values: Values) => Rows]>> = {
  subtract: [definition.subtract(A, B), ({ A, B }) => mathjs.subtract(A, B) as Rows],
  divide: [definition.divide(A, B), ({ A, B }) => mathjs.dotDivide(A, B) as Rows],
  min: [definition.min(A, B), ({ A, B }) => A.map((row, i) => row.map((x, j) => mathjs.min(x, B[i]![j]!)))],
  rot: [definition.rotation(a), ({ a }) => table(mathjs.rotationMatrix(a[0]![0]!))],
  rowsum: [definition.rowSums(A), ({ A }) => A.map((row) => [total(row)])],
  colsum: [definition.colSums(A), ({ A }) => [mathjs.transpose(A).map((column) => total(column))]],
  sum: [definition.total(A), ({ A }) => [[total(A)]]],
  fro2: [definition.squaredNorm(A), ({ A }) => [[(mathjs.norm(A, "fro") as number) ** 2]]],
  fro: [definition.norm(A), ({ A }) => [[mathjs.norm(A, "fro") as number]]],
  prod: [definition.product(v), ({ v }) => [[v.reduce((product, [x]) => product * x!, 1)]]],
  cumsum: [
    definition.cumulated(A),
    ({ A }) => A.map((row, i) => row.map((_, j) => A.slice(0, i + 1).reduce((sum, above) => sum + above[j]!, 0))),
  ],
  lse: [definition.logSumExp(A), ({ A }) => A.map((row) => [Math.log(row.reduce((sum, x) => sum + Math.exp(x), 0))])],
  softmax1: [
    definition.softmaxPlusOne(A),
    ({ A }) => A.map((row) => row.map((x) => Math.exp(x) / (1 + row.reduce((sum, y) => sum + Math.exp(y), 0)))),
  ],
  where: [
    definition.where(term.tri("n", "n"), S, term.transpose(S)),
    ({ S }) => S.map((row, i) => row.map((x, j) => (j <= i ? x : S[j]![i]!))),
  ],
  softmax: CASES.defined,
  softmax_all: [definition.softmaxAll(A), ({ A }) => each(A, (x) => mathjs.exp(x) / total(each(A, Math.exp)))],
  msoftmax: [definition.maskedSoftmax(S, term.tri("n", "n")), ({ S }) => softmaxOf(S, (i, j) => j <= i)],
  center: [definition.center(A), ({ A }) => center(A)],
  rmsnorm: [definition.rmsnorm(A, epsilon), ({ A }) => rms(A)],
  layernorm: [definition.layernorm(A, epsilon), ({ A }) => rms(center(A))],
};

const entry = fc.integer({ min: -64, max: 64 }).map((x) => x / 16 + 1 / 32); // never 0, so that it may divide
const matrix = (rows: number, cols: number): fc.Arbitrary<Rows> =>
  fc.array(fc.array(entry, { minLength: cols, maxLength: cols }), { minLength: rows, maxLength: rows });
const side = fc.integer({ min: 1, max: 5 });

/** Sizes, drawn independently, and values at them. */
const situations: fc.Arbitrary<Values> = fc.tuple(side, side, side).chain(([n, m, k]) =>
  fc.record({
    A: matrix(n, m),
    B: matrix(n, m),
    M: matrix(m, k),
    S: matrix(n, n).map((rows) => rows.map((row, i) => row.map((x, j) => (i === j ? x + Math.sign(x) * 5 * n : x)))),
    v: matrix(n, 1),
    a: matrix(1, 1),
    W: fc.tuple(matrix(n, n), matrix(n, n)),
  }),
);

function bindingsOf({ W: [W0, W1], ...values }: Values) {
  const sizes = { n: values.A.length, m: values.M.length, k: values.M[0]!.length };
  const dense = Object.fromEntries(
    Object.entries({ ...values, "W[0]": W0, "W[1]": W1 }).map(([name, rows]) => [name, denseOf(rows)]),
  );
  return bind<Dense>(sizes, dense, (_, X) => denseOf(each(rowsOf(X), (x) => 2 * x + 1)));
}

/** Room for the roundings of a few hundred operations in another order. */
const CLOSE = 1e-11;

function expectClose(actual: Rows, expected: Rows): void {
  expect(actual.map((row) => row.length)).toEqual(expected.map((row) => row.length));
  const scale = 1 + Math.max(...entries(expected).map(Math.abs));
  for (const [i, row] of actual.entries()) {
    for (const [j, x] of row.entries()) expect(Math.abs(x - expected[i]![j]!)).toBeLessThanOrEqual(CLOSE * scale);
  }
}

describe("in float64 each operation agrees with mathjs", () => {
  for (const [name, [of, expected]] of [...Object.entries(CASES), ...Object.entries(DEFINITIONS)]) {
    it(name, () => {
      fc.assert(
        fc.property(situations, (values) => {
          expectClose(rowsOf(evaluateFloat(of, bindingsOf(values), "f64")), expected(values));
        }),
      );
    });
  }

  it("and every case is about the operation that it is named after", () => {
    for (const [op, [of]] of Object.entries(CASES)) expect(schedule(of).map((node) => node.op)).toContain(op);
    for (const [name, [of]] of Object.entries(DEFINITIONS)) expect(of).toMatchObject({ op: "defined", name });
    const core = definition.definitionNames();
    expect(Object.keys(DEFINITIONS).sort()).toEqual([...core].sort());
  });
});

describe("masks and large scores", () => {
  const s = term.variable("s", 1, 3);
  const mask = term.variable("mask", 1, 3, { kind: "mask" });
  const value = (of: Term, scores: number[], allowed = [1, 1, 1]): number[] =>
    rowsOf(evaluateFloat(of, bind({}, { s: denseOf([scores]), mask: denseOf([allowed]) }), "f64"))[0]!;

  it("a softmax does not overflow", () => {
    expect(value(definition.softmax(s), [1e4, 1e4, -1e4])).toEqual([0.5, 0.5, 0]);
    expect(value(definition.maskedSoftmax(s, mask), [1e4, 2e4, 1e4], [1, 0, 1])).toEqual([0.5, 0, 0.5]);
  });

  it("a row that may see nothing is 0/0, as its unfolding is", () => {
    expect(value(definition.maskedSoftmax(s, mask), [1, 2, 3], [0, 0, 0])).toEqual([
      Number.NaN,
      Number.NaN,
      Number.NaN,
    ]);
  });

  it("a masked softmax is its unfolding, for weights other than 0 and 1 too", () => {
    const { unfolded } = definition.maskedSoftmax(s, mask);
    fc.assert(
      fc.property(fc.tuple(entry, entry, entry), fc.tuple(side, side, side), (scores, weights) => {
        const byName = value(definition.maskedSoftmax(s, mask), scores, weights);
        expectClose([byName], [value(unfolded, scores, weights)]);
      }),
    );
  });
});

describe("evaluation", () => {
  it("computes what terms share once", () => {
    let calls = 0;
    const shared = term.opaque("f", "entry", v);
    const bindings = bind({ n: 1 }, { v: denseOf([[2]]) }, (_, X) => {
      calls++;
      return X;
    });
    const values = evaluateFloats([term.add(shared, shared), shared], bindings, "f64");
    expect([values.map((x) => x.data[0]), calls]).toEqual([[4, 2], 1]);
  });

  it("of a term is evaluation of it unrolled", () => {
    const values = { sizes: TERM_SIZES, opaque: (of: term.Opaque) => patterned(of.rows.text, of.cols.text) };
    const bindings = { ...values, variable: (of: term.Variable) => patterned(of.rows.text, of.cols.text) };
    fc.assert(
      fc.property(termArbitrary(), (of) => {
        fc.pre(schedule(unroll(of, TERM_SIZES)).every(({ op }) => op !== "rank"));
        const [whole, flat] = [of, unroll(of, TERM_SIZES)].map((one) => evaluateFloat(one, bindings, "f64"));
        expect(whole).toEqual(flat);
      }),
    );
  });

  it("takes values of either precision", () => {
    const bindings = bind({ n: 1 }, { v: denseOf([[0.1]], "f32") });
    expect(evaluateFloat(v, bindings, "f64").data[0]).toBe(Math.fround(0.1));
  });

  function patterned(rows: string, cols: string): Dense {
    return denseOf(at(Number(rows), Number(cols), (i, j) => Math.sin(1 + 3 * i + 5 * j)));
  }
});

describe("the float interpreter refuses", () => {
  const value = (of: Term, bindings = bind<Dense>({ n: 2, m: 2 }, { A: denseOf([[1]]) })) =>
    evaluateFloat(of, bindings, "f64");

  it("a rank, which rounding hides", () => {
    const all = bind({ n: 1, m: 1 }, { A: denseOf([[1]]) });
    expect(() => value(term.rank(A), all)).toThrow(Refusal);
    expect(() => value(term.rank(A), all)).toThrow("float cannot interpret rank: rounding hides it");
  });

  it("values and sizes that are not there, or have another shape", () => {
    expect(() => value(B)).toThrow("bind: expected a value for B (2 × 2), received values of A");
    expect(() => value(A)).toThrow("value of A: expected 2 × 2, received 1 × 1 with 1 entries");
    expect(() => value(M)).toThrow("size: expected a number for k, received sizes of n, m");
    expect(() => value(term.opaque("f", "entry", term.ones(1, 1)))).toThrow(
      "bind: expected a function for f, received bindings without opaque functions",
    );
    const wrong = bind<Dense>({}, {}, () => denseOf([[1, 2]]));
    expect(() => value(term.opaque("f", "entry", term.ones(1, 1)), wrong)).toThrow(
      "value of f(…): expected 1 × 1, received 1 × 2",
    );
    expect(() => value(A, bind<Dense>({ n: 1, m: 2 }, { A: { rows: 1, cols: 2, data: new Float64Array(1) } }))).toThrow(
      Fault,
    );
  });
});
