/** Claims about runs that go on where an earlier one ended. */
import fc from "fast-check";
import type { Traits } from "../../model/traits.ts";
import type { NotApplicable } from "../claim.ts";
import {
  type Behaviour,
  equal,
  LENGTH,
  lengthOf,
  needsCausal,
  needsLength,
  partOf,
  type Request,
  type Rows,
  rowsOf,
  type Trial,
  tokensOf,
  upTo,
} from "../trial.ts";
import { edgesOf } from "./mask.ts";

/** A batch in parts of these lengths that are run one after the other, beside the whole. */
function inParts(sequences: readonly (readonly number[])[], lengths: readonly number[]): Trial {
  const starts = lengths.map((_, i) => lengths.slice(0, i).reduce((sum, n) => sum + n, 0));
  const part = (i: number) => sequences.map((x) => x.slice(starts[i], starts[i]! + lengths[i]!));
  const requests: Request[] = [
    { tokens: sequences },
    ...lengths.map((_, i) => (i === 0 ? { tokens: part(i) } : { tokens: part(i), after: i })),
  ];
  const pieces = sequences.flatMap((_, b): Rows[] => lengths.map((length, i) => rowsOf(i + 1, upTo(length), b)));
  return equal(
    requests,
    pieces,
    sequences.map((x, b) => rowsOf(0, upTo(x.length), b)),
  );
}

/** The most sequences of a batch that goes on. */
const SEQUENCES = 3;

/** Trials of some sequences in parts of these lengths. */
function partsOf(traits: Traits, lengths: fc.Arbitrary<readonly number[]>): fc.Arbitrary<Trial> {
  return lengths.chain((all) => {
    const whole = all.reduce((sum, n) => sum + n, 0);
    return fc
      .array(tokensOf(traits, whole), { minLength: 1, maxLength: SEQUENCES })
      .map((sequences) => inParts(sequences, all));
  });
}

function ones(count: number): number[] {
  return upTo(count).map(() => 1);
}

const cache: Behaviour = {
  id: "behaviour/cache",
  title: "a token at a time with a cache is as all at once without",
  formula: "f(x_k | x_0 … x_{k−1}) = f(x)[k]",
  source: "ml-explore/mlx-lm#323",
  of: "every",
  trials: (traits) =>
    needsCausal(traits, true) ?? partsOf(traits, fc.integer({ min: 1, max: lengthOf(traits) }).map(ones)),
};

const chunks: Behaviour = {
  id: "behaviour/chunked-prefill",
  title: "a prompt in chunks is as the prompt at once",
  formula: "f(x) ‖ f(y | x) ‖ f(z | x ‖ y) = f(x ‖ y ‖ z)",
  source: "huggingface/transformers#41228; onnx/onnx#8068",
  of: "every",
  trials: (traits) => {
    const part = fc.integer({ min: 1, max: lengthOf(traits, 3) });
    return needsCausal(traits, true) ?? needsLength(traits, 3) ?? partsOf(traits, fc.tuple(part, part, part));
  },
};

const branches: Behaviour = {
  id: "behaviour/cache-branches",
  title: "two ways to go on after the same prefix do not disturb each other",
  formula: "f(y | x) and then f(z | x) = f(x ‖ z)[k:]",
  source: "paiml/aprender#2014, ml-explore/mlx-lm#1109: tokens that were taken back stay in the cache",
  of: "every",
  trials: (traits) =>
    needsCausal(traits, true) ??
    needsLength(traits, 2) ??
    fc
      .tuple(partOf(traits, 2), partOf(traits, 2), partOf(traits, 2))
      .map(([x, y, z]) =>
        equal(
          [{ tokens: [x] }, { tokens: [y], after: 0 }, { tokens: [z], after: 0 }, { tokens: [[...x, ...z]] }],
          [rowsOf(0, upTo(x.length)), rowsOf(2, upTo(z.length))],
          [rowsOf(3, upTo(x.length + z.length))],
        ),
      ),
};

const longCache: Behaviour = {
  id: "behaviour/cache-blocks",
  title: "going on at the edge of a kernel's block is as all at once",
  formula: "f(x) ‖ f(y | x) = f(x ‖ y), |x| around 16, 32, 64, 128",
  source: "kekzl/imp#967",
  of: "every",
  trials: (traits) => {
    const edges = edgesOf(traits, LENGTH);
    const none: NotApplicable = { notApplicable: `it takes no more than ${traits.longest} tokens` };
    const last = fc.integer({ min: 1, max: LENGTH });
    return (
      needsCausal(traits, true) ??
      (edges.length === 0 ? none : partsOf(traits, fc.tuple(fc.constantFrom(...edges), last)))
    );
  },
};

/** How far before and behind a window's end a run ends, and the next begins. */
const NEAR = 2;

const windowCache: Behaviour = {
  id: "behaviour/window-cache",
  title: "a cache that forgets what left the window is as all at once",
  formula: "f(x) ‖ f(y_0 | x) ‖ … = f(x ‖ y), |x| around w",
  source: "huggingface/transformers#37574, karpathy/nanochat#456",
  of: "every",
  trials: (traits) => {
    const { window, longest = Number.POSITIVE_INFINITY } = traits;
    const why = needsCausal(traits, true);
    if (why !== undefined) return why;
    if (window === undefined) return { notApplicable: "it has no window" };
    if (longest <= window) return { notApplicable: `its ${longest} tokens all lie in one window` };
    const first = fc.integer({ min: Math.max(1, window - NEAR), max: Math.min(window + NEAR, longest - 1) });
    return partsOf(
      traits,
      first.chain((n) =>
        fc.integer({ min: 1, max: Math.min(LENGTH, longest - n) }).map((steps) => [n, ...ones(steps)]),
      ),
    );
  },
};

export const cacheBehaviours: readonly Behaviour[] = [cache, chunks, branches, longCache, windowCache];
