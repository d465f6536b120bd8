/** Claims about the places of tokens. */
import fc from "fast-check";
import {
  type Behaviour,
  equal,
  lengthOf,
  needs,
  needsLength,
  partOf,
  RESULT,
  type Request,
  rowsOf,
  tokensOf,
  upTo,
} from "../trial.ts";
import { tokenAndOthers } from "./run.ts";

/** Beyond what half precision can count, and where an angle in float32 is still good to three digits. */
const FARTHEST_SHIFT = 1 << 14;
/** Where tables of places end, and where numbers of fewer bits do. */
const EDGES = [5, 6, 7, 8, 9, 10, 11, 12, 13, 14].map((exponent) => 2 ** exponent);

const shift: Behaviour = {
  id: "behaviour/position-shift",
  title: "all places moved by one number change no logit",
  formula: "f(x; p + k) = f(x; p)",
  source: "huggingface/candle#3520: angles in half precision",
  of: "every",
  trials: (traits) => {
    if (traits.positions === "absolute") return { notApplicable: "its positions are absolute" };
    return (
      needs(traits, "position_ids") ??
      partOf(traits)
        .chain((x) =>
          fc.tuple(
            fc.constant(x),
            fc.nat(FARTHEST_SHIFT),
            fc.subarray(EDGES),
            fc.integer({ min: 1, max: Math.max(1, x.length - 1) }), // so many tokens before an edge
          ),
        )
        .map(([x, k, edges, before]) => {
          const at = (from: number): Request => ({ tokens: [x], extra: { position_ids: [x.map((_, i) => from + i)] } });
          const shifts = [k, ...edges.map((edge) => edge - before)];
          const all = upTo(x.length);
          return equal(
            [at(0), ...shifts.map(at)],
            shifts.map((_, i) => rowsOf(i + 1, all)),
            shifts.map(() => rowsOf(0, all)),
          );
        })
    );
  },
};

/** Gaps between places, of which one makes a difference where any does. */
const GAPS = [1, 2, 3, 5, 8, 13];

const places: Behaviour = {
  id: "behaviour/places",
  title: "places that are given are used: a gap between them makes a difference",
  formula: "f(x; 0 … k−1, k+g …) differs from f(x)",
  source: "thu-nics/C2C#19: places of the caller are dropped",
  of: "some",
  trials: (traits) => {
    const { positions, vocabulary, longest = Number.POSITIVE_INFINITY } = traits;
    if (positions === "none") return { notApplicable: "its tokens have no places" };
    if (vocabulary === 1) return { notApplicable: "it has one token" };
    return (
      needs(traits, "position_ids") ??
      needsLength(traits, 3) ??
      fc
        .integer({ min: 2, max: Math.min(lengthOf(traits), longest - 1) })
        .chain((C) => fc.tuple(tokensOf(traits, C), tokenAndOthers(vocabulary)))
        .map(([x, [first, others]]) => {
          const tokens = [x.with(0, first)];
          const gaps = GAPS.filter((gap) => gap + x.length <= longest);
          const apart = (gap: number): Request => ({
            tokens,
            extra: { position_ids: [x.map((_, i) => (i === 0 ? 0 : i + gap))] },
          });
          const last = [x.length - 1];
          // a last row that sees nothing of the first token cannot show how far away that is
          const moved = others.map((other): Request => ({ tokens: [x.with(0, other)] }));
          const side = (count: number, from: number) => upTo(count).map((n) => rowsOf(from + n, last));
          return {
            requests: [{ tokens }, ...gaps.map(apart), ...moved],
            output: RESULT,
            must: "different",
            each: [
              {
                lhs: side(gaps.length, 1),
                rhs: gaps.map(() => rowsOf(0, last)),
                control: { lhs: side(moved.length, 1 + gaps.length), rhs: moved.map(() => rowsOf(0, last)) },
              },
            ],
          };
        })
    );
  },
};

const permutation: Behaviour = {
  id: "behaviour/permutation",
  title: "an encoder's tokens, moved with their places, have their logits moved alike",
  formula: "f(Px; Pp) = P f(x; p)",
  source: "Zaheer et al. 2017; Lee et al. 2019",
  of: "every",
  trials: (traits) => {
    if (traits.causal) return { notApplicable: "a causal mask lets each token see only what is before it" };
    const missing = traits.positions === "none" ? undefined : needs(traits, "position_ids");
    if (missing !== undefined) return missing;
    return partOf(traits)
      .chain((x) => fc.tuple(fc.constant(x), fc.shuffledSubarray(upTo(x.length), { minLength: x.length })))
      .map(([x, shuffled]) => {
        const isMoved = shuffled.some((from, to) => from !== to);
        const order = isMoved ? shuffled : [...shuffled].reverse(); // the identity says nothing
        const places = traits.positions === "none" ? undefined : { position_ids: [order] };
        const moved: Request = {
          tokens: [order.map((i) => x[i]!)],
          ...(places === undefined ? {} : { extra: places }),
        };
        return equal([moved, { tokens: [x] }], [rowsOf(0, upTo(x.length))], [rowsOf(1, order)]);
      });
  },
};

export const positionBehaviours: readonly Behaviour[] = [shift, places, permutation];
