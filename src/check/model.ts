/**
 * What can be checked: an architecture with values for its parameters.
 *
 * Sites are counted here: which layers and heads there are, what they are
 * called, and which numbers their symbolic indices stand for.
 */
import { type Scope, type Site, siteOf } from "../claim/claim.ts";
import type { Architecture } from "../model/architecture.ts";
import type { Value } from "../runtime/engine.ts";
import type { Bindings } from "../term/binding.ts";
import { type Dim, evaluateDim, type Sizes } from "../term/dimension.ts";
import type { Index } from "../term/term.ts";
import type { SiteIndices } from "./sample.ts";

/** A model to be checked. */
export interface Model {
  readonly name: string;
  readonly architecture: Architecture;
  /** Sizes of the architecture's symbols, and a value for each parameter. */
  readonly bindings: Bindings<Value>;
}

/** One thing that a claim is checked on: the model, a layer, or a head. */
export interface Subject {
  /** `model`, `layer 3`, `layer 3 head 7`; layers and heads are counted from 0. */
  readonly name: string;
  readonly indices: SiteIndices;
  /** Where its layer stands in a cycle of layers; 0 where all are alike. */
  readonly place: number;
}

/** The subjects of a scope in a model. */
export function subjectsOf({ architecture, bindings }: Model, scope: Scope): readonly Subject[] {
  if (scope === "model") return [{ name: "model", indices: {}, place: 0 }];
  const site = siteOf(architecture);
  const layers = places("layer", site.layer, architecture.layers, bindings.sizes);
  if (scope === "layer") return layers;
  const heads = places("head", site.head, architecture.heads, bindings.sizes);
  return layers.flatMap((layer) =>
    heads.map((head) => ({
      name: `${layer.name} ${head.name}`,
      indices: { ...layer.indices, ...head.indices },
      place: layer.place,
    })),
  );
}

/** All values of a list of indices, the last running fastest, numbered in that order. */
function places(noun: string, indices: Site["layer"], sizes: readonly Dim[], numbers: Sizes): readonly Subject[] {
  const counts = sizes.map((size) => evaluateDim(size, numbers));
  const all = counts.reduce((product, count) => product * count, 1);
  return Array.from({ length: all }, (_, number) => {
    const values = digits(number, counts);
    const named = indices.flatMap((index, i) => (isNamed(index) ? [[index.free, values[i]!] as const] : []));
    const place = indices.findIndex((index) => typeof index === "number");
    return { name: `${noun} ${number}`, indices: Object.fromEntries(named), place: place < 0 ? 0 : values[place]! };
  });
}

function digits(number: number, counts: readonly number[]): number[] {
  const result: number[] = [];
  let rest = number;
  for (const count of [...counts].reverse()) {
    result.unshift(rest % count);
    rest = Math.floor(rest / count);
  }
  return result;
}

function isNamed(index: Index): index is { readonly free: string } {
  return typeof index === "object" && "free" in index;
}
