/** Determinants in normal form. */
import { describe, expect, it } from "vitest";
import { normalForm } from "./normal.ts";

describe("determinants", () => {
  it("a product is taken apart where its factors are square", () => {
    expect(normalForm("det(A*B)", "A: n×n; B: n×n")).toBe("det(B).*det(A)");
    expect(normalForm("det(A*B)", "A: n×m; B: m×n")).toBe("det(A*B)");
  });

  it("a multiple gives a power", () => {
    expect(normalForm("det(c*A)", "A: n×n; c: scalar")).toBe("pow(c, n).*det(A)");
  });

  it("a Kronecker product gives the power of the other size", () => {
    expect(normalForm("det(kron(A,B))", "A: n×n; B: m×m")).toBe("pow(det(B), n).*pow(det(A), m)");
  });

  it("a skew matrix of odd size has none", () => {
    expect(normalForm("det(K)", "K: skew 3")).toBe("0");
    expect(normalForm("det(K)", "K: skew 2")).toBe("det(K)");
  });

  it("an orthogonal matrix has 1 or −1", () => {
    expect(normalForm("det(Q)*det(Q)", "Q: orthogonal n")).toBe("1");
    expect(normalForm("det(A)*det(A)", "A: invertible n")).toBe("det(A).*det(A)");
  });

  it("one column is added to an invertible matrix", () => {
    expect(normalForm("det(A+u*v')", "A: invertible n; u: n×1; v: n×1")).toBe("det(A) + v'*inv(A)*u.*det(A)");
    expect(normalForm("det(I(n)+u*v')", "u: n×1; v: n×1")).toBe("1 + v'*u");
  });
});
