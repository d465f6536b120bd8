/** Claims about any run: that it can be repeated, has numbers, and a row for each token. */
import fc from "fast-check";
import {
  type Behaviour,
  equal,
  lengthOf,
  needsLength,
  partOf,
  RESULT,
  type Request,
  rowsOf,
  tokensOf,
  upTo,
} from "../trial.ts";
import { paddedExtra } from "./padding.ts";

const repeatable: Behaviour = {
  id: "behaviour/repeatable",
  title: "the same tokens give the same logits again",
  formula: "f(x) = f(x)",
  source: "karpathy/nanoGPT#240: dropout is left on",
  of: "every",
  trials: (traits) =>
    partOf(traits).map((x) => {
      const request = { tokens: [x] };
      return equal([request, request], [rowsOf(0, upTo(x.length))], [rowsOf(1, upTo(x.length))]);
    }),
};

const finite: Behaviour = {
  id: "behaviour/finite",
  title: "every logit is a finite number, in rows of padding and of one token alone too",
  formula: "f(pad ‖ x) ∈ ℝ",
  source: "unslothai/unsloth#9848: rows that see nothing are NaN",
  of: "every",
  trials: (traits) =>
    fc.tuple(partOf(traits, 2), partOf(traits, 2)).map(([pads, x]) => {
      const padding = traits.longest === 1 ? [] : pads;
      const keep = [...padding.map(() => 0), ...x.map(() => 1)];
      const extra = traits.inputs.includes("attention_mask") ? { extra: paddedExtra([keep], traits) } : {};
      return {
        requests: [{ tokens: [[...padding, ...x]], ...extra }, { tokens: [x.slice(0, 1)] }],
        output: RESULT,
        must: "finite",
        rows: [rowsOf(0, upTo(keep.length)), rowsOf(1, [0])],
      };
    }),
};

/** Other tokens in the place of one; among several, one makes a difference where any does. */
export const ALTERNATIVES = 8;

/** How far from a token so many others are. */
export function stepsAway(vocabulary: number): fc.Arbitrary<number[]> {
  const step = fc.integer({ min: 1, max: vocabulary - 1 });
  return fc.array(step, { minLength: ALTERNATIVES, maxLength: ALTERNATIVES });
}

/** A token, and others that are not it. */
export function tokenAndOthers(vocabulary: number): fc.Arbitrary<readonly [number, number[]]> {
  return fc
    .tuple(fc.nat(vocabulary - 1), stepsAway(vocabulary))
    .map(([token, away]) => [token, away.map((step) => (token + step) % vocabulary)]);
}

const ownRow: Behaviour = {
  id: "behaviour/own-row",
  title: "each row of logits is of its own token, not of a neighbour",
  formula: "f(x)[i] depends on x[i]",
  source: "logits that are shifted by one row to fit their labels",
  of: "some",
  trials: (traits) => {
    if (traits.vocabulary === 1) return { notApplicable: "it has one token" };
    const short = needsLength(traits, 2);
    if (short !== undefined) return short;
    return fc
      .integer({ min: 2, max: Math.max(2, lengthOf(traits)) })
      .chain((C) => fc.tuple(tokensOf(traits, C), fc.nat(C - 2), tokenAndOthers(traits.vocabulary)))
      .map(([x, i, [token, others]]) => {
        const requests: Request[] = [token, ...others].map((own) => ({ tokens: [x.with(i, own)] }));
        const sides = (at: readonly number[]) => ({
          lhs: others.map((_, n) => rowsOf(n + 1, at)),
          rhs: others.map(() => rowsOf(0, at)),
        });
        const each = [{ ...sides([i]), control: sides(upTo(x.length)) }];
        return { requests, output: RESULT, must: "different", each };
      });
  },
};

const defaults: Behaviour = {
  id: "behaviour/defaults",
  title: "places in order, a mask of ones and one segment, said or not, are the same",
  formula: "f(x; mask 1…1; places 0…C−1) = f(x)",
  source: "huggingface/transformers#46634: another mask when one is given",
  of: "every",
  trials: (traits) => {
    if (traits.inputs.length === 0) return { notApplicable: "it takes tokens alone" };
    return fc
      .tuple(
        fc.integer({ min: 1, max: lengthOf(traits) }),
        fc.integer({ min: 1, max: 2 }),
        fc.subarray([...traits.inputs], { minLength: 1 }),
      )
      .chain(([C, B, said]) =>
        fc.tuple(fc.array(tokensOf(traits, C), { minLength: B, maxLength: B }), fc.constant(said)),
      )
      .map(([tokens, said]) => {
        const row = { attention_mask: () => 1, position_ids: (i: number) => i, segment_ids: () => 0 };
        const extra = Object.fromEntries(
          said.map((input) => [input, tokens.map((one) => one.map((_, i) => row[input](i)))]),
        );
        const all = (request: number) => tokens.map((one, b) => rowsOf(request, upTo(one.length), b));
        return equal([{ tokens, extra }, { tokens }], all(0), all(1));
      });
  },
};

export const runBehaviours: readonly Behaviour[] = [repeatable, finite, ownRow, defaults];
