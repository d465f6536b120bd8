/**
 * Attention heads as terms.
 *
 * Row convention: a token is a row. Q, K, V are what the head makes of its
 * input; a pattern is what each query attends to, one row a query.
 *
 * Notation   C queries, T keys (T = C without a cache), d = d_head
 */
import { define, maskedSoftmax, softmax } from "../term/definition.ts";
import type { DimLike } from "../term/dimension.ts";
import { Fault } from "../term/fault.ts";
import { add, map, mul, scale, shapeText, size, type Term, transpose } from "../term/term.ts";

/** `1/√d`, what scores are multiplied by. shape  1 × 1. source  Vaswani et al. 2017, §3.2.1 */
export function inverseRoot(d: DimLike): Term {
  return map("recip", map("sqrt", size(d)));
}

/**
 * Attention scores before the softmax: `Q Kᵀ`.
 *
 * shape   Q: C × d, K: T × d → C × T
 * throws  Fault when Q and K differ in d
 * source  Vaswani et al. 2017, §3.2.1, eq. 1
 */
export function scores(Q: Term, K: Term): Term {
  if (Q.cols !== K.cols) {
    throw new Fault({
      op: "scores",
      expected: "Q and K of one width d",
      received: `${shapeText(Q)} and ${shapeText(K)}`,
      next: "did you pass V?",
    });
  }
  return mul(Q, transpose(K));
}

/**
 * Scores squashed into (−cap, cap): `cap · tanh(S / cap)`.
 *
 * shape   S: n × m, cap: 1 × 1 → n × m
 * source  Gemma 2, Riviere et al. 2024, §2
 */
export const softCap = define("softcap", ["S", "cap"], (S, cap) =>
  scale(cap!, map("tanh", scale(map("recip", cap!), S!))),
);

/** How a pattern is made from scores; every part has a plain default. */
export interface PatternOptions {
  /** What scores are multiplied by; `1/√d` by default. */
  readonly factor?: Term | undefined;
  /** A soft cap of the multiplied scores. */
  readonly cap?: Term | undefined;
  /** What is added to the capped scores. shape  C × T */
  readonly bias?: Term | undefined;
  /** The 0/1 matrix of what a query may see; everything by default. */
  readonly mask?: Term | undefined;
}

/** The attention pattern of queries and keys: each row a distribution over keys. shape  Q: C × d, K: T × d → C × T */
export function pattern(
  Q: Term,
  K: Term,
  { factor = inverseRoot(Q.cols), cap, bias, mask }: PatternOptions = {},
): Term {
  const multiplied = scale(factor, scores(Q, K));
  const capped = cap === undefined ? multiplied : softCap(multiplied, cap);
  const biased = bias === undefined ? capped : add(capped, bias);
  return mask === undefined ? softmax(biased) : maskedSoftmax(biased, mask);
}

/**
 * Scaled dot-product attention: `softmax(Q Kᵀ / √d) V`.
 *
 * shape   Q: C × d, K: T × d, V: T × d_v → C × d_v
 * source  Vaswani et al. 2017, eq. 1
 */
export const attention = define("attention", ["Q", "K", "V"], (Q, K, V) => mul(pattern(Q!, K!), V!));

/** The same where a query sees only the keys that the 0/1 mask allows. shape  M: C × T */
export const maskedAttention = define("masked_attention", ["Q", "K", "V", "M"], (Q, K, V, M) =>
  mul(pattern(Q!, K!, { mask: M }), V!),
);

/**
 * What queries fetch: `pattern(Q, K) V`, under the name of plain or masked attention where it is that.
 *
 * shape   Q: C × d, K: T × d, V: T × d_v → C × d_v
 */
export function attend(Q: Term, K: Term, V: Term, options: PatternOptions): Term {
  const { factor, cap, bias, mask } = options;
  if (factor !== undefined || cap !== undefined || bias !== undefined) return mul(pattern(Q, K, options), V);
  return mask === undefined ? attention(Q, K, V) : maskedAttention(Q, K, V, mask);
}
