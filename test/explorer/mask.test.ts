/** A mask that a reader chooses is put on every attention, and on nothing else. */
import { describe, expect, it } from "vitest";
import { hasMask, underMask } from "../../src/explorer/mask.ts";
import { attention, maskedAttention } from "../../src/model/attention.ts";
import { causalMask } from "../../src/model/position.ts";
import { softmax } from "../../src/term/definition.ts";
import { add, map, mul, variable } from "../../src/term/term.ts";

const [Q, K, V] = ["Q", "K", "V"].map((name) => variable(name, "n", "d")) as [never, never, never];
const S = variable("S", "n", "m");

describe("a mask", () => {
  it("is put on attention wherever it stands, and taken off again", () => {
    const plain = add(V, mul(attention(Q, K, V), variable("W", "d", "d")));
    const masked = underMask(plain, "causal");
    expect(masked).toBe(add(V, mul(maskedAttention(Q, K, V, causalMask("n")), variable("W", "d", "d"))));
    expect(underMask(masked, "none")).toBe(plain);
    expect(underMask(masked, "stated")).toBe(masked);
  });

  it("is put on attention in what attention is of", () => {
    const twice = attention(Q, K, attention(Q, K, V));
    const inner = maskedAttention(Q, K, V, causalMask("n"));
    expect(underMask(twice, "causal")).toBe(maskedAttention(Q, K, inner, causalMask("n")));
  });

  it("means nothing for what has no attention, nor for scores that are not square", () => {
    expect([hasMask(map("relu", V)), hasMask(attention(Q, K, V))]).toStrictEqual([false, true]);
    expect(underMask(softmax(S), "causal")).toBe(softmax(S));
  });
});
