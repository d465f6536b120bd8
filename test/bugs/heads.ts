/** Bugs of heads: their scale, their order, and which keys they share. */
import { type Bug, replacing } from "./bug.ts";
import { HEALTHY } from "./decoder.ts";

/** Up to this many tokens a run takes the fallback. */
const SHORT = 5;

export const headBugs: readonly Bug[] = [
  {
    threads: ["mlc-ai/mlc-llm#3426"],
    what: "a fallback for short runs leaves out 1/√d",
    family: "llama",
    invariant: "behaviour/prefix",
    broken: replacing({ factor: (config, run) => (run.queries <= SHORT ? 1 : HEALTHY.factor(config, run)) }),
  },
  {
    threads: ["mlc-ai/mlc-llm#3426"],
    what: "1/√d is left out everywhere",
    family: "llama",
    invariant: "conformance/outputs",
    broken: replacing({ factor: () => 1 }),
  },
  {
    threads: ["ggerganov/llama.cpp#8444"],
    what: "Gemma 2's queries are scaled by 1/√256 where the config says 224",
    family: "gemma2",
    invariant: "conformance/outputs",
    broken: replacing({ factor: () => 1 / Math.sqrt(256) }),
  },
  {
    threads: ["the soft cap of scores, in every port of Gemma 2"],
    what: "scores are not capped",
    family: "gemma2",
    invariant: "conformance/outputs",
    broken: replacing({ scoreCap: () => undefined }),
  },
  {
    threads: ["jax-js#180"],
    what: "grouped keys are tiled, not repeated",
    family: "llama",
    invariant: "conformance/outputs",
    broken: replacing({ keyHead: (head, { keyHeads }) => head % keyHeads }),
  },
  {
    threads: ["ndif-team/nnsight#719"],
    what: "queries, keys and values are cut out of one matrix in another order",
    family: "gpt2",
    invariant: "conformance/outputs",
    broken: replacing({ thirds: [0, 2, 1] }),
  },
];
