import fc from "fast-check";
import { SingularValueDecomposition } from "ml-matrix";
import { describe, expect, it } from "vitest";
import { productSpectrum, spectrumOf } from "../../src/check/spectrum.ts";
import { denseOf, product, rowsOf, tabulate, transposed } from "../../src/interpret/dense.ts";
import { plainEngine, type Value } from "../../src/runtime/engine.ts";
import { bind } from "../../src/term/binding.ts";
import { statement } from "../../src/term/statement.ts";
import { mul, rank, size, transpose, variable } from "../../src/term/term.ts";
import { gaussianMatrix } from "../claim/models.ts";

const formed = (A: Parameters<typeof product>[0], B: typeof A): number[] =>
  new SingularValueDecomposition(rowsOf(product(A, transposed(B))), { autoTranspose: true }).diagonal;

describe("the spectrum of a product", () => {
  it("is found without forming it", () => {
    const A = denseOf([
      [3, 0],
      [0, 1],
      [0, 0],
    ]);
    const B = denseOf([
      [0, 2],
      [1, 0],
      [0, 0],
    ]);
    const [first, second] = productSpectrum(A, B);
    expect([first!, second!].map((value) => value.toFixed(12))).toEqual(["3.000000000000", "2.000000000000"]);
  });

  it("is that of the product when it is formed, and zero after", () => {
    const n = fc.integer({ min: 1, max: 9 });
    fc.assert(
      fc.property(n, n, fc.integer({ min: 1, max: 4 }), fc.string(), (rows, cols, d, seed) => {
        const [A, B] = [gaussianMatrix(`A${seed}`, rows, d), gaussianMatrix(`B${seed}`, cols, d)];
        const thin = productSpectrum(A, B);
        const whole = formed(A, B);
        const scale = Math.max(...whole, 1e-300);
        for (let i = 0; i < Math.max(thin.length, whole.length); i++)
          expect(Math.abs((thin[i] ?? 0) - (whole[i] ?? 0)) / scale).toBeLessThan(1e-12);
      }),
    );
  });

  it("belongs to statements about the rank of a product, and to no other", async () => {
    const [A, B] = [variable("A", 4, 2), variable("B", 4, 2)];
    const values = { A: gaussianMatrix("A", 4, 2), B: gaussianMatrix("B", 4, 2) };
    const bench = { engine: plainEngine(), parameters: bind<Value>({}, values) };
    const bound = statement(rank(mul(A, transpose(B))), "<=", size(2), []);
    expect(await spectrumOf(bound, bench)).toEqual(productSpectrum(values.A, values.B));
    expect(await spectrumOf(statement(rank(A), "<=", size(2)), bench)).toBeUndefined();
    expect(await spectrumOf(statement(A, "=", B), bench)).toBeUndefined();
  });

  it("is not there when an entry has no value", async () => {
    const [A, B] = [variable("A", 4, 2), variable("B", 4, 2)];
    const nothing = tabulate(4, 2, "f64", () => Number.NaN);
    const bench = { engine: plainEngine(), parameters: bind<Value>({}, { A: nothing, B: gaussianMatrix("B", 4, 2) }) };
    expect(await spectrumOf(statement(rank(mul(A, transpose(B))), "<=", size(2), []), bench)).toBeUndefined();
  });
});
