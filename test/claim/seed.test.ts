/** The notes, claim by claim: what is decided for all sizes against the truth that the catalogue states. */
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { refute } from "../../src/check/refute.ts";
import { type Decision, type Part, sentences, type Truth, truthOf } from "../../src/claim/notes.ts";
import { notes } from "../../src/model/notes.ts";
import { search } from "../../src/prover/search.ts";
import { Fault } from "../../src/term/fault.ts";
import { mul, transpose } from "../../src/term/term.ts";

interface Entry {
  readonly id: string;
  readonly truth: Truth;
}

const CATALOGUE: readonly Entry[] = JSON.parse(readFileSync("test/fixtures/catalogue/seed.json", "utf8"));
const OTHERS: Readonly<Record<string, readonly Truth[]>> = {
  true: ["false", "true-under-condition"],
  false: ["true", "true-under-condition"],
  "true-under-condition": ["true", "false"],
};

const known = new Map<string, Truth>();

/** What the kernel has a theorem of is proved, what has a counterexample is refuted; each sentence once. */
function computed(id: string): Truth {
  const truth = known.get(id) ?? truthOf(sentences.find(({ catalogue }) => catalogue === id)!, decide);
  known.set(id, truth);
  return truth;
}

function decide({ pose }: Part): Decision {
  const problem = pose();
  if (problem.kind === "problem" && search(problem).kind === "proved") return "proved";
  return refute(problem, { draws: 40, limits: { sizes: 20, entries: 20 } }).kind === "refuted" ? "refuted" : "open";
}

/** The entries of a catalogue with which what was computed does not agree. */
function disagreements(catalogue: readonly Entry[]): readonly string[] {
  return catalogue.filter(({ id, truth }) => computed(id) !== truth).map(({ id }) => id);
}

describe("the notes, claim by claim", () => {
  it("are all of the catalogue, once each", () => {
    expect(sentences.map(({ catalogue }) => catalogue).sort()).toEqual(CATALOGUE.map(({ id }) => id).sort());
  });

  it.each(CATALOGUE)("$id is $truth", ({ id, truth }) => {
    expect(computed(id)).toBe(truth);
  });

  it("disagree with every catalogue in which one label is another", () => {
    for (const [i, entry] of CATALOGUE.entries())
      for (const truth of OTHERS[entry.truth]!)
        expect(disagreements(CATALOGUE.with(i, { ...entry, truth }))).toEqual([entry.id]);
  });

  it("have a condition that matters: without it nothing that needs one is true", () => {
    for (const { catalogue, asserted } of sentences)
      if (computed(catalogue) === "true-under-condition")
        expect(truthOf({ catalogue, asserted }, decide), catalogue).toBe("false");
  });

  it("are not decided by what is open", () => {
    for (const sentence of sentences) expect(truthOf(sentence, () => "open")).toBe("open");
  });
});

describe("the shape of a head", () => {
  it("is seen before any proof: a transposed W_O does not fit", () => {
    const { weights } = notes();
    const { W_V, W_O } = weights([{ free: "l" }], [{ free: "h" }]);
    expect(() => mul(W_V, transpose(W_O))).toThrow(Fault);
  });
});
