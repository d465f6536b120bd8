/**
 * Fractions: `D ∘ T` of a D that T is divided by, summand by summand, so that D is gone from where it was and is multiplied
 * out elsewhere; and reciprocals of sums of fractions, `1/(a/b + c) = b ∘ 1/(a + b ∘ c)`.
 */
import type { Ref } from "../../kernel/proof.ts";
import { hadamard, isScalar, map, scale, type Term } from "../../term/term.ts";
import type { Equality } from "../derivation.ts";
import type { Normaliser } from "../normaliser.ts";
import { flat, nested, summandsOf } from "../parts.ts";
import { distributed, pathToHalf } from "../sums.ts";

/** `D ∘ T`, or `D T` for a number D of which T is no number, in normal form, for a nonzero D and a T in normal form. */
export function overDenominator(D: Term, T: Term, nonzero: Ref, n: Normaliser): Equality {
  const parts = summandsOf(T);
  const isMultiple = isScalar(D) && !isScalar(T);
  const [times, law, ofSummand] = isMultiple
    ? ([scale, "smul_add", ofMultiple] as const)
    : ([hadamard, "hadamard_add", ofEntries] as const);
  const chain = n.chain(times(D, T));
  if (parts.length > 1) chain.step(distributed(chain.term, 1, (left, right) => n.law(law, [D, left, right]), n));
  for (const [i, part] of parts.entries()) chain.step(ofSummand(D, part, nonzero, n), pathToHalf(i, parts.length));
  return chain.step(n.normal(chain.term)).done();
}

/** `D (c M)` of one summand: without D where c is divided by it. */
function ofMultiple(D: Term, part: Term, nonzero: Ref, n: Normaliser): Equality {
  if (part.op !== "scale") return n.normal(scale(D, part));
  const [c, M] = part.args as readonly [Term, Term];
  const chain = n.chain(scale(D, part)).step(n.law("smul_smul", [D, c, M]));
  return chain.step(overDenominator(D, c, nonzero, n), [0]).done();
}

/** `D ∘ (c m)` of one summand: without D where m is divided by it. */
function ofEntries(D: Term, part: Term, nonzero: Ref, n: Normaliser): Equality {
  const [c, m] = part.op === "scale" ? (part.args as readonly [Term, Term]) : [undefined, part];
  const factors = flat("hadamard", m);
  const at = factors.indexOf(map("recip", D));
  if (at < 0) return n.normal(hadamard(D, part));
  const rest = factors.filter((_, i) => i !== at);
  const chain = n.chain(hadamard(D, part));
  if (c !== undefined) chain.step(n.law("hadamard_smul", [c, D, m]));
  const path = c === undefined ? [] : [1];
  const cancelled = n.law("hadamard_recip_cancel", [D], [nonzero]);
  const product = n.chain(hadamard(D, m));
  if (rest.length === 0) product.step(cancelled);
  else {
    const other = nested("hadamard", rest);
    product
      .regroup(hadamard(cancelled.from, other))
      .step(cancelled, [0])
      .step(n.law("one_hadamard", [other]));
  }
  return chain.step(product.done(), path).done();
}

/** What an entrywise product is divided by, but for sizes. */
export function reciprocalsIn(product: Term): readonly Term[] {
  return flat("hadamard", product).flatMap((part) =>
    part.op === "map" && part.fn === "recip" && part.args[0]!.op !== "size" ? [part.args[0]!] : [],
  );
}

/** What one of the summands is divided by and is not zero, with why. */
function denominatorIn(sum: Term, n: Normaliser): readonly [Term, Ref] | undefined {
  for (const by of summandsOf(sum).flatMap((part) => reciprocalsIn(part.op === "scale" ? part.args[1]! : part))) {
    const nonzero = n.properties.show("nonzero", by);
    if (nonzero !== undefined) return [by, nonzero];
  }
  return undefined;
}

/** `1/S = b ∘ 1/(b ∘ S)` for a sum of fractions one of which is over b. */
export function reciprocalOfFractions(term: Term, n: Normaliser): Equality | undefined {
  const S = term.args[0]!;
  const found = denominatorIn(S, n);
  if (found === undefined) return undefined;
  const [b, nonzero] = found;
  const product = overDenominator(b, S, nonzero, n);
  const cancelled = n.law("hadamard_recip_cancel", [b], [nonzero]);
  const chain = n.chain(term).step(n.backward(n.law("one_hadamard", [term])));
  chain.step(n.backward(cancelled), [0]).regroup(hadamard(b, hadamard(map("recip", b), term)));
  return chain
    .step(n.backward(n.law("recip_hadamard", [b, S])), [1])
    .step(product, [1, 0])
    .done();
}
