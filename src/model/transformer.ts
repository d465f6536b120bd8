/**
 * A transformer from the parts that families choose.
 *
 * Layers that differ in what they see come in cycles: a layer's index is then
 * [group, place], the place a number, and `L` counts the groups.
 */
import { layers } from "../term/binder.ts";
import { type DimLike, dim } from "../term/dimension.ts";
import { Fault } from "../term/fault.ts";
import type { Term } from "../term/term.ts";
import { type Architecture, type Context, type LayerIndex, type Norm, orderedContext } from "./architecture.ts";
import type { Block, Normalise, Sublayers } from "./block.ts";
import type { Heads } from "./heads.ts";
import type { LearnedNorms } from "./norm.ts";
import { causalMask, slidingWindow } from "./position.ts";

/** How many tokens back one sees, oneself included; undefined: back to the first. */
export type Window = DimLike | undefined;

/** What tokens see: everything, or nothing later, through one window for each place in a cycle of layers. */
export type Sight = "everything" | readonly Window[];

/** Every layer sees itself and all that is before it. */
export const CAUSAL: Sight = [undefined];

/** What a family chooses. */
export interface Parts {
  readonly name: string;
  readonly sizes: { readonly E: DimLike; readonly L: DimLike; readonly V: DimLike };
  readonly sight: Sight;
  readonly position: Architecture["position"];
  readonly norms?: LearnedNorms | undefined;
  readonly heads: Heads;
  readonly feedForward: Architecture["feedForward"];
  /** How the sublayers make a block; the norm does nothing in a model without norms. */
  readonly residual: (norm: Normalise, sublayers: Sublayers) => Block;
  readonly embed: Architecture["embed"];
  readonly readout?: Architecture["readout"] | undefined;
  readonly unembed?: ((x: Term) => Term) | undefined;
}

/** The architecture of these parts. */
export function transformer({
  name,
  sizes,
  sight,
  position,
  norms,
  heads,
  feedForward,
  ...parts
}: Parts): Architecture {
  const { residual, embed, readout, unembed } = parts;
  const period = sight === "everything" ? 1 : sight.length;
  const normalise: Normalise = norms === undefined ? (x) => x : (x, part, layer) => norms.of(x, part, layer);
  const blocks = residual(normalise, { attention: heads.attention, feedForward });
  return {
    name,
    width: dim(sizes.E),
    vocabulary: dim(sizes.V),
    layers: period === 1 ? [dim(sizes.L)] : [dim(sizes.L), dim(period)],
    context: (C) => orderedContext(C, (layer) => (sight === "everything" ? undefined : maskOf(C, sight, layer))),
    causal: sight !== "everything",
    position,
    ...(norms === undefined ? {} : { norm: normOf(norms) }),
    ...heads,
    ...blocks,
    feedForward,
    stack: stackOf(sizes.L, period, blocks.block),
    embed,
    ...(readout === undefined ? {} : { readout }),
    ...(unembed === undefined ? {} : { unembed }),
  };
}

function normOf({ kind, epsilon, of, learned }: LearnedNorms): Norm {
  return { kind, epsilon, learned, apply: (x, layer, given) => of(x, "ln1", layer, given) };
}

/** All layers, cycle after cycle. */
function stackOf(L: DimLike, period: number, block: Architecture["block"]): Architecture["stack"] {
  if (period === 1) return (x, context) => layers(L, x, (layer, y) => block(y, [layer], context));
  const places = Array.from({ length: period }, (_, place) => place);
  return (x, context: Context) =>
    layers(L, x, (group, start) => places.reduce((y, place) => block(y, [group, place], context), start));
}

/** The mask of a layer. shape  C × C */
function maskOf(C: DimLike, windows: readonly Window[], layer: LayerIndex): Term {
  const place = windows.length === 1 ? 0 : layer[1];
  if (typeof place !== "number" || place >= windows.length) {
    throw new Fault({
      op: "mask",
      expected: `a layer [group, place] with a place below ${windows.length}`,
      received: JSON.stringify(layer),
      next: "layers of this model differ by their place in a cycle, so it must be a number",
    });
  }
  const window = windows[place];
  return window === undefined ? causalMask(C) : slidingWindow(C, window);
}
