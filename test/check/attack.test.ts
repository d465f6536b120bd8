import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type AttackOptions, attack } from "../../src/check/attack.ts";
import { type Bench, samplable } from "../../src/check/sample.ts";
import { plainEngine, type Value } from "../../src/runtime/engine.ts";
import { bind } from "../../src/term/binding.ts";
import { softmax } from "../../src/term/definition.ts";
import { statement } from "../../src/term/statement.ts";
import { add, constant, map, mul, scalarVariable, scale, type Term, transpose, variable } from "../../src/term/term.ts";

const [x, P] = [variable("x", "C", "E"), variable("P", "C", "C", { kind: "perm" })];
const bench: Bench = { engine: plainEngine(), parameters: bind<Value>({ E: 2 }, {}) };
const options: AttackOptions = { samples: 30, seed: 42, range: () => ({ min: 1, max: 6 }), shrinkLimit: 300 };
const equal = (lhs: Term, rhs: Term) => samplable(statement(lhs, "=", rhs));
const invariant = equal(softmax(mul(P, x)), softmax(x));

describe("an attack", () => {
  it("finds nothing against what is true, and says how near it came", async () => {
    const found = await attack(equal(softmax(mul(P, x)), mul(P, softmax(x))), bench, options);
    expect(found.counterexample).toBeUndefined();
    expect(found.samples).toBe(30);
    expect(found.readings.exact + found.readings.true).toBe(30);
    expect(found.ratio ?? 1e9).toBeGreaterThan(1e6);
  });

  it("breaks what is false, and shrinks it to two tokens and little else", async () => {
    const { counterexample } = await attack(invariant, bench, options);
    expect(counterexample!.draw.sizes).toEqual({ C: 2 });
    expect(counterexample!.foundAt.C).toBeGreaterThanOrEqual(2);
    expect(counterexample!.reading.kind).toBe("false");
    const { data } = counterexample!.draw.values.x as { data: Float64Array };
    expect(data.filter((v) => v !== 0)).toHaveLength(1);
  });

  it("gives the same counterexample for the same seed", async () => {
    const [one, two] = [await attack(invariant, bench, options), await attack(invariant, bench, options)];
    expect(one).toEqual(two);
  });

  it("gives the same counterexample again from its seed and path, at once", async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer(), async (seed) => {
        const first = (await attack(invariant, bench, { ...options, seed, shrinkLimit: 40 })).counterexample!;
        const again = await attack(invariant, bench, { ...options, seed, path: first.path });
        expect(again.counterexample!.draw).toEqual(first.draw);
        expect(again.counterexample!.reading).toEqual(first.reading);
        expect(again.samples).toBe(1);
      }),
      { numRuns: 20 },
    );
  });

  it("shrinks no longer than it may", async () => {
    let evaluations = 0;
    const engine = {
      ...plainEngine(),
      evaluate: (...args: Parameters<Bench["engine"]["evaluate"]>) => {
        evaluations++;
        return plainEngine().evaluate(...args);
      },
    };
    const { counterexample } = await attack(invariant, { ...bench, engine }, { ...options, shrinkLimit: 3 });
    expect(counterexample).toBeDefined();
    expect(evaluations).toBeLessThan(8 * (30 + 3));
  });

  it("takes one sample of a statement that quantifies over nothing", async () => {
    const A = variable("A", 2, 2);
    const parameters = bind<Value>({}, { A: { rows: 2, cols: 2, data: Float64Array.of(1, 2, 3, 4) } });
    const target = samplable(statement(transpose(A), "=", A, []));
    expect(await attack(target, { ...bench, parameters }, options)).toMatchObject({
      samples: 1,
      readings: { false: 1 },
    });
  });

  it("finds statements that are false of low ranks, of zeros, or of small numbers only", async () => {
    const [A, c] = [variable("A", "n", "n"), scalarVariable("c")];
    const falsehoods = [
      equal(add(A, transpose(A)), scale(c, A)),
      equal(map("abs", A), A),
      equal(map("relu", A), map("abs", A)),
      equal(mul(A, transpose(A)), mul(transpose(A), A)),
    ];
    for (const target of falsehoods) expect((await attack(target, bench, options)).counterexample).toBeDefined();
  });

  it("counts what cannot be compared, and does not call it true", async () => {
    const nowhere = map("sqrt", scale(constant(-1), map("exp", x)));
    const found = await attack(equal(nowhere, nowhere), bench, options);
    expect(found.readings.undefined).toBe(30);
    expect(found.readings.exact + found.readings.true).toBe(0);
  });

  it("throws what an evaluation throws, and does not count it as a refutation", async () => {
    const missing = equal(mul(x, variable("W", "E", "E")), x);
    const target = { ...missing, given: [x] };
    await expect(attack(target, bench, options)).rejects.toThrow("bind: expected a value for W (2 × 2)");
    let asked = 0;
    const engine = {
      ...plainEngine(),
      evaluate: async (): Promise<never> => {
        asked++;
        throw new Error("the machine is out of order");
      },
    };
    await expect(attack(invariant, { ...bench, engine }, options)).rejects.toThrow("the machine is out of order");
    expect(asked).toBe(1);
  });

  it("says of a path that leads nowhere that it does", async () => {
    for (const path of ["0:9999:9", "x"])
      await expect(attack(invariant, bench, { ...options, path })).rejects.toThrow(
        `--path: expected a path that an earlier run printed, received ${path}; seed, claim, place and model must be those of the run that printed it`,
      );
  });
});
