// biome-ignore-all format: a table, one statement a line
/** Entrywise products and functions. */
import { type Row, row } from "./row.ts";

/** True for all sizes. */
export const ENTRYWISE: readonly Row[] = [
  row("A.*B = B.*A", "A, B: n×m"),
  row("(A+B).*(A-B) = square(A) - square(B)", "A, B: n×m"),
  row("square(A+B) = square(A) + 2*(A.*B) + square(B)", "A, B: n×m"),
  row("relu(A) - relu(-A) = A", "A: n×m"),
  row("relu(A) + relu(-A) = abs(A)", "A: n×m"),
  row("relu(c*A) = c*relu(A)", "A: n×m; c: nonnegscalar"),
  row("relu(relu(A)) = relu(A)", "A: n×m"),
  row("relu(A).*relu(-A) = zeros(n,m)", "A: n×m"),
  row("abs(A.*B) = abs(A).*abs(B)", "A, B: n×m"),
  row("abs(A+B) <= abs(A) + abs(B)", "A, B: n×m"),
  row("abs(c*A) = c*abs(A)", "A: n×m; c: posscalar"),
  row("square(abs(A)) = square(A)", "A: n×m"),
  row("exp(A+B) = exp(A).*exp(B)", "A, B: n×m"),
  row("exp(A).*exp(-A) = ones(n,m)", "A: n×m"),
  row("square(sin(A)) + square(cos(A)) = ones(n,m)", "A: n×m"),
  row("sin(A+B) = sin(A).*cos(B) + cos(A).*sin(B)", "A, B: n×m"),
  row("cos(2*A) = ones(n,m) - 2*square(sin(A))", "A: n×m"),
  row("sigmoid(-A) = ones(n,m) - sigmoid(A)", "A: n×m"),
  row("tanh(-A) = -tanh(A)", "A: n×m"),
  row("silu(A) = A.*sigmoid(A)", "A: n×m"),
  row("silu(A) - silu(-A) = A", "A: n×m"),
  row("gelu(A) - gelu(-A) = A", "A: n×m"),
  row("tanh(A) = 2*sigmoid(2*A) - ones(n,m)", "A: n×m"),
  row("A <= relu(A)", "A: n×m"),
  row("relu(A+B) <= relu(A) + relu(B)", "A, B: n×m"),
  row("diag(u)*A*diag(v) = A.*(u*v')", "u: n×1; v: m×1; A: n×m"),
  row("relu(D*A) = D*relu(A)", "D: posdiagonal n; A: n×m"),
  row("dg(A*B) = rowsum(A.*B')", "A: n×m; B: m×n"),
  row("M.*M = M", "M: mask n×m"),
  row("relu(M.*A) = M.*relu(A)", "M: mask n×m; A: n×m"),
  row("(u*v').*(x*y') = (u.*x)*(v.*y)'", "u, x: n×1; v, y: m×1"),
  row("relu(P*A*Q) = P*relu(A)*Q", "P: perm n; Q: perm m; A: n×m"),
];

/** False: near misses. */
export const NOT_ENTRYWISE: readonly Row[] = [
  row("relu(A+B) = relu(A) + relu(B)", "A, B: n×m"),
  row("relu(c*A) = c*relu(A)", "A: n×m; c: scalar"),
  row("relu(-A) = -relu(A)", "A: n×m"),
  row("exp(A*B) = exp(A)*exp(B)", "A, B: n×n"),
  row("abs(A*B) = abs(A)*abs(B)", "A, B: n×n"),
  row("relu(Q*A) = Q*relu(A)", "Q: orthogonal n; A: n×m"),
  row("sigmoid(-A) = -sigmoid(A)", "A: n×m"),
  row("gelu(-A) = -gelu(A)", "A: n×m"),
  row("silu(c*A) = c*silu(A)", "c: posscalar; A: n×m"),
  row("A.*A = A", "A: n×m"),
  row("relu(A) <= A", "A: n×m"),
  row("square(A*B) = square(A)*square(B)", "A, B: n×n"),
  row("(A*B).*C = A*(B.*C)", "A, B, C: n×n"),
];
