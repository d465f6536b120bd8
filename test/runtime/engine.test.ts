import { describe, expect, it } from "vitest";
import { denseOf, rowsOf, tabulate } from "../../src/interpret/dense.ts";
import { evaluateFloat } from "../../src/interpret/float.ts";
import {
  isSelection,
  isStrided,
  plainEngine,
  type Strided,
  stored,
  toDense,
  type Value,
} from "../../src/runtime/engine.ts";
import { bind } from "../../src/term/binding.ts";
import { softmax } from "../../src/term/definition.ts";
import { mul, opaque, variable } from "../../src/term/term.ts";

const A = denseOf([
  [1, 2, 3],
  [4, 5, 6],
]);

/** Bytes of bfloat16 numbers, with one byte before them: nothing promises alignment. */
function bfloats(values: readonly number[]): ArrayBuffer {
  const bytes = new DataView(new ArrayBuffer(1 + 2 * values.length));
  values.forEach((x, i) => {
    bytes.setUint16(1 + 2 * i, new Uint32Array(Float32Array.of(x).buffer)[0]! >>> 16, true);
  });
  return bytes.buffer;
}

describe("values as dense matrices", () => {
  it("a dense matrix of the precision is itself", () => {
    expect(toDense(A, "f64")).toBe(A);
    expect(toDense(A, "f32").data).toBeInstanceOf(Float32Array);
  });

  it("a selection has one 1 in each row", () => {
    expect(rowsOf(toDense({ rows: 2, cols: 3, indices: Int32Array.of(2, 0) }, "f64"))).toEqual([
      [0, 0, 1],
      [1, 0, 0],
    ]);
  });

  it("a stored matrix is the matrix, and its transpose and its slices are strides", () => {
    const whole = stored(A);
    expect(rowsOf(toDense(whole, "f64"))).toEqual(rowsOf(A));
    expect(rowsOf(toDense({ ...whole, rows: 3, cols: 2, rowStride: 1, colStride: 3 }, "f64"))).toEqual([
      [1, 4],
      [2, 5],
      [3, 6],
    ]);
    expect(rowsOf(toDense({ ...whole, cols: 2, byteOffset: 8 }, "f64"))).toEqual([
      [2, 3],
      [5, 6],
    ]);
  });

  it("a row repeated by a stride of zero, and rows from the last to the first, are tensors", () => {
    expect(rowsOf(toDense({ ...stored(A), rowStride: 0 }, "f64"))).toEqual([
      [1, 2, 3],
      [1, 2, 3],
    ]);
    expect(rowsOf(toDense({ ...stored(A), byteOffset: 24, rowStride: -3 }, "f64"))).toEqual([
      [4, 5, 6],
      [1, 2, 3],
    ]);
  });

  it.each(["F16", "BF16", "F32", "F64"] as const)("%s is read at any address", (dtype) => {
    const floats: Record<Strided["dtype"], ArrayBuffer> = {
      F16: Uint8Array.of(0, 0x00, 0x3c, 0x00, 0xc1).buffer, // 0x3c00 = 1, 0xc100 = −2.5
      BF16: bfloats([1, -2.5]),
      F32: Uint8Array.of(0, ...new Uint8Array(Float32Array.of(1, -2.5).buffer)).buffer,
      F64: Uint8Array.of(0, ...new Uint8Array(Float64Array.of(1, -2.5).buffer)).buffer,
    };
    const tensor: Strided = {
      buffer: floats[dtype],
      dtype,
      byteOffset: 1,
      rows: 1,
      cols: 2,
      rowStride: 2,
      colStride: 1,
    };
    expect(rowsOf(toDense(tensor, "f64"))).toEqual([[1, -2.5]]);
    expect(rowsOf(toDense(tensor, "f32"))).toEqual([[1, -2.5]]);
  });

  it("tells the three kinds of value apart", () => {
    const selection = { rows: 1, cols: 1, indices: Int32Array.of(0) };
    expect([A, stored(A), selection].map(isStrided)).toEqual([false, true, false]);
    expect([A, stored(A), selection].map(isSelection)).toEqual([false, false, true]);
  });

  it("says what is wrong with a value", () => {
    expect(() => toDense({ rows: 2, cols: 3, indices: Int32Array.of(0, 3) }, "f64")).toThrow(
      "selection: expected indices from 0 to 2, received 3 in row 1",
    );
    expect(() => toDense({ rows: 2, cols: 3, indices: Int32Array.of(0) }, "f64")).toThrow(
      "selection: expected 2 indices, received 1",
    );
    expect(() => toDense({ ...stored(A), rows: 3 }, "f64")).toThrow(
      "tensor: expected bytes within a buffer of 48, received bytes 0 to 72",
    );
    expect(() => toDense({ ...stored(A), rowStride: -3 }, "f64")).toThrow("received bytes -24 to 24");
  });
});

describe("the plain engine", () => {
  const X = variable("X", "n", "m");
  const P = variable("P", "k", "n", { kind: "selection" });

  it.each(["f32", "f64"] as const)(
    "computes in %s what the interpreter computes, from any kind of value",
    async (precision) => {
      const term = softmax(mul(P, X));
      const sizes = { n: 2, m: 3, k: 4 };
      const indices = Int32Array.of(1, 0, 0, 1);
      const P0 = tabulate(4, 2, "f64", (i, j) => (indices[i] === j ? 1 : 0));
      const [value] = await plainEngine().evaluate(
        [term],
        bind<Value>(sizes, { X: stored(A), P: { rows: 4, cols: 2, indices } }),
        precision,
      );
      expect(value).toEqual(evaluateFloat(term, bind(sizes, { X: A, P: P0 }), precision));
    },
  );

  it("calls opaque functions", async () => {
    const [value] = await plainEngine().evaluate(
      [opaque("f", "row", X)],
      bind<Value>({ n: 2, m: 3 }, { X: stored(A) }, (_, argument) => argument),
      "f64",
    );
    expect(value).toEqual(A);
  });

  it("answers a mistake as a rejection", async () => {
    await expect(plainEngine().evaluate([X], bind({ n: 2, m: 3 }, {}), "f64")).rejects.toThrow(
      "bind: expected a value for X (2 × 3)",
    );
  });
});
