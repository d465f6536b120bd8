/**
 * Why verdicts have no tolerance: what is wrong in the seventh digit is told from what float32 merely rounds.
 *
 * Every implementation runs with 200 random models. A twin gets one sample a model and none may be accused; a mutant
 * gets as many as `commutant check` takes, and one of them must refute it.
 */
import { afterAll, describe, expect, it } from "vitest";
import { type Reading, ratioOf, TRUE_CLAIM_RATIO } from "../../src/check/ladder.ts";
import { type Bench, samplable, sample } from "../../src/check/sample.ts";
import { gpt2 } from "../../src/model/gpt2.ts";
import { llama } from "../../src/model/llama.ts";
import { plainEngine } from "../../src/runtime/engine.ts";
import { type Statement, statement } from "../../src/term/statement.ts";
import { variable } from "../../src/term/term.ts";
import { unroll } from "../../src/term/unroll.ts";
import { gaussianMatrix, randomModel } from "../claim/models.ts";
import {
  type Choices,
  COARSE_MUTANTS,
  decoder,
  FINE_MUTANTS,
  type Kind,
  reference,
  SIZES,
  TWINS,
  withDerived,
} from "./implementations.ts";

const SEEDS = Array.from({ length: 200 }, (_, seed) => seed);
/** Samples of one attack. */
const SAMPLES = 20;

/** What was seen over all seeds, by what kind of implementation. */
const seen = {
  healthyResidual32: 0,
  healthyRatio: Number.POSITIVE_INFINITY,
  mutantResidual64: Number.POSITIVE_INFINITY,
};

/** `implementation = reference`, unrolled once for all seeds. */
function sameFunction(kind: Kind, choices: Choices, layers = SIZES[kind].L!): Statement {
  const { C, E } = SIZES[kind] as { readonly C: number; readonly E: number };
  const x = variable("x", C, E);
  const sides = [decoder(kind, choices, variable("x", "C", "E")), reference(kind, variable("x", "C", "E"))];
  const [lhs, rhs] = sides.map((side) => unroll(side, { ...SIZES[kind], L: layers }));
  return statement(lhs!, "=", rhs!, [x]);
}

const benches = new Map<string, Bench>();

function benchOf(kind: Kind, seed: number): Bench {
  const known = benches.get(`${kind} ${seed}`);
  if (known !== undefined) return known;
  const model = randomModel(kind, kind === "llama" ? llama() : gpt2(), SIZES[kind], String(seed));
  const bench = { engine: plainEngine(), parameters: withDerived(model.bindings) };
  benches.set(`${kind} ${seed}`, bench);
  return bench;
}

/** The readings of one seed, up to the first that is false. */
async function readings(kind: Kind, stated: Statement, seed: number, samples: number): Promise<Reading[]> {
  const target = samplable(stated);
  const found: Reading[] = [];
  for (let n = 0; n < samples && found.at(-1)?.kind !== "false"; n++) {
    const x = gaussianMatrix(`x ${seed} ${n}`, SIZES[kind].C!, SIZES[kind].E!);
    found.push(await sample(target, { sizes: {}, values: { x } }, benchOf(kind, seed)));
  }
  return found;
}

describe("the precision ladder, over 200 models", () => {
  it.each(TWINS)("accuses no healthy %s: %s", async (kind, _, choices) => {
    const stated = sameFunction(kind, choices);
    for (const seed of SEEDS) {
      const [reading] = await readings(kind, stated, seed, 1);
      expect(["exact", "true"], `seed ${seed}`).toContain(reading!.kind);
      seen.healthyResidual32 = Math.max(seen.healthyResidual32, reading!.residual32);
      seen.healthyRatio = Math.min(seen.healthyRatio, ratioOf(reading!) || Number.POSITIVE_INFINITY);
    }
  });

  it.each(FINE_MUTANTS)("catches in every %s: %s", async (kind, _, choices) => {
    const stated = sameFunction(kind, choices);
    for (const seed of SEEDS) {
      const found = await readings(kind, stated, seed, SAMPLES);
      expect(found.at(-1)!.kind, `seed ${seed}`).toBe("false");
      for (const reading of found) expect(["false", "between"]).toContain(reading.kind);
      seen.mutantResidual64 = Math.min(seen.mutantResidual64, found.at(-1)!.residual64);
    }
  });

  it.each(COARSE_MUTANTS)("catches at once in every %s: %s", async (kind, _, choices) => {
    const stated = sameFunction(kind, choices, 1);
    for (const seed of SEEDS) {
      const [reading] = await readings(kind, stated, seed, 1);
      expect(reading!.kind, `seed ${seed}`).toBe("false");
    }
  });

  it("does what no tolerance can: a healthy residual in float32 is larger than a mutant's in float64", () => {
    expect(seen.healthyResidual32).toBeGreaterThan(100 * seen.mutantResidual64);
  });

  it("has room: the lowest ratio of all healthy ones is far from the band", () => {
    expect(seen.healthyRatio).toBeGreaterThan(10 * TRUE_CLAIM_RATIO);
  });
});

afterAll(() => {
  const { healthyResidual32, healthyRatio, mutantResidual64 } = seen;
  console.info(
    `largest healthy float32 residual ${healthyResidual32.toExponential(1)}, smallest residual of a mutant in float64 ${mutantResidual64.toExponential(1)}, lowest healthy ratio ${healthyRatio.toExponential(1)}`,
  );
});
