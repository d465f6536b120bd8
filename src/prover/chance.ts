/**
 * Whole numbers by chance, determined by a seed (mulberry32).
 */

/** Where whole numbers come from, both ends included. */
export interface Chance {
  readonly int: (low: number, high: number) => number;
  /** As many as there is room for, as one after the other. */
  readonly ints: (low: number, high: number, into: Float64Array) => void;
}

/** The numbers of a seed. */
export function chance(seed: number): Chance {
  let state = seed | 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const int = (low: number, high: number): number => low + Math.floor(next() * (high - low + 1));
  return {
    int,
    ints: (low, high, into) => {
      for (let i = 0; i < into.length; i++) into[i] = int(low, high);
    },
  };
}

/** One of some things. */
export function oneOf<T>({ int }: Chance, choices: readonly T[]): T {
  return choices[int(0, choices.length - 1)]!;
}
