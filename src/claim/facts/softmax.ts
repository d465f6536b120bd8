/** Softmax: what it does not see, what it does, and how it is computed in parts. */
import { fact } from "../fact.ts";
import type { Sentence } from "../notes.ts";

/** Facts about softmax. */
export const softmaxFacts: readonly Sentence[] = [
  fact("sm-row-sums", "S: n × m", "softmax(S)*ones(m,1) = ones(n,1)"),
  fact("sm-column-sums", "S: n × n", "ones(1,n)*softmax(S) = ones(1,n)"),
  fact("sm-shift-invariance", "S: n × m; r: n × 1", "softmax(S + r*ones(1,m)) = softmax(S)"),
  fact("sm-column-shift-invariance", "S: n × m; c: 1 × m", "softmax(S + ones(n,1)*c) = softmax(S)"),
  fact("sm-scale-invariance", "S: n × m; c: posscalar", "softmax(c*S) = softmax(S)"),
  fact("sm-mask-by-zeroing-scores", "S: n × m; B: mask n × m", "softmax(S.*B) = msoftmax(S, B)"),
  fact("sm-mask-after-softmax", "S: n × m; B: mask n × m", "msoftmax(S, B) = softmax(S).*B", {
    when: { says: "msoftmax(S, B) = (softmax(S).*B)./(rowsum(softmax(S).*B)*ones(1,m))" },
  }),
  fact(
    "sm-softmax1-is-null-key",
    "s: n × m; V: m × d",
    "(exp(s)./((ones(n,1) + rowsum(exp(s)))*ones(1,m)))*V = softmax(hcat(s, zeros(n,1)))*vcat(V, zeros(1,d))",
  ),
  fact(
    "sm-softmax1-shift-invariant",
    "s: n × m; c: scalar",
    "exp(s + c*ones(n,m))./((ones(n,1) + rowsum(exp(s + c*ones(n,m))))*ones(1,m)) = exp(s)./((ones(n,1) + rowsum(exp(s)))*ones(1,m))",
  ),
  fact("sm-idempotent", "S: n × m", "softmax(softmax(S)) = softmax(S)"),
  fact(
    "sm-product-of-experts",
    "a, b: n × m",
    "softmax(a + b) = (softmax(a).*softmax(b))./(rowsum(softmax(a).*softmax(b))*ones(1,m))",
  ),
  fact("sm-mean-of-logits-is-mean-of-probs", "a, b: n × m", "softmax((a + b)/2) = (softmax(a) + softmax(b))/2"),
  fact("sm-jacobian", "s: 1 × n", [
    "(diag(softmax(s)') - softmax(s)'*softmax(s))*ones(n,1) = zeros(n,1)",
    "(diag(softmax(s)') - softmax(s)'*softmax(s))' = diag(softmax(s)') - softmax(s)'*softmax(s)",
  ]),
  fact("sm-symmetric-scores-symmetric-pattern", "S: symmetric n", "softmax(S) = softmax(S)'"),
  fact("sm-uniform-from-zero-scores", "x: C × E", "softmax(x*zeros(E,E)*x') = ones(C,C)/C"),
  fact("sm-wrong-axis-is-transpose", "S: n × m", "exp(S)./(ones(n,1)*colsum(exp(S))) = softmax(S')'"),
  fact(
    "sm-duplicate-keys-log-count",
    "s: n × 1; r: n × m",
    "2*cols(softmax(hcat(hcat(s, s), r)), 0, 1) = cols((hcat(2*exp(s), exp(r))./((2*exp(s) + rowsum(exp(r)))*ones(1,1+m))), 0, 1)",
  ),
  fact("sm-exact-zero-weight", "S: n × m", "softmax(S) <= zeros(n,m)"),

  fact(
    "sm-mask-minus-inf",
    "a: n × m; b: n × k",
    "msoftmax(hcat(a, b), hcat(ones(n,m), zeros(n,k))) = hcat(softmax(a), zeros(n,k))",
  ),
];
