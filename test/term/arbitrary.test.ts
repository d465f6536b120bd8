import fc from "fast-check";
import { expect, it } from "vitest";
import { schedule } from "../../src/term/schedule.ts";
import type { Op } from "../../src/term/term.ts";
import { termArbitrary } from "./arbitrary.ts";

/** Every operation; a missing or a wrong name is a compile error. */
const OPS: Readonly<Record<Op, true>> = {
  variable: true,
  constant: true,
  size: true,
  identity: true,
  ones: true,
  zeros: true,
  iota: true,
  tri: true,
  transpose: true,
  inverse: true,
  diag: true,
  diagonal: true,
  vec: true,
  trace: true,
  det: true,
  rank: true,
  maxEntry: true,
  add: true,
  mul: true,
  scale: true,
  hadamard: true,
  max: true,
  hcat: true,
  vcat: true,
  kron: true,
  map: true,
  power: true,
  opaque: true,
  rows: true,
  cols: true,
  bigSum: true,
  bigHcat: true,
  bigVcat: true,
  fold: true,
  state: true,
  defined: true,
};

it("random terms reach every operation", () => {
  const reached = new Set(
    fc.sample(termArbitrary(), { numRuns: 3000, seed: 1 }).flatMap((term) => schedule(term).map(({ op }) => op)),
  );
  expect([...reached].sort()).toEqual(Object.keys(OPS).sort());
});

it("shrinks to a variable", () => {
  const failure = fc.check(
    fc.property(termArbitrary(), (term) => schedule(term).length < 1),
    { seed: 1 },
  );
  expect(failure.counterexample?.[0].op).toBe("variable");
});
