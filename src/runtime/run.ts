/**
 * A run of a loaded model: tokens go in, and the terms of its streams and
 * logits have values.
 */
import { type Architecture, type Context, lastStream, paddedContext, tokenVariable } from "../model/architecture.ts";
import type { Bindings } from "../term/binding.ts";
import { subtract } from "../term/definition.ts";
import { evaluateDim } from "../term/dimension.ts";
import { Fault } from "../term/fault.ts";
import { add, diag, ones, type Term, type Variable, variable } from "../term/term.ts";
import type { Value } from "./engine.ts";
import type { LoadedModel } from "./family.ts";

/** What a run knows beside its tokens. */
export interface RunOptions {
  /** Which tokens are seen: 1, or 0 for padding. All by default. */
  readonly keep?: readonly number[];
  /** The place of each token, for models that take places as numbers (rotary, sinusoidal). 0, 1, … by default. */
  readonly positions?: readonly number[];
  /** The segment of each token, for models that have segments. The first by default. */
  readonly segments?: readonly number[];
}

/** Tokens in place: the terms to ask for, and the values of all that is free in them. */
export interface Run {
  /** The tokens, one-hot. shape  C × V */
  readonly tokens: Term;
  readonly context: Context;
  readonly bindings: Bindings<Value>;
  /** The residual stream before the first block, and after each. shape  C × E each */
  readonly streams: readonly Term[];
  /** Absent in an encoder without a head. shape  C × V */
  readonly logits?: Term;
}

/**
 * A run of these tokens.
 *
 * throws  Fault when there are more tokens than positions, a token is not in the vocabulary, or lengths differ
 */
export function runOf(model: LoadedModel, ids: readonly number[], options: RunOptions = {}): Run {
  const { architecture } = model;
  const tokens = tokenVariable(architecture, "C");
  const context = contextOf(architecture, options);
  const logits = architecture.unembed?.(lastStream(architecture, tokens, context));
  const inputs = inputsOf(model, ids, options);
  return {
    tokens,
    context,
    bindings: {
      sizes: { ...model.sizes, C: ids.length },
      variable: (of: Variable) => inputs[of.name] ?? model.bindings.variable(of),
    },
    streams: streamsOf(model, tokens, context),
    ...(logits === undefined ? {} : { logits }),
  };
}

/** Tokens in their order, with the variables `segments` and `keep` where a run has them. */
function contextOf(architecture: Architecture, { keep, positions, segments }: RunOptions): Context {
  const ordered = architecture.context("C");
  const plain = positions === undefined ? ordered : { ...ordered, positions: variable("positions", "C", 1) };
  const segmented =
    segments === undefined ? plain : { ...plain, segments: variable("segments", "C", "S", { kind: "selection" }) };
  if (keep === undefined) return segmented;
  const seen = variable("keep", "C", 1);
  const padded = paddedContext(seen, segmented);
  return architecture.causal ? seeingThemselves(seen, padded) : padded;
}

/**
 * The same context where padding sees itself: behind a causal mask, padding that comes first would see nothing at all,
 * and its rows of 0/0 would be multiplied into others by a zero.
 */
function seeingThemselves(keep: Term, context: Context): Context {
  const themselves = diag(subtract(ones("C", 1), keep));
  return { ...context, mask: (layer) => add(context.mask(layer)!, themselves) };
}

/** The values of what a run brings beside the parameters. */
function inputsOf(
  { family, architecture, sizes }: LoadedModel,
  ids: readonly number[],
  { keep, positions, segments }: RunOptions,
): Readonly<Record<string, Value>> {
  const C = ids.length;
  const { S = 0, T = C } = sizes;
  if (C > T) throw new Fault({ op: family, expected: `at most ${T} tokens`, received: String(C) });
  if (keep !== undefined) expectLength("keep", keep, C);
  if (positions !== undefined) expectLength("positions", positions, C);
  if (segments !== undefined) expectLength("segments", segments, C);
  return {
    tokens: choose("token", ids, evaluateDim(architecture.vocabulary, sizes)),
    ...(keep === undefined ? {} : { keep: { rows: C, cols: 1, data: Float64Array.from(keep) } }),
    ...(positions === undefined ? {} : { positions: { rows: C, cols: 1, data: Float64Array.from(positions) } }),
    ...(segments === undefined ? {} : { segments: choose("segment", segments, S) }),
  };
}

/** What enters the first block, and what leaves each, block by block. shape  tokens: C × V → C × E each */
function streamsOf({ architecture, sizes }: LoadedModel, tokens: Term, context: Context): Term[] {
  const streams = [architecture.embed(tokens, context)];
  for (const layer of layerNumbers(architecture, sizes)) {
    streams.push(architecture.block(streams.at(-1)!, layer, context));
  }
  return streams;
}

/** The index of each layer, in the order of the stack. */
function layerNumbers({ layers }: Architecture, sizes: LoadedModel["sizes"]): readonly (readonly number[])[] {
  return layers.reduce<readonly (readonly number[])[]>(
    (outer, size) =>
      outer.flatMap((index) => Array.from({ length: evaluateDim(size, sizes) }, (_, i) => [...index, i])),
    [[]],
  );
}

/** One-hot rows. */
function choose(what: string, indices: readonly number[], cols: number): Value {
  const wrong = indices.findIndex((index) => !Number.isInteger(index) || index < 0 || index >= cols);
  if (wrong < 0) return { rows: indices.length, cols, indices: Int32Array.from(indices) };
  throw new Fault({ op: "run", expected: `${what}s from 0 to ${cols - 1}`, received: `${indices[wrong]} at ${wrong}` });
}

function expectLength(what: string, list: readonly number[], C: number): void {
  if (list.length !== C)
    throw new Fault({ op: "run", expected: `${C} entries of ${what}`, received: String(list.length) });
}
