/**
 * Slices: consecutive rows, and consecutive columns.
 *
 * Normal form
 *   a slice goes inwards, past all that works row by row (or column by
 *   column), down to the atoms, where columns stand outside rows and one
 *   slice of each is left; a transpose stands inside.
 */
import { occursIn } from "../../kernel/closed.ts";
import { equal } from "../../kernel/proposition.ts";
import { bindLayers, open, substitute } from "../../term/binder.ts";
import { addDim, dim, divideDim, subtractDim } from "../../term/dimension.ts";
import {
  type Big,
  cols,
  type Fold,
  identity,
  isScalar,
  mul,
  ones,
  rows,
  type Slice,
  type Term,
  variable,
} from "../../term/term.ts";
import type { Equality } from "../derivation.ts";
import type { Normaliser, Rule } from "../normaliser.ts";
import { factorsOf, lastFactor, nested } from "../parts.ts";
import { joining, split } from "./cut.ts";
import { spreadRow } from "./hadamard.ts";
import { cutsOf } from "./kron.ts";

const CUT = { rows, cols } as const;
const ZERO = dim(0);

export const sliceRule: Rule = (term, n) => {
  if (term.op !== "rows" && term.op !== "cols") return undefined;
  const A = term.args[0]!;
  const along = term.op;
  if (term[along] === A[along]) return n.law(`${along}_self`, [A]);
  if (A.op === along) return n.law(`${along}_${along}`, [term]);
  return entryOfTranspose(term, A, n) ?? ofBlocks(term, A, n) ?? ofOperation(term, A, n);
};

/** An entry of a transposed row or column is one of the row or column itself. */
function entryOfTranspose(term: Slice, A: Term, n: Normaliser): Equality | undefined {
  if (!isScalar(term) || A.op !== "transpose") return undefined;
  const entry = OPPOSITE[term.op](A.args[0]!, term.start, term[term.op]);
  const turned = n.backward(n.law(OTHER[term.op], [entry]));
  return n
    .chain(term)
    .step(turned)
    .step(n.law("transpose_scalar", [entry]))
    .done();
}

/** The same slice of another matrix. */
export const like = (term: Slice, A: Term): Term => CUT[term.op](A, term.start, term[term.op]);

function ofOperation(term: Slice, A: Term, n: Normaliser): Equality | undefined {
  const along = term.op;
  const [B, C] = A.args as readonly [Term, Term];
  switch (A.op) {
    case "cols":
      return rowsFirst(term, A, n);
    case "mul":
      return ofProduct(term, A, n);
    case "add":
    case "hadamard":
    case "max":
      return n.law(`${along}_${A.op}`, [like(term, B), C]);
    case "scale":
      return n.law(`${along}_smul`, [B, like(term, C)]);
    case "map":
    case "power":
      return n.law(`${along}_map`, [like(term, B), A]);
    case "opaque":
      if (A.scope === "entry") return n.law(`${along}_map`, [like(term, B), A]);
      return A.scope === "row" && along === "rows" ? n.law("rows_rowwise", [like(term, B), A]) : undefined;
    case "ones":
    case "zeros":
      return n.law(`${along}_${A.op}`, [term]);
    case "tri":
      return n.law(`${along}_tri`, [A, term]);
    case "iota":
      return along === "rows" ? n.law("rows_iota", [term]) : undefined;
    case "identity":
    case "diag":
      return ofDiagonal(term, A, n);
    case "transpose":
      return B.op === "tri" || B.op === "iota"
        ? n.backward(n.law(OTHER[along], [OPPOSITE[along](B, term.start, term[along])]))
        : undefined;
    case "kron":
      return ofKron(term, A, n);
    case "vec":
      return along === "rows" ? ofVec(term, B, n) : undefined;
    case "bigSum":
    case "bigHcat":
    case "bigVcat":
      return underBinder(term, A, n);
    case "fold":
      return along === "rows" ? prefixOfFold(term, A, n) : undefined;
  }
  return undefined;
}

const OPPOSITE = { rows: cols, cols: rows } as const;
/** rows(Tᵀ) = cols(T)ᵀ, read backwards. */
const OTHER = { rows: "transpose_cols", cols: "transpose_rows" } as const;

/** A slice of blocks: of the one that it is inside, or of both. */
function ofBlocks(term: Slice, A: Term, n: Normaliser): Equality | undefined {
  if (A.op !== "vcat" && A.op !== "hcat") return undefined;
  const along = term.op;
  const [B, C] = A.args as readonly [Term, Term];
  if (A.op !== joining(along)) return n.law(`${along}_${A.op}`, [like(term, B), C]);
  const [first, second] =
    along === "rows" ? ["rows_vcat_upper", "rows_vcat_lower"] : ["cols_hcat_left", "cols_hcat_right"];
  const [size, end] = [B[along], addDim(term.start, term[along])];
  if (subtractDim(size, end) !== undefined) return n.law(first!, [like(term, B), C]);
  const from = subtractDim(term.start, size);
  if (from !== undefined) return n.law(second!, [B, CUT[along](C, from, term[along])]);
  const [before, after] = [subtractDim(size, term.start), subtractDim(end, size)];
  if (before === undefined || after === undefined) return undefined;
  const parts = [CUT[along](A, term.start, before), CUT[along](A, size, after)];
  return n.backward(n.law(along === "rows" ? "vcat_rows" : "hcat_cols", parts));
}

