/** Kronecker products and vec in normal form. */
import { describe, expect, it } from "vitest";
import { normalForm } from "./normal.ts";

describe("Kronecker products", () => {
  it("the mixed product is one product of products, where the sizes fit", () => {
    expect(normalForm("kron(A,B)*kron(C,D)", "A: n×m; B: k×l; C: m×p; D: l×q")).toBe("kron(A*C, B*D)");
    expect(normalForm("kron(A,B)*kron(C,D)", "A: n×m; B: k×l; C: l×p; D: m×q")).toBe("kron(A, B)*kron(C, D)");
  });

  it("a Kronecker product goes into the vec that it meets", () => {
    expect(normalForm("kron(C',A)*vec(B)", "A: n×m; B: m×k; C: k×p")).toBe("vec(A*B*C)");
  });

  it("a column beside a row is their product", () => {
    expect(normalForm("kron(u,v')", "u: n×1; v: m×1")).toBe("u*v'");
    expect(normalForm("kron(u*v',x*y')", "u: n×1; v: m×1; x: k×1; y: l×1")).toBe("kron(u, x)*kron(v', y')");
  });

  it("what stands behind a column is multiplied there", () => {
    expect(normalForm("kron(u,A)*B", "u: n×1; A: m×k; B: k×l")).toBe("kron(u, A*B)");
  });

  it("diagonal matrices are one", () => {
    expect(normalForm("kron(diag(u),diag(v))", "u: n×1; v: m×1")).toBe("diag(kron(u, v))");
  });

  it("the dot product of two vecs is a trace", () => {
    expect(normalForm("vec(A)'*vec(B)", "A: n×m; B: n×m")).toBe("tr(A*B')");
  });
});
