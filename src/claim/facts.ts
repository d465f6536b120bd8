/** Facts of the catalogue, by area. */
import { causalityFacts } from "./facts/causality.ts";
import { gaugeFacts } from "./facts/gauge.ts";
import { gradientFacts } from "./facts/gradient.ts";
import { linearAttentionFacts } from "./facts/linear-attention.ts";
import { mlpFacts } from "./facts/mlp.ts";
import { moeFacts } from "./facts/moe.ts";
import { normalisationFacts } from "./facts/normalisation.ts";
import { parallelFacts } from "./facts/parallel.ts";
import { permutationFacts } from "./facts/permutation.ts";
import { positionFacts } from "./facts/position.ts";
import { quantisationFacts } from "./facts/quantisation.ts";
import { rankFacts } from "./facts/rank.ts";
import { residualFacts } from "./facts/residual.ts";
import { softmaxFacts } from "./facts/softmax.ts";
import { spectralFacts } from "./facts/spectral.ts";
import { type Sentence, sentences } from "./notes.ts";

/** All sentences that are stated, by area; the seed of the catalogue is what the notes say. */
export const catalogue: ReadonlyMap<string, readonly Sentence[]> = new Map([
  ["seed", sentences],
  ["permutation", permutationFacts],
  ["rank", rankFacts],
  ["gauge", gaugeFacts],
  ["mlp", mlpFacts],
  ["causality", causalityFacts],
  ["position", positionFacts],
  ["softmax", softmaxFacts],
  ["residual", residualFacts],
  ["normalisation", normalisationFacts],
  ["parallel", parallelFacts],
  ["quantisation", quantisationFacts],
  ["linear-attention", linearAttentionFacts],
  ["moe", moeFacts],
  ["spectral", spectralFacts],
  ["gradient", gradientFacts],
]);

/** All facts that formulas say. */
export const facts: readonly Sentence[] = [...catalogue.values()].flat().filter((one) => !sentences.includes(one));
