import * as onnxruntime from "onnxruntime-node";
import { afterAll, afterEach, describe, expect, it, vi } from "vitest";
import { type Dense, denseOf, rowsOf, tabulate } from "../../src/interpret/dense.ts";
import { evaluateFloat } from "../../src/interpret/float.ts";
import { type Strided, stored, toDense, type Value } from "../../src/runtime/engine.ts";
import { type OnnxRuntime, onnxEngine } from "../../src/runtime/onnx.ts";
import { placedData } from "../../src/runtime/onnx-data.ts";
import { Recent } from "../../src/runtime/recent.ts";
import { bind } from "../../src/term/binding.ts";
import {
  add,
  cols,
  hadamard,
  hcat,
  inverse,
  map,
  mul,
  rows,
  type Term,
  transpose,
  variable,
  vcat,
} from "../../src/term/term.ts";

const [A, W] = [variable("A", "n", "m"), variable("W", "m", "k")];
const SIZES = { n: 2, m: 3, k: 2 };
const counting = (n: number, m: number): Dense => tabulate(n, m, "f64", (i, j) => 1 + i * m + j);

/** The runtime, and how many graphs it holds and has held. */
function watched() {
  const seen = { created: 0, released: 0 };
  const load = async (): Promise<OnnxRuntime> => {
    const { InferenceSession, Tensor } = onnxruntime as unknown as OnnxRuntime; // the part of its interface that is used
    const create: OnnxRuntime["InferenceSession"]["create"] = async (model, options) => {
      seen.created++;
      const session = await InferenceSession.create(model, options);
      const release = async (): Promise<void> => {
        seen.released++;
        await session.release();
      };
      return { run: (feeds) => session.run(feeds), release };
    };
    return { InferenceSession: { create }, Tensor };
  };
  return { seen, load };
}

describe("the ONNX engine", () => {
  const engine = onnxEngine({ threads: 1 });
  afterAll(() => engine.close());

  it("evaluates a product", async () => {
    const values = { A: denseOf([[1, 2, 3]]), W: denseOf([[1], [0], [1]]) };
    const [value] = await engine.evaluate([mul(A, W)], bind<Value>({ n: 1, m: 3, k: 1 }, values), "f64");
    expect(value).toEqual(denseOf([[4]]));
  });

  it.each(["f32", "f64"] as const)("takes values of every kind in %s", async (precision) => {
    const P = variable("P", "k", "n", { kind: "selection" });
    const terms = [mul(P, A), mul(mul(P, A), W), mul(W, P), mul(transpose(A), transpose(P)), add(P, P), hadamard(W, W)];
    const selection = { rows: 2, cols: 2, indices: Int32Array.of(1, 1) };
    const values = { A: counting(2, 3), W: stored(counting(3, 2)), P: selection };
    const actual = await engine.evaluate(terms, bind<Value>(SIZES, values), precision);
    const dense = bind(SIZES, { A: values.A, W: counting(3, 2), P: toDense(selection, precision) });
    expect(actual).toEqual(terms.map((term) => evaluateFloat(term, dense, precision))); // small integers are exact
  });

  it("refuses what a graph cannot do, and says what does not fit", async () => {
    const S = variable("S", "n", "n");
    const values = { A: counting(3, 3), S: counting(2, 2), P: { rows: 2, cols: 2, indices: Int32Array.of(0, 2) } };
    const run = (term: Term) => engine.evaluate([term], bind<Value>(SIZES, values), "f64");
    await expect(run(inverse(S))).rejects.toMatchObject({ name: "Refusal", op: "inverse" });
    await expect(run(A)).rejects.toThrow("value of A: expected 2 × 3, received 3 × 3");
    await expect(run(W)).rejects.toThrow("bind: expected a value for W (3 × 2)");
    await expect(run(variable("P", "n", "n"))).rejects.toThrow(
      "selection: expected indices from 0 to 1, received 2 in row 1",
    );
  });

  it("runs at the same time what is asked at the same time", async () => {
    const ask = (n: number) =>
      engine.evaluate(
        [mul(A, W)],
        bind<Value>({ n, m: 3, k: 2 }, { A: counting(n, 3), W: stored(counting(3, 2)) }),
        "f64",
      );
    const answers = await Promise.all([1, 2, 3, 2, 1].map(ask));
    expect(answers.map(([value]) => value!.rows)).toEqual([1, 2, 3, 2, 1]);
  });
});

