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

/** What a sentence came to, and by which methods. */
interface Computed {
  readonly truth: Truth;
  readonly methods: readonly string[];
}

const known = new Map<Sentence, Computed>();

function computed(sentence: Sentence): Computed {
  const found = known.get(sentence);
  if (found !== undefined) return found;
  const methods: string[] = [];
  const truth = truthOf(sentence, ({ pose }) => {
    const { verdict, method } = decide(pose(), { milliseconds: 8000, clock: () => performance.now() });
    methods.push(verdict === "proved" ? "proof" : verdict === "refuted" ? method : "none");
    return verdict === "proved" || verdict === "refuted" ? verdict : "open";
  });
  const made = { truth, methods };
  known.set(sentence, made);
  return made;
}

/** Whether all that a sentence rests on is a proof or a counterexample without rounding. */
const isExact = ({ truth, methods }: Computed): boolean =>
  truth !== "open" && methods.every((method) => method !== "ladder" && method !== "none");

describe("the catalogue", () => {
  it("is stated, or known to be missing, each sentence once", () => {
    const stated = [...sentences, ...facts].map(({ catalogue }) => catalogue);
    const all = [...stated, ...missing.map(({ catalogue }) => catalogue)];
    expect([...all].sort()).toEqual(CATALOGUE.map(({ id }) => id).sort());
  });

  it.each(facts.map((sentence) => [sentence.catalogue, TRUTH.get(sentence.catalogue)!, sentence] as const))(
    "%s is %s",
    (_, truth, sentence) => {
      expect(computed(sentence).truth).toBe(truth);
    },
  );

  it("has 220 sentences stated, 150 of them by proofs and exact refutations of all parts", () => {
    const all = [...sentences, ...facts];
    const right = all.filter((one) => computed(one).truth === TRUTH.get(one.catalogue));
    const exact = right.filter((one) => isExact(computed(one)));
    console.log(
      `catalogue: ${all.length} of ${CATALOGUE.length} sentences stated, ${right.length} decided as the catalogue has it, ${exact.length} exactly`,
    );
    expect(right.length).toBe(all.length);
    expect(all.length).toBeGreaterThanOrEqual(220);
    expect(exact.length).toBeGreaterThanOrEqual(150);
  });

  it("says the same of a sentence with its condition and without", () => {
    const conditional = facts.filter(({ catalogue }) => TRUTH.get(catalogue) === "true-under-condition");
    expect(conditional.length).toBeGreaterThan(0);
    for (const { catalogue, asserted, conditioned = [] } of conditional) {
      const texts = [asserted, conditioned].map((parts) => parts.map(({ pose }) => pose().text));
      expect(texts[1], catalogue).toEqual(texts[0]);
    }
  });

  it("disagrees with every copy in which one label is another", () => {
    const disagreements = (labels: ReadonlyMap<string, Truth>): readonly string[] =>
      facts
        .filter((sentence) => computed(sentence).truth !== labels.get(sentence.catalogue))
        .map(({ catalogue }) => catalogue);
    expect(disagreements(TRUTH)).toEqual([]);
    for (const { catalogue } of facts) {
      const copy = new Map(TRUTH).set(catalogue, OTHER[TRUTH.get(catalogue)!]!);
      expect(disagreements(copy)).toEqual([catalogue]);
    }
  });
});
