/**
 * A run of a loaded model: tokens go in, and the terms of its streams and
 * logits have values.
 */
import { type Architecture, type Context, lastStream, paddedContext, tokenVariable } from "../model/architecture.ts";
import type { Bindings } from "../term/binding.ts";
import { evaluateDim } from "../term/dimension.ts";
import { Fault } from "../term/fault.ts";
import { type Term, type Variable, variable } from "../term/term.ts";
import type { Value } from "./engine.ts";
import type { LoadedModel } from "./family.ts";

/** What a run knows beside its tokens. */
export interface RunOptions {
  /** Which tokens are seen: 1, or 0 for padding. All by default. */
  readonly keep?: readonly number[];
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
export function runOf(model: LoadedModel, ids: readonly number[], { keep, segments }: RunOptions = {}): Run {
  const { architecture, sizes } = model;
  const C = ids.length;
  if (C > (sizes.T ?? C)) {
    throw new Fault({ op: model.family, expected: `at most ${sizes.T} tokens`, received: String(C) });
  }
  const tokens = tokenVariable(architecture, "C");
  const inputs = new Map<string, Value>([
    ["tokens", choose("token", ids, evaluateDim(architecture.vocabulary, sizes))],
  ]);
  let context = architecture.context("C");
  if (segments !== undefined) {
    expectLength("segments", segments, C);
    inputs.set("segments", choose("segment", segments, sizes.S ?? 0));
    context = { ...context, segments: variable("segments", "C", "S", { kind: "selection" }) };
  }
  if (keep !== undefined) {
    expectLength("keep", keep, C);
    inputs.set("keep", { rows: C, cols: 1, data: Float64Array.from(keep) });
    context = paddedContext(variable("keep", "C", 1), context);
  }
  const streams = streamsOf(model, tokens, context);
  const logits = architecture.unembed?.(lastStream(architecture, tokens, context));
  const bindings = {
    sizes: { ...sizes, C },
    variable: (of: Variable) => inputs.get(of.name) ?? model.bindings.variable(of),
  };
  return { tokens, context, bindings, streams, ...(logits === undefined ? {} : { logits }) };
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
