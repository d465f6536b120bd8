// biome-ignore-all format: a table, one statement a line
/** Ranks of products, sums and blocks. */
import { type Row, row } from "./row.ts";

/** True for all sizes. */
export const RANK: readonly Row[] = [
  row("rank(A*B) <= rank(A)", "A: n×m; B: m×k"),
  row("rank(A*B) <= min(rank(A),rank(B))", "A: n×m; B: m×k"),
  row("rank(A*B*C) <= rank(B)", "A: n×m; B: m×k; C: k×p"),
  row("rank(A*B) = rank(A)", "A: n×m; B: invertible m"),
  row("rank(-A) = rank(A)", "A: n×m"),
  row("rank(c*A) = rank(A)", "c: nzscalar; A: n×m"),
  row("rank(c*A) <= rank(A)", "c: scalar; A: n×m"),
  row("rank(A'*A) = rank(A)", "A: n×m"),
  row("rank(A-B) <= rank(A) + rank(B)", "A, B: n×m"),
  row("rank(A) - rank(B) <= rank(A+B)", "A, B: n×m"),
  row("rank(u*v') <= 1", "u: n×1; v: m×1"),
  row("rank(I(n)) = n", "A: n×n"),
  row("rank(zeros(n,m)) = 0", "A: n×m"),
  row("rank(Q*A*R) = rank(A)", "Q: orthogonal n; R: perm m; A: n×m"),
  row("rank(U*A) = rank(A)", "U: orthocols n×k; A: k×m"),
  row("rank(hcat(A,B)) <= rank(A) + rank(B)", "A: n×m; B: n×k"),
  row("rank(A) <= rank(hcat(A,B))", "A: n×m; B: n×k"),
  row("rank(kron(A,B)) = rank(A)*rank(B)", "A: n×m; B: p×q"),
  row("rank(X*A*B'*X') <= k", "X: n×d; A, B: d×k"),
  row("rank(A*B+C*D) <= m+k", "A: n×m; B: m×p; C: n×k; D: k×p"),
  row("rank(A+u*v') <= rank(A)+1", "A: n×m; u: n×1; v: m×1"),
  row("rank(E) = tr(E)", "E: idempotent n"),
  row("rank(hcat(A,A*B)) = rank(A)", "A: n×m; B: m×k"),
  row("rank(A.*B) <= rank(A)*rank(B)", "A, B: n×m"),
  row("rank(inv(A)) = n", "A: invertible n"),
  row("rank(D*A) = rank(A)", "D: posdiagonal n; A: n×m"),
  row("rank(U) = k", "U: orthocols n×k"),
];

/** False: near misses. */
export const NOT_RANK: readonly Row[] = [
  row("rank(A+B) = rank(A)+rank(B)", "A, B: n×m"),
  row("rank(A*B) = min(rank(A),rank(B))", "A, B: n×n"),
  row("rank(A) <= rank(A*B)", "A, B: n×n"),
  row("rank(A*A) = rank(A)", "A: n×n"),
  row("rank(hcat(A,B)) = rank(A)+rank(B)", "A, B: n×m"),
  row("rank(u*v') = 1", "u: n×1; v: m×1"),
  row("rank(relu(A)) <= rank(A)", "A: n×m"),
  row("rank(W+A*B) <= rank(W)+k-1", "W: n×m; A: n×k; B: k×m"),
  row("rank(A) = n", "A: n×m"),
];
