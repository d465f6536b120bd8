/** Further bugs of places: rotations, slopes and tables of distances. */
import { type Bug, replacing } from "../bug.ts";
import { ENCODER, HEALTHY, type Pair, type Parts } from "../decoder.ts";
import type { Small } from "../weights.ts";

const HEADS = 4;

/** Slopes of H heads, a power of two. source  Press et al. 2021, ALiBi */
function slope(head: number, exponent = head + 1): number {
  return 2 ** ((-8 * exponent) / HEADS);
}

/** Slopes in the place of rotations. */
function sloped(bias: Parts["bias"]): Partial<Parts> {
  return { turned: [], bias };
}

const alibi = sloped((head, { query, key }) => -slope(head) * (query - key));

const BUCKETS = 8;
const FARTHEST = 16;

/** The bucket of a distance: half of them exact, then by logarithms. source  Raffel et al. 2020, T5 */
function bucket(distance: number, exact = BUCKETS / 2): number {
  if (distance < exact) return distance;
  const far = exact + Math.floor((Math.log(distance / exact) / Math.log(FARTHEST / exact)) * (BUCKETS - exact));
  return Math.min(far, BUCKETS - 1);
}

/** A table by buckets in the place of rotations, of numbers that differ. */
function bucketed(bucketOf: (pair: Pair) => number): Partial<Parts> {
  return { turned: [], bias: (head, pair) => Math.sin(1 + 3 * head + 5 * bucketOf(pair)) };
}

const t5 = bucketed(({ query, key }) => bucket(query - key));

function as(parts: Partial<Parts>) {
  return (small: Small) => ({ small, parts });
}

