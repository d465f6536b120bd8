/** Claims about sequences beside and behind others: batches, padding, packing. */
import fc from "fast-check";
import type { Traits } from "../../model/traits.ts";
import {
  type Behaviour,
  type Extra,
  equal,
  lengthOf,
  needs,
  needsCausal,
  needsLength,
  type Request,
  rowsOf,
  tokensOf,
  upTo,
} from "../trial.ts";

/** The most sequences of a padded batch. */
const SEQUENCES = 3;

/** What padded tokens bring: what is seen, and places counted from the first that is, where they are taken. shape  keep: B × C */
export function paddedExtra(keep: readonly (readonly number[])[], traits: Traits): Extra {
  return {
    attention_mask: keep,
    ...(traits.inputs.includes("position_ids") ? { position_ids: keep.map(placesOf) } : {}),
  };
}

/** Places that count what is seen; padding has the first. */
export function placesOf(keep: readonly number[]): number[] {
  let seen = 0;
  return keep.map((kept) => (kept === 1 ? seen++ : 0));
}

/** A sequence with how many tokens of padding it has. */
interface Padded {
  readonly x: readonly number[];
  readonly padding: readonly number[];
}

/** Sequences of their own lengths, padded to one that some of them may have and not all. */
export function paddedBatch(traits: Traits, parts: number): fc.Arbitrary<readonly Padded[]> {
  return fc
    .integer({ min: 2, max: 2 * lengthOf(traits, parts) })
    .chain((whole) => {
      const lengths = fc.array(fc.integer({ min: 1, max: whole }), { minLength: 1, maxLength: SEQUENCES, size: "max" });
      return fc.tuple(fc.constant(whole), lengths, fc.nat(whole - 2));
    })
    .chain(([whole, lengths, rest]) => {
      const isPadded = lengths.some((length) => length < whole);
      const all = isPadded ? lengths : lengths.with(-1, 1 + rest);
      return fc.tuple(
        ...all.map((length) => fc.record({ x: tokensOf(traits, length), padding: tokensOf(traits, whole - length) })),
      );
    });
}

/** The batch as one run, and for each sequence which rows are its own. */
export function padLeft(batch: readonly Padded[]) {
  return {
    tokens: batch.map(({ x, padding }) => [...padding, ...x]),
    keep: batch.map(({ x, padding }) => [...padding.map(() => 0), ...x.map(() => 1)]),
    own: batch.map(({ x, padding }) => upTo(x.length).map((i) => padding.length + i)),
  };
}

function padRight(batch: readonly Padded[]) {
  return {
    tokens: batch.map(({ x, padding }) => [...x, ...padding]),
    keep: batch.map(({ x, padding }) => [...x.map(() => 1), ...padding.map(() => 0)]),
    own: batch.map(({ x }) => upTo(x.length)),
  };
}

function padded(pad: typeof padLeft): Behaviour["trials"] {
  return (traits) =>
    needs(traits, "attention_mask") ??
    needsLength(traits, 2) ??
    paddedBatch(traits, 2).map((batch) => {
      const { tokens, keep, own } = pad(batch);
      const seen = keep.map((row) => row.map(() => 1)); // a mask of the same shape, which nobody should remember
      const padded = [seen, keep].map((mask): Request => ({ tokens, extra: paddedExtra(mask, traits) }));
      return equal(
        [...padded, ...batch.map(({ x }): Request => ({ tokens: [x] }))],
        own.map((at, b) => rowsOf(1, at, b)),
        batch.map(({ x }, b) => rowsOf(b + 2, upTo(x.length))),
      );
    });
}

const leftPadding: Behaviour = {
  id: "behaviour/left-padding",
  title: "padding before the sequences of a batch changes none of their logits",
  formula: "f(pad ‖ x)[k:] = f(x)",
  source: "ndif-team/nnsight#672, unslothai/unsloth#3699",
  of: "every",
  trials: padded(padLeft),
};

const rightPadding: Behaviour = {
  id: "behaviour/right-padding",
  title: "padding after the sequences of a batch changes none of their logits",
  formula: "f(x ‖ pad)[:k] = f(x)",
  source: "the key padding mask; Vaswani et al. 2017",
  of: "every",
  trials: padded(padRight),
};

/** The most tokens that are generated after a padded batch. */
const STEPS = 3;

