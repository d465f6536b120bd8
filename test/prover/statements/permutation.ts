// biome-ignore-all format: a table, one statement a line
/** Permutations, orthogonal and stochastic matrices. */
import { type Row, row } from "./row.ts";

/** True for all sizes. */
export const PERMUTATION: readonly Row[] = [
  row("P*P' = I(n)", "P: perm n"),
  row("inv(P*Q) = Q'*P'", "P, Q: perm n"),
  row("P*ones(n,1) = ones(n,1)", "P: perm n"),
  row("ones(1,n)*P = ones(1,n)", "P: perm n"),
  row("colsum(P*A) = colsum(A)", "P: perm n; A: n×m"),
  row("rowsum(P*A) = P*rowsum(A)", "P: perm n; A: n×m"),
  row("P*(A.*B)*Q = (P*A*Q).*(P*B*Q)", "P: perm n; Q: perm m; A, B: n×m"),
  row("sum(P*A*Q) = sum(A)", "P: perm n; Q: perm m; A: n×m"),
  row("maxall(P*A) = maxall(A)", "P: perm n; A: n×m"),
  row("fro2(Q*A) = fro2(A)", "Q: orthogonal n; A: n×m"),
  row("diag(P*v) = P*diag(v)*P'", "P: perm n; v: n×1"),
  row("dg(P*A*P') = P*dg(A)", "P: perm n; A: n×n"),
  row("tr(P*A*P') = tr(A)", "P: perm n; A: n×n"),
  row("det(P*A*P') = det(A)", "P: perm n; A: n×n"),
  row("(Q*R)*(Q*R)' = I(n)", "Q, R: orthogonal n"),
  row("fro2(U*A) = fro2(A)", "U: orthocols n×k; A: k×m"),
  row("U*U'*U = U", "U: orthocols n×k"),
  row("(I(n)-U*U')*(I(n)-U*U') = I(n)-U*U'", "U: orthocols n×k"),
  row("R*ones(m,1) = ones(n,1)", "R: rowstochastic n×m"),
  row("R*S*ones(k,1) = ones(n,1)", "R: rowstochastic n×m; S: rowstochastic m×k"),
  row("(I(n)-E)*E = zeros(n,n)", "E: idempotent n"),
  row("(2*E-I(n))*(2*E-I(n)) = I(n)", "E: idempotent n"),
  row("layernorm(P*X,e) = P*layernorm(X,e)", "P: perm n; X: n×d; e: posscalar"),
  row("P*relu(P'*X*W) = relu(X*W)", "P: perm n; X: n×d; W: d×m"),
  row("relu(X*A*P)*P'*B = relu(X*A)*B", "P: perm m; X: n×d; A: d×m; B: m×k"),
  row("R*(X + ones(m,1)*b) = R*X + ones(n,1)*b", "R: rowstochastic n×m; X: m×d; b: 1×d"),
];

/** False: near misses. */
export const NOT_PERMUTATION: readonly Row[] = [
  row("P*A = A*P", "P: perm n; A: n×n"),
  row("P*P = I(n)", "P: perm n"),
  row("rowsum(P*A) = rowsum(A)", "P: perm n; A: n×m"),
  row("U*U' = I(n)", "U: orthocols n×k"),
  row("Q*ones(n,1) = ones(n,1)", "Q: orthogonal n"),
  row("tril(n)*P = P*tril(n)", "P: perm n"),
  row("E*F*E*F = E*F", "E, F: idempotent n"),
  row("maxall(Q*A) = maxall(A)", "Q: orthogonal n; A: n×m"),
  row("E' = E", "E: idempotent n"),
];
