/**
 * The runnable proofs: each shows its derivation, and its certificate beside it is made again byte for byte.
 *
 * `vitest run test/proofs.test.ts -u` writes certificates anew.
 */
import { readdirSync, readFileSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import { describe, expect, it, vi } from "vitest";
import type * as Commutant from "../src/index.ts";

const ROOT = resolve(import.meta.dirname, "..");
const FOLDER = join(ROOT, "proofs");
const NAMES = readdirSync(FOLDER).flatMap((file) => (file.endsWith(".ts") ? [basename(file, ".ts")] : []));
/** Steps of a derivation that a reader follows at one sitting. */
const MOST_STEPS = 15;

/** The built package, which the files import: its terms are its own. */
const built = (await import(join(ROOT, "dist/index.js"))) as typeof Commutant;

async function run(name: string): Promise<{ readonly printed: string; readonly theorem: Commutant.Problem }> {
  let printed = "";
  const spy = vi.spyOn(process.stdout, "write").mockImplementation((text) => {
    printed += String(text);
    return true;
  });
  try {
    const { theorem } = (await import(join(FOLDER, `${name}.ts`))) as { theorem: Commutant.Problem };
    return { printed, theorem };
  } finally {
    spy.mockRestore();
  }
}

describe("the proofs folder", () => {
  it("has a file for each headline theorem", () => {
    expect(NAMES.length).toBeGreaterThanOrEqual(12);
  });

  it.each(NAMES)("%s is derived, and its certificate is made again", async (name) => {
    const { printed, theorem } = await run(name);
    expect(printed).toMatch(/^✓ proved /);
    const decision = built.decide(theorem);
    if (decision.verdict !== "proved") throw new Error(decision.verdict);
    const file = join(FOLDER, `${name}.certificate.json`);
    await expect(built.certificateText(built.certificateOf(decision.proof))).toMatchFileSnapshot(file);
    const replayed = built.replayCertificate(readFileSync(file, "utf8"));
    expect(built.isTheorem(replayed)).toBe(true);
    expect(replayed.conclusion).toStrictEqual(decision.theorem.conclusion);
  });

  it.each(NAMES)("%s is told in few steps", async (name) => {
    const { theorem } = await run(name);
    const { facts, proof } = built.derive(theorem);
    const { by } = facts.find(({ id }) => id === proof)!;
    expect(by.rule === "chain" ? by.steps.length : 1).toBeLessThanOrEqual(MOST_STEPS);
  });
});
