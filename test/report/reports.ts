/** Reports of real checks: one of a healthy model, one of a mutant. */
import { planCheck, runCheck } from "../../src/check/plan.ts";
import { claimsNamed } from "../../src/claim/library.ts";
import type { CheckReport } from "../../src/report/report.ts";
import { plainEngine } from "../../src/runtime/engine.ts";
import { RANDOM_MODELS } from "../claim/models.ts";
import { MUTANTS } from "../claim/mutants.ts";

/** A check of a random model, or of one of its mutants by what it is. */
export async function reportOf(name: string, claims: readonly string[], mutant?: string): Promise<CheckReport> {
  const healthy = RANDOM_MODELS[name]!;
  const change = MUTANTS.find(({ is }) => is === mutant)?.architecture;
  const model = change === undefined ? healthy : { ...healthy, architecture: change(healthy.architecture) };
  const chosen = claimsNamed(claims);
  const plan = planCheck(model, chosen);
  const results = await runCheck(model, plan, plainEngine(), { samples: 10, seed: 7, clock: () => 0 });
  return {
    model: name,
    description: "a small model",
    engine: "the interpreter",
    seed: 7,
    samples: 10,
    claims: chosen.filter(({ id }) => results.some(({ claim }) => claim === id)),
    notApplicable: plan.notApplicable,
    planned: plan.tasks.map(({ stated, subject }) => ({ claim: stated.claim.id, subject: subject.name })),
    results,
    replayCommand: ({ claim, replay }) => `commutant check ${claim} --seed ${replay.seed} --path ${replay.path}`,
  };
}
