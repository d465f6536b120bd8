// biome-ignore-all format: a table, one law a line
/**
 * Sums and rows of blocks over an index `h < p`, for any p.
 *
 * A law takes a binder and opens its body with an index of its own, so what
 * stands outside the binder cannot name that index.
 */
import { bigOver, layers, open } from "../../term/binder.ts";
import type { Dim } from "../../term/dimension.ts";
import { Fault } from "../../term/fault.ts";
import { add, type Big, type Index, identity, kron, mul, ones, scale, shapeText, size, type Term, transpose, vec } from "../../term/term.ts";
import { type Axiom, axiom, binder, entrywise } from "../axiom.ts";
import { equal } from "../proposition.ts";

const body = (of: Big, h: Index): Term => open(of, h);

type Op = Big["op"];

/** Two binders whose blocks fit one another: as many, and as wide or high as `fits` says. */
function pair(
  [opS, opT]: readonly [Op, Op],
  S: Term,
  T: Term,
  fits: (a: Term, b: Term) => readonly [Dim, Dim][],
): readonly [Big, Big] {
  const [B, C] = [binder(opS, S), binder(opT, T)];
  const [a, b] = [B.args[0]!, C.args[0]!];
  const same = B.count === C.count && fits(a, b).every(([x, y]) => x === y);
  if (!same) throw new Fault({ op: "axiom", expected: "blocks that fit one another", received: `${shapeText(a)} and ${shapeText(b)}` });
  return [B, C];
}

const sameShape = (a: Term, b: Term): readonly [Dim, Dim][] => [[a.rows, b.rows], [a.cols, b.cols]];
const inner = (a: Term, b: Term): readonly [Dim, Dim][] => [[a.cols, b.rows]];

