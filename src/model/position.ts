/**
 * Positions as terms: sinusoids that are added, rotations that are applied to
 * queries and keys, and masks that follow from positions.
 *
 * Notation   p: C × 1 positions; ω: 1 × r frequencies, one for each plane;
 *            angles p ω: C × r
 */
import { negate, subtract } from "../term/definition.ts";
import { type Dim, type DimLike, dim, dimValue, mulDim, subtractDim } from "../term/dimension.ts";
import { Fault } from "../term/fault.ts";
import type { Rational } from "../term/rational.ts";
import {
  add,
  cols,
  constant,
  hadamard,
  hcat,
  identity,
  iota,
  kron,
  map,
  mul,
  ones,
  scale,
  shapeText,
  size,
  type Term,
  transpose,
  tri,
  zeros,
} from "../term/term.ts";
import type { Context, Position } from "./architecture.ts";

/**
 * Frequencies that fall geometrically: `ω_i = base^(−i/r)`, i = 0, …, r − 1.
 *
 * shape   base: 1 × 1 → 1 × r
 * unit    radian per position
 * source  Vaswani et al. 2017, §3.5, with E = 2r
 */
export function frequencies(base: Term, r: DimLike): Term {
  const step = negate(scale(map("recip", size(r)), map("log", base)));
  return map("exp", scale(step, transpose(iota(r))));
}

/**
 * Sinusoidal positions: entry (n, 2i) is sin(p_n ω_i), entry (n, 2i + 1) is cos(p_n ω_i).
 *
 * shape   p: C × 1, ω: 1 × r → C × 2r
 * source  Vaswani et al. 2017, §3.5
 */
export function sinusoidal(p: Term, omega: Term): Term {
  const angles = mul(p, omega);
  const [even, odd] = [hcat(ones(1, 1), zeros(1, 1)), hcat(zeros(1, 1), ones(1, 1))];
  return add(kron(map("sin", angles), even), kron(map("cos", angles), odd));
}

/** How a rotary embedding pairs the entries of a query: (i, i + r), as most checkpoints do, or (2i, 2i + 1), as the paper does. */
export type RotaryLayout = "half" | "interleaved";

/**
 * Rotary positions: plane i of each row is turned by the angle p_n ω_i; entries beyond the planes stay.
 *
 * shape   x: C × d, p: C × 1, ω: 1 × r with 2r ≤ d → C × d
 * throws  Fault when x has fewer than 2r columns
 * source  Su et al. 2021, RoFormer, eq. 34; the half layout as in GPT-NeoX
 */
export function rotary(x: Term, p: Term, omega: Term, layout: RotaryLayout = "half"): Term {
  const turned = mulDim(2, omega.cols);
  const rest = subtractDim(x.cols, turned);
  if (rest === undefined)
    throw new Fault({ op: "rotary", expected: `at least ${turned.text} columns`, received: shapeText(x) });
  if (dimValue(rest) === 0) return rotateAll(x, p, omega, layout);
  return hcat(rotateAll(cols(x, 0, turned), p, omega, layout), cols(x, turned, rest));
}

function rotateAll(x: Term, p: Term, omega: Term, layout: RotaryLayout): Term {
  const angles = mul(p, omega);
  const spread = (table: Term): Term => (layout === "half" ? hcat(table, table) : kron(table, ones(1, 2)));
  return add(
    hadamard(x, spread(map("cos", angles))),
    hadamard(quarterTurn(x, omega.cols, layout), spread(map("sin", angles))),
  );
}

/** Rotary positions of a model: what its frequencies are, and how it turns queries and keys. */
export interface RotaryOptions {
  /** θ of the frequencies `θ^(−i/r)`. */
  readonly base: Rational | number;
  /** The number of planes. */
  readonly r: DimLike;
  readonly layout?: RotaryLayout | undefined;
}

/** Rotary positions as an architecture has them. shape  rotate: C × d → C × d */
export function rotaryOf({ base, r, layout = "half" }: RotaryOptions): {
  readonly position: Position;
  readonly rotate: (x: Term, context: Context) => Term;
} {
  const omega = frequencies(constant(base), r);
  return {
    position: { kind: "rotary", omega },
    rotate: (x, { positions }) => rotary(x, positions, omega, layout),
  };
}

/** Each pair (a, b) becomes (−b, a). shape  C × 2r → C × 2r */
function quarterTurn(x: Term, r: Dim, layout: RotaryLayout): Term {
  if (layout === "half") return hcat(negate(cols(x, r, r)), cols(x, 0, r));
  const turn = hcat(transpose(hcat(zeros(1, 1), negate(ones(1, 1)))), transpose(hcat(ones(1, 1), zeros(1, 1))));
  return mul(x, kron(identity(r), turn));
}

/** The causal mask: a token sees itself and what is before it. shape  C × C */
export function causalMask(C: DimLike): Term {
  return tri(C, C);
}

/** A causal mask that reaches back over `window` tokens, the present one included. shape  C × C. source  Jiang et al. 2023, Mistral 7B, §2 */
export function slidingWindow(C: DimLike, window: DimLike): Term {
  return subtract(tri(C, C), tri(C, C, { below: dim(window) }));
}
