/** Matrices drawn from a seed, the same on every machine. */

/** Numbers from 0 to 1, in the order of a seed. source  mulberry32, T. Ettinger, 2017 */
export function uniform(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Standard normal entries, by Box and Muller. shape  n × m */
export function gaussian(n: number, m: number, next: () => number, scale = 1): number[][] {
  const normal = (): number => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next());
  return Array.from({ length: n }, () => Array.from({ length: m }, () => scale * normal()));
}

/** The matrix that puts row `order[i]` at place i. shape  n × n */
export function permutation(order: readonly number[]): number[][] {
  return order.map((at) => order.map((_, j) => (j === at ? 1 : 0)));
}
