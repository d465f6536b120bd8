/** What the notation of axioms asks of terms: each shape is met, and what misses it is refused. */
import { describe, expect, it } from "vitest";
import { parseParameters, shapesOf } from "../../src/kernel/parameters.ts";
import { bigSum } from "../../src/term/binder.ts";
import { Fault } from "../../src/term/fault.ts";
import { parseSize } from "../../src/term/sizes.ts";
import { cols, rows, type Term, variable } from "../../src/term/term.ts";

const A = (r: string, c: string): Term => variable("A", parseSize(r), parseSize(c));
const sum = (count: string, r: string, c: string): Term => bigSum(count, (h) => variable("B", r, c, { index: [h] }));

/** A notation, terms that it speaks of, and terms that differ from these in what it asks. */
const ASKED: readonly (readonly [notation: string, meets: readonly Term[], misses: readonly (readonly Term[])[]])[] = [
  ["A: n × m; B: m × k", [A("a", "b"), A("b", "c")], [[A("a", "b"), A("a", "c")]]],
  ["A: n × n", [A("a", "a")], [[A("a", "b")]]],
  ["a: 1 × 1", [A("1", "1")], [[A("1", "b")], [A("b", "1")]]],
  [
    "A: n × (m + k); B: n × m; C: n × k",
    [A("a", "b + c"), A("a", "b"), A("a", "c")],
    [
      [A("a", "b"), A("a", "b"), A("a", "c")],
      [A("d", "b + c"), A("a", "b"), A("a", "c")],
    ],
  ],
  [
    "S: sum p of n × m; A: p × n",
    [sum("a", "b", "c"), A("a", "b")],
    [
      [sum("d", "b", "c"), A("a", "b")],
      [sum("a", "d", "c"), A("a", "b")],
      [A("b", "c"), A("a", "b")],
    ],
  ],
  [
    "A: n × m; B: above A",
    [A("a", "b"), A("a", "b")],
    [
      [A("a", "b"), A("c", "b")],
      [A("a", "b"), A("a", "c")],
    ],
  ],
  [
    "R: rows of n × m; A: n × n",
    [rows(A("a + b", "c"), "a", "b"), A("a + b", "a + b")],
    [
      [rows(A("a + b", "c"), "a", "b"), A("b", "b")],
      [cols(A("c", "a + b"), "a", "b"), A("c", "c")],
    ],
  ],
  ["f: n × m entry; A: n × n", [A("a", "b"), A("c", "c")], [[A("a", "b"), A("c", "d")]]],
];

describe.each(ASKED)("of terms %s", (notation, meets, misses) => {
  const expectShapes = shapesOf("law", parseParameters(notation));

  it("are taken that it speaks of", () => {
    expect(() => expectShapes(meets)).not.toThrow();
  });

  it("are refused that it does not speak of", () => {
    for (const terms of misses) expect(() => expectShapes(terms)).toThrow(Fault);
  });
});
