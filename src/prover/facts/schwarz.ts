/**
 * Cauchy–Schwarz: `⟨X, Y⟩² ≤ ⟨X, X⟩ ⟨Y, Y⟩` for matrices, columns and rows, and what it makes of norms of products.
 */
import { identity, isScalar, map, mul, type Term, transpose } from "../../term/term.ts";
import { factorsOf, nested } from "../parts.ts";
import { type Fact, fact, type Source, type Wanted } from "./fact.ts";

/** The inequality for each inner product and norm that occurs. */
export const schwarz: Source = (wanted) => {
  if (!wanted.terms.some(isNorm)) return [];
  return wanted.terms.flatMap((term) => {
    if (term.op === "trace") {
      const [A] = term.args as readonly [Term];
      const withOne = fact(wanted.n, "trace_mul_sq_le", [identity(A.rows), A]);
      return [withOne, ...splits(A, wanted), ...norms(A, wanted)];
    }
    if (term.op === "mul" && isScalar(term))
      return [...splits(term, wanted), ...form(term, wanted), ...norms(term, wanted)];
    if (term.op === "mul" && term.args[1]!.op === "ones" && term.args[0]!.op === "hadamard")
      return [fact(wanted.n, "rowsum_hadamard_sq_le", term.args[0]!.args)];
    return [];
  });
};

const isNorm = (term: Term): boolean => term.op === "trace" || (term.op === "mul" && term.args[1]!.cols.text === "1");

/** `tr(X'Y)² ≤ tr(X'X) tr(Y'Y)` for each way to read a product as X'Y; its root when roots occur. */
function splits(body: Term, wanted: Wanted): readonly Fact[] {
  const { n, le, terms } = wanted;
  const factors = factorsOf(body);
  const roots = terms.some((term) => term.op === "map" && term.fn === "sqrt");
  return factors.slice(1).flatMap((_, i) => {
    const [X, Y] = [
      n.normal(transpose(nested("mul", factors.slice(0, i + 1)))).to,
      nested("mul", factors.slice(i + 1)),
    ];
    if (X.rows !== Y.rows || X.cols !== Y.cols) return [];
    const law = fact(n, "trace_mul_sq_le", [X, Y]);
    if (!roots) return [law];
    const says = n.derivation.says(n.derivation.axiom("trace_mul_sq_le", [X, Y]));
    if (says.kind !== "le") return [law];
    const below = le(says.lhs, says.rhs);
    const root = map("sqrt", says.lhs);
    return below === undefined ? [law] : [law, fact(n, "map_le_map_of_monotone", [root, says.lhs, says.rhs], [below])];
  });
}

/** `(uᵀ A v)² ≤ tr (u vᵀ)'(u vᵀ) tr A'A`. */
function form(term: Term, { n }: Wanted): readonly Fact[] {
  const factors = factorsOf(term);
  if (factors.length < 3) return [];
  const [u, A, v] = [factors[0]!, nested("mul", factors.slice(1, -1)), factors[factors.length - 1]!];
  return v.cols === u.rows ? [fact(n, "trace_mul_sq_le", [n.normal(transpose(mul(v, u))).to, A])] : [];
}

/** `tr (A B)'(A B) ≤ tr A'A · tr B'B` for the products whose norm it may be. */
function norms(body: Term, { n }: Wanted): readonly Fact[] {
  const factors = factorsOf(n.normal(body).to);
  const turns = factors.map((_, turn) => [...factors.slice(turn), ...factors.slice(0, turn)]);
  return turns.flatMap((turned) => {
    const half = turned.slice(turned.length / 2);
    if (turned.length % 2 !== 0 || half.length < 2) return [];
    const [before, after] = [nested("mul", turned.slice(0, turned.length / 2)), nested("mul", half)];
    if (n.normal(transpose(after)).to !== before) return [];
    return half.slice(1).map((_, i) => {
      const [A, B] = [nested("mul", half.slice(0, i + 1)), nested("mul", half.slice(i + 1))];
      return fact(n, "trace_gram_mul_le", [A, B]);
    });
  });
}
