import { describe, expect, it } from "vitest";
import { isFailure, judge, type LargeMatrix, type Result, type Stated, type Verdict } from "../../src/check/judge.ts";
import type { Bench } from "../../src/check/sample.ts";
import type { Claim } from "../../src/claim/claim.ts";
import { type Engine, plainEngine, type Value } from "../../src/runtime/engine.ts";
import { bind } from "../../src/term/binding.ts";
import { Refusal } from "../../src/term/fault.ts";
import { type Statement, statement } from "../../src/term/statement.ts";
import { constant, map, mul, rank, scale, size, type Term, transpose, variable } from "../../src/term/term.ts";
import { gaussianMatrix } from "../claim/models.ts";

const x = variable("x", "C", 2);
const claim: Claim = {
  id: "test/claim",
  title: "a claim",
  formula: "x = x",
  scope: "model",
  source: "this test",
  state: () => statement(x, "=", x),
};
const subject = { name: "model", indices: {}, place: 0 };
const bench: Bench = { engine: plainEngine(), parameters: bind<Value>({}, {}) };
const options = { samples: 8, seed: 3, range: () => ({ min: 1, max: 5 }), shrinkLimit: 100 };

function verdictOf(stated: Statement, more: Partial<Stated> = {}, engine: Engine = plainEngine()): Promise<Result> {
  let now = 0;
  const clock = () => (now += 5);
  return judge(
    { claim, statement: stated, expected: undefined, ...more },
    subject,
    { ...bench, engine },
    options,
    clock,
  );
}
const same = (lhs: Term, rhs: Term) => statement(lhs, "=", rhs);