const paddedCache: Behaviour = {
  id: "behaviour/padded-cache",
  title: "a batch that is padded before, then a token at a time, is as each sequence alone",
  formula: "f(y | pad ‖ x) = f(x ‖ y)[k:]",
  source: "unslothai/unsloth#3699; thu-nics/C2C#19: the mask is cut to the new token",
  of: "every",
  trials: (traits) =>
    needsCausal(traits, true) ??
    needs(traits, "attention_mask") ??
    needsLength(traits, 3) ??
    fc
      .tuple(paddedBatch(traits, 3), fc.integer({ min: 1, max: Math.min(STEPS, lengthOf(traits, 3)) }))
      .chain(([batch, steps]) =>
        fc.tuple(fc.constant(batch), fc.array(tokensOf(traits, batch.length), { minLength: steps, maxLength: steps })),
      )
      .map(([batch, steps]) => {
        const { tokens, keep } = padLeft(batch);
        const requests: Request[] = [{ tokens, extra: paddedExtra(keep, traits) }];
        for (const [s, step] of steps.entries()) {
          const mask = keep.map((row) => [...row, ...upTo(s + 1).map(() => 1)]);
          const places = batch.map(({ x }) => [x.length + s]);
          const extra = {
            attention_mask: mask,
            ...(traits.inputs.includes("position_ids") ? { position_ids: places } : {}),
          };
          requests.push({ tokens: step.map((token) => [token]), extra, after: s });
        }
        const whole = batch.map(({ x }, b) => [...x, ...steps.map((step) => step[b]!)]);
        return equal(
          [...requests, ...whole.map((one): Request => ({ tokens: [one] }))],
          batch.flatMap((_, b) => steps.map((_, s) => rowsOf(s + 1, [0], b))),
          batch.map(({ x }, b) =>
            rowsOf(
              requests.length + b,
              steps.map((_, s) => x.length + s),
            ),
          ),
        );
      }),
};

const batch: Behaviour = {
  id: "behaviour/batch",
  title: "a sequence has the same logits alone and beside others",
  formula: "f([x; y])[0] = f([x])[0]",
  source: "huggingface/transformers#47475: a sum over the wrong axis",
  of: "every",
  trials: (traits) =>
    fc
      .tuple(fc.integer({ min: 1, max: lengthOf(traits) }), fc.integer({ min: 2, max: 4 }))
      .chain(([C, B]) => fc.array(tokensOf(traits, C), { minLength: B, maxLength: B }))
      .map((tokens) =>
        equal(
          [{ tokens }, ...tokens.map((one) => ({ tokens: [one] }))],
          tokens.map((one, b) => rowsOf(0, upTo(one.length), b)),
          tokens.map((one, b) => rowsOf(b + 1, upTo(one.length))),
        ),
      ),
};

const packed: Behaviour = {
  id: "behaviour/packed",
  title: "sequences packed into one row are as each alone",
  formula: "f(x ‖ y; segments 0…0 1…1) = f(x) ‖ f(y)",
  source: "AI-Hypercomputer/maxtext#4476, huggingface/transformers#46634: leaks between packed sequences",
  of: "every",
  trials: (traits) =>
    needs(traits, "segment_ids") ??
    needsLength(traits, 2) ??
    fc
      .integer({ min: 2, max: Math.min(SEQUENCES, traits.longest ?? SEQUENCES) })
      .chain((count) => {
        const one = fc.integer({ min: 1, max: lengthOf(traits, count) }).chain((C) => tokensOf(traits, C));
        return fc.tuple(fc.array(one, { minLength: count, maxLength: count }), fc.boolean());
      })
      .map(([sequences, masked]) => {
        const extra = {
          segment_ids: [sequences.flatMap((x, s) => x.map(() => s))],
          ...(traits.inputs.includes("position_ids")
            ? { position_ids: [sequences.flatMap((x) => upTo(x.length))] }
            : {}),
          ...(masked && traits.inputs.includes("attention_mask")
            ? { attention_mask: [sequences.flat().map(() => 1)] }
            : {}),
        };
        return equal(
          [{ tokens: [sequences.flat()], extra }, ...sequences.map((x) => ({ tokens: [x] }))],
          [rowsOf(0, upTo(sequences.flat().length))],
          sequences.map((x, s) => rowsOf(s + 1, upTo(x.length))),
        );
      }),
};

export const paddingBehaviours: readonly Behaviour[] = [leftPadding, rightPadding, paddedCache, batch, packed];
