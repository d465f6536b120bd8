/** Traces in normal form. */
import { describe, expect, it } from "vitest";
import { normalForm } from "./normal.ts";

describe("traces", () => {
  it("a product is rotated to the factors that come first", () => {
    expect(normalForm("tr(C*A*B)", "A: n×m; B: m×k; C: k×n")).toBe("tr(A*B*C)");
  });

  it("what meets around the corner cancels", () => {
    expect(normalForm("tr(B*A*inv(B))", "A: n×n; B: invertible n")).toBe("tr(A)");
    expect(normalForm("tr(B*A*inv(B))", "A: n×n; B: n×n")).toBe("tr(A*inv(B)*B)");
  });

  it("a trace that is its own negative is zero", () => {
    expect(normalForm("tr(S*K)", "S: symmetric n; K: skew n")).toBe("0");
    expect(normalForm("tr(K*K*K)", "K: skew n")).toBe("0");
    expect(normalForm("tr(K*K)", "K: skew n")).toBe("tr(K*K)");
  });

  it("through one column it is a number", () => {
    expect(normalForm("tr(u*v')", "u: n×1; v: n×1")).toBe("v'*u");
  });

  it("sums of entrywise products are gathered when asked", () => {
    expect(normalForm("sum(A.*B)", "A: n×m; B: n×m", { gather: true })).toBe("tr(A*B')");
    expect(normalForm("tr(A'*B)", "A: n×m; B: n×m", { gather: true })).toBe("tr(A*B')");
    expect(normalForm("sum(A.*B)", "A: n×m; B: n×m")).toBe("ones(1, m)*(B'.*A')*ones(n, 1)");
  });
});
