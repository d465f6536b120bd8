// biome-ignore-all format: a table, one statement a line
/** Blocks side by side and one above the other, and what is cut from them. */
import { type Row, row } from "./row.ts";

/** True for all sizes. */
export const BLOCK: readonly Row[] = [
  row("hcat(A,B)*vcat(C,D) = A*C + B*D", "A: n×m; B: n×k; C: m×p; D: k×p"),
  row("A*hcat(B,C) = hcat(A*B,A*C)", "A: n×m; B: m×k; C: m×p"),
  row("vcat(A,B)*C = vcat(A*C,B*C)", "A: n×m; B: k×m; C: m×p"),
  row("hcat(A,B)' = vcat(A',B')", "A: n×m; B: n×k"),
  row("hcat(A,B)*hcat(A,B)' = A*A' + B*B'", "A: n×m; B: n×k"),
  row("vcat(A,B)'*vcat(A,B) = A'*A + B'*B", "A: n×m; B: k×m"),
  row("hcat(A,B) + hcat(C,D) = hcat(A+C,B+D)", "A, C: n×m; B, D: n×k"),
  row("c*hcat(A,B) = hcat(c*A,c*B)", "c: scalar; A: n×m; B: n×k"),
  row("hcat(vcat(A,C),vcat(B,D)) = vcat(hcat(A,B),hcat(C,D))", "A: n×m; B: n×k; C: p×m; D: p×k"),
  row("rowsum(hcat(A,B)) = rowsum(A) + rowsum(B)", "A: n×m; B: n×k"),
  row("colsum(vcat(A,B)) = colsum(A) + colsum(B)", "A: n×m; B: k×m"),
  row("fro2(hcat(A,B)) = fro2(A) + fro2(B)", "A: n×m; B: n×k"),
  row("sum(vcat(A,B)) = sum(A) + sum(B)", "A: n×m; B: k×m"),
  row("relu(hcat(A,B)) = hcat(relu(A),relu(B))", "A: n×m; B: n×k"),
  row("softmax(vcat(A,B)) = vcat(softmax(A),softmax(B))", "A: n×m; B: k×m"),
  row("rows(vcat(A,B),0,n) = A", "A: n×m; B: k×m"),
  row("cols(hcat(A,B),m,m+k) = B", "A: n×m; B: n×k"),
  row("hcat(cols(A,0,m),cols(A,m,m+k)) = A", "A: n×(m+k)"),
  row("rows(A*B,0,n) = rows(A,0,n)*B", "A: (n+k)×m; B: m×p"),
  row("A*B = cols(A,0,m)*rows(B,0,m) + cols(A,m,m+k)*rows(B,m,m+k)", "A: n×(m+k); B: (m+k)×p"),
  row("relu(X*hcat(A,B))*vcat(C,D) = relu(X*A)*C + relu(X*B)*D", "X: n×d; A: d×m; B: d×k; C: m×d; D: k×d"),
  row("hcat(A,B).*hcat(C,D) = hcat(A.*C,B.*D)", "A, C: n×m; B, D: n×k"),
  row("tr(vcat(hcat(A,B),hcat(C,D))) = tr(A) + tr(D)", "A: n×n; B: n×m; C: m×n; D: m×m"),
  row("det(vcat(hcat(A,B),hcat(zeros(m,n),D))) = det(A)*det(D)", "A: n×n; B: n×m; D: m×m"),
  row("inv(vcat(hcat(A,zeros(n,m)),hcat(zeros(m,n),D))) = vcat(hcat(inv(A),zeros(n,m)),hcat(zeros(m,n),inv(D)))", "A: invertible n; D: invertible m"),
  row("vcat(hcat(I(n),B),hcat(zeros(m,n),I(m)))*vcat(hcat(I(n),-B),hcat(zeros(m,n),I(m))) = I(n+m)", "B: n×m"),
  row("inv(vcat(hcat(I(n),B),hcat(zeros(m,n),I(m)))) = vcat(hcat(I(n),-B),hcat(zeros(m,n),I(m)))", "B: n×m"),
  row("inv(vcat(hcat(A,B),hcat(zeros(m,n),D))) = vcat(hcat(inv(A),-inv(A)*B*inv(D)),hcat(zeros(m,n),inv(D)))", "A: invertible n; B: n×m; D: invertible m"),
  row("hcat(P*A,P*B) = P*hcat(A,B)", "P: perm n; A: n×m; B: n×k"),
  row("softmax(hcat(A,B))*ones(m+k,1) = ones(n,1)", "A: n×m; B: n×k"),
];

/** False: near misses. */
export const NOT_BLOCK: readonly Row[] = [
  row("hcat(A,B)*vcat(C,D) = A*D + B*C", "A, B: n×n; C, D: n×n"),
  row("hcat(A,B) = hcat(B,A)", "A, B: n×m"),
  row("softmax(hcat(A,B)) = hcat(softmax(A),softmax(B))", "A: n×m; B: n×k"),
  row("vcat(A,B)' = vcat(A',B')", "A, B: n×n"),
  row("rowsum(hcat(A,B)) = rowsum(A) - rowsum(B)", "A: n×m; B: n×k"),
  row("rows(vcat(A,B),0,n) = B", "A, B: n×m"),
  row("tr(vcat(hcat(A,B),hcat(C,D))) = tr(A) + tr(B) + tr(D)", "A, B, C, D: n×n"),
  row("det(vcat(hcat(A,B),hcat(C,D))) = det(A)*det(D) - det(B)*det(C)", "A, B, C, D: n×n"),
  row("inv(vcat(hcat(A,B),hcat(zeros(m,n),D))) = vcat(hcat(inv(A),inv(A)*B*inv(D)),hcat(zeros(m,n),inv(D)))", "A: invertible n; B: n×m; D: invertible m"),
  row("layernorm(hcat(A,B),e) = hcat(layernorm(A,e),layernorm(B,e))", "A, B: n×m; e: posscalar"),
];
