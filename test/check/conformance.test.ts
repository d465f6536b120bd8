import { describe, expect, it } from "vitest";
import { judgeConformance, judgeImpostors } from "../../src/check/conformance.ts";
import { isFailure, type Result } from "../../src/check/judge.ts";
import type { Traits } from "../../src/model/traits.ts";
import { plainEngine } from "../../src/runtime/engine.ts";
import { withFallback } from "../../src/runtime/fallback.ts";
import { functionRuntime } from "../../src/runtime/function.ts";
import { misreadings } from "../../src/runtime/misreading.ts";
import { termRuntime } from "../../src/runtime/term-runtime.ts";
import { wasmEngine } from "../../src/runtime/wasm-engine.ts";
import type { Bug } from "../bugs/bug.ts";
import { decoder, HEALTHY, type Parts } from "../bugs/decoder.ts";
import { CONFIGS, checkpointFiles, checkpointOf, type Small, smallModel, termOf } from "../bugs/weights.ts";

const engine = withFallback(wasmEngine({ threads: 1 }), plainEngine());
const options = { samples: 4, seed: 7, shrinkLimit: 1, clock: () => 0 };

/** The verdicts on what a comparison with the term of a checkpoint would notice, by claim. */
async function told(
  small: Small,
  broken: { small?: Small; parts?: Partial<Parts> } = {},
  traits: Partial<Traits> = {},
) {
  const right = termOf(small);
  const reference = termRuntime("term", right, engine);
  const made = decoder(broken.small ?? small, broken.parts ?? {});
  const model = functionRuntime({ ...made, traits: { ...made.traits, ...traits } });
  const outputs = await judgeConformance(model, reference, options);
  const impostors = misreadings.map(({ id, wrong, models }) => ({
    id,
    wrong,
    runtimes: models(checkpointFiles(small), right).map((one) => termRuntime(wrong, one, engine)),
  }));
  const { results } = await judgeImpostors(model, reference, impostors, !outputs.some(isFailure), options);
  return { outputs, verdicts: Object.fromEntries(results.map(({ claim, verdict }) => [claim, verdict])) };
}

const TOLD: Readonly<Record<keyof typeof CONFIGS, readonly string[]>> = {
  llama: [
    "softmax-scale",
    "norm-epsilon",
    "norm-gain",
    "position-base",
    "rotary-layout",
    "query-groups",
    "projections",
    "tied-head",
    "activation",
  ],
  mistral: [
    "softmax-scale",
    "norm-epsilon",
    "norm-gain",
    "position-base",
    "rotary-layout",
    "query-groups",
    "projections",
    "tied-head",
    "window",
    "activation",
  ],
  gemma2: [
    "softmax-scale",
    "soft-cap",
    "norm-epsilon",
    "norm-gain",
    "position-base",
    "rotary-layout",
    "query-groups",
    "projections",
    "window",
    "activation",
  ],
  gpt2: ["softmax-scale", "norm-epsilon", "norm-gain", "projections", "head-bias", "activation"],
};

describe("a model that conforms", () => {
  it.each(Object.keys(TOLD) as (keyof typeof CONFIGS)[])(
    "is told from every misreading of %s that there is",
    async (family) => {
      const { outputs, verdicts } = await told(smallModel(family, 3));
      expect(outputs.filter(isFailure)).toEqual([]);
      const expected = TOLD[family].map((name) => [`conformance/${name}`, "holds"]);
      expect(Object.entries(verdicts).sort()).toEqual(expected.sort());
    },
  );

  it("in float32 alone is not told from a wrong ε, and is no failure", async () => {
    const { verdicts } = await told(checkpointOf({ ...CONFIGS.llama, epsilon: 1e-8 }, 3), {}, { precisions: ["f32"] });
    expect(verdicts["conformance/norm-epsilon"]).toBe("precision floor");
    expect(verdicts["conformance/rotary-layout"]).toBe("holds");
  });
});

/** Decoders that are a misreading, part by part. */
const WRONG: readonly (readonly [
  claim: string,
  family: Bug["family"],
  (small: Small) => { small?: Small; parts?: Partial<Parts> },
])[] = [
  ["softmax-scale", "llama", () => ({ parts: { factor: () => 1 } })],
  ["soft-cap", "gemma2", () => ({ parts: { scoreCap: () => undefined } })],
  ["norm-epsilon", "gpt2", () => ({ parts: { epsilon: ({ epsilon }) => epsilon / 10 } })],
  ["norm-gain", "gemma2", () => ({ parts: { gain: (gain) => gain } })],
  ["norm-gain", "llama", () => ({ parts: { gain: (gain) => 1 + gain } })],
  ["position-base", "llama", (small) => ({ small: { ...small, config: { ...small.config, theta: 500000 } } })],
  ["rotary-layout", "mistral", () => ({ parts: { plane: (i) => [2 * i, 2 * i + 1] } })],
  ["query-groups", "llama", () => ({ parts: { keyHead: (head, { keyHeads }) => head % keyHeads } })],
  ["projections", "gpt2", () => ({ parts: { thirds: [0, 2, 1] } })],
  [
    "tied-head",
    "llama",
    ({ config, tensors }) => ({
      small: { config, tensors: { ...tensors, "lm_head.weight": tensors["model.embed_tokens.weight"]! } },
    }),
  ],
  [
    "window",
    "mistral",
    () => ({ parts: { sees: ({ query, key, window }) => key <= query && key >= query - window! } }),
  ],
];

describe("a model that differs", () => {
  it.each(WRONG)("as %s of %s does is told to be just that", async (claim, family, broken) => {
    const small = smallModel(family, 3);
    const { outputs, verdicts } = await told(small, broken(small));
    expect(outputs.some(isFailure)).toBe(true);
    expect(verdicts).toEqual({ [`conformance/${claim}`]: "refuted" });
  });

  it("otherwise is told to be none of them", async () => {
    const { outputs, verdicts } = await told(smallModel("llama", 3), { parts: { residual: (_, moved) => moved } });
    expect(outputs.find(isFailure)).toMatchObject({ verdict: "refuted", subject: "block 0" } satisfies Partial<Result>);
    expect(verdicts).toEqual({});
  });

  it("far from the first place only is found", async () => {
    const { outputs } = await told(smallModel("llama", 3), {
      parts: {
        angle: (place, frequency) =>
          HEALTHY.angle(Math.min(place, 2048), frequency, "key") + (place > 2048 ? 0.5 * place * frequency : 0),
      },
    });
    const failure = outputs.find(isFailure)!;
    expect(failure.verdict).toBe("refuted");
    const [[first]] = failure.witness!.values.position_ids as [[number]];
    expect(first).toBeGreaterThan(2000);
  });
});
