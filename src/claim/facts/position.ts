/** Positions: rotations and sinusoids. */
import { fact } from "../fact.ts";
import type { Sentence } from "../notes.ts";

/** Facts about positions. */
export const positionFacts: readonly Sentence[] = [
  fact("pos-rotation-group-law", "a, b: scalar", [
    "rot(a)*rot(b) = rot(a + b)",
    "rot(0*a) = I(2)",
    "rot(-a) = rot(a)'",
  ]),
  fact("pos-rotation-orthogonal", "a: scalar", ["rot(a)'*rot(a) = I(2)", "det(rot(a)) = 1"]),
  fact("pos-score-four-terms", "x, p: C × E; W: E × E", "(x + p)*W*(x + p)' = x*W*x' + x*W*p' + p*W*x' + p*W*p'"),

  fact("pos-add-is-tied-concat", "x, p: C × E; W: E × F", "(x + p)*W = hcat(x, p)*vcat(W, W)"),
  fact("pos-rope-relative", "q, k: C × 2; a, b: scalar", "(q*rot(a))*(k*rot(b))' = q*rot(a - b)*k'"),
  fact("pos-rope-norm-preserving", "q: C × d; R: orthogonal d", "fro2(q*R) = fro2(q)"),
  fact(
    "pos-rope-partial",
    "q, k: C × 2; u, v: C × n; a, b: scalar",
    "hcat(q*rot(a), u)*hcat(k*rot(b), v)' = q*rot(a - b)*k' + u*v'",
  ),
  fact("pos-interpolation-is-frequency-scaling", "t, w: scalar; s: nzscalar", "rot((t/s)*w) = rot(t*(w/s))"),
  fact(
    "pos-constant-sequence-blind",
    "A: rowstochastic C × C; u: 1 × E; W: E × F",
    "A*(ones(C,1)*u)*W = ones(C,1)*(u*W)",
  ),
  fact(
    "pos-alibi-key-only",
    "S: C × C; i: C × 1; m: scalar",
    "softmax(S - m*(i*ones(1,C) - ones(C,1)*i')) = softmax(S + m*(ones(C,1)*i'))",
  ),
  fact(
    "pos-sinusoid-dot-depends-on-offset",
    "w: n × 1; s, t: scalar",
    "ones(1,n)*(sin(s*w).*sin(t*w) + cos(s*w).*cos(t*w)) = ones(1,n)*cos((s - t)*w)",
  ),
  fact(
    "pos-sinusoid-dot-symmetric",
    "w: n × 1; t, k: scalar",
    "ones(1,n)*(sin(t*w).*sin((t + k)*w) + cos(t*w).*cos((t + k)*w)) = ones(1,n)*(sin(t*w).*sin((t - k)*w) + cos(t*w).*cos((t - k)*w))",
  ),
  fact("pos-sinusoid-layouts", "p: C × E; P: perm E; W: E × F", "(p*P)*(P'*W) = p*W"),

  fact("pos-rope-on-values", "A: C × C; v: C × 2; a, b, s: scalar", "A*(v*rot(a + s)) = A*(v*rot(a))", {
    when: { says: "A*(v*rot(a + s))*rot(b + s)' = A*(v*rot(a))*rot(b)'" },
  }),
  fact(
    "pos-rope-layouts-interchangeable",
    "q, k: C × 4; a, b: scalar; P: perm 4",
    "q*vcat(hcat(rot(a), zeros(2,2)), hcat(zeros(2,2), rot(b)))*k' = q*P*vcat(hcat(rot(a), zeros(2,2)), hcat(zeros(2,2), rot(b)))*P'*k'",
  ),
  fact(
    "pos-sinusoid-model-translation-invariant",
    "x, p: C × E; R: orthogonal E; W: E × E",
    "softmax((x + p)*W*(x + p)')*(x + p) = softmax((x + p*R)*W*(x + p*R)')*(x + p*R)",
  ),
];