export const furtherPositions: readonly Bug[] = [
  {
    threads: ["paiml/aprender#2143"],
    what: "ALiBi's first slope is 1: the exponents begin at 0",
    family: "llama",
    invariant: "conformance/outputs",
    healthy: as(alibi),
    broken: as(sloped((head, { query, key }) => -slope(head, head) * (query - key))),
    against: as(alibi),
  },
  {
    threads: ["ALiBi with a cache"],
    what: "ALiBi's distances are counted from the first token of a chunk",
    family: "llama",
    invariant: "behaviour/chunked-prefill",
    // a slope by the key's place alone is the same, since a softmax does not see what a row has in common
    healthy: as(sloped((head, { key }) => slope(head) * key)),
    broken: as(sloped((head, { row, key }) => -slope(head) * Math.abs(row - key))),
  },
  {
    threads: ["huggingface/candle#727"],
    what: "T5's buckets by logarithms begin a token too late",
    family: "llama",
    invariant: "conformance/outputs",
    healthy: as(t5),
    broken: as(bucketed(({ query, key }) => (query - key === BUCKETS / 2 ? BUCKETS / 2 - 1 : bucket(query - key)))),
    against: as(t5),
  },
  {
    threads: ["T5's distances with a cache"],
    what: "T5's buckets after a cache are those of the first row",
    family: "llama",
    invariant: "behaviour/cache",
    healthy: as(t5),
    broken: as(bucketed(({ row, key }) => bucket(Math.abs(row - key)))),
  },
  {
    threads: ["ml-explore/mlx-lm#1698"],
    what: "half of the planes are to be turned, and none is left out",
    family: "llama",
    invariant: "conformance/outputs",
    healthy: as({ angle: (place, frequency) => (frequency < 1 ? 0 : place) }),
    broken: replacing({}),
    against: as({ angle: (place, frequency) => (frequency === 1 ? place * frequency : 0) }),
  },
  {
    threads: ["pie-project/pie#603"],
    what: "frequencies fall by the width of the head, not by what is turned of it",
    family: "llama",
    invariant: "conformance/outputs",
    broken: replacing({ angle: (place, frequency) => place * Math.sqrt(frequency) }),
  },
  {
    threads: ["keys turned against queries"],
    what: "keys are turned the other way",
    family: "llama",
    invariant: "behaviour/position-shift",
    broken: replacing({ angle: (place, frequency, of) => (of === "key" ? -1 : 1) * place * frequency }),
  },
  {
    threads: ["a rotation of the whole projection"],
    what: "values are turned too",
    family: "llama",
    invariant: "behaviour/position-shift",
    broken: replacing({ turned: ["query", "key", "value"] }),
  },
  {
    threads: ["a table of angles that is too short"],
    what: "places beyond the table have its last angle",
    family: "llama",
    invariant: "behaviour/position-shift",
    broken: replacing({ angle: (place, frequency) => Math.min(place, 63) * frequency }),
  },
  {
    threads: ["thu-nics/C2C#19"],
    what: "places that are given are not used",
    family: "llama",
    invariant: "behaviour/places",
    broken: replacing({ angle: () => 0 }),
  },
  {
    threads: ["rasbt/reasoning-from-scratch#33"],
    what: "the places of the first sequence are used for the whole batch",
    family: "gpt2",
    invariant: "behaviour/left-padding",
    broken: (small) => {
      let first: readonly number[] = [];
      let rows = 0;
      return {
        small,
        parts: {
          places: (run) => {
            const own = HEALTHY.places(run);
            if (run.keep === undefined || rows === 0 || first.length !== own.length) first = own;
            rows = run.keep === undefined ? 0 : rows + 1;
            return first;
          },
        },
      };
    },
  },
  {
    threads: ["places after a padded prompt"],
    what: "after a padded prompt places go on from its padded length",
    family: "gpt2",
    invariant: "behaviour/padded-cache",
    broken: replacing({
      places: (run) =>
        run.past === 0 ? HEALTHY.places(run) : Array.from({ length: run.length }, (_, i) => run.past + i),
    }),
  },
  {
    threads: ["scores scaled by the length of the input"],
    what: "scores are scaled by the logarithm of how many keys there are, of later ones too",
    family: "llama",
    invariant: "behaviour/prefix",
    broken: replacing({ factor: (config, run) => HEALTHY.factor(config, run) * Math.log(1 + run.keys) }),
  },
  {
    threads: ["a table of places that begins again"],
    what: "the table of angles has 1024 places and begins again",
    family: "llama",
    invariant: "behaviour/position-shift",
    broken: replacing({ angle: (place, frequency) => (place % 1024) * frequency }),
  },
  {
    threads: ["places of eight bits"],
    what: "places are kept in eight bits",
    family: "llama",
    invariant: "behaviour/position-shift",
    broken: replacing({ angle: (place, frequency) => (place & 255) * frequency }),
  },
  {
    threads: ["a place that stands for padding"],
    what: "place 0 has the angle of place 1",
    family: "llama",
    invariant: "behaviour/position-shift",
    broken: replacing({ angle: (place, frequency) => Math.max(place, 1) * frequency }),
  },
  {
    threads: ["a rotation of one side"],
    what: "queries are turned, keys are not",
    family: "llama",
    invariant: "behaviour/position-shift",
    broken: replacing({ turned: ["query"] }),
  },
  {
    threads: ["a sign in the rotation"],
    what: "queries and keys are turned the other way",
    family: "llama",
    invariant: "conformance/outputs",
    broken: replacing({ angle: (place, frequency) => -place * frequency }),
  },
  {
    threads: ["an off-by-one after a cache"],
    what: "places after a cache begin one too early",
    family: "llama",
    invariant: "behaviour/cache",
    broken: replacing({ places: (run) => HEALTHY.places(run).map((place) => (run.past > 0 ? place - 1 : place)) }),
  },
  {
    threads: ["a cache whose length is that of its last run"],
    what: "from the third run on places begin again",
    family: "llama",
    invariant: "behaviour/chunked-prefill",
    broken: replacing({ places: (run) => HEALTHY.places(run.calls > 1 ? { ...run, past: 0 } : run) }),
  },
  {
    threads: ["packing without places"],
    what: "places of packed sequences go on",
    family: "gpt2",
    invariant: "behaviour/packed",
    broken: replacing({ places: ({ length, past }) => Array.from({ length }, (_, i) => past + i) }),
  },
  {
    threads: ["packing of two"],
    what: "places are counted anew at the first boundary alone",
    family: "gpt2",
    invariant: "behaviour/packed",
    broken: replacing({
      places: ({ segments, ...run }) =>
        HEALTHY.places({ ...run, ...(segments && { segments: segments.map((segment) => Math.min(segment, 1)) }) }),
    }),
  },
  {
    threads: ["places of an encoder that are not the caller's"],
    what: "an encoder's scores fall with the distance in the row",
    family: "llama",
    invariant: "behaviour/permutation",
    healthy: (small) => ({ small, parts: ENCODER }),
    broken: (small) => ({ small, parts: { ...ENCODER, bias: (_, { query, key }) => (query - key) / 8 } }),
  },
  {
    threads: ["places that end together"],
    what: "places begin as many later as there is padding, wherever it is",
    family: "gpt2",
    invariant: "behaviour/right-padding",
    broken: replacing({
      places: (run) => {
        const padding = run.keep?.filter((kept) => kept === 0).length ?? 0;
        return HEALTHY.places(run).map((place) => place + padding);
      },
    }),
  },
];