describe("a verdict", () => {
  it("is holds when no sample speaks against it, with how near it came", async () => {
    const third = scale(map("recip", constant(3)), x);
    const result = await verdictOf(same(scale(constant(3), third), x));
    expect(result).toMatchObject({
      claim: "test/claim",
      subject: "model",
      verdict: "holds",
      samples: 8,
      replay: { seed: 3 },
      ms: 5,
    });
    expect(result.ratio).toBeGreaterThan(1e6);
    expect(result).not.toHaveProperty("witness");
    expect(result.replay).not.toHaveProperty("path");
  });

  it("is refuted with a witness that is shrunk, and a path to it", async () => {
    const result = await verdictOf(same(scale(constant(2), x), x));
    expect(result.verdict).toBe("refuted");
    expect(result.replay.path).toMatch(/^\d+(:\d+)*$/);
    expect(result.witness!.sizes).toEqual({ C: 1 });
    const [[a, b]] = result.witness!.values.x as [[number, number]];
    expect([Math.abs(a!), Math.abs(b!)].sort()).toEqual([0, 1]);
    expect(result.witness!.lhs).toEqual([[2 * a!, 2 * b!]]);
    expect(result.witness!.rhs).toEqual([[a, b]]);
    expect(result.witness!.residual64).toBe(1);
  });

  it("is vacuous when nothing was compared", async () => {
    const nowhere = map("sqrt", scale(constant(-1), map("exp", x)));
    expect(await verdictOf(same(nowhere, nowhere))).toMatchObject({
      verdict: "vacuous",
      reason: "no sample of 8 had a value in every entry",
    });
  });

  it("is inconclusive between the bands", async () => {
    const nearly = scale(constant("1.00000000001"), x);
    expect(await verdictOf(same(nearly, x))).toMatchObject({
      verdict: "inconclusive",
      reason: expect.stringMatching(/^\d samples between the bands, 0 beyond float32, of 8$/),
    });
  });

  it("is inconclusive beyond float32", async () => {
    const huge = scale(constant(`1${"0".repeat(40)}`), map("exp", x));
    const third = scale(map("recip", constant(3)), huge);
    const { verdict, reason } = await verdictOf(same(scale(constant(3), third), huge));
    expect(verdict).toBe("inconclusive");
    expect(reason).toMatch(/^0 samples between the bands, [1-8] beyond float32, of 8$/);
  });

  it("is inconclusive where the engine refuses, with the reason", async () => {
    const engine: Engine = {
      ...plainEngine(),
      evaluate: () => Promise.reject(new Refusal("abacus", "exp", "it has beads only")),
    };
    expect(await verdictOf(same(x, x), {}, engine)).toMatchObject({
      verdict: "inconclusive",
      samples: 0,
      reason: "abacus cannot interpret exp: it has beads only",
    });
    const A = variable("A", 2, 2);
    expect((await verdictOf(statement(rank(A), "=", size(2)))).verdict).toBe("inconclusive");
  });

  it("is not made of any other error", async () => {
    const engine: Engine = { ...plainEngine(), evaluate: () => Promise.reject(new Error("out of order")) };
    await expect(verdictOf(same(x, x), {}, engine)).rejects.toThrow("out of order");
  });

  it("of a rank has the spectrum, and no sketch among its values", async () => {
    const [A, B] = [variable("A", 5, 3), variable("B", 5, 3)];
    const parameters = bind<Value>({}, { A: gaussianMatrix("A", 5, 3), B: gaussianMatrix("B", 5, 3) });
    const bounded = (d: number) => statement(rank(mul(A, transpose(B))), "<=", size(d), []);
    const at = (d: number) =>
      judge({ claim, statement: bounded(d), expected: undefined }, subject, { ...bench, parameters }, options, () => 0);
    expect((await at(3)).spectrum).toHaveLength(3);
    expect((await at(3)).verdict).toBe("holds");
    const refuted = await at(2);
    expect(refuted.verdict).toBe("refuted");
    expect(refuted.witness!.values).toEqual({});
    expect(refuted.samples).toBe(1);
  });

  it("has of a large value the entries that are not zero, so many at most", async () => {
    const [one, wide] = [variable("e", 1, 5000), variable("w", 1, 5000)];
    const refuted = await verdictOf(statement(one, "=", scale(constant(2), one), [one, wide]));
    const { e, w } = refuted.witness!.values as Record<string, LargeMatrix>;
    const [[, at, value]] = e!.entries as [[number, number, number]];
    expect(e).toEqual({ rows: 1, cols: 5000, nonzero: 1, entries: [[0, at, value]] });
    expect(refuted.witness!.lhs[0]![at]).toBe(value);
    expect(w).toEqual({ rows: 1, cols: 5000, nonzero: 0, entries: [] });
    const Q = variable("Q", 70, 70, { kind: "orthogonal" });
    const turned = await verdictOf(statement(Q, "=", scale(constant(2), Q), [Q]));
    const { nonzero, entries } = turned.witness!.values.Q as LargeMatrix;
    expect(nonzero).toBeGreaterThan(1024);
    expect(entries).toHaveLength(1024);
  });

  it("says what was expected, and why", async () => {
    const expected = { because: "it is known" };
    expect((await verdictOf(same(scale(constant(2), x), x), { expected })).expected).toEqual({
      verdict: "refuted",
      because: "it is known",
    });
  });
});

describe("a failure", () => {
  const result = (verdict: Verdict, expected: boolean): Result => ({
    claim: "c",
    subject: "model",
    verdict,
    samples: 1,
    replay: { seed: 1 },
    ms: 0,
    ...(expected ? { expected: { verdict: "refuted" as const, because: "" } } : {}),
  });

  it.each([
    ["proved", false],
    ["holds", false],
    ["precision floor", false],
    ["refuted", true],
    ["conflict", true],
    ["vacuous", true],
    ["inconclusive", true],
  ] as const)("is %s: %s; and where refutation is expected, all but refuted", (verdict, failure) => {
    expect(isFailure(result(verdict, false))).toBe(failure);
    expect(isFailure(result(verdict, true))).toBe(verdict !== "refuted");
  });
});
