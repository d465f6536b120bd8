/** Further bugs of masks, padding and packing. */
import { type Bug, replacing } from "../bug.ts";
import { HEALTHY } from "../decoder.ts";

/** Kernels of 16 keys. */
const BLOCK = 16;

/** The largest of the scores of a column, and the sum of what they become. */
function overQueries(scores: readonly (readonly (number | undefined)[])[]): number[][] {
  const columns = scores[0]!.map((_, key) => HEALTHY.softmax(scores.map((row) => row[key])));
  return scores.map((_, query) => columns.map((column) => column[query]!));
}

export const furtherMasks: readonly Bug[] = [
  {
    threads: ["a mask that is transposed"],
    what: "the mask is transposed: a token sees what is after it",
    family: "llama",
    invariant: "behaviour/causal",
    broken: replacing({ sees: ({ query, key }) => query <= key }),
  },
  {
    threads: ["a softmax along the queries"],
    what: "weights sum to one over the queries, not over the keys",
    family: "llama",
    invariant: "behaviour/causal",
    broken: replacing({ weigh: overQueries }),
  },
  {
    threads: ["a mask after the softmax"],
    what: "the mask is applied after the softmax, whose sum still has the future in it",
    family: "llama",
    invariant: "behaviour/causal",
    broken: replacing({
      hidden: (score) => score,
      weigh: (scores, softmax) => scores.map((row, i) => softmax(row).map((weight, j) => (j > i ? 0 : weight))),
      sees: () => true,
    }),
  },
  {
    threads: ["huggingface/transformers#17306"],
    what: "what is hidden has 10 taken off its score, which is no infinity",
    family: "llama",
    invariant: "behaviour/causal",
    broken: replacing({ hidden: (score) => score - 10 }),
  },
  {
    threads: ["huggingface/transformers#17306"],
    what: "what is hidden has the score −10000, so a row of padding sees everything",
    family: "llama",
    invariant: "behaviour/left-padding",
    // a healthy row: no number that is seen depends on it
    healthy: (small) => ({ small, parts: { hidden: () => -10000 } }),
    broken: replacing({ hidden: (score) => -Math.abs(score) }),
  },
  {
    threads: ["SeanLee97/AnglE#89"],
    what: "the padding mask is not used",
    family: "llama",
    invariant: "behaviour/left-padding",
    broken: replacing({ kept: () => true }),
  },
  {
    threads: ["a mask with 1 for what is hidden"],
    what: "the padding mask is read the other way round",
    family: "llama",
    invariant: "behaviour/defaults",
    broken: replacing({ kept: (masks, b, key) => masks[b]![key] === 0 }),
  },
  {
    threads: ["a mask that is not laid out over the batch"],
    what: "the padding mask of the first sequence is used for all",
    family: "llama",
    invariant: "behaviour/left-padding",
    broken: replacing({ kept: (masks, _, key) => masks[0]![key] !== 0 }),
  },
  {
    threads: ["thu-nics/C2C#19"],
    what: "after a cache the mask is cut to the new token, so padding is seen",
    family: "llama",
    invariant: "behaviour/padded-cache",
    broken: replacing({ kept: (masks, b, key, past) => past > 0 || masks[b]![key] !== 0 }),
  },
  {
    threads: ["AI-Hypercomputer/maxtext#4476"],
    what: "one kernel does not know of segments",
    family: "llama",
    invariant: "behaviour/packed",
    broken: replacing({ together: () => true }),
  },
  {
    threads: ["huggingface/transformers#46634"],
    what: "segments are not used when a mask of ones is given too",
    family: "llama",
    invariant: "behaviour/packed",
    broken: replacing({ together: (segments, query, key, masked) => masked || segments[query] === segments[key] }),
  },
  {
    threads: ["a boundary of packed sequences, off by one"],
    what: "the first token of a packed sequence sees the one before",
    family: "gpt2",
    invariant: "behaviour/packed",
    broken: replacing({
      together: (segments, query, key) => segments[query] === segments[key] || segments[key + 1] === segments[query],
    }),
  },
  {
    threads: ["karpathy/nanochat#456"],
    what: "one token after a cache sees beyond its window",
    family: "mistral",
    invariant: "behaviour/window-cache",
    broken: replacing({
      sees: (pair) => (pair.queries === 1 && pair.past > 0 ? pair.key <= pair.query : HEALTHY.sees(pair)),
    }),
  },
  {
    threads: ["huggingface/transformers#37574"],
    what: "what leaves the window is taken out of the cache a token too early",
    family: "mistral",
    invariant: "behaviour/window-cache",
    broken: replacing({
      sees: (pair) => HEALTHY.sees(pair) && (pair.past < pair.window! || pair.key > pair.query - pair.window! + 1),
    }),
  },
  {
    threads: ["kekzl/imp#967"],
    what: "the last block of keys is dropped where the length is no multiple of it",
    family: "llama",
    invariant: "behaviour/blocks",
    broken: replacing({
      sees: (pair) => HEALTHY.sees(pair) && (pair.keys < BLOCK || pair.key < pair.keys - (pair.keys % BLOCK)),
    }),
  },
  {
    threads: ["a causal mask one diagonal too low, in chunks"],
    what: "after a cache a chunk does not see the last token of what was before",
    family: "llama",
    invariant: "behaviour/cache-blocks",
    broken: replacing({ sees: (pair) => HEALTHY.sees(pair) && (pair.past < BLOCK || pair.key !== pair.past - 1) }),
  },
];