describe("what is compiled", () => {
  const term = map("tanh", mul(A, W));

  it("is kept for other values of the same sizes, and made again for other sizes, data, kinds or precision", async () => {
    const { seen, load } = watched();
    const engine = onnxEngine({ load, threads: 1 });
    const weights = [stored(counting(3, 2)), stored(counting(3, 2))] as const;
    const ask = (n: number, B: Value, precision: "f32" | "f64" = "f64") =>
      engine.evaluate([term], bind<Value>({ n, m: 3, k: 2 }, { A: counting(n, 3), W: B }), precision);
    const created: number[] = [];
    const asks = [
      () => ask(2, weights[0]),
      () => ask(2, weights[0]),
      () => ask(1, weights[0]),
      () => ask(2, weights[1]),
    ];
    const kinds = [
      () => ask(2, counting(3, 2)),
      () => ask(2, counting(3, 2)),
      () => ask(2, weights[0], "f32"),
      () => ask(2, weights[0]),
    ];
    for (const again of [...asks, ...kinds]) {
      await again();
      created.push(seen.created);
    }
    expect(created).toEqual([1, 1, 2, 3, 4, 4, 5, 5]);
    await engine.close();
    expect(seen.released).toBe(5);
  });

  it("is bounded: the least recently used is released, once nothing runs in it", async () => {
    const { seen, load } = watched();
    const engine = onnxEngine({ load, graphs: 2, threads: 1 });
    const ask = (n: number) => engine.evaluate([A], bind<Value>({ n, m: 3 }, { A: counting(n, 3) }), "f64");
    const answers = await Promise.all([1, 2, 3, 4].map(ask));
    expect(answers.map(([value]) => value!.rows)).toEqual([1, 2, 3, 4]);
    await vi.waitFor(() => expect(seen).toEqual({ created: 4, released: 2 }));
    await engine.close();
    expect(seen.released).toBe(4);
  });
});

describe("without the package", () => {
  afterEach(() => {
    vi.doUnmock("onnxruntime-node");
    vi.resetModules();
  });

  it("says what to install", async () => {
    vi.resetModules();
    vi.doMock("onnxruntime-node", () => {
      throw new Error("Cannot find package 'onnxruntime-node'");
    });
    const { onnxEngine: fresh } = await import("../../src/runtime/onnx.ts");
    const asked = fresh().evaluate([], { sizes: {}, variable: () => denseOf([]) }, "f64");
    await expect(asked).rejects.toThrow(
      /^onnx engine: expected the package onnxruntime-node, received .+; npm install onnxruntime-node, or choose another engine$/s,
    );
  });
});

describe("data put in place", () => {
  const tensors: Record<string, Strided> = { W: stored(counting(3, 2)), V: stored(tabulate(3, 2, "f64", () => -1)) };
  const place = (term: Term) => placedData(term, ({ name }) => tensors[name]!, "f64");
  const [w, v] = [variable("W", 3, 2), variable("V", 3, 2)];

  it.each<[string, Term]>([
    ["a parameter", w],
    ["its transpose", transpose(w)],
    ["side by side", hcat(hcat(w, v), w)],
    ["one above the other", vcat(w, vcat(v, w))],
    ["a slice over a seam", cols(hcat(w, v), 1, 2)],
    ["rows of a transpose of blocks", rows(transpose(vcat(w, hcat(cols(v, 0, 1), cols(w, 1, 1)))), 1, 1)],
    ["no columns", cols(hcat(w, v), 2, 0)],
  ])("%s", (_, term) => {
    const expected = evaluateFloat(term, bind({}, { W: counting(3, 2), V: toDense(tensors.V!, "f64") }), "f64");
    expect(rowsOf(place(term))).toEqual(rowsOf(expected));
  });

  it("nothing else", () => {
    expect(() => place(mul(w, transpose(v)))).toThrow("onnx data: expected parameters put in place, received mul");
  });
});

describe("what was made lately", () => {
  it("drops the least recently used when there are too many, or when they weigh too much", () => {
    const dropped: string[] = [];
    const recent = new Recent<string>({
      count: 2,
      weight: 9,
      weightOf: (text) => text.length,
      dropped: (text) => dropped.push(text),
    });
    for (const text of ["aa", "bb", "aa", "cc"]) recent.get(text, () => text);
    expect(dropped).toEqual(["bb"]);
    recent.get("eight888", () => "eight888");
    expect(dropped).toEqual(["bb", "aa", "cc"]);
    recent.get("more than nine", () => "more than nine");
    expect(recent.takeAll()).toEqual(["more than nine"]);
  });
});