/** `rows(cols(X)) = cols(rows(X))`. */
function rowsFirst(term: Slice, A: Slice, n: Normaliser): Equality {
  const X = A.args[0]!;
  const picked = n.law("cols_eq_mul", [A]);
  const E = picked.to.args[1]!;
  const R = like(term, X);
  return n
    .chain(term)
    .step(picked, [0])
    .step(n.law("rows_mul", [R, E]))
    .step(n.backward(n.law("cols_eq_mul", [cols(R, A.start, A.cols)])))
    .done();
}

/** The first factor is cut, and what a diagonal matrix multiplies with it. */
function ofProduct(term: Slice, A: Term, n: Normaliser): Equality {
  if (term.op === "cols") {
    if (lastFactor(A).op === "diag") return n.flipped(term);
    return n.law("mul_cols", [A.args[0]!, like(term, A.args[1]!)]);
  }
  const [D, ...rest] = factorsOf(A);
  if (D!.op !== "diag") return n.law("rows_mul", [like(term, A.args[0]!), A.args[1]!]);
  const [u, X] = [D!.args[0]!, nested("mul", rest)];
  const spread = n.backward(spreadRow(u, X, n)); // diag(u) X = (u 1ᵀ) ∘ X
  const chain = n
    .chain(term)
    .step(n.regrouped(A, mul(D!, X)), [0])
    .step(spread, [0]);
  const row = ones(1, X.cols);
  return chain
    .step(n.law("rows_hadamard", [like(term, mul(u, row)), X]))
    .step(n.law("rows_mul", [like(term, u), row]), [0])
    .step(spreadRow(like(term, u), like(term, X), n))
    .done();
}

/** The identity and `diag(u)` as blocks, cut at an end of the slice. */
function ofDiagonal(term: Slice, A: Term, n: Normaliser): Equality | undefined {
  const at = term.start === ZERO ? term[term.op] : term.start;
  const rest = subtractDim(A.rows, at)!; // the slice is inside
  const chain = n.chain(term);
  if (A.op === "identity") chain.step(n.law("one_blocks", [identity(at), identity(rest)]), [0]);
  else {
    const u = split(A.args[0]!, "rows", at, n);
    chain.step(u, [0, 0]).step(n.law("diag_vcat", u.to.args), [0]);
  }
  // at once: the blocks alone are put together again
  return chain.step(ofBlocks(term, chain.term.args[0]!, n)!).done();
}

/** `rows(A ⊗ B) = rows(A) ⊗ B` for whole blocks of rows. */
function ofKron(term: Slice, A: Term, n: Normaliser): Equality | undefined {
  const along = term.op;
  for (const [X, Y] of cutsOf(A)) {
    const [start, count] = [divideDim(term.start, Y[along]), divideDim(term[along], Y[along])];
    if (start === undefined || count === undefined) continue;
    const law = n.law(`${along}_kron`, [CUT[along](X, start, count), Y]);
    return n.chain(term).regroup(law.from).step(law).done();
  }
  return undefined;
}

/** Rows of `vec(A)` that are whole columns of A. */
function ofVec(term: Slice, A: Term, n: Normaliser): Equality | undefined {
  const [start, count] = [divideDim(term.start, A.rows), divideDim(term.rows, A.rows)];
  return start === undefined || count === undefined ? undefined : n.law("rows_vec", [cols(A, start, count)]);
}

/** The law that brings a factor on one side under a binder. */
const UNDER = {
  rows: { bigSum: "mul_sum", bigHcat: "mul_bigHcat", bigVcat: undefined },
  cols: { bigSum: "sum_mul", bigHcat: undefined, bigVcat: "bigVcat_mul" },
} as const;

/** `rows(Σ A(h)) = Σ rows(A(h))`, by way of `rows(A) = rows(I) A`. */
function underBinder(term: Slice, A: Big, n: Normaliser): Equality | undefined {
  const along = term.op;
  const law = UNDER[along][A.op];
  if (law === undefined) return undefined;
  const asProduct = n.law(`${along}_eq_mul`, [term]);
  const moved = n.law(law, along === "rows" ? [asProduct.to.args[0]!, A] : [A, asProduct.to.args[1]!]);
  const inner = moved.to as Big; // the law brings the factor under a binder
  const each = n.opened(inner, (index, running, body) => {
    const of = body.args[along === "rows" ? 1 : 0]!;
    return n.extended(inner, index, running, n.backward(n.law(`${along}_eq_mul`, [like(term, of)])));
  });
  return n.chain(term).step(asProduct).step(moved).step(each).done();
}

/** The first rows of a fold, where no layer's first rows depend on later ones: a fold of the first rows. */
function prefixOfFold(term: Slice, fold: Fold, n: Normaliser): Equality | undefined {
  const start = like(term, fold.args[0]!);
  return n.opened(fold, (index, running, body) => {
    const y = running!; // a fold is opened with a running value
    const context = like(term, y);
    const moved = n.normal(like(term, body));
    const small = variable(`first ${y.op === "variable" ? y.name : ""}`, context.rows, context.cols);
    const layer = substitute(moved.to, new Map([[context, small]]));
    if (occursIn(y, layer)) return undefined;
    const inner = bindLayers(fold.count, start, index, small, layer);
    const step = n
      .chain(open(inner, index, context))
      .step(n.backward(moved))
      .done();
    if (step.from !== moved.to) return undefined;
    const base = n.entryOf({ from: start, to: start, by: undefined });
    const entry = {
      rule: "fuse",
      fold: inner,
      onto: fold,
      index,
      running: y,
      context,
      base,
      step: n.entryOf(step),
    } as const;
    const said = n.derivation.add(entry, equal(inner, term));
    return n.backward(n.equality(said));
  });
}
