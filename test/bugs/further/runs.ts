/** Further bugs of runs: chance, state, caches and rows. */
import { bfloat16 } from "../../../src/runtime/view.ts";
import { type Bug, replacing } from "../bug.ts";
import { HEALTHY } from "../decoder.ts";
import { uniform } from "../weights.ts";

const bits = new Float32Array(1);
const halves = new Uint16Array(bits.buffer);

/** The bfloat16 below a number. */
function half(x: number): number {
  bits[0] = x;
  return bfloat16(halves[1]!);
}

export const furtherRuns: readonly Bug[] = [
  {
    threads: ["karpathy/nanoGPT#240", "coleygroup/ms-pred#38"],
    what: "dropout of attention weights is left on",
    family: "llama",
    invariant: "behaviour/repeatable",
    broken: (small, seed) => {
      const random = uniform(seed);
      const softmax: typeof HEALTHY.softmax = (scores) =>
        HEALTHY.softmax(scores).map((weight) => (random() < 0.3 ? 0 : weight / 0.7));
      return { small, parts: { softmax } };
    },
  },
  {
    threads: ["ml-explore/mlx#3071: a mask that a class remembers"],
    what: "places go on from the last run, whatever it was of",
    family: "gpt2",
    invariant: "behaviour/repeatable",
    broken: (small) => {
      let count = 0;
      return { small, parts: { places: ({ length }) => Array.from({ length }, () => count++ % 32) } };
    },
  },
  {
    threads: ["a norm over the tokens"],
    what: "a norm's mean is taken over all tokens of a sequence",
    family: "llama",
    invariant: "behaviour/causal",
    broken: replacing({ normRows: (x, b) => x[b]! }),
  },
  {
    threads: ["logits shifted to fit their labels"],
    what: "each row of logits is that of the token before",
    family: "llama",
    invariant: "behaviour/own-row",
    broken: replacing({ rowsOut: (logits) => logits.map((rows) => [rows[0]!.map(() => 0), ...rows.slice(0, -1)]) }),
  },
  {
    threads: ["a batch that is sorted by length"],
    what: "the batch comes out in another order",
    family: "llama",
    invariant: "behaviour/batch",
    broken: replacing({ rowsOut: (logits) => [...logits].reverse() }),
  },
  {
    threads: ["a cache of one sequence, laid out over the batch"],
    what: "all sequences of a batch go on from the cache of the first",
    family: "llama",
    invariant: "behaviour/cache",
    broken: replacing({ recall: (kept) => kept[0]! }),
  },
  {
    threads: ["ml-explore/mlx-lm#1109", "paiml/aprender#2014"],
    what: "tokens that were taken back stay in the cache",
    family: "gpt2",
    invariant: "behaviour/cache-branches",
    broken: replacing({ inPlace: true }),
  },
  {
    threads: ["a cache in half precision"],
    what: "keys and values are kept in bfloat16",
    family: "llama",
    invariant: "behaviour/cache",
    broken: replacing({ recall: (kept, b) => kept[b]!.map((row) => row.map(half)) }),
  },
  {
    threads: ["a softmax in half precision"],
    what: "weights are rounded to bfloat16",
    family: "llama",
    invariant: "conformance/outputs",
    broken: replacing({ softmax: (scores) => HEALTHY.softmax(scores).map(half) }),
  },
  {
    threads: ["a row of the lowest number, not of −∞"],
    what: "a row that sees nothing has the mean of all, the future too",
    family: "llama",
    invariant: "behaviour/causal",
    // what sees nothing moves nothing: the first row is that of a model without itself
    healthy: (small) => ({ small, parts: { sees: ({ query, key }) => key < query } }),
    broken: replacing({
      sees: ({ query, key }) => key < query,
      softmax: (scores) =>
        scores.every((score) => score === undefined) ? scores.map(() => 1 / scores.length) : HEALTHY.softmax(scores),
    }),
  },
];
