/**
 * Theorems: what the kernel has replayed.
 *
 * `Theorem` is an interface and {@link prove} is the only function that
 * answers one; a module-private set remembers those it made, so that a copy,
 * a proxy or an object with the same fields is not a theorem. Everything
 * outside this folder is untrusted: it writes proofs (proof.ts), which are
 * data, and the rules (replay.ts) recompute each entry.
 *
 * Reading   `A = B` says that both sides are equal wherever both have a value:
 *           operations are total with arbitrary values outside their domain
 *           (1/0, the inverse of a singular matrix), and what needs a domain
 *           has it as a premise.
 *
 * Trusted   these files, those of ../term that they import, and the language:
 *           code that replaces a method of `Map`, `Array` or `WeakSet` can
 *           make anything seem proved, and is not guarded against.
 */
import type { Proof } from "./proof.ts";
import type { Proposition } from "./proposition.ts";
import { readProof } from "./reading.ts";
import { replay } from "./replay.ts";

/** A proposition that the kernel has replayed, under hypotheses, from axioms. */
export interface Theorem {
  readonly conclusion: Proposition;
  /** What must hold for the conclusion to; the kinds of its variables are hypotheses too. */
  readonly hypotheses: readonly Proposition[];
  /** The names of the axioms that the proof used, sorted. */
  readonly axioms: readonly string[];
}

const minted = new WeakSet<Theorem>();

function mint(facts: Theorem): Theorem {
  const theorem = Object.freeze({
    conclusion: Object.freeze(facts.conclusion),
    hypotheses: Object.freeze(facts.hypotheses.map((hypothesis) => Object.freeze(hypothesis))),
    axioms: Object.freeze(facts.axioms),
  });
  minted.add(theorem);
  return theorem;
}

/** Whether the kernel made this value. */
export function isTheorem(value: unknown): value is Theorem {
  return typeof value === "object" && value !== null && minted.has(value as Theorem);
}

/**
 * Replays a proof; its last entry is what is proved.
 *
 * throws  Fault naming the entry that does not follow
 */
export function prove(proof: Proof): Theorem {
  const { says, under, axioms } = replay(readProof(proof));
  return mint({ conclusion: says, hypotheses: under, axioms: [...axioms].sort() });
}
