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

  it("whole blocks of rows and columns are cut from the first factor", () => {
    const given = "A: (n+1)×m; B: k×l";
    expect(normalForm("rows(kron(A,B), n*k, n*k+k)", given)).toBe("kron(rows(A, n, n + 1), B)");
    expect(normalForm("cols(kron(B,A), 0, m*l)", given)).toBe("kron(B, A)");
    expect(normalForm("hcat(P,Q)*kron(I(2),V)", "P, Q: n×m; V: m×k")).toBe("hcat(P*V, Q*V)");
  });

  it("rows of a vec that are whole columns are the vec of those", () => {
    expect(normalForm("rows(vec(A), n, 3*n)", "A: n×4")).toBe("vec(cols(A, 1, 3))");
  });
});
