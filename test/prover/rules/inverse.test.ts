/** Inverses in normal form. */
import { describe, expect, it } from "vitest";
import { normalForm } from "./normal.ts";

describe("inverses", () => {
  it("the inverse of a product needs invertible factors", () => {
    expect(normalForm("inv(A*B)", "A: invertible n; B: invertible n")).toBe("inv(B)*inv(A)");
    expect(normalForm("inv(A*B)", "A: n×n; B: n×n")).toBe("inv(A*B)");
  });

  it("a number leaves that is not zero", () => {
    expect(normalForm("inv(c*A)", "A: invertible n; c: nzscalar")).toBe("inv(A)/c");
    expect(normalForm("inv(c*A)", "A: invertible n; c: scalar")).toBe("inv(c*A)");
  });

  it("a diagonal matrix needs a diagonal without zeros", () => {
    expect(normalForm("inv(D)", "D: posdiagonal n")).toBe("diag(recip(dg(D)))");
    expect(normalForm("inv(D)", "D: diagonal n")).toBe("inv(diag(dg(D)))");
  });

  it("a reflection is its own inverse", () => {
    expect(normalForm("inv(I(n)-2*P)", "P: idempotent n")).toBe("-2*P + I(n)");
  });
});
