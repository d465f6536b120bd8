import { expect, it } from "vitest";
import { isKind, KINDS, SCALAR_KINDS } from "../../src/term/kind.ts";

it("kinds are those of the statement files, and selections", () => {
  const header =
    "matrix scalar posscalar nonnegscalar nzscalar perm orthogonal orthocols invertible symmetric skew diagonal " +
    "posdiagonal invdiagonal lower rowstochastic idempotent mask";
  expect(Object.keys(KINDS).sort()).toEqual([...header.split(" "), "selection"].sort());
});

it("a scalar kind is square", () => {
  for (const kind of SCALAR_KINDS) expect(KINDS[kind].square).toBe(true);
});

it("names of the prototype are no kinds", () => {
  expect(isKind("perm")).toBe(true);
  expect(isKind("constructor")).toBe(false);
});
