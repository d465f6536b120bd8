/** The laws of an area of the library: right on healthy models, and no mutant survives. */
import { expect, it } from "vitest";
import { isFailure, type Result } from "../../src/check/judge.ts";
import type { Model } from "../../src/check/model.ts";
import { planCheck, runCheck } from "../../src/check/plan.ts";
import type { Claim } from "../../src/claim/claim.ts";
import { type Engine, plainEngine } from "../../src/runtime/engine.ts";
import { modelNamed, RANDOM_MODELS, STORED_MODELS } from "./models.ts";
import { MUTANTS } from "./mutants.ts";

const SEED = 42;
/** Samples of a healthy model; a mutant gets as many as the command line takes by default. */
const HEALTHY_SAMPLES = 6;
const MUTANT_SAMPLES = 20;

/** What the claims come to on a model; counterexamples are hardly shrunk, since nobody reads them. */
export function resultsOf(
  model: Model,
  claims: readonly Claim[],
  { samples = HEALTHY_SAMPLES, engine = plainEngine() }: { samples?: number; engine?: Engine } = {},
): Promise<readonly Result[]> {
  return runCheck(model, planCheck(model, claims), engine, { samples, seed: SEED, shrinkLimit: 2, clock: () => 0 });
}

/** Both laws for an area; `refuted` names the claims that are false of a model, by hand and not by the library. */
export function itIsRightAbout(claims: readonly Claim[], refuted: Readonly<Record<string, readonly string[]>>): void {
  it.each([...Object.keys(RANDOM_MODELS), ...Object.keys(STORED_MODELS)])("is right about %s", async (name) => {
    const results = await resultsOf(await modelNamed(name), claims);
    const broken = refuted[name] ?? refuted[name.replace("stored ", "").replace("induction", "notes, causal")] ?? [];
    for (const { claim, subject, verdict, expected, reason } of results) {
      const right = broken.includes(claim) ? "refuted" : "holds";
      expect(`${claim} ${subject} ${verdict} ${reason ?? ""}`).toBe(`${claim} ${subject} ${right} `);
      expect(expected?.verdict).toBe(right === "refuted" ? "refuted" : undefined);
    }
  });

  const mutants = MUTANTS.flatMap(({ killedBy, ...mutant }) =>
    claims.filter(({ id }) => killedBy.includes(id)).map((claim) => ({ ...mutant, claim, id: claim.id })),
  );
  it.each(mutants)("$id notices $is", async ({ of, claim, architecture, engine }) => {
    const model = await modelNamed(of);
    const results = await resultsOf(
      architecture === undefined ? model : { ...model, architecture: architecture(model.architecture) },
      [claim],
      { samples: MUTANT_SAMPLES, engine: engine?.(plainEngine()) ?? plainEngine() },
    );
    expect(results.length).toBeGreaterThan(0);
    for (const result of results) {
      expect(`${result.subject} ${result.verdict}`).toBe(
        `${result.subject} ${result.expected === undefined ? "refuted" : "holds"}`,
      );
      expect(isFailure(result)).toBe(true);
    }
  });

  it("has a mutant for every claim", () => {
    expect(claims.map(({ id }) => id).filter((id) => !mutants.some((mutant) => mutant.id === id))).toEqual([]);
  });
}
