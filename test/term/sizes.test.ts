import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { addDim, dim, evaluateDim, mulDim } from "../../src/term/dimension.ts";
import { orderSizes, parseSize } from "../../src/term/sizes.ts";

const symbols = new Set(["i", "j", "n", "d"]);

describe("a size as text", () => {
  it("is a polynomial", () => {
    expect(parseSize("2*d + H·d")).toBe(addDim(mulDim(2, "d"), mulDim("H", "d")));
    expect(parseSize("(n + 1)*(n + 1) - n*n")).toBe(addDim(mulDim(2, "n"), 1));
    expect(parseSize("-(2 - n) + 2")).toBe(dim("n"));
  });

  it("is never negative", () => {
    expect(() => parseSize("n - 1")).toThrow("size: expected a size that is never negative, received n − (1)");
  });

  it("has no other operators", () => {
    expect(() => parseSize("n/2")).toThrow(
      "size: expected size symbols, natural numbers, +, - and *, received /\n  n/2\n  ^^^",
    );
    expect(() => parseSize("f(n)")).toThrow("received call");
    expect(() => parseSize("m", new Map([["n", dim("n")]]))).toThrow(
      "size: expected a size symbol, received m; known: n",
    );
  });
});

describe("facts about sizes", () => {
  const read = (...where: string[]): Record<string, string> =>
    Object.fromEntries([...orderSizes(where, symbols).sizes].map(([symbol, size]) => [symbol, size.text]));

  it("make the larger size a sum with a least rest", () => {
    expect(read("i < n")).toMatchObject({ i: "i", n: "i + n_rest" });
    expect(orderSizes(["i < n"], symbols).minima).toEqual(new Map([["n_rest", 1]]));
    expect(orderSizes(["i <= n"], symbols).minima).toEqual(new Map([["n_rest", 0]]));
  });

  it("that are equations put the other side for a symbol that stands alone", () => {
    expect(read("n = 2*i")).toMatchObject({ n: "2·i", i: "i" });
    expect(read("2*i = n", "i < j")).toMatchObject({ n: "2·i", j: "i + j_rest" });
    expect(read("n = 0")).toMatchObject({ n: "0" });
    expect(read("i = i")).toMatchObject({ i: "i" });
  });

  it("chain, in any order", () => {
    const chained = { i: "i", j: "i + j_rest", n: "i + j_rest + n_rest" };
    expect(read("i<j", "j<=n")).toMatchObject(chained);
    expect(read("j<=n", "i<j")).toMatchObject(chained);
    expect(read("i < j <= n")).toMatchObject(chained);
  });

  it("may compare polynomials with a symbol", () => {
    expect(read("2*d <= n").n).toBe("2·d + n_rest");
    expect(read("2 <= n").n).toBe("n_rest + 2");
  });

  it("that hold anyway change nothing", () => {
    expect(read("0 < n", "1 <= n", "n <= 2*n", "n < n + i")).toEqual({ i: "i", j: "j", n: "n", d: "d" });
    expect(read("i < n", "i <= n", "i < 2*n").n).toBe("i + n_rest");
  });

  it("hold at every size of the new symbols, which reach every size that the facts allow", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 9 }), fc.nat(9), fc.nat(9), (i, jRest, nRest) => {
        const { sizes } = orderSizes(["i < j", "j <= n"], symbols);
        const at = { i, j_rest: jRest + 1, n_rest: nRest };
        const [j, n] = [evaluateDim(sizes.get("j")!, at), evaluateDim(sizes.get("n")!, at)];
        expect([j, n]).toEqual([i + jRest + 1, i + jRest + 1 + nRest]);
      }),
    );
  });

  it("that no substitution meets are refused", () => {
    const message = "where: expected one symbol on the larger side, not bounded below before, received";
    expect(() => read("i<n", "j<n")).toThrow(`${message} j < i + n_rest`);
    expect(() => read("n < n")).toThrow(`${message} n < n`);
    expect(() => read("2*n <= n")).toThrow(`${message} 2·n <= n`);
    expect(() => read("n <= 4")).toThrow(`${message} n <= 4`);
    expect(() => read("n = n + 1")).toThrow("where: expected one symbol alone on a side, not on the other, received");
    expect(() => read("i < k")).toThrow("size: expected a size symbol, received k");
  });
});
