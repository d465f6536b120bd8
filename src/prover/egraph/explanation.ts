/**
 * Explanations: why two terms are equal, as data that can be checked without the e-graph.
 *
 * An explanation is a DAG. Each lemma is a chain of steps from one term to
 * another; a step rewrites the whole term, or is a congruence, whose children
 * are earlier lemmas. Flattened ({@link flatSteps}) it is one chain of
 * rewrites at paths, and may be exponentially longer.
 */
import type { Expression } from "./expression.ts";

/** A place in the explanation's terms. */
export type Handle = number;

/** A lemma, read from its left side to its right one or back. */
export interface Use {
  readonly lemma: number;
  readonly forward: boolean;
}

/** A step that makes a term into `to`. Read forward it goes from the left side of the rewrite, or of the given equation, to the right. */
export type Step =
  | {
      readonly kind: "rewrite";
      readonly rule: number;
      readonly forward: boolean;
      /** Terms of the rewrite's variables, in its order. */
      readonly substitution: readonly Handle[];
      readonly to: Handle;
    }
  | { readonly kind: "given"; readonly given: number; readonly forward: boolean; readonly to: Handle }
  /** For each child the lemma that changes it, or null where it stays. */
  | { readonly kind: "congruence"; readonly children: readonly (Use | null)[]; readonly to: Handle };

export interface Lemma {
  readonly from: Handle;
  readonly to: Handle;
  readonly steps: readonly Step[];
}

/** The last lemma is what was asked. */
export interface Explanation {
  readonly terms: Expression;
  readonly lemmas: readonly Lemma[];
}

/** A step of the flat chain: a rewrite or a given equation, at a path from the root. */
export type FlatStep = Exclude<Step, { kind: "congruence" }> & {
  /** Which child to go to, at each level. */
  readonly path: readonly number[];
};

/** The one chain of steps that an explanation is: each changes the part at its path, and the first starts at the first term. */
export function* flatSteps({ lemmas }: Explanation): Generator<FlatStep> {
  const stack: Frame[] = [frame(lemmas, { lemma: lemmas.length - 1, forward: true }, [])];
  while (stack.length > 0) {
    const top = stack.at(-1)!;
    if (top.done === top.steps.length) {
      stack.pop();
      continue;
    }
    const { step, to } = top.steps[top.done++]!;
    if (step.kind !== "congruence") {
      yield { ...step, forward: step.forward === top.forward, to, path: top.path };
      continue;
    }
    const inner = step.children.flatMap((use, child) =>
      use === null ? [] : [frame(lemmas, { ...use, forward: use.forward === top.forward }, [...top.path, child])],
    );
    stack.push(...inner.reverse());
  }
}

interface Frame {
  readonly steps: readonly { readonly step: Step; readonly to: Handle }[];
  readonly forward: boolean;
  readonly path: readonly number[];
  done: number;
}

/** A lemma's steps in the order of its use, each with the term it makes. */
function frame(lemmas: readonly Lemma[], { lemma, forward }: Use, path: readonly number[]): Frame {
  const { from, steps } = lemmas[lemma]!;
  const inOrder = steps.map((step, i) => ({ step, to: forward ? step.to : i === 0 ? from : steps[i - 1]!.to }));
  return { steps: forward ? inOrder : inOrder.reverse(), forward, path, done: 0 };
}
