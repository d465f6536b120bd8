/** Stacks of residual layers written out, each with weights of its own: proofs that are as long as the stacks are deep. */
import { describe, expect, it } from "vitest";
import { notes } from "../../src/model/notes.ts";
import { search } from "../../src/prover/search.ts";
import { mul, type Term, variable } from "../../src/term/term.ts";

/** Entries and moves of the proof that a stack commutes with permutations. */
function sizes(depth: number): { readonly entries: number; readonly moves: number } {
  const model = notes({ position: "none", sizes: { L: depth } });
  const context = model.context("C");
  const [P, x] = [variable("P", "C", "C", { kind: "perm" }), variable("x", "C", model.width)];
  const stack = (start: Term): Term =>
    Array.from({ length: depth }, (_, layer) => layer).reduce((y, layer) => model.block(y, [layer], context), start);
  const statement = { lhs: stack(mul(P, x)), rhs: mul(P, stack(x)), relation: "=" } as const;
  const found = search({ statement, hypotheses: [], minima: new Map() });
  if (found.kind === "stopped") throw new Error(`stopped at ${depth} layers`);
  const moves = found.proof.reduce((sum, entry) => sum + (entry.rule === "rewrite" ? entry.moves.length : 0), 0);
  return { entries: found.proof.length, moves };
}

describe("a stack of layers", () => {
  it("has a proof that is linear in its depth", () => {
    const [eight, sixteen, thirtyTwo] = [8, 16, 32].map(sizes) as [
      ReturnType<typeof sizes>,
      ReturnType<typeof sizes>,
      ReturnType<typeof sizes>,
    ];
    // each further layer adds as much as the one before
    expect(thirtyTwo.entries - sixteen.entries).toBe(2 * (sixteen.entries - eight.entries));
    const perLayer = (thirtyTwo.moves - sixteen.moves) / 16;
    expect(Math.abs((sixteen.moves - eight.moves) / 8 - perLayer)).toBeLessThan(0.05 * perLayer);
  });
});
