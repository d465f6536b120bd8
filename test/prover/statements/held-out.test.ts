/**
 * Statements written beside the prover, without a look at its rules: true ones are proved, false ones refuted, and what
 * is still open is marked so in the file.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { decide } from "../../../src/check/decide.ts";
import type { IllShaped, Problem } from "../../../src/term/problem.ts";
import { readProblems } from "../../../src/term/statement-file.ts";

const FILE = "held-out.json";
const TEXT = readFileSync(join(import.meta.dirname, "../../fixtures/statements", FILE), "utf8");

interface Label {
  readonly id: string;
  readonly truth: boolean;
  readonly open?: boolean;
}

const labels = new Map((JSON.parse(TEXT) as { entries: Label[] }).entries.map((entry) => [entry.id, entry]));
const problems = readProblems(TEXT, FILE);

const GROUPS = ["alg", "blk", "ew", "perm", "inv", "rank", "tr", "kron", "sm", "nn", "pos"];
const groupOf = (id: string): string => id.split("-")[1]!; // 1-alg-001
const LIMITS = { steps: 20_000, shrink: { sizes: 20, entries: 20 } } as const;

const DECIDED: ReadonlySet<string> = new Set(["proved", "refuted"]);
const verdictOf = (problem: Problem | IllShaped): string => decide(problem, LIMITS).verdict;

describe.each(GROUPS)("held-out statements about %s", (group) => {
  const all = problems.filter(({ id }) => groupOf(id) === group);
  const of = (wanted: (label: Label) => boolean): (Problem | IllShaped)[] =>
    all.flatMap((one) => (one.kind !== "unreadable" && wanted(labels.get(one.id)!) ? [one] : []));

  it("are all understood", () => {
    expect(all.filter(({ kind }) => kind === "unreadable")).toEqual([]);
    expect(all.length).toBeGreaterThan(35);
  });

  it("are proved when true, but for those that are open", () => {
    const others = of(({ truth, open }) => truth && open !== true).filter((one) => verdictOf(one) !== "proved");
    expect(others.map(({ id }) => id)).toEqual([]);
  });

  it("are refuted when false, but for those that are open", () => {
    const others = of(({ truth, open }) => !truth && open !== true).filter((one) => verdictOf(one) !== "refuted");
    expect(others.map(({ id }) => id)).toEqual([]);
  });
});

it("are as many as is said of them", () => {
  const all = [...labels.values()];
  const decided = all.filter(({ open }) => open !== true).length;
  const changes = readFileSync(join(import.meta.dirname, "../../../CHANGELOG.md"), "utf8");
  expect(changes).toContain(
    `${all.length} statements written beside the prover are among its tests, ${decided} of them`,
  );
  const fixtures = readFileSync(join(import.meta.dirname, "../../fixtures/README.md"), "utf8");
  const untrue = all.filter(({ truth }) => !truth).length;
  expect(fixtures).toContain(`are ${all.length} statements in that vocabulary, ${untrue} of them false`);
});

describe("a gap", () => {
  const open = problems.flatMap((one) =>
    one.kind !== "unreadable" && labels.get(one.id)!.open === true ? [decide(one, LIMITS)] : [],
  );

  it("that closes is marked as open no longer", () => {
    expect(open.filter(({ verdict }) => DECIDED.has(verdict)).map(({ id }) => id)).toEqual([]);
  });

  it("is none because of a mistake, or of rules that follow one another without an end", () => {
    const reasons = open.map((one) => `${one.id} ${"reason" in one ? one.reason : ""}`);
    expect(reasons.filter((reason) => /mistakes|steps in a row/.test(reason))).toEqual([]);
  });
});
