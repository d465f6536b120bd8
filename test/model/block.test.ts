import { describe, expect, it } from "vitest";
import { orderedContext } from "../../src/model/architecture.ts";
import { type Normalise, parallel, postNorm, preNorm, sandwichNorm } from "../../src/model/block.ts";
import { add, opaque, type Term, variable } from "../../src/term/term.ts";

const x = variable("x", "C", "E");
const context = orderedContext("C");
const A = (y: Term): Term => opaque("A", "matrix", y);
const M = (y: Term): Term => opaque("M", "row", y);
const norm: Normalise = (y, name) => opaque(name, "row", y);
const [N1, N2, N1post, N2post] = ["ln1", "ln2", "ln1_post", "ln2_post"].map(
  (name) => (y: Term) => norm(y, name, [0]),
) as [(y: Term) => Term, (y: Term) => Term, (y: Term) => Term, (y: Term) => Term];
const sublayers = { attention: A, feedForward: M };

/** The blocks as formulas. */
const BLOCKS: readonly (readonly [string, typeof preNorm, input: Term, block: Term])[] = [
  ["before each sublayer", preNorm, N1(x), ((y) => add(y, M(N2(y))))(add(x, A(N1(x))))],
  ["after each sum", postNorm, x, ((y) => N2(add(y, M(y))))(N1(add(x, A(x))))],
  ["around each sublayer", sandwichNorm, N1(x), ((y) => add(y, N2post(M(N2(y)))))(add(x, N1post(A(N1(x)))))],
  ["side by side", parallel, N1(x), add(x, A(N1(x)), M(N2(x)))],
];

describe("a residual block that normalises", () => {
  it.each(BLOCKS)("%s", (_, make, input, block) => {
    const made = make(norm, sublayers);
    expect(made.attentionInput(x, [0])).toBe(input);
    expect(made.block(x, [0], context)).toBe(block);
  });
});
