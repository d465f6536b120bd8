/**
 * Assertions: claims about matrices alone, as a formula.
 *
 * No model is needed to state one and no run of a model can change it, so it is decided once, for all sizes and values.
 * Assertions that are false stand here too: the notes can be read so, and a reader wants to see why they must not be.
 */
import { type IllShaped, type Problem, type ProblemOptions, parseProblem } from "../term/problem.ts";

/** A claim about matrices. */
export interface Assertion {
  /** Area and name, `softmax/whole-matrix-covariant`. */
  readonly id: string;
  /** The assertion in words. */
  readonly title: string;
  /** The assertion as a formula that the prover reads. */
  readonly formula: string;
  readonly source: string;
  /** Set where the assertion is known to be false, so that its refutation is no failure. */
  readonly refuted?: { readonly because: string };
  /** What is to be decided; ill-shaped where the formula has no meaning at some sizes. */
  readonly pose: () => Problem | IllShaped;
}

/** What an assertion is written with: its formula, what is given, and what is assumed of it. */
export interface AssertionText extends Omit<Assertion, "pose">, Pick<ProblemOptions, "assume" | "where" | "dims"> {
  readonly given: string;
}

/** The assertion of a text; the text is read when it is posed. */
export function assertion({ given, assume, where, dims, ...facts }: AssertionText): Assertion {
  const options: ProblemOptions = {
    id: facts.id,
    ...(assume === undefined ? {} : { assume }),
    ...(where === undefined ? {} : { where }),
    ...(dims === undefined ? {} : { dims }),
  };
  return { ...facts, pose: () => parseProblem(facts.formula, given, options) };
}
