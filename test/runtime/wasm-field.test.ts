/** Products of residues on the tensor machine, beside whole numbers and beside plain loops. */
import { afterAll, describe, expect, it } from "vitest";
import { multiply } from "../../src/interpret/field-loops.ts";
import { FAST_FIELDS, LARGEST_FIELD } from "../../src/interpret/modular.ts";
import { chance } from "../../src/prover/chance.ts";
import { wasmField } from "../../src/runtime/wasm-field.ts";

const machine = wasmField({ threads: 2 });
afterAll(() => machine.close());

/** Both products of random residues, or of the largest ones, in one room. */
function products(n: number, k: number, m: number, of: { m: number; inverse: number }, largest = false) {
  const { int } = chance(n + k + m);
  const places = { a: 3, b: 3 + n * k, to: 3 + n * k + k * m };
  const length = places.to + n * m;
  const d = machine.room(length);
  for (let i = 0; i < places.to; i++) d[i] = largest ? of.m - 1 : int(0, of.m - 1);
  const plain = Float64Array.from(d.subarray(0, length));
  multiply(plain, places, { n, k, m }, of);
  machine.multiply(d, places, { n, k, m }, of);
  return { fast: Array.from(d.subarray(places.to, length)), plain: Array.from(plain.subarray(places.to)), d, places };
}

describe("a product of residues", () => {
  it.each([
    [1, 1, 1],
    [7, 510, 33],
    [16, 511, 40],
    [16, 512, 40],
    [33, 1600, 17],
    [128, 768, 64],
  ])("%i × %i × %i is that of plain loops", (n, k, m) => {
    for (const { values } of [FAST_FIELDS[0]!, FAST_FIELDS[5]!, LARGEST_FIELD]) {
      const { fast, plain } = products(n, k, m, values);
      expect(fast).toEqual(plain);
    }
  });

  it("is exact where every residue is the largest: (p − 1)² is 1, so each entry is k", () => {
    const [{ values }] = FAST_FIELDS as unknown as [(typeof FAST_FIELDS)[number]];
    for (const k of [511, 1022, 2048]) expect(new Set(products(20, k, 20, values, true).fast)).toEqual(new Set([k]));
  });

  it("is that of whole numbers", () => {
    const { values } = FAST_FIELDS[1]!;
    const { fast, d, places } = products(9, 700, 9, values);
    for (const at of [0, 40, 80]) {
      let sum = 0n;
      for (let l = 0; l < 700; l++)
        sum += BigInt(d[places.a + Math.floor(at / 9) * 700 + l]!) * BigInt(d[places.b + l * 9 + (at % 9)]!);
      expect(fast[at]).toBe(Number(sum % BigInt(values.m)));
    }
  });
});
