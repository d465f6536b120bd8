/**
 * The axioms, one by one: pinned as they read, true at many sizes and exact values drawn with every generator, and with
 * conditions of which each is needed.
 *
 * A law is said of variables as general as its notation allows (schemasOf) and looked at in worlds: sizes from 0 on, and
 * values of which some meet the conditions. The oracle computes both sides by itself.
 */
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { AXIOMS } from "../../src/kernel/axioms.ts";
import { type Parameter, parseParameters } from "../../src/kernel/parameters.ts";
import { equal, is, le, type Proposition, propositionText, termsOf } from "../../src/kernel/proposition.ts";
import { type Chance, chance } from "../../src/prover/chance.ts";
import { type Schema, schemasOf } from "../../src/report/rocq-rules.ts";
import { schedule, symbolsOf } from "../../src/term/schedule.ts";
import { replaceNodes } from "../../src/term/substitution.ts";
import { add, ones, opaque, type Term } from "../../src/term/term.ts";
import { GENERATORS, type Generator, ofProperty } from "./generators.ts";
import { absolute, larger, plus, q, TooLarge } from "./number.ts";
import { holds, inverseOf, type Matrix, mapped, type World, zipped } from "./oracle.ts";

/** Worlds that meet the conditions of a law, and draws that may be made in search of them. */
const [WORLDS, DRAWS] = [40, 1200];
/** Draws in search of a world in which a law fails without one of its conditions. */
const DRAWS_WITHOUT = 1500;
const LARGEST_SIZE = 3;
const SEED = 20;

type Drawn = Omit<World, "bits">;

/** A world for the parameters of a law; `wild` is the chance of a value that takes no care of the conditions. */
function worldFor(schema: Schema, source: Chance, wild: number): Drawn {
  const parameters = parseParameters(schema.axiom.parameters);
  const sizes = new Map<string, number>();
  const common = source.int(0, LARGEST_SIZE);
  const way = source.int(0, 3);
  const values = new Map<string, Matrix>();
  const size = (symbol: string): number => {
    const fresh = way === 0 ? common : Math.max(source.int(0, LARGEST_SIZE), source.int(0, 2));
    const known = sizes.get(symbol) ?? fresh;
    sizes.set(symbol, known);
    return known;
  };
  const variable = (name: string, index: string, rows: number, cols: number): Matrix => {
    const key = `${name}[${index}] ${rows} ${cols}`;
    const known = values.get(key);
    if (known !== undefined) return known;
    const made = drawn(parameterOf(name, parameters), rows, cols);
    values.set(key, made);
    return made;
  };
  const drawn = (parameter: Parameter | undefined, rows: number, cols: number): Matrix => {
    const any = (): Matrix => {
      const [first, ...rest] = [0, 0, 0].map(() =>
        GENERATORS[source.int(0, GENERATORS.length - 1)]!(rows, cols, source),
      );
      return first ?? rest.find((one) => one !== undefined) ?? GENERATORS[0]!(rows, cols, source)!;
    };
    if (parameter === undefined || source.int(0, 99) < wild) return any();
    const [word, ...others] = parameter.before;
    const of = (name: string): Matrix => variable(name, "", rows, cols);
    const more = (A: Matrix): Matrix => mapped(A, (x) => plus(x, q(BigInt(source.int(0, 2)))));
    const [first, second] = others;
    if (word === "above" && second === "−A") return more(mapped(of(first!), absolute));
    if (word === "above" && second !== undefined) return more(zipped(of(first!), of(second), larger));
    if (word === "above") return more(of(first!));
    if (word === "same") return of("A");
    if (word === "inverse") return inverseOf(of("A"));
    const own = parameter.before.map(ofProperty).find((one): one is Generator => one !== undefined);
    return own?.(rows, cols, source) ?? any();
  };
  return { size, variable };
}

/** The parameter that a variable belongs to: it has its name, or is what a slice or function of that name is of. */
function parameterOf(name: string, parameters: readonly Parameter[]): Parameter | undefined {
  return parameters.find((one) => one.name === name) ?? parameters.find((one) => `A${one.name}` === name);
}

/** A law in which opaque functions are others, some of them 0 at 0. */
function withFunctions(all: readonly Proposition[], schema: Schema, source: Chance): readonly Proposition[] {
  const other = `f${source.int(1, 9)}${source.int(0, 2) === 0 ? "0" : "x"}`;
  const atZero = /entry at 0/.test(schema.axiom.parameters);
  const name = atZero && source.int(0, 3) > 0 ? `${other.slice(0, 2)}0` : other;
  const renamed = (root: Term): Term =>
    replaceNodes(root, (term) =>
      term.op === "opaque"
        ? opaque(name, term.scope, renamed(term.args[0]!), { rows: term.rows, cols: term.cols, index: term.index })
        : undefined,
    );
  return all.map((one) => {
    const [first, second] = termsOf(one).map(renamed) as [Term, Term];
    return one.kind === "is" ? is(one.property, first) : (one.kind === "le" ? le : equal)(first, second);
  });
}

const hasFunctions = (all: readonly Proposition[]): boolean =>
  all.flatMap(termsOf).some((root) => schedule(root).some(({ op }) => op === "opaque"));

