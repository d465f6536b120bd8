/** What a term names and does not bind, in its arguments and in what a definition unfolds to. */
import { expect, it } from "vitest";
import { bigSum } from "../../src/term/binder.ts";
import { namesBinder } from "../../src/term/names.ts";
import { add, defined, type Index, mul, type Term, variable } from "../../src/term/term.ts";

const A = variable("A", "n", "n");
const W = (index: Index): Term => variable("W", "n", "n", { index: [index] });

it("a free index is named by all that it is in, and by what a definition unfolds to", () => {
  const member = W({ free: "h" });
  for (const term of [member, add(A, mul(A, member)), defined("of its own", [A], mul(A, member))]) {
    expect(term.names.free).toEqual(["h"]);
    expect(term.names.loose).toEqual([]);
  }
  expect(mul(A, A).names.free).toEqual([]);
});

it("an index of a binder is loose in its body, also behind a definition, and bound by the binder alone", () => {
  const sum = bigSum("p", (h) => mul(W(h), A));
  const [body] = sum.args as readonly [Term];
  expect(namesBinder(body, sum.height)).toBe(true);
  expect(namesBinder(defined("of its own", [A], body), sum.height)).toBe(true);
  expect(namesBinder(body, sum.height + 1)).toBe(false);
  expect(sum.names).toEqual(A.names);
});
