/** Mixtures of experts. */
import { fact } from "../fact.ts";
import type { Sentence } from "../notes.ts";

/** Facts about mixtures of experts. */
export const moeFacts: readonly Sentence[] = [
  fact(
    "moe-partition-dense",
    "x: C × E; W[i]: E × F; V[i]: F × E; f: entry function",
    "sum(i < N, f(x*W[i])*V[i]) = f(x*hcat(i < N, W[i]))*vcat(i < N, V[i])",
    { dims: ["N"] },
  ),
  fact(
    "moe-router-shift",
    "l: C × N; c: C × 1",
    ["softmax(l + c*ones(1,N)) = softmax(l)", "sigmoid(l + c*ones(1,N)) = sigmoid(l)"],
    { when: { says: "softmax(l + c*ones(1,N)) = softmax(l)" } },
  ),
  fact("moe-balance-loss-at-uniform", "p: 1 × N", "N*(p*(ones(N,1)/N)) = 1", { assume: ["p*ones(N,1) = 1"] }),

  fact(
    "moe-expert-permutation",
    "x: C × E; W: E × N; P: perm N; F: C × N",
    "rowsum(softmax(x*W*P).*(F*P)) = rowsum(softmax(x*W).*F)",
  ),
  fact("moe-topk-softmax-order", "l: C × N; B: mask C × N", "softmax(l).*B = msoftmax(l, B)", {
    when: { says: "(softmax(l).*B)./(rowsum(softmax(l).*B)*ones(1,N)) = msoftmax(l, B)" },
  }),
];