/** Whether a proposition holds; undefined when its numbers are too large to be looked at. */
function looked(one: Proposition, world: Drawn): boolean | undefined {
  try {
    return holds(one, world);
  } catch (error) {
    if (error instanceof TooLarge) return undefined;
    throw error;
  }
}

/** Draws of a law: what its conditions and its conclusion are there. */
function* drawsOf(schema: Schema, seed: number, draws: number, wild: number) {
  const source = chance(seed);
  const { premises, conclusion } = schema.instance;
  const general = [...premises, conclusion];
  const functions = hasFunctions(general);
  for (let draw = 0; draw < draws; draw++) {
    const world = worldFor(schema, source, wild);
    const said = functions ? withFunctions(general, schema, source) : general;
    yield { world, premises: said.slice(0, -1), conclusion: said[said.length - 1]! };
  }
}

const LAWS = [...AXIOMS.values()].flatMap((axiom) =>
  schemasOf(axiom).map(
    (schema) => [schema.fn === undefined ? axiom.name : `${axiom.name} of ${schema.fn}`, schema] as const,
  ),
);

let worlds = 0;
afterAll(() => console.log(`axioms: ${AXIOMS.size} laws, ${LAWS.length} instances, true in ${worlds} worlds`));

describe("the axioms", () => {
  it("are these, and say this", async () => {
    const lines = LAWS.map(([name, { instance, axiom }]) => {
      const conditions = instance.premises.map(propositionText).join(" and ");
      return `${name} | ${axiom.parameters} | ${conditions === "" ? "" : `${conditions} ⊢ `}${propositionText(instance.conclusion)}`;
    });
    await expect(`${lines.join("\n")}\n`).toMatchFileSnapshot(join(import.meta.dirname, "axioms.txt"));
  });

  it("have a name, a lemma of MathComp and a source each", () => {
    for (const { name, mathcomp, source } of AXIOMS.values()) {
      expect(name).toMatch(/^[a-z][a-zA-Z]*(_[a-zA-Z0-9]+)*$/);
      expect([mathcomp, source]).not.toContain("");
    }
  });

  it.each(LAWS)("%s is true", (_, schema) => {
    let met = 0;
    for (const { world, premises, conclusion } of drawsOf(schema, SEED, DRAWS, 15)) {
      if (!premises.every((one) => looked(one, world) === true)) continue;
      const said = looked(conclusion, world);
      if (said === undefined) continue;
      expect(said, `${propositionText(conclusion)} at ${shown(conclusion, world)}`).toBe(true);
      met++;
      worlds++;
      if (met === WORLDS) break;
    }
    expect(met).toBeGreaterThanOrEqual(WORLDS / 2);
  });
});

function shown(one: Proposition, world: Drawn): string {
  const symbols = [...new Set(termsOf(one).flatMap(symbolsOf))];
  return symbols.map((symbol) => `${symbol}=${world.size(symbol)}`).join(" ");
}

/** The same law with something else on its right side. */
function altered({ conclusion }: Schema["instance"]): Proposition | undefined {
  if (conclusion.kind !== "equal") return undefined;
  return equal(conclusion.lhs, add(conclusion.rhs, ones(conclusion.rhs.rows, conclusion.rhs.cols)));
}

describe("laws that are altered", () => {
  it("are all found to be false", () => {
    const laws = LAWS.flatMap(([name, schema]) => {
      const conclusion = altered(schema.instance);
      return conclusion === undefined
        ? []
        : [[name, { ...schema, instance: { ...schema.instance, conclusion } }] as const];
    });
    const survivors = laws.filter(([, schema]) => {
      for (const { world, premises, conclusion } of drawsOf(schema, SEED, DRAWS, 15))
        if (premises.every((one) => looked(one, world) === true) && looked(conclusion, world) === false) return false;
      return true;
    });
    console.log(`altered laws: ${laws.length - survivors.length} of ${laws.length} found to be false`);
    expect(survivors.map(([name]) => name)).toEqual([]);
  });
});

/**
 * Conditions without which a law is still true, for operations have values outside their domain too (1/0 = 0, the inverse
 * of a singular matrix is the matrix itself): a meaning that leaves those values open needs them. The list is compared
 * with what the draws find.
 */
const CONDITIONS = LAWS.flatMap(([name, schema]) =>
  schema.fn === undefined
    ? schema.instance.premises.map((premise, i) => [name, propositionText(premise), schema, i] as const)
    : [],
);

describe("conditions", () => {
  it("are each needed, but for those that are listed", async () => {
    const idle = CONDITIONS.filter(([, , schema, i]) => {
      for (const { world, premises, conclusion } of drawsOf(schema, SEED, DRAWS_WITHOUT, 40)) {
        if (!premises.every((one, k) => k === i || looked(one, world) === true)) continue;
        if (looked(conclusion, world) === false) return false;
      }
      return true;
    });
    const lines = idle.map(([name, text]) => `${name} | ${text}`);
    console.log(`conditions: ${CONDITIONS.length - idle.length} of ${CONDITIONS.length} are needed`);
    await expect(`${lines.join("\n")}\n`).toMatchFileSnapshot(join(import.meta.dirname, "idle-conditions.txt"));
  }, 300_000);
});
