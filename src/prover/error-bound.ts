/**
 * The chance that a false equation passes trials in a finite field (Schwartz 1980, Zippel 1979; exponentials as in the
 * analysis of probabilistic equivalence checking of Wu et al., "Mirage", 2024).
 *
 * The residual at some sizes is a polynomial over a common denominator. If it is not zero, uniform entries are among
 * its roots with a chance of at most Σ dᵥ/|Sᵥ|, where dᵥ is its degree in v and |Sᵥ| how many values v may take. So
 * degrees are counted in units of 1/|S|: a wide entry weighs 1/p, one of the few whole numbers that an orthogonal
 * matrix is made of 1/81. With k exponentials a trial passes with a chance of at most q^(−1/k²).
 *
 * Only trials with wide entries count. What is drawn from few (permutations, masks) has no bound beyond what was drawn.
 */
import { type Field, LARGEST_FIELD } from "../interpret/modular.ts";
import { evaluateDim, type Sizes } from "../term/dimension.ts";
import { Fault } from "../term/fault.ts";
import type { Kind } from "../term/kind.ts";
import { schedule } from "../term/schedule.ts";
import type { Term } from "../term/term.ts";
import { unroll } from "../term/unroll.ts";
import { WIDE_VECTOR } from "./exact-draw.ts";
import type { Premises } from "./premises.ts";
import { kindOf, type Trial } from "./trial.ts";

/** Degrees of a matrix of fractions over one denominator, in units of 1/|S|. */
interface Degree {
  readonly above: number;
  readonly below: number;
}

/** Takes trials, and answers the chance that a false equation passes them. */
export interface ErrorBound {
  readonly take: (trial: Trial) => void;
  /** At most so likely is a statement that fails at one of the sizes of wide trials still to be met there; 1 without such trials. */
  readonly probability: () => number;
}

/** The bound of an equation. */
export function errorBound(premises: Premises): ErrorBound {
  const bySizes = new Map<string, number>();
  return {
    take: (trial) => {
      if (trial.style !== "wide") return;
      const key = JSON.stringify(trial.sizes);
      bySizes.set(key, (bySizes.get(key) ?? 1) * trialError(premises, trial.sizes));
    },
    probability: () => (bySizes.size === 0 ? 1 : Math.max(...bySizes.values())),
  };
}

/** At most so likely does a false equation pass one wide trial at sizes in a field. */
export function trialError(premises: Premises, sizes: Sizes, field: Field = LARGEST_FIELD): number {
  const { roots, exponentials: k } = chances(premises, sizes, field);
  return Math.min(1, roots + (k === 0 ? 0 : field.exponents.m ** (-1 / k ** 2)));
}

/** The chance that the entries are roots of a residual that is not 0, and how many entries are taken exponentials of. */
export function chances(
  premises: Premises,
  sizes: Sizes,
  field: Field,
): { readonly roots: number; readonly exponentials: number } {
  const found = new Map<Term, Degree>();
  const exponents = new Map<Term, number>();
  const argumentsOf = (term: Term): readonly Term[] => (term.op === "defined" ? [term.unfolded] : term.args);
  const count = (term: Term): number => evaluateDim(term.rows, sizes) * evaluateDim(term.cols, sizes);
  const [lhs, rhs] = [premises.lhs, premises.rhs].map((side) => (side.height > 0 ? unroll(side, sizes) : side));
  for (const root of [lhs!, rhs!]) {
    for (const term of schedule(root, { stop: (inner) => found.has(inner), argumentsOf })) {
      const below = argumentsOf(term).map((argument) => found.get(argument)!);
      found.set(term, degreeOf(term, below, sizes, premises, field));
      if (term.op === "map" && term.fn !== "recip" && term.fn !== "square") exponents.set(term.args[0]!, count(term));
    }
  }
  const [left, right] = [found.get(lhs!)!, found.get(rhs!)!];
  const exponentials = [...exponents.values()].reduce((sum, each) => sum + each, 0);
  return { roots: together(left, right).above, exponentials };
}

const NONE: Degree = { above: 0, below: 0 };

function together(a: Degree, b: Degree): Degree {
  return { above: Math.max(a.above + b.below, b.above + a.below), below: a.below + b.below };
}

function times(a: Degree, n: number): Degree {
  return { above: a.above * n, below: a.below * n };
}

function degreeOf(term: Term, args: readonly Degree[], sizes: Sizes, premises: Premises, { values }: Field): Degree {
  const [a = NONE, b = NONE] = args;
  switch (term.op) {
    case "variable":
      return drawnDegree(kindOf(term, premises), values.m);
    case "constant":
    case "size":
    case "identity":
    case "ones":
    case "zeros":
    case "iota":
    case "tri":
      return NONE;
    case "transpose":
    case "diag":
    case "diagonal":
    case "vec":
    case "trace":
    case "rows":
    case "cols":
    case "defined":
    case "max":
    case "maxEntry":
    case "rank":
      return a;
    case "add":
    case "hcat":
    case "vcat":
      return together(a, b);
    case "mul":
    case "scale":
    case "hadamard":
    case "kron":
      return { above: a.above + b.above, below: a.below + b.below };
    case "inverse": {
      const n = evaluateDim(term.rows, sizes);
      return { above: a.below + (n - 1) * a.above, below: n * a.above };
    }
    case "det":
      return times(a, evaluateDim(term.args[0]!.rows, sizes));
    case "power":
      return times(a, evaluateDim(term.exponent, sizes));
    case "map": {
      if (term.fn === "square") return times(a, 2);
      if (term.fn !== "recip") return { above: 0, below: 0 };
      const entries = evaluateDim(term.rows, sizes) * evaluateDim(term.cols, sizes);
      return { above: a.below + (entries - 1) * a.above, below: entries * a.above };
    }
    case "opaque":
      return { above: 1 / values.m, below: 0 };
    case "bigSum":
    case "bigHcat":
    case "bigVcat":
    case "fold":
    case "state":
      throw new Fault({ op: "errorBound", expected: "a term without binders", received: term.op });
  }
}

/** The degree of an entry in what it is drawn from, over how many values that may take. */
function drawnDegree(kind: Kind, p: number): Degree {
  switch (kind) {
    case "perm":
    case "selection":
    case "mask":
      return NONE;
    case "orthogonal":
    case "orthocols":
      return { above: 4 / WIDE_VECTOR, below: 4 / WIDE_VECTOR };
    case "idempotent":
      return { above: 2 / WIDE_VECTOR, below: 2 / WIDE_VECTOR };
    case "matrix":
    case "scalar":
    case "posscalar":
    case "nonnegscalar":
    case "nzscalar":
    case "invertible":
    case "symmetric":
    case "skew":
    case "diagonal":
    case "posdiagonal":
    case "invdiagonal":
    case "lower":
    case "rowstochastic":
      return { above: 2 / p, below: 0 }; // half of the residues are positive
  }
}
