/** Permutations of tokens: what moves with them, what does not see them, and what breaks that. */
import { fact } from "../fact.ts";
import type { Sentence } from "../notes.ts";

const HEAD = (x: string, mask?: string): string =>
  mask === undefined ? `softmax(${x}*W*${x}')*${x}*V` : `msoftmax(${x}*W*${x}', ${mask})*${x}*V`;
const GIVEN = "x: C × E; W, V: E × E";

/** Facts about permutations. */
export const permutationFacts: readonly Sentence[] = [
  fact("perm-mask-stabiliser", `P: perm C; M: mask C × C; ${GIVEN}`, `${HEAD("(P*x)", "M")} = P*(${HEAD("x", "M")})`, {
    assume: ["P*M*P' = M"],
  }),
  fact("perm-causal-covariant", `P: perm C; ${GIVEN}`, `${HEAD("(P*x)", "tril(C)")} = P*(${HEAD("x", "tril(C)")})`),
  fact(
    "perm-cross-attention",
    "P: perm C; R: perm D; x: C × E; y: D × E; W, V: E × E",
    "softmax((P*x)*W*(R*y)')*(R*y)*V = P*(softmax(x*W*y')*y*V)",
  ),
  fact(
    "perm-mean-pool-invariant",
    `P: perm C; ${GIVEN}`,
    `ones(1,C)*(${HEAD("(P*x)")})/C = ones(1,C)*(${HEAD("x")})/C`,
  ),
  fact("perm-cls-readout-invariant", `P: perm C; e: C × 1; ${GIVEN}`, `e'*(${HEAD("(P*x)")}) = e'*(${HEAD("x")})`, {
    assume: ["P'*e = e"],
  }),
  fact("perm-any-orthogonal-mixing", `Q: orthogonal C; ${GIVEN}`, `${HEAD("(Q*x)")} = Q*(${HEAD("x")})`),
  fact("perm-absolute-pe", `P: perm C; p: C × E; ${GIVEN}`, `${HEAD("(P*x + p)")} = P*(${HEAD("(x + p)")})`, {
    when: { assume: ["P*p = p"] },
  }),
  fact(
    "perm-depends-on-set-only",
    "x: C × E; W, V: E × E",
    "rows(softmax(vcat(x, rows(x,0,1))*W*vcat(x, rows(x,0,1))')*vcat(x, rows(x,0,1))*V, 0, C) = softmax(x*W*x')*x*V",
  ),

  fact(
    "perm-prefix-lm-group",
    "P: perm n; S: (n+m) × (n+m); V: (n+m) × d",
    "msoftmax(vcat(hcat(P, zeros(n,m)), hcat(zeros(m,n), I(m)))*S*vcat(hcat(P, zeros(n,m)), hcat(zeros(m,n), I(m)))', vcat(hcat(ones(n,n), zeros(n,m)), hcat(ones(m,n), tril(m)))) = vcat(hcat(P, zeros(n,m)), hcat(zeros(m,n), I(m)))*msoftmax(S, vcat(hcat(ones(n,n), zeros(n,m)), hcat(ones(m,n), tril(m))))*vcat(hcat(P, zeros(n,m)), hcat(zeros(m,n), I(m)))'",
  ),
  fact(
    "perm-sliding-window-covariant",
    "P: perm C; S: C × C",
    "msoftmax(P*S*P', tri(C, C, 1).*tri(C, C, 1)') = P*msoftmax(S, tri(C, C, 1).*tri(C, C, 1)')*P'",
  ),
];
