/** Bugs of rotary positions. */
import { bfloat16 } from "../../src/runtime/view.ts";
import { type Bug, replacing } from "./bug.ts";

const bits = new Float32Array(1);
const halves = new Uint16Array(bits.buffer);

/** The bfloat16 below a number. */
function half(x: number): number {
  bits[0] = x;
  return bfloat16(halves[1]!);
}

const FACTOR = 4;

export const positionBugs: readonly Bug[] = [
  {
    threads: ["unslothai/unsloth#6907"],
    what: "the scaling of rotary positions is dropped",
    family: "llama",
    invariant: "conformance/outputs",
    healthy: (small) => ({ small, parts: { angle: (place, frequency) => (place / FACTOR) * frequency } }),
    broken: replacing({}),
    against: (small) => ({ small, parts: { angle: (place, frequency) => place * (frequency / FACTOR) } }),
  },
  {
    threads: ["huggingface/candle#3520"],
    what: "angles are computed in bfloat16, whatever the model runs in",
    family: "llama",
    invariant: "behaviour/position-shift",
    broken: replacing({ angle: (place, frequency) => half(half(place) * half(frequency)) }),
  },
  {
    threads: ["how-to-train-your-gpt#6"],
    what: "queries are turned in neighbouring coordinates, keys in halves",
    family: "llama",
    invariant: "behaviour/position-shift",
    broken: replacing({ plane: (i, r, of) => (of === "query" ? [2 * i, 2 * i + 1] : [i, i + r]) }),
  },
  {
    threads: ["huggingface/transformers: rope_theta of a config that is not read"],
    what: "the base of the frequencies is that of another model",
    family: "llama",
    invariant: "conformance/outputs",
    broken: (small) => ({ small: { ...small, config: { ...small.config, theta: 500000 } }, parts: {} }),
  },
];
