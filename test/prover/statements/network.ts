// biome-ignore-all format: a table, one statement a line
/** Networks: attention heads, adapters, norms, gauges, splits. */
import { type Row, row } from "./row.ts";

/** True for all sizes. */
export const NETWORK: readonly Row[] = [
  row("X*(W+A*B) = X*W + X*A*B", "X: n×d; W: d×m; A: d×k; B: k×m"),
  row("(X*A*G)*(inv(G)*B) = X*A*B", "X: n×d; A: d×k; G: invertible k; B: k×m"),
  row("relu(X*A*D)*inv(D)*B = relu(X*A)*B", "X: n×d; A: d×k; D: posdiagonal k; B: k×m"),
  row("softmax(X*A*G*inv(G)*B*X')*X = softmax(X*A*B*X')*X", "X: n×d; A: d×k; G: invertible k; B: k×d"),
  row("softmax((P*X)*W*(P*X)')*(P*X)*V = P*(softmax(X*W*X')*X*V)", "P: perm n; X: n×d; W: d×d; V: d×k"),
  row("hcat(A,B)*vcat(C,D) - A*C = B*D", "A: n×m; B: n×k; C: m×d; D: k×d"),
  row("rmsnorm(c*X,c*c*e) = rmsnorm(X,e)", "c: posscalar; X: n×d; e: posscalar"),
  row("rmsnorm(X*Q,e) = rmsnorm(X,e)*Q", "Q: orthogonal d; X: n×d; e: posscalar"),
  row("rmsnorm(-X,e) = -rmsnorm(X,e)", "X: n×d; e: posscalar"),
  row("layernorm(-X,e) = -layernorm(X,e)", "X: n×d; e: posscalar"),
  row("layernorm(X+u*ones(1,d),e) = layernorm(X,e)", "X: n×d; u: n×1; e: posscalar"),
  row("layernorm(X*P,e) = layernorm(X,e)*P", "P: perm d; X: n×d; e: posscalar"),
  row("layernorm(X,e)*ones(d,1) = zeros(n,1)", "X: n×d; e: posscalar"),
  row("layernorm(X,e) = rmsnorm(X*(I(d)-(1/d)*ones(d,d)),e)", "X: n×d; e: posscalar"),
  row("P*X + relu(P*X*A)*B = P*(X + relu(X*A)*B)", "P: perm n; X: n×d; A: d×k; B: k×d"),
  row("(X*A+ones(n,1)*b)*B = X*A*B + ones(n,1)*(b*B)", "X: n×d; A: d×k; b: 1×k; B: k×m"),
  row("(silu(X*A*P).*(X*B*P))*P'*C = (silu(X*A).*(X*B))*C", "X: n×d; A, B: d×k; P: perm k; C: k×m"),
  row("(silu(X*A).*(X*B*D))*inv(D)*C = (silu(X*A).*(X*B))*C", "X: n×d; A, B: d×k; D: invdiagonal k; C: k×m"),
  row("relu(c*X*A)*B = c*(relu(X*A)*B)", "c: posscalar; X: n×d; A: d×k; B: k×m"),
  row("(X*diag(g))*W = X*(diag(g)*W)", "X: n×d; g: d×1; W: d×m"),
  row("(1/n)*ones(1,n)*(P*X) = (1/n)*ones(1,n)*X", "P: perm n; X: n×d"),
];

/** False: near misses. */
export const NOT_NETWORK: readonly Row[] = [
  row("relu(X*A*G)*inv(G)*B = relu(X*A)*B", "X: n×d; A: d×k; G: invertible k; B: k×m"),
  row("layernorm(X*Q,e) = layernorm(X,e)*Q", "Q: orthogonal d; X: n×d; e: posscalar"),
  row("rmsnorm(c*X,e) = rmsnorm(X,e)", "c: posscalar; X: n×d; e: posscalar"),
  row("rmsnorm(X+u*ones(1,d),e) = rmsnorm(X,e)", "X: n×d; u: n×1; e: posscalar"),
  row("relu(X*A)*B = relu(X)*A*B", "X: n×d; A: d×k; B: k×m"),
  row("relu(X*A+Y*A) = relu(X*A)+relu(Y*A)", "X, Y: n×d; A: d×k"),
  row("(silu(X*A*D).*(X*B))*inv(D)*C = (silu(X*A).*(X*B))*C", "X: n×d; A, B: d×k; D: posdiagonal k; C: k×m"),
  row("layernorm(layernorm(X,e),e) = layernorm(X,e)", "X: n×d; e: posscalar"),
];
