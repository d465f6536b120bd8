/** Bugs of runs: batches, caches and padding. */
import { type Bug, replacing } from "./bug.ts";
import { HEALTHY } from "./decoder.ts";

export const runBugs: readonly Bug[] = [
  {
    threads: ["huggingface/transformers#47475"],
    what: "a norm's mean is taken over the batch too",
    family: "llama",
    invariant: "behaviour/batch",
    broken: replacing({ normRows: (x, _, c) => x.map((rows) => rows[c]!) }),
  },
  {
    threads: ["ml-explore/mlx-lm#323"],
    what: "places after a cache count runs, not tokens",
    family: "llama",
    invariant: "behaviour/chunked-prefill",
    broken: replacing({ places: ({ length, calls }) => Array.from({ length }, (_, i) => calls + i) }),
  },
  {
    threads: ["ndif-team/nnsight#672"],
    what: "places count padding on the left",
    family: "gpt2",
    invariant: "behaviour/left-padding",
    broken: replacing({ places: ({ length, past }) => Array.from({ length }, (_, i) => past + i) }),
  },
  {
    threads: ["unslothai/unsloth#3699"],
    what: "places are the running sum of the mask, so they begin at 1 where there is padding",
    family: "gpt2",
    invariant: "behaviour/left-padding",
    broken: replacing({
      places: (run) => {
        const { keep } = run;
        if (keep === undefined || keep[0] === 1) return HEALTHY.places(run);
        return HEALTHY.places(run).map((place) => place + 1);
      },
    }),
  },
];
