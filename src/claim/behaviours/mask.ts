/** Claims about what a token sees: nothing later, and of what was before all that its window holds. */
import fc from "fast-check";
import type { Traits } from "../../model/traits.ts";
import type { NotApplicable } from "../claim.ts";
import {
  type Behaviour,
  type Comparison,
  equal,
  LENGTH,
  lengthOf,
  needsCausal,
  needsLength,
  partOf,
  rowsOf,
  tokenOf,
  tokensOf,
  upTo,
} from "../trial.ts";
import { ALTERNATIVES, stepsAway } from "./run.ts";

const causal: Behaviour = {
  id: "behaviour/causal",
  title: "no output sees a later token",
  formula: "f(x ‖ y)[:k] = f(x ‖ z)[:k]",
  source: "huggingface/transformers#48745",
  of: "every",
  trials: (traits) =>
    needsCausal(traits) ??
    needsLength(traits, 2) ??
    fc
      .tuple(
        partOf(traits, 2),
        fc.array(fc.tuple(tokenOf(traits), tokenOf(traits)), { minLength: 1, maxLength: lengthOf(traits, 2) }),
      )
      .map(([x, ends]) =>
        equal(
          [{ tokens: [[...x, ...ends.map(([y]) => y)]] }, { tokens: [[...x, ...ends.map(([, z]) => z)]] }],
          [rowsOf(0, upTo(x.length))],
          [rowsOf(1, upTo(x.length))],
        ),
      ),
};

const prefix: Behaviour = {
  id: "behaviour/prefix",
  title: "what comes after a prefix changes nothing in it, its length neither",
  formula: "f(x ‖ y)[:k] = f(x)",
  source: "pytorch/pytorch#108108: another kernel for another length",
  of: "every",
  trials: (traits) =>
    needsCausal(traits) ??
    needsLength(traits, 2) ??
    fc.tuple(partOf(traits, 2), partOf(traits, 2)).map(([x, y]) => prefixed(x, y)),
};

function prefixed(x: readonly number[], y: readonly number[]) {
  return equal([{ tokens: [[...x, ...y]] }, { tokens: [x] }], [rowsOf(0, upTo(x.length))], [rowsOf(1, upTo(x.length))]);
}

/** Kernels work on blocks of so many tokens; each has an edge before and behind. */
const BLOCKS = [16, 32, 64, 128];

/** Lengths around the edges of blocks, of sequences that leave room for some more tokens. */
export function edgesOf({ longest = Number.POSITIVE_INFINITY }: Traits, room: number): readonly number[] {
  return BLOCKS.flatMap((block) => [block - 1, block, block + 1]).filter((length) => length + room <= longest);
}

const blocks: Behaviour = {
  id: "behaviour/blocks",
  title: "a sequence that ends at the edge of a kernel's block is as the beginning of a longer one",
  formula: "f(x ‖ y)[:k] = f(x), k around 16, 32, 64, 128",
  source: "kekzl/imp#967: one block too few at lengths that are no multiple of it",
  of: "every",
  trials: (traits) => {
    const edges = edgesOf(traits, LENGTH);
    return (
      needsCausal(traits) ??
      (edges.length === 0 ? { notApplicable: `it takes no more than ${traits.longest} tokens` } : undefined) ??
      fc
        .constantFrom(...edges)
        .chain((k) => fc.tuple(tokensOf(traits, k), partOf(traits)))
        .map(([x, y]) => prefixed(x, y))
    );
  },
};

/** Where a window's edge is seen: after the first block. */
const EDGE = "hidden_states.1";

function windowed(traits: Traits): NotApplicable | undefined {
  const { window, longest = Number.POSITIVE_INFINITY, outputs } = traits;
  if (window === undefined) return { notApplicable: "it has no window" };
  if (!outputs.includes(EDGE)) return { notApplicable: `it does not show ${EDGE}` };
  // token 0 is seen up to row window − 1 and not in row window, the first that is checked to be free of it
  return longest <= window ? { notApplicable: `its ${longest} tokens all lie in one window` } : undefined;
}

const beyondWindow: Behaviour = {
  id: "behaviour/window",
  title: "a token sees nothing beyond its window",
  formula: "B(x)[i] does not depend on x[j] for j ≤ i − w",
  source: "huggingface/transformers#39408",
  of: "every",
  trials: (traits) =>
    windowed(traits) ??
    fc
      .integer({ min: traits.window! + 1, max: beyond(traits) })
      .chain((C) => fc.tuple(tokensOf(traits, C), fc.nat(C - traits.window! - 1), tokensOf(traits, 2)))
      .map(([x, any, steps]) => {
        const { window = 0, vocabulary } = traits;
        const last = x.length - window - 1; // farthest along, where a window may have grown
        const changed = [any, last].map((at, n) => x.with(at, (x[at]! + Math.max(1, steps[n]!)) % vocabulary));
        const behind = (at: number): readonly number[] => upTo(x.length).slice(at + window);
        const requests = [x, ...changed].map((tokens) => ({ tokens: [tokens] }));
        const lhs = [any, last].map((at, n) => rowsOf(n + 1, behind(at)));
        const rhs = [any, last].map((at) => rowsOf(0, behind(at)));
        return { requests, output: EDGE, lhs, rhs, must: "equal" };
      }),
};

/** The most tokens, some of them beyond the window of the first. */
function beyond({ window, longest = Number.POSITIVE_INFINITY }: Traits): number {
  return Math.min(longest, window! + LENGTH);
}

const windowEdge: Behaviour = {
  id: "behaviour/window-edge",
  title: "a token sees all of its window, to its edge",
  formula: "B(x)[i] depends on x[i − w + 1]",
  source: "huggingface/transformers#39408",
  of: "some",
  trials: (traits) => {
    const { window, vocabulary } = traits;
    const why = windowed(traits);
    if (why !== undefined) return why;
    if (vocabulary === 1) return { notApplicable: "it has one token" };
    const length = beyond(traits);
    // what the first token sees says nothing of the others: windows may be blocks, or shrink farther on
    const edges = [...new Set([0, 1, length - window!])];
    return fc
      .tuple(
        tokensOf(traits, length),
        fc.array(stepsAway(vocabulary), { minLength: edges.length, maxLength: edges.length }),
      )
      .map(([x, steps]) => {
        const others = edges.flatMap((edge, n) =>
          steps[n]!.map((step) => x.with(edge, (x[edge]! + step) % vocabulary)),
        );
        const each = edges.map((edge, n) => {
          const sides = (row: number): Comparison => ({
            lhs: steps[n]!.map((_, i) => rowsOf(1 + n * ALTERNATIVES + i, [row])),
            rhs: steps[n]!.map(() => rowsOf(0, [row])),
          });
          const last = edge + window! - 1;
          // the row before the last one that sees the token sees it by one less than all of the window
          return { ...sides(last), ...(window === 1 ? {} : { control: sides(last - 1) }) };
        });
        const requests = [x, ...others].map((tokens) => ({ tokens: [tokens] }));
        return { requests, output: EDGE, must: "different", each };
      });
  },
};

export const maskBehaviours: readonly Behaviour[] = [causal, prefix, blocks, beyondWindow, windowEdge];