/** The laws of binders. */
export const binderAxioms: readonly Axiom[] = [
  axiom("mul_sum", "A: n × m; S: sum p of m × k", (A, S) => { const B = binder("bigSum", S); return equal(mul(A, B), bigOver("bigSum", B, [A], (h) => mul(A, body(B, h)))); }, "mulmx_sumr", "Matrix.mul_sum"),
  axiom("sum_mul", "S: sum p of n × m; A: m × k", (S, A) => { const B = binder("bigSum", S); return equal(mul(B, A), bigOver("bigSum", B, [A], (h) => mul(body(B, h), A))); }, "mulmx_suml", "Matrix.sum_mul"),
  axiom("smul_sum", "a: 1 × 1; S: sum p of n × m", (a, S) => { const B = binder("bigSum", S); return equal(scale(a, B), bigOver("bigSum", B, [a], (h) => scale(a, body(B, h)))); }, "scaler_sumr", "Finset.smul_sum"),
  axiom("sum_smul", "S: sum p of 1 × 1; A: n × m", (S, A) => { const B = binder("bigSum", S); return equal(scale(B, A), bigOver("bigSum", B, [A], (h) => scale(body(B, h), A))); }, "scaler_suml", "Finset.sum_smul"),
  axiom("sum_add", "S: sum p of n × m; T: sum p of n × m", (S, T) => { const [B, C] = pair(["bigSum", "bigSum"], S, T, sameShape); return equal(add(B, C), bigOver("bigSum", B, [C], (h) => add(body(B, h), body(C, h)))); }, "big_split", "Finset.sum_add_distrib"),
  axiom("transpose_sum", "S: sum p of n × m", (S) => { const B = binder("bigSum", S); return equal(transpose(B), bigOver("bigSum", B, [], (h) => transpose(body(B, h)))); }, "linear_sum", "Matrix.transpose_sum"),
  axiom("vec_sum", "S: sum p of n × m", (S) => { const B = binder("bigSum", S); return equal(vec(B), bigOver("bigSum", B, [], (h) => vec(body(B, h)))); }, "linear_sum", "Matrix.vec_sum"),
  axiom("sum_of_bigVcat", "S: vcat p of n × m", (S) => { const B = binder("bigVcat", S); const A = B.args[0]!; return equal(mul(kron(ones(1, B.count), identity(A.rows)), B), bigOver("bigSum", B, [], (h) => body(B, h))); }, "mul_row_col", "(1 ⊗ I) times blocks one above the other is their sum"),
  axiom("sum_const", "S: sum p of n × m; A: n × m", (S, A) => { const B = binder("bigSum", S); return equal(bigOver("bigSum", B, [A], () => A), scale(size(B.count), A)); }, "sumr_const", "Finset.sum_const"),
  axiom("sum_one", "S: sum 1 of n × m", (S) => { const B = binder("bigSum", S); return equal(B, body(B, 0)); }, "big_ord1", "Finset.sum_range_one"),
  axiom("layers_add", "A: n × m; S: sum p of n × m", (A, S) => { const B = binder("bigSum", S); return equal(layers(B.count, A, (h, y) => add(y, body(B, h))), add(A, B)); }, "big_ord_recr", "Finset.sum_range_succ"),
  axiom("vcat_ones", "S: vcat p of n × m", (S) => { const B = binder("bigVcat", S); const A = B.args[0]!; return equal(bigOver("bigVcat", B, [], () => ones(A.rows, A.cols)), ones(B.rows, B.cols)); }, "mxE", "entry by entry"),
  axiom("hcat_mul_vcat_sum", "S: hcat p of n × m; T: vcat p of m × k", (S, T) => { const [B, C] = pair(["bigHcat", "bigVcat"], S, T, inner); return equal(mul(B, C), bigOver("bigSum", B, [C], (h) => mul(body(B, h), body(C, h)))); }, "mul_row_col_big", "a row of blocks times a column of blocks"),
  axiom("mul_bigHcat", "A: n × m; S: hcat p of m × k", (A, S) => { const B = binder("bigHcat", S); return equal(mul(A, B), bigOver("bigHcat", B, [A], (h) => mul(A, body(B, h)))); }, "mul_mx_row_big", "Matrix.mul_fromCols"),
  axiom("bigVcat_mul", "S: vcat p of n × m; A: m × k", (S, A) => { const B = binder("bigVcat", S); return equal(mul(B, A), bigOver("bigVcat", B, [A], (h) => mul(body(B, h), A))); }, "mul_col_mx_big", "Matrix.fromRows_mul"),
  axiom("transpose_bigHcat", "S: hcat p of n × m", (S) => { const B = binder("bigHcat", S); return equal(transpose(B), bigOver("bigVcat", B, [], (h) => transpose(body(B, h)))); }, "tr_row_mx_big", "Matrix.transpose_fromCols"),
  axiom("transpose_bigVcat", "S: vcat p of n × m", (S) => { const B = binder("bigVcat", S); return equal(transpose(B), bigOver("bigHcat", B, [], (h) => transpose(body(B, h)))); }, "tr_col_mx_big", "Matrix.transpose_fromRows"),
  axiom("smul_bigHcat", "a: 1 × 1; S: hcat p of n × m", (a, S) => { const B = binder("bigHcat", S); return equal(scale(a, B), bigOver("bigHcat", B, [a], (h) => scale(a, body(B, h)))); }, "scale_row_mx_big", "entry by entry"),
  axiom("smul_bigVcat", "a: 1 × 1; S: vcat p of n × m", (a, S) => { const B = binder("bigVcat", S); return equal(scale(a, B), bigOver("bigVcat", B, [a], (h) => scale(a, body(B, h)))); }, "scale_col_mx_big", "entry by entry"),
  axiom("bigHcat_add", "S: hcat p of n × m; T: hcat p of n × m", (S, T) => { const [B, C] = pair(["bigHcat", "bigHcat"], S, T, sameShape); return equal(add(B, C), bigOver("bigHcat", B, [C], (h) => add(body(B, h), body(C, h)))); }, "add_row_mx_big", "entry by entry"),
  axiom("bigVcat_add", "S: vcat p of n × m; T: vcat p of n × m", (S, T) => { const [B, C] = pair(["bigVcat", "bigVcat"], S, T, sameShape); return equal(add(B, C), bigOver("bigVcat", B, [C], (h) => add(body(B, h), body(C, h)))); }, "add_col_mx_big", "entry by entry"),
  axiom("map_bigHcat", "f: n × m entry; S: hcat p of n × m", (f, S) => { const B = binder("bigHcat", S); return equal(entrywise(f)(B), bigOver("bigHcat", B, [f], (h) => entrywise(f)(body(B, h)))); }, "map_row_mx_big", "entry by entry"),
  axiom("map_bigVcat", "f: n × m entry; S: vcat p of n × m", (f, S) => { const B = binder("bigVcat", S); return equal(entrywise(f)(B), bigOver("bigVcat", B, [f], (h) => entrywise(f)(body(B, h)))); }, "map_col_mx_big", "entry by entry"),
];
