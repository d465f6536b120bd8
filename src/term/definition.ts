/**
 * Definitions: operations that unfold into core terms.
 *
 * A definition is notation with a name. The kernel may unfold it, an
 * interpreter may compute or print it by its name (a softmax that subtracts
 * the row's maximum, `\operatorname{softmax}`), and its law is its unfolding.
 *
 * Notation   1 is a column or row of ones, ⊘ divides entry by entry
 */
import { Fault } from "./fault.ts";
import {
  add,
  constant,
  type Defined,
  defined,
  det,
  diag,
  hadamard,
  hcat,
  isScalar,
  map,
  max,
  mul,
  ones,
  scale,
  shapeText,
  size,
  type Term,
  trace,
  transpose,
  tri,
  vcat,
} from "./term.ts";

/** A defined operation: its name, its arguments' names, and what it unfolds to. */
export interface Definition {
  readonly name: string;
  readonly parameters: readonly string[];
  readonly unfold: (...args: readonly Term[]) => Term;
}

const definitions = new Map<string, Definition>();

/**
 * A new defined operation; the answer makes its terms.
 *
 * throws  Fault when the name is taken, or later when a term has another number of arguments
 */
export function define(
  name: string,
  parameters: readonly string[],
  unfold: Definition["unfold"],
): (...args: readonly Term[]) => Defined {
  if (definitions.has(name))
    throw new Fault({ op: "define", expected: "a name of its own", received: `${name}, which is defined already` });
  definitions.set(name, Object.freeze({ name, parameters: Object.freeze([...parameters]), unfold }));
  return (...args) => {
    if (args.length !== parameters.length) {
      throw new Fault({
        op: name,
        expected: `${name}(${parameters.join(", ")})`,
        received: `${args.length} arguments`,
      });
    }
    return defined(name, args, unfold(...args));
  };
}

/** The definition of a name, when there is one. */
export function definitionOf(name: string): Definition | undefined {
  return definitions.get(name);
}

/** The names of all definitions. */
export function definitionNames(): readonly string[] {
  return [...definitions.keys()];
}

/** −A. shape  n × m → n × m */
export const negate = (A: Term): Term => scale(constant(-1), A);

/** A − B. shape  n × m, n × m → n × m */
export const subtract = define("subtract", ["A", "B"], (A, B) => add(A!, negate(B!)));

/** A ⊘ B, entry by entry. shape  n × m, n × m → n × m */
export const divide = define("divide", ["A", "B"], (A, B) => hadamard(A!, map("recip", B!)));

/** The entrywise minimum. shape  n × m, n × m → n × m */
export const min = define("min", ["A", "B"], (A, B) => negate(max(negate(A!), negate(B!))));

/**
 * The turn of the plane by an angle: `[[cos t, −sin t], [sin t, cos t]]`.
 *
 * shape   t: 1 × 1 → 2 × 2
 * throws  Fault when t is not a number
 */
export const rotation = define("rot", ["t"], (t) => {
  if (!isScalar(t!))
    throw new Fault({ op: "rot", expected: "an angle, 1 × 1", received: shapeText(t!), about: "shape" });
  const [cos, sin] = [map("cos", t!), map("sin", t!)];
  return vcat(hcat(cos, negate(sin)), hcat(sin, cos));
});

/** The sum of each row. shape  n × m → n × 1 */
export const rowSums = define("rowsum", ["A"], (A) => mul(A!, ones(A!.cols, 1)));

/** The sum of each column. shape  n × m → 1 × m */
export const colSums = define("colsum", ["A"], (A) => mul(ones(1, A!.rows), A!));

/** The sum of all entries. shape  n × m → 1 × 1 */
export const total = define("sum", ["A"], (A) => mul(mul(ones(1, A!.rows), A!), ones(A!.cols, 1)));

/** The squared Frobenius norm. shape  n × m → 1 × 1 */
export const squaredNorm = define("fro2", ["A"], (A) => trace(mul(transpose(A!), A!)));

