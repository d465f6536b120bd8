/**
 * Corrupted certificates: a rule, a direction, a path, an argument, a step, a reference, a hypothesis or the conclusion
 * is changed in certificates of the library and of statements. None may be accepted unless it states the same theorem.
 */
import { describe, expect, it } from "vitest";
import { AXIOMS } from "../../src/kernel/axioms.ts";
import { certificateOf, replayCertificate } from "../../src/kernel/certificate.ts";
import { sameProposition } from "../../src/kernel/proposition.ts";
import { prove, type Theorem } from "../../src/kernel/theorem.ts";
import { chance } from "../../src/prover/chance.ts";
import { libraryProofs, statementProofs } from "./corpus.ts";

const CORPUS = [...libraryProofs(), ...statementProofs()];
const LEAST = 10_000;
const EACH = Math.ceil((LEAST * 1.6) / CORPUS.length); // some changes find nothing to change

const { int } = chance(7);
const one = <T>(of: readonly T[]): T | undefined => (of.length === 0 ? undefined : of[int(0, of.length - 1)]);

// biome-ignore lint/suspicious/noExplicitAny: a certificate that is no longer one
type Json = any;

const NAMES = [...AXIOMS.keys()];
const moves = (c: Json): Json[] => c.entries.flatMap((entry: Json) => entry.moves ?? []);
const uses = (c: Json): Json[] => [
  ...c.entries.filter(({ rule }: Json) => rule === "axiom"),
  ...moves(c).flatMap(({ by }) => (typeof by === "object" ? [by] : [])),
];
const stepped = (c: Json): Json[] => c.entries.filter((entry: Json) => (entry.moves ?? []).length > 0);

/** What is changed, in place; answers whether there was something to change. */
const CHANGES: Readonly<Record<string, (c: Json) => boolean>> = {
  rule: (c) => {
    const use = one(uses(c));
    if (use === undefined) return false;
    const other = one(NAMES.filter((name) => name !== use.name));
    use.name = other;
    return true;
  },
  direction: (c) => {
    const move = one(moves(c).filter(({ by }) => by !== undefined));
    if (move === undefined) return false;
    if (move.backward === true) delete move.backward;
    else move.backward = true;
    return true;
  },
  path: (c) => {
    const move = one(moves(c));
    if (move === undefined) return false;
    const place = int(0, move.path.length);
    if (int(0, 1) === 0 && move.path.length > 0) move.path.pop();
    else move.path.splice(place, 0, int(0, 1));
    return true;
  },
  argument: (c) => {
    const use = one(uses(c).filter(({ args }) => (args ?? []).length > 0));
    if (use === undefined || c.terms.length < 2) return false;
    const at = int(0, use.args.length - 1);
    use.args[at] = (use.args[at] + int(1, c.terms.length - 1)) % c.terms.length;
    return true;
  },
  dropped: (c) => {
    const entry = one(stepped(c));
    if (entry === undefined) return false;
    entry.moves.splice(int(0, entry.moves.length - 1), 1);
    return true;
  },
  swapped: (c) => {
    const entry = one(stepped(c).filter((other) => other.moves.length > 1));
    if (entry === undefined) return false;
    const at = int(0, entry.moves.length - 2);
    [entry.moves[at], entry.moves[at + 1]] = [entry.moves[at + 1], entry.moves[at]];
    return true;
  },
  premise: (c) => {
    const use = one(uses(c).filter(({ premises }) => (premises ?? []).length > 0));
    if (use === undefined) return false;
    if (int(0, 1) === 0) use.premises.pop();
    else use.premises[0] = int(0, c.entries.length - 1);
    return true;
  },
  hypothesis: (c) => {
    if (c.hypotheses.length === 0) return false;
    c.hypotheses.splice(int(0, c.hypotheses.length - 1), 1);
    return true;
  },
  conclusion: (c) => {
    if (int(0, 2) === 0 && c.conclusion.kind === "le")
      [c.conclusion.lhs, c.conclusion.rhs] = [c.conclusion.rhs, c.conclusion.lhs];
    else if (c.conclusion.lhs !== undefined) c.conclusion.lhs = (c.conclusion.lhs + 1) % c.terms.length;
    else return false;
    return true;
  },
  entry: (c) => {
    if (c.entries.length < 2) return false;
    c.entries.splice(int(0, c.entries.length - 1), 1);
    return true;
  },
};

describe("corrupted certificates", () => {
  it(`of ${CORPUS.length} proofs are rejected, or state the same theorem`, () => {
    const tally = Object.fromEntries(Object.keys(CHANGES).map((kind) => [kind, { made: 0, same: 0 }]));
    for (const { name, proof } of CORPUS) {
      const theorem = prove(proof);
      const text = JSON.stringify(certificateOf(proof));
      for (let i = 0; i < EACH; i++) {
        const kind = one(Object.keys(CHANGES))!;
        const mutant = JSON.parse(text);
        if (!CHANGES[kind]!(mutant) || JSON.stringify(mutant) === text) continue;
        tally[kind]!.made++;
        const accepted = accept(mutant);
        if (accepted === undefined) continue;
        expect(sameTheorem(accepted, theorem), `${kind} of ${name}: ${JSON.stringify(mutant)}`).toBe(true);
        tally[kind]!.same++;
      }
    }
    const made = Object.values(tally).reduce((sum, one) => sum + one.made, 0);
    console.log(
      `${made} mutants: ${Object.entries(tally)
        .map(([kind, { made, same }]) => `${kind} ${made - same}/${made} rejected`)
        .join(", ")}; the others state the same theorem`,
    );
    expect(made).toBeGreaterThanOrEqual(LEAST);
    for (const [kind, { made, same }] of Object.entries(tally)) expect(same, kind).toBeLessThan(made);
  }, 300_000);
});

/** What a mutant shows, if it shows anything; any error that is no fault is the kernel's. */
function accept(mutant: Json): Theorem | undefined {
  try {
    return replayCertificate(mutant);
  } catch (error) {
    if ((error as Error).name !== "Fault") throw error;
    return undefined;
  }
}

function sameTheorem(a: Theorem, b: Theorem): boolean {
  return (
    sameProposition(a.conclusion, b.conclusion) &&
    a.hypotheses.every((h) => b.hypotheses.some((other) => sameProposition(h, other)))
  );
}
