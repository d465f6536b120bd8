/**
 * The exact judge: whether a trial violates a statement, over the reals and without rounding.
 *
 * Equations are looked at in GF(p), where a residual proves a violation; ranks, orders, relu and the like over the
 * rationals. A residual that is not one of the reals for certain (a rank modulo p may be too low, an opaque function
 * may be no nameable one) is looked at again over the rationals.
 */
import { type FieldProgram, fieldProgram, runField } from "../interpret/field.ts";
import { eliminated, evaluateRational, irrationalIn, type RationalMatrix } from "../interpret/rational.ts";
import { evaluateDim, type Sizes } from "../term/dimension.ts";
import { Refusal } from "../term/fault.ts";
import type { Hypothesis } from "../term/hypothesis.ts";
import type { Property } from "../term/kind.ts";
import { schedule } from "../term/schedule.ts";
import type { Op, Term } from "../term/term.ts";
import { unroll } from "../term/unroll.ts";
import { exampleValue } from "./opaque-example.ts";
import type { Premises } from "./premises.ts";
import type { Trial } from "./trial.ts";

/** What a trial says of a statement. */
export type Finding = "violated" | "met" | "undefined" | "refused";

/** A judge of one statement. */
export interface Judge {
  readonly kind: "field" | "rational";
  readonly judge: (trial: Trial) => Finding;
  /** Why the faster judge is not the one. */
  readonly refusal: Refusal | undefined;
  /** Whether wide trials bound the chance of an error: for rational functions and one exponential, see error-bound.ts. */
  readonly bounded: boolean;
}

/** The judge of a statement: a field where there is a meaning in one. */
export function exactJudge({ lhs, rhs, relation, symbols }: Premises): Judge {
  const ranked = rankJudge([lhs, rhs], relation);
  const irrational = irrationalIn([lhs, rhs]) !== undefined; // seen once, before any term is written out at sizes
  const inRationals = (trial: Trial): Finding =>
    otherwise(irrational && trial.style !== "zero" ? "refused" : rationally([lhs, rhs], relation, trial), () =>
      ranked(trial),
    );
  const programAt = relation === "=" ? programs([lhs, rhs]) : () => NO_ORDER;
  const smallest = programAt(Object.fromEntries(symbols.map((symbol) => [symbol, 1])));
  if (smallest instanceof Refusal) return { kind: "rational", judge: inRationals, refusal: smallest, bounded: false };
  const uncertain = hasOp([lhs, rhs], new Set<Op>(["rank", "opaque"]));
  const judge = (trial: Trial): Finding => {
    const program = programAt(trial.sizes); // more layers may be refused: an exponent of an exponent
    const finding = program instanceof Refusal ? "refused" : inField(program, trial);
    return finding === "refused" || (finding === "violated" && uncertain) ? inRationals(trial) : finding;
  };
  return { kind: "field", judge, refusal: undefined, bounded: !uncertain };
}

/** Matrices of more entries than this are not computed with. */
const LARGEST = 1_000_000;

/** Why a statement is not looked at with values, when it speaks of matrices of literal sizes that are too large for it. */
export function tooLarge({ lhs, rhs, symbols }: Premises): string | undefined {
  const sizes = Object.fromEntries(symbols.map((symbol) => [symbol, 1]));
  const argumentsOf = (term: Term): readonly Term[] => (term.op === "defined" ? [term.unfolded] : term.args);
  const large = [lhs, rhs]
    .flatMap((side) => schedule(side, { argumentsOf }))
    .find(({ height, rows, cols }) => height === 0 && evaluateDim(rows, sizes) * evaluateDim(cols, sizes) > LARGEST);
  return large === undefined ? undefined : `matrices of ${large.rows.text} × ${large.cols.text} entries are not drawn`;
}

const NO_ORDER = new Refusal("field", "<=", "a finite field has no order");

function otherwise(finding: Finding, next: () => Finding): Finding {
  return finding === "refused" ? next() : finding;
}

/**
 * A rank against a rational number: a rank modulo p is at most the rank over the reals, with exponentials too, so one
 * that exceeds the other side violates `<=` and `=`. Nothing else is seen.
 */
function rankJudge([lhs, rhs]: readonly [Term, Term], relation: Premises["relation"]): (trial: Trial) => Finding {
  const pairs =
    relation === "="
      ? ([
          [lhs, rhs],
          [rhs, lhs],
        ] as const)
      : ([[lhs, rhs]] as const);
  const ranks = pairs.filter(([rank]) => rank.op === "rank");
  return (trial) => {
    const findings = ranks.map(([rank, other]): Finding => {
      const program = programs([rank])(trial.sizes);
      const bound = program instanceof Refusal ? "refused" : rationalValues([other], trial);
      if (program instanceof Refusal || typeof bound === "string") return bound as Finding;
      const { sizes, value, key, possible } = trial;
      const outcome = runField(program, { sizes, variable: value, key });
      if (outcome.kind === "undefined" || !possible()) return "undefined";
      const found = BigInt(outcome.values[0]!.data[0]!);
      return found * bound[0]!.denominator > bound[0]!.entries[0]! ? "violated" : "met";
    });
    return findings.find((one) => one === "violated") ?? findings[0] ?? "refused";
  };
}

/** Whether an operation occurs in terms or in what they unfold to. */
export function hasOp(roots: readonly Term[], ops: ReadonlySet<Op>): boolean {
  const argumentsOf = (term: Term): readonly Term[] => (term.op === "defined" ? [term.unfolded] : term.args);
  return roots.some((root) => schedule(root, { argumentsOf }).some(({ op }) => ops.has(op)));
}