/** The Frobenius norm; of a row or column, its length. shape  n × m → 1 × 1 */
export const norm = define("fro", ["A"], (A) => map("sqrt", squaredNorm(A!)));

/** The product of a column's entries: the determinant of the diagonal matrix. shape  n × 1 → 1 × 1 */
export const product = define("prod", ["v"], (v) => det(diag(v!)));

/** The sums of each column from the top down to each entry. shape  n × m → n × m */
export const cumulated = define("cumsum", ["A"], (A) => mul(tri(A!.rows, A!.rows), A!));

/** The logarithm of the sum of each row's exponentials. shape  n × m → n × 1 */
export const logSumExp = define("lse", ["A"], (A) => map("log", rowSums(map("exp", A!))));

/** The entries of A where the 0/1 mask is 1, those of B where it is 0. shape  M, A, B: n × m → n × m */
export const where = define("where", ["M", "A", "B"], (M, A, B) =>
  add(hadamard(M!, A!), hadamard(subtract(ones(M!.rows, M!.cols), M!), B!)),
);

/** A column repeated in every column. shape  n × 1 → n × m */
export function repeatColumn(column: Term, m: Term["cols"]): Term {
  return mul(column, ones(1, m));
}

/** A row repeated in every row. shape  1 × m → n × m */
export function repeatRow(row: Term, n: Term["rows"]): Term {
  return mul(ones(n, 1), row);
}

function overRowSums(weights: Term): Term {
  return divide(weights, repeatColumn(rowSums(weights), weights.cols));
}

/**
 * Softmax by rows: each row of e^A over its sum.
 *
 * shape   n × m → n × m
 * source  Vaswani et al. 2017, §3.2.1
 */
export const softmax = define("softmax", ["A"], (A) => overRowSums(map("exp", A!)));

/**
 * Softmax with one more in the sum of each row, as if a key of score 0 had the value 0.
 *
 * shape   n × m → n × m
 * source  Miller 2023, Attention is off by one
 */
export const softmaxPlusOne = define("softmax1", ["A"], (A) => {
  const weights = map("exp", A!);
  return divide(weights, repeatColumn(add(ones(A!.rows, 1), rowSums(weights)), A!.cols));
});

/** Softmax over the whole matrix: e^A over the sum of all its entries. shape  n × m → n × m */
export const softmaxAll = define("softmax_all", ["A"], (A) => {
  const weights = map("exp", A!);
  return scale(map("recip", total(weights)), weights);
});

/**
 * Softmax by rows over the entries where the 0/1 mask is 1, zero elsewhere.
 * A row without such an entry is 0/0.
 *
 * shape   S, M: n × m → n × m
 */
export const maskedSoftmax = define("msoftmax", ["S", "M"], (S, M) => overRowSums(hadamard(map("exp", S!), M!)));

function meanOfRows(A: Term): Term {
  return scale(map("recip", size(A.cols)), rowSums(A));
}

/** Each row less its mean. shape  n × m → n × m */
export const center = define("center", ["A"], (A) => subtract(A!, repeatColumn(meanOfRows(A!), A!.cols)));

/**
 * Each row over the root of its mean square, `x / √(mean(x²) + ε)`, without a gain.
 *
 * shape   A: n × m, e: 1 × 1 → n × m
 * source  Zhang and Sennrich 2019
 */
export const rmsnorm = define("rmsnorm", ["A", "e"], (A, e) => {
  if (!isScalar(e!))
    throw new Fault({ op: "rmsnorm", expected: "a number for ε", received: shapeText(e!), about: "shape" });
  const meanSquare = meanOfRows(map("square", A!));
  const root = map("sqrt", add(meanSquare, mul(ones(A!.rows, 1), e!)));
  return divide(A!, repeatColumn(root, A!.cols));
});

/**
 * Each row less its mean, over the root of its population variance plus ε, without gain and bias.
 *
 * shape   A: n × m, e: 1 × 1 → n × m
 * source  Ba, Kiros and Hinton 2016
 */
export const layernorm = define("layernorm", ["A", "e"], (A, e) => rmsnorm(center(A!), e!));
