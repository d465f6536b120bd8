/**
 * Smaller draws: sizes first, then support, then values.
 *
 * A person understands a 2 × 1 counterexample with ones in it, so a shrunk
 * draw has the fewest tokens, then the fewest entries that are not zero, then
 * the plainest numbers. Candidates are lazy: who stops asking pays for no more.
 */
import { type Dense, tabulate } from "../interpret/dense.ts";
import { isSelection, isStrided, type Selection, type Value } from "../runtime/engine.ts";
import { evaluateDim, type Sizes } from "../term/dimension.ts";
import type { Kind } from "../term/kind.ts";
import type { Variable } from "../term/term.ts";
import type { Draw, SizeRange } from "./draw.ts";

/** Kinds whose values stay of their kind when entries are set to zero or rounded. */
const FREE_KINDS: ReadonlySet<Kind> = new Set<Kind>(["matrix", "scalar", "diagonal", "lower"]);
/** Kinds whose values stay of their kind when rows and columns are dropped. */
const CROPPED_KINDS: ReadonlySet<Kind> = new Set<Kind>([
  ...FREE_KINDS,
  "posscalar",
  "nonnegscalar",
  "nzscalar",
  "perm",
  "selection",
  "symmetric",
  "skew",
  "posdiagonal",
  "invdiagonal",
  "invertible",
]);
/** Parts that support is cut into before single entries are tried. */
const COARSEST_PARTS = 2;
/** Above so many entries that are not zero, single entries are not tried one by one. */
const SINGLE_ENTRIES_LIMIT = 64;

/** What shrinking needs to know of a claim: its variables, and how small its sizes may be. */
export interface Shrinkable {
  readonly given: readonly Variable[];
  readonly range: (symbol: string) => SizeRange;
  readonly fixedSizes: Sizes;
}

/** Candidates smaller than a draw, the boldest first. */
export function* smallerDraws(draw: Draw, claim: Shrinkable): Generator<Draw> {
  yield* smallerSizes(draw, claim);
  for (const variable of claim.given) {
    const value = draw.values[variable.name]!;
    for (const smaller of smallerValues(value, variable.kind))
      yield { ...draw, values: { ...draw.values, [variable.name]: smaller } };
  }
}

function* smallerSizes(draw: Draw, { given, range, fixedSizes }: Shrinkable): Generator<Draw> {
  if (given.some(({ kind }) => !CROPPED_KINDS.has(kind))) return;
  for (const [symbol, size] of Object.entries(draw.sizes)) {
    const { min } = range(symbol);
    for (const smaller of new Set([min, Math.floor((min + size) / 2), size - 1])) {
      if (smaller < min || smaller >= size) continue;
      const sizes = { ...draw.sizes, [symbol]: smaller };
      for (const end of ["first", "last"] as const)
        yield { sizes, values: cropped(draw, given, { ...fixedSizes, ...sizes }, end) };
    }
  }
}

/** Which rows and columns stay when there are fewer. */
type End = "first" | "last";

function cropped(draw: Draw, given: readonly Variable[], sizes: Sizes, end: End): Draw["values"] {
  const crop = (variable: Variable): Value =>
    cropValue(
      draw.values[variable.name]!,
      evaluateDim(variable.rows, sizes),
      evaluateDim(variable.cols, sizes),
      variable.kind,
      end,
    );
  return Object.fromEntries(given.map((variable) => [variable.name, crop(variable)]));
}

function cropValue(value: Value, rows: number, cols: number, kind: Kind, end: End): Value {
  if (isStrided(value) || (value.rows === rows && value.cols === cols)) return value;
  const [top, left] = end === "first" ? [0, 0] : [value.rows - rows, value.cols - cols];
  if (!isSelection(value)) return tabulate(rows, cols, "f64", (i, j) => value.data[(top + i) * value.cols + left + j]!);
  const kept = Array.from(value.indices.subarray(top, top + rows));
  if (kind !== "perm") return { rows, cols, indices: Int32Array.from(kept, (index) => Math.min(index, cols - 1)) };
  const sorted = [...kept].sort((a, b) => a - b);
  return { rows, cols, indices: Int32Array.from(kept, (index) => sorted.indexOf(index)) };
}

function* smallerValues(value: Value, kind: Kind): Generator<Value> {
  if (isStrided(value)) return;
  if (isSelection(value)) {
    yield* kind === "perm" ? nearerToIdentity(value) : nearerToFirst(value);
    return;
  }
  if (FREE_KINDS.has(kind)) {
    yield* smallerSupport(value);
    yield* plainerEntries(value);
  } else if (kind === "posscalar" || kind === "nzscalar") {
    yield* [1, 2, -1]
      .filter(
        (plain) => value.data[0] !== plain && (plain > 0 || kind === "nzscalar") && Math.abs(value.data[0]!) !== 1,
      )
      .map((plain) => tabulate(1, 1, "f64", () => plain));
  }
}

/** Permutations with one more fixed point. */
function* nearerToIdentity(P: Selection): Generator<Selection> {
  for (let i = 0; i < P.rows; i++) {
    if (P.indices[i] === i) continue;
    const indices = P.indices.slice();
    indices[indices.indexOf(i)] = indices[i]!;
    indices[i] = i;
    yield { ...P, indices };
  }
}

function* nearerToFirst(S: Selection): Generator<Selection> {
  for (let i = 0; i < S.rows; i++) {
    if (S.indices[i] === 0) continue;
    const indices = S.indices.slice();
    indices[i] = 0;
    yield { ...S, indices };
  }
}

function* smallerSupport(A: Dense): Generator<Dense> {
  const support = Array.from(A.data.keys()).filter((at) => A.data[at] !== 0);
  if (support.length > 1) yield without(A, support);
  const finest = Math.min(support.length, SINGLE_ENTRIES_LIMIT);
  for (let parts = COARSEST_PARTS; parts < finest * 2; parts *= 2) {
    const count = Math.min(parts, finest);
    for (let part = 0; part < count; part++) {
      yield without(
        A,
        support.slice(Math.floor((part * support.length) / count), Math.floor(((part + 1) * support.length) / count)),
      );
    }
  }
}

function without(A: Dense, places: readonly number[]): Dense {
  const data = Float64Array.from(A.data);
  for (const place of places) data[place] = 0;
  return { ...A, data };
}

/** All entries made whole numbers or ±1 at once, then each by itself while there are few. */
function* plainerEntries(A: Dense): Generator<Dense> {
  for (const plain of [Math.sign, Math.trunc, Math.round, (x: number): number => Math.round(2 * x) / 2]) {
    if (A.data.some((x) => plain(x) !== x)) yield { ...A, data: Float64Array.from(A.data, plain) };
  }
  const support = Array.from(A.data.keys()).filter((at) => A.data[at] !== 0);
  if (support.length > SINGLE_ENTRIES_LIMIT) return;
  for (const at of support) {
    for (const plain of new Set([1, Math.sign(A.data[at]!), Math.trunc(A.data[at]!)])) {
      if (plain !== 0 && plain !== A.data[at] && Math.abs(plain) <= Math.abs(A.data[at]!)) {
        const data = Float64Array.from(A.data);
        data[at] = plain;
        yield { ...A, data };
      }
    }
  }
}
