/** Cells of the table: what is refuted is what a claim is known to be false of, and knowing decides nothing. */
import { describe, expect, it } from "vitest";
import { type Cell, decideCell } from "../../src/check/cell.ts";
import type { Claim } from "../../src/claim/claim.ts";
import { library } from "../../src/claim/library.ts";
import { architectureNamed } from "../../src/model/architectures.ts";

const OPTIONS = { seed: 42, milliseconds: 10_000, clock: () => 0 };
const cellOf = (row: string, claim: Claim): Cell => decideCell(row, architectureNamed(row), claim, OPTIONS).cell;
const claimOf = (id: string): Claim => library.find((claim) => claim.id === id)!; // a claim of the library

/** Rows whose proofs no other test looks at one by one. */
const ROWS = ["original-decoder", "t5", "deepseek", "set-transformer", "linear-attention"];

describe.each(ROWS)("the row of %s", (row) => {
  it("is refuted where a claim is known to be false, and nowhere else", () => {
    const architecture = architectureNamed(row);
    const others = library.filter((claim) => {
      const { verdict } = cellOf(row, claim);
      return (
        verdict !== "does not apply" && (verdict === "refuted") !== (claim.refutedFor?.(architecture) !== undefined)
      );
    });
    expect(others.map(({ id }) => id)).toEqual([]);
  });
});

/** What hangs on one thing: windows leave each row a token, a group of one is its head, an order does not see how deep a sum was. */
const PROVED = [
  ...["mistral", "gemma2"].flatMap((row) =>
    ["softmax/rows-sum-to-one", "softmax/convex-hull", "gauge/value-bias"].map((id) => [row, id] as const),
  ),
  ["mistral", "gauge/residual-rotation"],
  ["mixture-of-experts", "gauge/residual-rotation"],
  ["multi-query", "gauge/head-order"],
  ["linear-attention", "softmax/convex-hull"],
] as const;

it.each(PROVED)("of %s it is proved for all sizes: %s", (row, id) => {
  expect(cellOf(row, claimOf(id)).verdict).toBe("proved");
});

describe("what is known of a claim", () => {
  it("does not refute what is true", () => {
    const accused = { ...claimOf("gauge/key-bias"), refutedFor: () => ({ because: "a label that is wrong" }) };
    expect(cellOf("gpt2", accused).verdict).toBe("proved");
  });

  it("is not needed to refute what is false", () => {
    const { refutedFor: _, ...unknown } = claimOf("permutation/block");
    expect(cellOf("gpt2", unknown).verdict).toBe("refuted");
  });
});
