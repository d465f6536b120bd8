// biome-ignore-all format: a table, one statement a line
/** Positions: rotations and masks. */
import { type Row, row } from "./row.ts";

/** True for all sizes. */
export const POSITION: readonly Row[] = [
  row("rot(a)*rot(b) = rot(a+b)", "a, b: scalar"),
  row("rot(a)*rot(b) = rot(b)*rot(a)", "a, b: scalar"),
  row("rot(a)' = rot(-a)", "a: scalar"),
  row("rot(a)'*rot(a) = I(2)", "a: scalar"),
  row("rot(0) = I(2)", "a: scalar"),
  row("det(rot(a)) = 1", "a: scalar"),
  row("tr(rot(a)) = 2*cos(a)", "a: scalar"),
  row("inv(rot(a)) = rot(-a)", "a: scalar"),
  row("inv(rot(a)) = rot(a)'", "a: scalar"),
  row("rot(a)*rot(a) = rot(2*a)", "a: scalar"),
  row("rot(a+b)*rot(c-b) = rot(a+c)", "a, b, c: scalar"),
  row("(q*rot(a))*(k*rot(b))' = q*rot(a-b)*k'", "a, b: scalar; q, k: 1×2"),
  row("kron(I(n),rot(a))*kron(I(n),rot(b)) = kron(I(n),rot(a+b))", "a, b: scalar"),
  row("kron(I(n),rot(a))*kron(I(n),rot(a))' = I(2*n)", "a: scalar"),
  row("(q*kron(I(d),rot(a+c)))*(k*kron(I(d),rot(b+c)))' = (q*kron(I(d),rot(a)))*(k*kron(I(d),rot(b)))'", "a, b, c: scalar; q, k: 1×(2*d)"),
  row("tril(n).*tril(n) = tril(n)", "A: n×n"),
  row("msoftmax(S,tril(n)).*tril(n) = msoftmax(S,tril(n))", "S: n×n"),
  row("rot(a)+rot(-a) = 2*cos(a)*I(2)", "a: scalar"),
  row("fro2(X*rot(a)) = fro2(X)", "a: scalar; X: n×2"),
  row("rmsnorm(X*rot(a),e) = rmsnorm(X,e)*rot(a)", "a: scalar; X: n×2; e: posscalar"),
];

/** False: near misses. */
export const NOT_POSITION: readonly Row[] = [
  row("rot(a)*rot(b) = rot(a-b)", "a, b: scalar"),
  row("rot(a)+rot(b) = rot(a+b)", "a, b: scalar"),
  row("rot(a) = rot(-a)", "a: scalar"),
  row("rot(a)*A = A*rot(a)", "a: scalar; A: 2×2"),
  row("relu(X*rot(a)) = relu(X)*rot(a)", "a: scalar; X: n×2"),
  row("rot(c*a) = c*rot(a)", "a, c: scalar"),
  row("tril(n)*tril(n) = tril(n)", "A: n×n"),
];
