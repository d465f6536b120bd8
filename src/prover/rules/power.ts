/** Natural powers of entries: literal ones multiplied out, sums of exponents taken apart. */
import { type Dim, dim, mulDim, subtractDim } from "../../term/dimension.ts";
import { isScalar, type Power, power, type Term } from "../../term/term.ts";
import type { Equality } from "../derivation.ts";
import type { Normaliser, Rule } from "../normaliser.ts";
import { isConstant } from "../parts.ts";
import { powerRule } from "./map.ts";

/** Powers are multiplied out up to this exponent. */
const LARGEST = 16;

export const naturalPowerRule: Rule = (term, n) => {
  if (term.op !== "power") return undefined;
  const [A] = term.args as readonly [Term];
  if (A.op === "map" && A.fn === "recip") return n.backward(n.law("recip_power", [power(A.args[0]!, term.exponent)]));
  if (A.op === "power") return n.law("power_power", [A, term]);
  return ofOne(term, A, n) ?? ofSum(term, A, n) ?? powerRule(term, n);
};

/** Aⁿ⁺ᵐ = Aⁿ ∘ Aᵐ. */
function ofSum(term: Power, A: Term, n: Normaliser): Equality | undefined {
  const [first, ...more] = term.exponent.monomials;
  if (first === undefined || first.coefficient > LARGEST || (more.length === 0 && first.coefficient === 1))
    return undefined;
  const piece = first.symbols.reduce<Dim>((product, symbol) => mulDim(product, symbol), dim(1));
  const rest = subtractDim(term.exponent, piece);
  return rest === undefined ? undefined : n.law("power_add", [power(A, rest), power(A, piece)]);
}

/** 1ⁿ = 1. */
function ofOne(term: Term, A: Term, n: Normaliser): Equality | undefined {
  if (!isScalar(A) || !isConstant(A, 1n)) return undefined;
  const [one, back] = [n.law("ones_eq_one"), n.law("one_power", [term])];
  return n.chain(term).step(n.backward(one), [0]).step(back).step(one).done();
}
