/** Bugs of masks: what a token may see. */
import { type Bug, replacing } from "./bug.ts";
import { HEALTHY } from "./decoder.ts";

/** Up to this many tokens a run takes the other kernel. */
const SHORT = 3;

export const maskBugs: readonly Bug[] = [
  {
    threads: ["huggingface/transformers#48745"],
    what: "each token sees the next one too",
    family: "llama",
    invariant: "behaviour/causal",
    broken: replacing({ sees: ({ query, key }) => key <= query + 1 }),
  },
  {
    threads: ["huggingface/transformers#48748"],
    what: "one of two kernels, chosen by length, has no causal mask",
    family: "llama",
    invariant: "behaviour/causal",
    broken: replacing({ sees: (pair) => pair.queries > SHORT || HEALTHY.sees(pair) }),
  },
  {
    threads: ["keras-team/keras#23038"],
    what: "the causal mask is dropped off the fused path, when a padding mask is given",
    family: "llama",
    invariant: "behaviour/right-padding",
    broken: replacing({ sees: (pair) => pair.masked || HEALTHY.sees(pair) }),
  },
  {
    threads: ["huggingface/transformers#39408"],
    what: "a window of w tokens holds w + 1",
    family: "mistral",
    invariant: "behaviour/window",
    broken: replacing({ sees: ({ query, key, window }) => key <= query && key >= query - window! }),
  },
  {
    threads: ["huggingface/transformers#39408"],
    what: "a window of w tokens holds w − 1",
    family: "mistral",
    invariant: "behaviour/window-edge",
    broken: replacing({ sees: ({ query, key, window }) => key <= query && key > query - window! + 1 }),
  },
  {
    threads: ["huggingface/transformers#41228"],
    what: "in chunks the window's bound has the wrong sign",
    family: "mistral",
    invariant: "behaviour/chunked-prefill",
    broken: replacing({
      sees: (pair) =>
        pair.past === 0 ? HEALTHY.sees(pair) : pair.key <= pair.query && pair.key < pair.row + pair.window!,
    }),
  },
  {
    threads: ["pytorch/pytorch#108108", "onnx/onnx#8068"],
    what: "with fewer queries than keys the causal mask is aligned with the first key, not the last",
    family: "llama",
    invariant: "behaviour/chunked-prefill",
    broken: replacing({ sees: ({ row, key }) => key <= row }),
  },
  {
    threads: ["unslothai/unsloth#9848"],
    what: "a row that sees nothing is 0/0",
    family: "llama",
    invariant: "behaviour/finite",
    broken: replacing({
      softmax: (scores) =>
        scores.every((score) => score === undefined) ? scores.map(() => Number.NaN) : HEALTHY.softmax(scores),
    }),
  },
];