/** The program at sizes, one for all sizes when there are no binders; or what a field has no meaning for. */
function programs(terms: readonly Term[]): (sizes: Sizes) => FieldProgram | Refusal {
  const binders = terms.some(({ height }) => height > 0);
  const known = new Map<string, FieldProgram | Refusal>();
  return (sizes) => {
    const key = binders ? JSON.stringify(sizes) : "";
    const made = known.get(key) ?? programOf(binders ? terms.map((term) => unroll(term, sizes)) : terms);
    known.set(key, made);
    return made;
  };
}

function programOf(terms: readonly Term[]): FieldProgram | Refusal {
  try {
    return fieldProgram(terms);
  } catch (error) {
    if (error instanceof Refusal) return error;
    throw error;
  }
}

function inField(program: FieldProgram, { sizes, value, key, possible }: Trial): Finding {
  const outcome = runField(program, { sizes, variable: value, key });
  if (outcome.kind === "undefined" || !possible()) return "undefined";
  const [left, right] = outcome.values;
  return left!.data.every((x, i) => x === right!.data[i]) ? "met" : "violated";
}

function rationally(terms: readonly Term[], relation: Premises["relation"], trial: Trial): Finding {
  const values = rationalValues(terms, trial);
  if (typeof values === "string") return values;
  return holds(values[0]!, relation, values[1]!) ? "met" : "violated";
}

/** Exact values of terms at a trial, or why there are none. */
export function rationalValues(
  terms: readonly Term[],
  { sizes, value, key, possible }: Trial,
): readonly RationalMatrix[] | "undefined" | "refused" {
  try {
    const opaque = (fn: Extract<Term, { op: "opaque" }>, A: RationalMatrix): RationalMatrix => exampleValue(fn, key, A);
    const outcome = evaluateRational(terms, { sizes, variable: value, opaque });
    return outcome.kind === "undefined" || !possible() ? "undefined" : outcome.values;
  } catch (error) {
    if (error instanceof Refusal) return "refused";
    throw error;
  }
}

function holds(A: RationalMatrix, relation: Premises["relation"], B: RationalMatrix): boolean {
  return A.entries.every((a, i) => {
    const difference = a * B.denominator - B.entries[i]! * A.denominator;
    return relation === "=" ? difference === 0n : difference <= 0n;
  });
}

/** Whether a trial meets hypotheses; false too when that cannot be seen. */
export function meets(checks: readonly Hypothesis[], trial: Trial): boolean {
  return checks.every((check) => {
    const values = rationalValues(check.kind === "is" ? [check.term] : [check.lhs, check.rhs], trial);
    if (typeof values === "string") return false;
    if (check.kind === "is") return hasProperty(check.property, values[0]!);
    return holds(values[0]!, check.kind === "le" ? "<=" : "=", values[1]!);
  });
}

/** Whether a matrix has a property. */
export function hasProperty(property: Property, A: RationalMatrix): boolean {
  const { rows, cols, entries, denominator } = A;
  const at = (i: number, j: number): bigint => entries[i * cols + j]!;
  const every = (test: (x: bigint, i: number, j: number) => boolean): boolean =>
    entries.every((x, place) => test(x, Math.floor(place / cols), place % cols));
  const bits = every((x) => x === 0n || x === denominator);
  const rowSum = (i: number): bigint => entries.slice(i * cols, (i + 1) * cols).reduce((sum, x) => sum + x, 0n);
  const everyRow = (test: (sum: bigint) => boolean): boolean =>
    Array.from({ length: rows }, (_, i) => i).every((i) => test(rowSum(i)));
  const dot = (i: number, j: number, step: "rows" | "cols"): bigint => {
    let sum = 0n;
    const length = step === "rows" ? cols : rows;
    for (let k = 0; k < length; k++) sum += step === "rows" ? at(i, k) * at(j, k) : at(k, i) * at(k, j);
    return sum;
  };
  const orthonormal = (step: "rows" | "cols"): boolean => {
    const count = step === "rows" ? rows : cols;
    for (let i = 0; i < count; i++)
      for (let j = 0; j <= i; j++) if (dot(i, j, step) !== (i === j ? denominator * denominator : 0n)) return false;
    return true;
  };
  switch (property) {
    case "positive":
      return every((x) => x > 0n);
    case "nonnegative":
      return every((x) => x >= 0n);
    case "nonzero":
      return every((x) => x !== 0n);
    case "invertible":
      return rows === cols && eliminated(A).rank === rows;
    case "perm":
      return rows === cols && bits && orthonormal("rows");
    case "selection":
      return bits && everyRow((sum) => sum === denominator);
    case "orthogonal":
      return rows === cols && orthonormal("cols");
    case "orthocols":
      return orthonormal("cols");
    case "symmetric":
      return rows === cols && every((x, i, j) => x === at(j, i));
    case "skew":
      return rows === cols && every((x, i, j) => x === -at(j, i));
    case "diagonal":
      return every((x, i, j) => i === j || x === 0n);
    case "lower":
      return every((x, i, j) => j <= i || x === 0n);
    case "rowstochastic":
      return every((x) => x >= 0n) && everyRow((sum) => sum === denominator);
    case "idempotent":
      return (
        rows === cols &&
        every((x, i, j) => {
          let sum = 0n;
          for (let k = 0; k < cols; k++) sum += at(i, k) * at(k, j);
          return sum === x * denominator;
        })
      );
    case "mask":
      return bits && everyRow((sum) => sum > 0n);
  }
}
