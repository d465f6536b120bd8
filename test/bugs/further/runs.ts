/** Further bugs of runs: chance, state, caches and rows. */
import { bfloat16 } from "../../../src/runtime/view.ts";
import { type Bug, replacing } from "../bug.ts";
import { ENCODER, HEALTHY } from "../decoder.ts";
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
  {
    threads: ["a cache for two sequences"],
    what: "the third sequence of a batch goes on from the cache of the first",
    family: "llama",
    invariant: "behaviour/cache",
    broken: replacing({ recall: (kept, b) => kept[b % 2]! }),
  },
  {
    threads: ["a cache that is full"],
    what: "the cache holds eight tokens and drops the oldest",
    family: "llama",
    invariant: "behaviour/cache-blocks",
    broken: replacing({ recall: (kept, b) => kept[b]!.slice(-8) }),
  },
  {
    threads: ["a kernel for one query"],
    what: "for one query grouped keys are tiled, not repeated",
    family: "llama",
    invariant: "behaviour/cache",
    broken: replacing({
      keyHead: (head, config, run) =>
        run.queries === 1 && run.keys > 1 ? head % config.keyHeads : HEALTHY.keyHead(head, config, run),
    }),
  },
  {
    threads: ["a kernel for one query"],
    what: "for one query scores are not scaled",
    family: "llama",
    invariant: "behaviour/cache",
    broken: replacing({
      factor: (config, run) => (run.queries === 1 && run.keys > 1 ? 1 : HEALTHY.factor(config, run)),
    }),
  },
  {
    threads: ["sorting by length, and not back"],
    what: "batches of three or more come out reversed",
    family: "llama",
    invariant: "behaviour/batch",
    broken: replacing({ rowsOut: (logits) => (logits.length > 2 ? [...logits].reverse() : logits) }),
  },
  {
    threads: ["a mean over too many rows"],
    what: "an encoder's first row is normalised with all others",
    family: "llama",
    invariant: "behaviour/permutation",
    healthy: (small) => ({ small, parts: ENCODER }),
    broken: (small) => ({ small, parts: { ...ENCODER, normRows: (x, b, c) => (c === 0 ? x[b]! : [x[b]![c]!]) } }),
  },
  {
    threads: ["rows from the last to the first"],
    what: "rows of a sequence come out in reverse",
    family: "llama",
    invariant: "behaviour/causal",
    broken: replacing({ rowsOut: (logits) => logits.map((rows) => [...rows].reverse()) }),
  },
  {
    threads: ["generation's logits"],
    what: "all rows are the last one",
    family: "llama",
    invariant: "behaviour/prefix",
    broken: replacing({ rowsOut: (logits) => logits.map((rows) => rows.map(() => rows.at(-1)!)) }),
  },
  {
    threads: ["a variance over the tokens of a run"],
    what: "a run of one token has no logits",
    family: "llama",
    invariant: "behaviour/finite",
    broken: replacing({
      rowsOut: (logits) => logits.map((rows) => (rows.length > 1 ? rows : [rows[0]!.map(() => Number.NaN)])),
    }),
  },
  {
    threads: ["a sum of no weights"],
    what: "a row that sees nothing is infinite",
    family: "llama",
    invariant: "behaviour/finite",
    broken: replacing({
      softmax: (scores) =>
        scores.every((score) => score === undefined)
          ? scores.map(() => Number.POSITIVE_INFINITY)
          : HEALTHY.softmax(scores),
    }),
  },
];
