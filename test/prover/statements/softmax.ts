// biome-ignore-all format: a table, one statement a line
/** Softmax: shifts, permutations, weights, bounds. */
import { type Row, row } from "./row.ts";

/** True for all sizes. */
export const SOFTMAX: readonly Row[] = [
  row("softmax(S)*ones(m,1) = ones(n,1)", "S: n×m"),
  row("rowsum(softmax(S)) = ones(n,1)", "S: n×m"),
  row("softmax(S+c*ones(n,m)) = softmax(S)", "S: n×m; c: scalar"),
  row("softmax(zeros(n,m)) = (1/m)*ones(n,m)", "A: n×m"),
  row("softmax(P*S) = P*softmax(S)", "P: perm n; S: n×m"),
  row("softmax(S*P')*P*V = softmax(S)*V", "P: perm m; S: n×m; V: m×d"),
  row("zeros(n,m) <= softmax(S)", "S: n×m"),
  row("softmax(S) <= ones(n,m)", "S: n×m"),
  row("sum(softmax(S)) = n", "S: n×m"),
  row("softmax(S)*(V+ones(m,1)*b) = softmax(S)*V + ones(n,1)*b", "S: n×m; V: m×d; b: 1×d"),
  row("softmax(S)*(A+B) = softmax(S)*A + softmax(S)*B", "S: n×m; A, B: m×d"),
  row("softmax((c*Q)*((1/c)*K)') = softmax(Q*K')", "Q: n×d; K: m×d; c: nzscalar"),
  row("softmax((Q*G)*(K*inv(G)')') = softmax(Q*K')", "Q: n×d; K: m×d; G: invertible d"),
  row("softmax(c*ones(n,m)) = softmax(zeros(n,m))", "c: scalar"),
  row("softmax(u*ones(1,m))*V = (1/m)*ones(n,m)*V", "u: n×1; V: m×d"),
  row("msoftmax(S,ones(n,m)) = softmax(S)", "S: n×m"),
  row("msoftmax(S,M).*M = msoftmax(S,M)", "S: n×m; M: mask n×m"),
  row("rowsum(msoftmax(S,M)) = ones(n,1)", "S: n×m; M: mask n×m"),
  row("msoftmax(S+u*ones(1,m),M) = msoftmax(S,M)", "S: n×m; M: mask n×m; u: n×1"),
  row("msoftmax(P*S,P*M) = P*msoftmax(S,M)", "S: n×m; M: mask n×m; P: perm n"),
  row("softmax(S)*softmax(T)*ones(k,1) = ones(n,1)", "S: n×m; T: m×k"),
  row("softmax(S)*V <= maxall(V)*ones(n,d)", "S: n×m; V: m×d"),
  row("softmax((X+ones(n,1)*b)*W) = softmax(X*W+ones(n,1)*b*W)", "X: n×d; b: 1×d; W: d×m"),
  row("softmax((Q+ones(n,1)*b)*K') = softmax(Q*K'+ones(n,1)*b*K')", "Q: n×d; K: m×d; b: 1×d"),
  row("rank(softmax(u*ones(1,m))) <= 1", "u: n×1"),
  row("softmax(S+T).*exp(A-A) = softmax(T+S)", "S, T: n×m; A: n×m"),
  row("square(softmax(S)) <= softmax(S)", "S: n×m"),
];

/** False: near misses. */
export const NOT_SOFTMAX: readonly Row[] = [
  row("softmax(S)' = softmax(S')", "S: n×n"),
  row("softmax(S+T) = softmax(S)+softmax(T)", "S, T: n×m"),
  row("softmax(S+ones(n,1)*v) = softmax(S)", "S: n×m; v: 1×m"),
  row("ones(1,n)*softmax(S) = ones(1,m)", "S: n×m"),
  row("softmax(Q*G) = softmax(Q)*G", "Q: n×m; G: orthogonal m"),
  row("softmax(-S) = -softmax(S)", "S: n×m"),
  row("softmax(softmax(S)) = softmax(S)", "S: n×m"),
  row("msoftmax(S,M) = M.*softmax(S)", "S: n×m; M: mask n×m"),
  row("rank(softmax(S)) <= rank(S)", "S: n×m"),
  row("softmax(c*S) = softmax(S)", "c: posscalar; S: n×m"),
];
