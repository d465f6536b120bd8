/**
 * Families: how the checkpoints of an architecture say what they are.
 *
 * A family reads a config and answers with an architecture, the sizes of its
 * symbols, and where each parameter lies. Binding is the same for all:
 *
 * - every tensor is used by a parameter, or listed as a buffer that a run does not need;
 * - every parameter of the architecture has a tensor of its shape;
 * - a second copy of a tied tensor is there only if it is the same, byte for byte.
 */
import { type Architecture, lastStream, tokenVariable } from "../model/architecture.ts";
import type { Bindings } from "../term/binding.ts";
import { evaluateDim, type Sizes } from "../term/dimension.ts";
import { Fault } from "../term/fault.ts";
import { variablesOf } from "../term/schedule.ts";
import type { Variable } from "../term/term.ts";
import type { Value } from "./engine.ts";
import { type Checkpoint, expectTensors, type WantedTensor } from "./folder.ts";
import type { JsonObject } from "./json.ts";
import { type Axes, type Layout, type Place, placeOf, viewAt } from "./layout.ts";
import type { TensorView } from "./view.ts";

/** What a config says of a model. */
export interface Description {
  readonly architecture: Architecture;
  /** Of the architecture's symbols; the number of tokens, C, is a run's. */
  readonly sizes: Sizes;
  readonly layout: Layout;
}

/** Checkpoints of one `model_type`. */
export interface Family {
  readonly modelType: string;
  /** `has` tells whether the checkpoint has a tensor, under any of its spellings. */
  readonly describe: (config: JsonObject, has: (tensor: string) => boolean) => Description;
  /** Rewritings of tensor names that files may have undergone, each alone or together. */
  readonly spellings: readonly (readonly [pattern: RegExp, replacement: string])[];
  /** Tensors that a run does not need: masks, position ids, frequencies, heads for other tasks. */
  readonly buffers: readonly RegExp[];
  /** Tensors that some files repeat under a second name: the second, and the first. */
  readonly copies: Readonly<Record<string, string>>;
}

/** A parameter of a model and the tensor that holds it. */
export interface Parameter {
  readonly name: string;
  /** With `{l}` for the layer's number, where each layer has one. */
  readonly tensor: string;
  readonly place: Place;
}

/** An architecture bound to the tensors of a checkpoint. */
export interface LoadedModel {
  readonly family: string;
  readonly architecture: Architecture;
  /** Of all symbols but C, the number of tokens. */
  readonly sizes: Sizes;
  /** Views of the checkpoint's buffer; nothing is copied. */
  readonly bindings: Bindings<Value>;
  readonly parameters: readonly Parameter[];
}

type Tensors = Pick<Checkpoint, "config" | "tensors" | "files">;

/**
 * A checkpoint as a model of a family.
 *
 * throws  Fault that lists all fields of the config that are not modelled, or all tensors that do not fit
 */
export function bindFamily(family: Family, checkpoint: Tensors): LoadedModel {
  const { tensors } = checkpoint;
  const spelled = (name: string): string => spellingsOf(name, family).find((other) => tensors.has(other)) ?? name;
  const { architecture, sizes, layout } = family.describe(checkpoint.config, (name) => tensors.has(spelled(name)));
  const axes = axesOf(architecture, sizes);
  const parameters = Object.entries(layout).map(([name, [tensor, pattern]]) => {
    return { name, tensor, place: placeOf(pattern, axes) };
  });
  const layerSizes = architecture.layers.map((size) => evaluateDim(size, sizes));
  const wanted = parameters.flatMap((parameter) => wantedTensors(parameter, product(layerSizes), spelled));
  const copies = copiesIn(family, tensors, spelled);
  const ignore = (name: string): boolean => copies.has(name) || family.buffers.some((buffer) => buffer.test(name));
  expectTensors(checkpoint, wanted, { ignore });
  expectParameters(architecture, sizes, parameters);
  const known = new Map<string, TensorView>();
  const tensorOf = (name: string): TensorView => {
    const tensor = known.get(name) ?? tensors.get(spelled(name))!; // all are there, as checked
    known.set(name, tensor);
    return tensor;
  };
  const variable = binder(parameters, layerSizes, tensorOf);
  return { family: family.modelType, architecture, sizes, bindings: { sizes, variable }, parameters };
}

