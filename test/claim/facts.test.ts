/** The catalogue's sentences that formulas say: decided, and compared with the truth that the catalogue states. */
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { decide } from "../../src/check/decide.ts";
import { facts } from "../../src/claim/facts.ts";
import { missing } from "../../src/claim/missing.ts";
import { type Sentence, sentences, type Truth, truthOf } from "../../src/claim/notes.ts";

interface Entry {
  readonly id: string;
  readonly area: string;
  readonly truth: Truth;
}

const CATALOGUE: readonly Entry[] = JSON.parse(readFileSync("test/fixtures/catalogue/catalogue.json", "utf8"));
const TRUTH = new Map(CATALOGUE.map(({ id, truth }) => [id, truth]));
const OTHER: Readonly<Record<string, Truth>> = { true: "false", false: "true", "true-under-condition": "true" };

const known = new Map<Sentence, Truth>();
const counts = { proved: 0, exact: 0, ladder: 0, open: 0 };

function computed(sentence: Sentence): Truth {
  const truth = known.get(sentence) ?? truthOf(sentence, ({ pose }) => decided(pose()));
  known.set(sentence, truth);
  return truth;
}

function decided(problem: Parameters<typeof decide>[0]): "proved" | "refuted" | "open" {
  const { verdict, method } = decide(problem, { milliseconds: 8000, clock: () => performance.now() });
  counts[verdict === "proved" ? "proved" : verdict !== "refuted" ? "open" : method === "ladder" ? "ladder" : "exact"]++;
  return verdict === "proved" || verdict === "refuted" ? verdict : "open";
}

describe("the catalogue", () => {
  it("is stated, or known to be missing, each sentence once", () => {
    const stated = [...sentences, ...facts].map(({ catalogue }) => catalogue);
    const all = [...stated, ...missing.map(({ catalogue }) => catalogue)];
    expect([...all].sort()).toEqual(CATALOGUE.map(({ id }) => id).sort());
    console.log(`catalogue: ${stated.length} of ${CATALOGUE.length} sentences are stated`);
  });

  it.each(facts.map((sentence) => [sentence.catalogue, TRUTH.get(sentence.catalogue)!, sentence] as const))(
    "%s is %s",
    (_, truth, sentence) => {
      expect(computed(sentence)).toBe(truth);
    },
  );

  it("disagrees with every copy in which one label is another", () => {
    const disagreements = (labels: ReadonlyMap<string, Truth>): readonly string[] =>
      facts
        .filter((sentence) => computed(sentence) !== labels.get(sentence.catalogue))
        .map(({ catalogue }) => catalogue);
    expect(disagreements(TRUTH)).toEqual([]);
    for (const { catalogue } of facts) {
      const copy = new Map(TRUTH).set(catalogue, OTHER[TRUTH.get(catalogue)!]!);
      expect(disagreements(copy)).toEqual([catalogue]);
    }
    console.log(
      `parts: ${counts.proved} proved, ${counts.exact} refuted exactly, ${counts.ladder} on the ladder, ${counts.open} open`,
    );
  });
});
