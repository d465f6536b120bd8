/**
 * Halves: `cos a + cos b = 2 cos((a + b)/2) cos((a − b)/2)` is an identity of the halves of a and b, once a is written as
 * twice its half, and `2 e^((a + b)/2) ≤ e^a + e^b` is a square.
 */
import type { Ref } from "../kernel/proof.ts";
import { schedule, variablesOf } from "../term/schedule.ts";
import { constant, scale, type Term, type Variable, variable } from "../term/term.ts";
import { subterms } from "./facts/fact.ts";
import { byGeneralisation, type Free } from "./generalisation.ts";
import type { Goal } from "./goal.ts";
import type { Prover } from "./induction.ts";
import type { Normaliser } from "./normaliser.ts";

const [TWO, HALF] = [constant(2), constant("1/2")];

/** Functions of a sum that are made of functions of its summands. */
const ADDITIVE: ReadonlySet<string> = new Set(["sin", "cos", "exp"]);

/** Arguments of sines, cosines and exponentials in which something is halved. */
function halvedAngles({ statement: { lhs, rhs, relation } }: Goal): readonly Term[] {
  return subterms([lhs, rhs]).flatMap((term) => {
    if (term.op !== "map" || !ADDITIVE.has(term.fn)) return [];
    const isSquare = relation === "<=" && term.fn === "cos"; // 1 − cos a = 2 sin² (a/2)
    return isSquare || schedule(term.args[0]!).some(isHalf) ? term.args : [];
  });
}

const isHalf = (term: Term): boolean => term.op === "constant" && term.value.denominator === 2n;

/** Whether halves of angles or exponents occur, and no hypotheses, which would speak of the whole. */
export function hasHalves(goal: Goal): boolean {
  return goal.hypotheses.length === 0 && halvedAngles(goal).length > 0;
}

/** A goal, shown by `show` for the halves of the variables of which a half occurs. */
export function byHalves(goal: Goal, n: Normaliser, show: Prover): Ref | readonly [Term, Term] {
  const isFree = ({ kind, index }: Variable): boolean => index.length === 0 && (kind === "scalar" || kind === "matrix");
  const angles = variablesOf(...halvedAngles(goal)).filter(isFree);
  const written = new Map(angles.map((angle) => [angle as Term, n.backward(n.normal(scale(TWO, scale(HALF, angle))))]));
  const free = new Map<Term, Free>();
  for (const angle of angles) {
    const half = variable(`@half${free.size}`, angle.rows, angle.cols, { kind: angle.kind });
    free.set(scale(HALF, angle), { variable: half, premises: [] });
  }
  return byGeneralisation(goal, { written, free }, n, show);
}
