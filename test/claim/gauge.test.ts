import { describe } from "vitest";
import { gaugeClaims, parallelClaims } from "../../src/claim/gauge.ts";
import { itIsRightAbout } from "./verdicts.ts";

const QK = "gauge/qk";
/** No gate stands beside the activation. */
const SCALE = "gauge/neuron-scale";
/** LayerNorm singles out a direction. */
const ROTATION = "gauge/residual-rotation";

describe("claims about gauges", () => {
  itIsRightAbout([...gaugeClaims, ...parallelClaims], {
    notes: [SCALE],
    "notes without positions": [SCALE],
    "notes, causal": [SCALE, ROTATION],
    "stored induction": [SCALE],
    "notes, causal, without positions": [SCALE],
    "notes, post-norm": [SCALE, ROTATION],
    bert: [SCALE, ROTATION],
    gpt2: [SCALE, ROTATION],
    gpt_neox: [SCALE, ROTATION, QK],
    llama: [QK],
    mistral: [QK],
    qwen2: [QK],
    gemma2: [QK],
  });
});
