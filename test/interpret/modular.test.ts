import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  FAST_FIELDS,
  type Field,
  inverseMod,
  LARGEST_FIELD,
  type Modulus,
  powerMod,
  reduce,
  timesMod,
} from "../../src/interpret/modular.ts";

const FIELDS: readonly Field[] = [LARGEST_FIELD, ...FAST_FIELDS];
const MODULI: readonly Modulus[] = [LARGEST_FIELD, FAST_FIELDS[0]!].flatMap((field) => Object.values(field));
const isPrime = (m: number): boolean => {
  for (let d = 2; d * d <= m; d++) if (m % d === 0) return false;
  return true;
};
const big = (x: number, m: number): number => Number(((BigInt(x) % BigInt(m)) + BigInt(m)) % BigInt(m));

describe("residues", () => {
  it("are modulo primes whose products a double holds, q of order p − 1 = 2q, r of p + 1", () => {
    for (const field of FIELDS) {
      const { values, exponents, angles } = field;
      for (const { m } of [values, exponents, angles]) {
        expect(isPrime(m)).toBe(true);
        expect((m - 1) ** 2).toBeLessThan(2 ** 53 - m);
      }
      expect(values.m - 1).toBe(2 * exponents.m);
      expect((values.m + 1) % angles.m).toBe(0);
      expect(values.m % 4).toBe(3);
    }
  });

  it("of the fast fields: 511 products and a residue more are below 2^53", () => {
    for (const { values } of FAST_FIELDS) expect(511 * (values.m - 1) ** 2 + values.m).toBeLessThan(2 ** 53);
    expect(new Set(FAST_FIELDS.map(({ values }) => values.m)).size).toBe(FAST_FIELDS.length);
  });

  it.each(MODULI)("are those of whole numbers of any size and sign ($m)", (of) => {
    fc.assert(
      fc.property(fc.integer({ min: -(2 ** 53 - of.m - 1), max: 2 ** 53 - of.m - 1 }), (x) => {
        expect(reduce(x, of)).toBe(big(x, of.m));
      }),
      { numRuns: 500 },
    );
    for (const x of [0, 1, of.m - 1, of.m, of.m + 1, -of.m, -1, (of.m - 1) ** 2])
      expect(reduce(x, of)).toBe(big(x, of.m));
  });

  it.each(MODULI)("multiply as whole numbers do ($m)", (of) => {
    const residue = fc.integer({ min: 0, max: of.m - 1 });
    const expected = (a: number, b: number): number => Number((BigInt(a) * BigInt(b)) % BigInt(of.m));
    fc.assert(
      fc.property(residue, residue, (a, b) => {
        expect(timesMod(a, b, of)).toBe(expected(a, b));
      }),
      { numRuns: 2000 },
    );
    expect(timesMod(of.m - 1, of.m - 1, of)).toBe(1);
  });

  it.each(MODULI)("other than 0 have an inverse, which is their power m − 2 ($m)", (of) => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: of.m - 1 }), (a) => {
        expect(timesMod(a, inverseMod(a, of), of)).toBe(1);
        expect(powerMod(a, of.m - 2, of)).toBe(inverseMod(a, of));
      }),
    );
    expect(powerMod(5, 0, of)).toBe(1);
  });
});
