/**
 * Dense runs in place, as row operations need them: sum, maximum, shift,
 * division. Sums are taken over the lanes of two vectors and these then added
 * up: fewer roundings in a row than one accumulator has, and always the same
 * order.
 */

import { lanesOf } from "./stage";

/** Sum of v, or with `squared` of v². */
// @ts-expect-error: decorator
@inline
function total<T>(at: usize, n: i32, squared: bool): T {
  const lanes = lanesOf<T>();
  const end = at + (<usize>n) * sizeof<T>();
  let s = f64x2.splat(0);
  let t = f64x2.splat(0);
  for (; at + 32 <= end; at += 32) {
    const u = v128.load(at);
    const v = v128.load(at, 16);
    s = v128.add<T>(s, squared ? v128.mul<T>(u, u) : u);
    t = v128.add<T>(t, squared ? v128.mul<T>(v, v) : v);
  }
  s = v128.add<T>(s, t);
  let sum: T;
  if (lanes == 2) sum = <T>(f64x2.extract_lane(s, 0) + f64x2.extract_lane(s, 1));
  else {
    const half = f32x4.add(s, v128.shuffle<i64>(s, s, 1, 0));
    sum = <T>(f32x4.extract_lane(half, 0) + f32x4.extract_lane(half, 1));
  }
  for (; at < end; at += sizeof<T>()) {
    const v = load<T>(at);
    sum += squared ? v * v : v;
  }
  return sum;
}

export function sumRun<T>(at: usize, n: i32): T {
  return total<T>(at, n, false);
}

export function sumSquares<T>(at: usize, n: i32): T {
  return total<T>(at, n, true);
}

/** -∞ for no elements, NaN if one is. */
export function maxRun<T>(at: usize, n: i32): T {
  const end = at + (<usize>n) * sizeof<T>();
  let m = v128.splat<T>(<T>-Infinity);
  for (; at + 16 <= end; at += 16) m = v128.max<T>(m, v128.load(at));
  for (; at < end; at += sizeof<T>()) m = v128.max<T>(m, v128.splat<T>(load<T>(at)));
  m = v128.max<T>(m, v128.shuffle<i64>(m, m, 1, 0));
  if (sizeof<T>() == 4) m = v128.max<T>(m, v128.shuffle<i32>(m, m, 1, 0, 3, 2));
  return v128.extract_lane<T>(m, 0);
}

/** v − c */
export function shiftRun<T>(at: usize, n: i32, c: T): void {
  const end = at + (<usize>n) * sizeof<T>();
  const cs = v128.splat<T>(c);
  for (; at + 16 <= end; at += 16) v128.store(at, v128.sub<T>(v128.load(at), cs));
  for (; at < end; at += sizeof<T>()) store<T>(at, <T>(load<T>(at) - c));
}

/** v / c */
export function divideRun<T>(at: usize, n: i32, c: T): void {
  const end = at + (<usize>n) * sizeof<T>();
  const cs = v128.splat<T>(c);
  for (; at + 16 <= end; at += 16) v128.store(at, v128.div<T>(v128.load(at), cs));
  for (; at < end; at += sizeof<T>()) store<T>(at, <T>(load<T>(at) / c));
}
