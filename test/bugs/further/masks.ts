/** Further bugs of masks, padding and packing. */
import { type Bug, replacing } from "../bug.ts";
import { ENCODER, HEALTHY } from "../decoder.ts";

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
  {
    threads: ["blocks of keys that are padded"],
    what: "the last block of four keys, when it is not full, is not masked",
    family: "llama",
    invariant: "behaviour/causal",
    broken: replacing({
      sees: (pair) => HEALTHY.sees(pair) || (pair.keys % 4 !== 0 && pair.key >= 4 * Math.floor(pair.keys / 4)),
    }),
  },
  {
    threads: ["a stride that is wrong far off"],
    what: "a token sees the one eight places later",
    family: "llama",
    invariant: "behaviour/blocks",
    broken: replacing({ sees: (pair) => HEALTHY.sees(pair) || pair.key === pair.query + 8 }),
  },
  {
    threads: ["a mask of one sequence, laid out over the batch"],
    what: "sequences of a batch after the first have no causal mask",
    family: "llama",
    invariant: "behaviour/batch",
    broken: replacing({ sees: (pair) => pair.sequence > 0 || HEALTHY.sees(pair) }),
  },
  {
    threads: ["a mask for two sequences"],
    what: "the third sequence of a batch has no causal mask",
    family: "llama",
    invariant: "behaviour/batch",
    broken: replacing({ sees: (pair) => pair.sequence > 1 || HEALTHY.sees(pair) }),
  },
  {
    threads: ["no mask where there is a cache: it was written for one token"],
    what: "a chunk after a cache has no causal mask",
    family: "llama",
    invariant: "behaviour/chunked-prefill",
    broken: replacing({ sees: (pair) => pair.past > 0 || HEALTHY.sees(pair) }),
  },
  {
    threads: ["the absolute value of a distance"],
    what: "the window looks ahead as far as back",
    family: "mistral",
    invariant: "behaviour/causal",
    broken: replacing({ sees: ({ query, key, window }) => Math.abs(query - key) < window! }),
  },
  {
    threads: ["chunked attention for a sliding window"],
    what: "the window is a block: tokens see to its beginning",
    family: "mistral",
    invariant: "behaviour/window-edge",
    broken: replacing({
      sees: ({ query, key, window }) => key <= query && Math.floor(key / window!) === Math.floor(query / window!),
    }),
  },
  {
    threads: ["a ring buffer that is one too short"],
    what: "the window is shorter by one once it is full",
    family: "mistral",
    invariant: "behaviour/window-edge",
    broken: replacing({
      sees: ({ query, key, window }) => key <= query && key > query - window! + (query >= window! ? 1 : 0),
    }),
  },
  {
    threads: ["a ring buffer that is one too short the second time"],
    what: "the window is shorter by one once it was full twice",
    family: "mistral",
    invariant: "behaviour/window-edge",
    broken: replacing({
      sees: ({ query, key, window }) => key <= query && key > query - window! + (query >= 2 * window! ? 1 : 0),
    }),
  },
  {
    threads: ["a window that is rounded up to blocks"],
    what: "far behind, tokens see one beyond their window",
    family: "mistral",
    invariant: "behaviour/window",
    broken: replacing({
      sees: ({ query, key, window }) => key <= query && key > query - window! - (query >= 2 * window! ? 1 : 0),
    }),
  },
  {
    threads: ["a window of the short kernel alone"],
    what: "beyond sixteen tokens the window is not used",
    family: "mistral",
    invariant: "behaviour/blocks",
    broken: replacing({ sees: (pair) => HEALTHY.sees(pair.keys > BLOCK ? { ...pair, window: undefined } : pair) }),
  },
  {
    threads: ["a window in a cache of another layout"],
    what: "with a cache the window is twice as long",
    family: "mistral",
    invariant: "behaviour/window-cache",
    broken: replacing({ sees: (pair) => HEALTHY.sees(pair.past > 0 ? { ...pair, window: 2 * pair.window! } : pair) }),
  },
  {
    threads: ["lengths in the place of a mask"],
    what: "keys are seen up to the count of ones in the mask",
    family: "llama",
    invariant: "behaviour/left-padding",
    broken: replacing({ kept: (masks, b, key) => key < masks[b]!.filter((kept) => kept === 1).length }),
  },
  {
    threads: ["a shortcut for batches without padding"],
    what: "the padding mask is dropped where its last column is ones",
    family: "llama",
    invariant: "behaviour/left-padding",
    broken: replacing({
      kept: (masks, b, key, past) => masks.every((row) => row.at(-1) === 1) || HEALTHY.kept(masks, b, key, past),
    }),
  },
  {
    threads: ["a shortcut for batches without padding"],
    what: "the padding mask is dropped where the first sequence has no padding",
    family: "llama",
    invariant: "behaviour/left-padding",
    broken: replacing({
      kept: (masks, b, key, past) => masks[0]!.every((kept) => kept === 1) || HEALTHY.kept(masks, b, key, past),
    }),
  },
  {
    threads: ["ml-explore/mlx#3071: a mask that a class remembers"],
    what: "the first padding mask of a shape is used for all runs of it",
    family: "llama",
    invariant: "behaviour/left-padding",
    broken: (small) => {
      const known = new Map<string, readonly (readonly number[])[]>();
      const kept: typeof HEALTHY.kept = (masks, b, key, past) => {
        const shape = `${masks.length} × ${masks[0]!.length}`;
        if (!known.has(shape)) known.set(shape, masks);
        return HEALTHY.kept(known.get(shape)!, b, key, past);
      };
      return { small, parts: { kept } };
    },
  },
  {
    threads: ["two buffers that take turns"],
    what: "packed sequences are told apart by the parity of their numbers",
    family: "llama",
    invariant: "behaviour/packed",
    broken: replacing({ together: (segments, query, key) => (segments[query]! - segments[key]!) % 2 === 0 }),
  },
  {
    threads: ["segment 0 for padding"],
    what: "the first segment is taken for padding",
    family: "llama",
    invariant: "behaviour/defaults",
    broken: replacing({ together: (segments, query, key) => segments[key] !== 0 && segments[query] === segments[key] }),
  },
  {
    threads: ["a mask in one kernel of an encoder"],
    what: "long runs of an encoder are causal",
    family: "llama",
    invariant: "behaviour/permutation",
    healthy: (small) => ({ small, parts: ENCODER }),
    broken: (small) => ({ small, parts: { ...ENCODER, sees: (pair) => pair.queries <= 4 || HEALTHY.sees(pair) } }),
  },
  {
    threads: ["a token that is set apart"],
    what: "an encoder's first token sees itself alone",
    family: "llama",
    invariant: "behaviour/permutation",
    healthy: (small) => ({ small, parts: ENCODER }),
    broken: (small) => ({ small, parts: { ...ENCODER, sees: (pair) => pair.query > 0 || pair.key === 0 } }),
  },
];