/** The sizes of a pattern's axes: the symbols', and the widths that are made of symbols. */
function axesOf({ width, headWidth, vocabulary }: Architecture, sizes: Sizes): Axes {
  const [E, d, V] = [width, headWidth, vocabulary].map((size) => evaluateDim(size, sizes)) as [number, number, number];
  return { ...sizes, E, d, V };
}

function wantedTensors(
  { tensor, place }: Parameter,
  layers: number,
  spelled: (name: string) => string,
): WantedTensor[] {
  const names = isLayered(tensor) ? Array.from({ length: layers }, (_, l) => nameAt(tensor, l)) : [tensor];
  return names.map((name) => ({ name: spelled(name), shape: place.shape }));
}

/**
 * The value of each parameter.
 *
 * throws  Fault, when asked for something else
 */
function binder(
  parameters: readonly Parameter[],
  layerSizes: readonly number[],
  tensorOf: (name: string) => TensorView,
): Bindings<Value>["variable"] {
  const byName = new Map(parameters.map((parameter) => [parameter.name, parameter]));
  return (variable) => {
    const { name } = variable;
    const parameter = byName.get(name);
    if (parameter === undefined) {
      const next = "bind the inputs of a run beside the parameters";
      throw new Fault({ op: "bind", expected: `one of ${[...byName.keys()].join(", ")}`, received: name, next });
    }
    const index = variable.index.map((i) => expectNumber(variable, i));
    const layered = isLayered(parameter.tensor) ? layerSizes.length : 0;
    const layer = index.slice(0, layered).reduce((number, digit, i) => number * layerSizes[i]! + digit, 0);
    return viewAt(name, tensorOf(nameAt(parameter.tensor, layer)), parameter.place, index.slice(layered));
  };
}

function expectNumber(variable: Variable, index: Variable["index"][number]): number {
  if (typeof index === "number") return index;
  throw new Fault({ op: "bind", expected: `numbers as indices of ${variable.name}`, received: JSON.stringify(index) });
}

/** The layout has what the architecture's terms are made of, in its shapes, and nothing else. */
function expectParameters(architecture: Architecture, sizes: Sizes, parameters: readonly Parameter[]): void {
  const tokens = tokenVariable(architecture, "C");
  const stream = lastStream(architecture, tokens);
  const variables = variablesOf(architecture.unembed?.(stream) ?? stream).filter((variable) => variable !== tokens);
  const needed = variables.map(({ name, rows, cols }) => ({
    name,
    rows: evaluateDim(rows, sizes),
    cols: evaluateDim(cols, sizes),
  }));
  const given = parameters.map(({ name, place }) => ({ name, rows: place.rows.size, cols: place.cols.size }));
  const [expected, received] = [listText(needed), listText(given)];
  if (expected !== received) throw new Fault({ op: `layout of ${architecture.name}`, expected, received });
}

/** Each name once with its shape, sorted: heads and layers differ in their indices alone. */
function listText(list: readonly { readonly name: string; readonly rows: number; readonly cols: number }[]): string {
  return [...new Set(list.map(({ name, rows, cols }) => `${name} ${rows} × ${cols}`))].sort().join(", ");
}

/** The second names in a checkpoint of tensors that it repeats, those that hold the same bytes. */
function copiesIn(
  { copies }: Family,
  tensors: ReadonlyMap<string, TensorView>,
  spelled: (name: string) => string,
): ReadonlySet<string> {
  const same = Object.entries(copies).filter(([copy, original]) => {
    const [a, b] = [tensors.get(spelled(copy)), tensors.get(spelled(original))];
    return a !== undefined && b !== undefined && sameBytes(a, b);
  });
  return new Set(same.map(([copy]) => spelled(copy)));
}

function sameBytes(a: TensorView, b: TensorView): boolean {
  const [x, y] = [a, b].map(({ buffer, byteOffset, byteLength }) => new Uint8Array(buffer, byteOffset, byteLength));
  return x!.length === y!.length && x!.every((byte, i) => byte === y![i]);
}

/** A name as it is, then in every other way that the family's files spell it. */
function spellingsOf(name: string, { spellings }: Family): readonly string[] {
  return spellings.reduce(
    (names, [pattern, replacement]) => names.flatMap((other) => [other, other.replace(pattern, replacement)]),
    [name],
  );
}

function isLayered(tensor: string): boolean {
  return tensor.includes("{l}");
}

function nameAt(tensor: string, layer: number): string {
  return tensor.replace("{l}", String(layer));
}

function product(numbers: readonly number[]): number {
  return numbers.reduce((result, number) => result * number, 1);
}
