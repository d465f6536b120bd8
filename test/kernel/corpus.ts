/** Proofs to test the kernel with: of the library's claims for some architectures, and of statements across the vocabulary. */
import { isNotApplicable, posed, siteOf } from "../../src/claim/claim.ts";
import { library } from "../../src/claim/library.ts";
import type { Proof } from "../../src/kernel/proof.ts";
import type { Architecture } from "../../src/model/architecture.ts";
import { bert } from "../../src/model/bert.ts";
import { gpt2 } from "../../src/model/gpt2.ts";
import { llama } from "../../src/model/llama.ts";
import { notes } from "../../src/model/notes.ts";
import type { Goal } from "../../src/prover/goal.ts";
import { search } from "../../src/prover/search.ts";
import { parseStatement } from "../../src/term/formula.ts";
import { parseHypotheses } from "../../src/term/hypothesis.ts";
import { parseGiven } from "../../src/term/scope.ts";
import { ALGEBRA } from "../prover/statements/algebra.ts";
import { INVERSE } from "../prover/statements/inverse.ts";
import { KRON } from "../prover/statements/kron.ts";
import { TRACE } from "../prover/statements/trace.ts";

/** A proof with the name of what it proves. */
export interface Proved {
  readonly name: string;
  readonly proof: Proof;
}

const ARCHITECTURES: Readonly<Record<string, Architecture>> = {
  notes: notes(),
  "notes, pre-norm": notes({ position: "none", norm: "pre" }),
  bert: bert(),
  gpt2: gpt2(),
  llama: llama(),
};

/** Each claim of the library that is proved, of each architecture. Causality of stacks takes seconds where there are norms. */
export function libraryProofs(): readonly Proved[] {
  return Object.entries(ARCHITECTURES).flatMap(([name, architecture]) =>
    library.flatMap((claim) => {
      const stated = claim.state(siteOf(architecture));
      if (isNotApplicable(stated) || claim.refutedFor?.(architecture) !== undefined) return [];
      if (claim.id.startsWith("causality/") && name !== "notes") return [];
      return proved(`${claim.id} of ${name}`, posed(claim.id, stated));
    }),
  );
}

/** The true statements of the prover's own tests that are proved. */
export function statementProofs(): readonly Proved[] {
  return [...ALGEBRA, ...INVERSE, ...TRACE, ...KRON].flatMap(({ claim, given, assume }) => {
    const dims = SIZES.filter((size) => !new RegExp(`\\b${size}\\b`).test(given));
    const scope = parseGiven(given, { dims });
    const hypotheses = assume.flatMap((text) => parseHypotheses(text, scope));
    return proved(claim, { statement: parseStatement(claim, scope), hypotheses, minima: scope.minima });
  });
}

/** Sizes that only the formula mentions. */
const SIZES = ["n", "m", "k", "l", "p", "q"];

function proved(name: string, goal: Goal): readonly Proved[] {
  const found = search(goal);
  return found.kind === "proved" ? [{ name, proof: found.proof }] : [];
}
