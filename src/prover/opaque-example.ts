/**
 * Examples of opaque functions: polynomials with small whole coefficients, chosen by name and key, of which a witness
 * can speak.
 *
 * Notation   entry  f(x) = c + a x + b x²        row, matrix  each result is c + Σ aₖ xₖ + Σ bₖ xₖ² over all that is seen
 */
import { mix } from "../interpret/field-functions.ts";
import { lowest, type RationalMatrix } from "../interpret/rational.ts";
import { dimValue, type Sizes } from "../term/dimension.ts";
import { schedule } from "../term/schedule.ts";
import { indexText, type Opaque, type Term } from "../term/term.ts";
import { unroll } from "../term/unroll.ts";

/** Coefficients lie in −2 … 2; that of x² of an entry is never 0, so that nothing is linear by chance. */
const coefficient = (seed: number): number => (seed % 5) - 2;

/** The coefficients c, aₖ, bₖ of one result of a function. */
export interface Polynomial {
  readonly constant: number;
  readonly linear: readonly number[];
  readonly square: readonly number[];
}

/** The polynomial for one result, at a place, of a function that sees `count` entries. */
export function exampleOf(fn: Opaque, key: number, place: number, count: number): Polynomial {
  const name = `${fn.name}${indexText(fn.index)}`;
  let seed = mix(key, place);
  for (let i = 0; i < name.length; i++) seed = mix(seed, name.charCodeAt(i));
  const linear = Array.from({ length: count }, (_, k) => coefficient(mix(seed, 2 * k)));
  const square = Array.from({ length: count }, (_, k) => coefficient(mix(seed, 2 * k + 1)) || 1);
  return { constant: coefficient(mix(seed, -1)) || 1, linear, square };
}

/** Where the entries that a result depends on lie, and which result it is. */
export function seenBy(
  { scope }: Opaque,
  { rows, cols }: { readonly rows: number; readonly cols: number },
  i: number,
  j: number,
  width: number,
): { readonly from: number; readonly count: number; readonly place: number } {
  if (scope === "entry") return { from: i * cols + j, count: 1, place: 0 };
  if (scope === "row") return { from: i * cols, count: cols, place: j };
  return { from: 0, count: rows * cols, place: i * width + j };
}

/** The value of the example of a key. */
export function exampleValue(fn: Opaque, key: number, A: RationalMatrix): RationalMatrix {
  const [rows, cols] = [dimValue(fn.rows)!, dimValue(fn.cols)!]; // an interpreter asks without symbols
  const d = A.denominator;
  const entries: bigint[] = [];
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < cols; j++) {
      const { from, count, place } = seenBy(fn, A, i, j, cols);
      const { constant, linear, square } = exampleOf(fn, key, place, count);
      let sum = BigInt(constant) * d * d;
      for (let k = 0; k < count; k++) {
        const x = A.entries[from + k]!;
        sum += BigInt(linear[k]!) * x * d + BigInt(square[k]!) * x * x;
      }
      entries.push(sum);
    }
  }
  return lowest(rows, cols, entries, d * d);
}

/** The examples that a trial gives to the functions in terms, as formulas. */
export function exampleText(
  roots: readonly Term[],
  { sizes, key }: { readonly sizes: Sizes; readonly key: number },
): string[] {
  const texts = new Set<string>();
  for (const root of roots) {
    for (const term of schedule(unroll(root, sizes), {
      argumentsOf: (one) => (one.op === "defined" ? [one.unfolded] : one.args),
    })) {
      if (term.op !== "opaque") continue;
      const [A] = term.args as readonly [Term]; // an opaque function has one argument
      const shape = { rows: dimValue(A.rows)!, cols: dimValue(A.cols)! };
      const results =
        term.scope === "entry"
          ? 1
          : term.scope === "row"
            ? dimValue(term.cols)!
            : dimValue(term.rows)! * dimValue(term.cols)!;
      for (let place = 0; place < results; place++) {
        const { count } = seenBy(term, shape, 0, place, results);
        const name = `${term.name}${indexText(term.index)}(x)${results === 1 ? "" : `_${place + 1}`}`;
        texts.add(`${name} = ${polynomialText(exampleOf(term, key, place, count))}`);
      }
    }
  }
  return [...texts];
}

function polynomialText({ constant, linear, square }: Polynomial): string {
  const name = (k: number): string => (linear.length === 1 ? "x" : `x_${k + 1}`);
  const parts = [
    [constant, ""] as const,
    ...linear.map((a, k) => [a, name(k)] as const),
    ...square.map((b, k) => [b, `${name(k)}^2`] as const),
  ];
  return parts
    .filter(([factor]) => factor !== 0)
    .map(([factor, of]) =>
      of === "" ? String(factor) : factor === 1 ? of : factor === -1 ? `-${of}` : `${factor}*${of}`,
    )
    .join(" + ")
    .replaceAll("+ -", "- ");
}
