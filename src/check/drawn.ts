/**
 * A model without a checkpoint: an architecture whose sizes are small and whose parameters are drawn.
 *
 * Weights are far from the usual initialisation, so that a part that is missing moves the result instead of hiding; a
 * parameter's value depends on its name and the seed alone.
 */
import { tabulate } from "../interpret/dense.ts";
import { type Architecture, lastStream, tokenVariable } from "../model/architecture.ts";
import { dimSymbols, evaluateDim, type Sizes } from "../term/dimension.ts";
import { symbolsOf } from "../term/schedule.ts";
import { indexText } from "../term/term.ts";
import { type Random, type RandomSource, randomOf } from "./draw.ts";
import type { Model } from "./model.ts";

/** The spread of drawn weights; gains are drawn around 1. */
const SPREAD = 0.5;
/** How many layers, heads, groups and queries there are. */
const COUNT = 2;
/** The smallest of the other sizes; no two are equal. */
const SMALLEST = 3;

/** The model of an architecture whose parameters are drawn. */
export function drawnModel(architecture: Architecture, seed: number): Model {
  const known = new Map<string, ReturnType<typeof tabulate>>();
  return {
    name: architecture.name,
    architecture,
    bindings: {
      sizes: smallSizes(architecture),
      variable: ({ name, index, rows, cols }) => {
        const key = `${name}${indexText(index)}`;
        const random = randomNamed(`${seed} ${key}`);
        const middle = name.endsWith("_gain") ? 1 : 0;
        const [n, m] = [evaluateDim(rows, {}), evaluateDim(cols, {})];
        const value =
          known.get(key) ?? tabulate(n, m, "f64", () => Math.fround(middle + SPREAD * random.nextGaussian()));
        known.set(key, value);
        return value;
      },
    },
  };
}

/** Small sizes for all symbols of an architecture: counts alike, the others all different. */
function smallSizes(architecture: Architecture): Sizes {
  const tokens = tokenVariable(architecture, 1);
  const last = lastStream(architecture, tokens);
  const symbols = new Set(
    [last, architecture.unembed?.(last) ?? last, architecture.readout?.(last) ?? last].flatMap(symbolsOf),
  );
  const counts = new Set([...architecture.layers, ...architecture.heads].flatMap(dimSymbols));
  const others = [...symbols].filter((symbol) => !counts.has(symbol)).sort();
  return Object.fromEntries([
    ...[...counts].map((symbol) => [symbol, COUNT] as const),
    ...others.map((symbol, i) => [symbol, SMALLEST + i] as const),
  ]);
}

/** Random numbers that a text determines (FNV-1a, then mulberry32). */
function randomNamed(text: string): Random {
  let state = 0x811c9dc5;
  for (const character of text) state = Math.imul(state ^ character.codePointAt(0)!, 0x01000193);
  const nextDouble = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const nextInt: RandomSource["nextInt"] = (min, max) => min + Math.floor(nextDouble() * (max - min + 1));
  return randomOf({ nextDouble, nextInt });
}
