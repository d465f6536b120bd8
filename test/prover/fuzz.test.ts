/**
 * Fuzzers: equivalent variants of what is proved are proved too, and no mutated claim is proved that exact evaluation
 * refutes. Seeded and bounded; counts are printed.
 */
import { describe, expect, it } from "vitest";
import { expectGenuine } from "../../src/kernel/schema.ts";
import { chance } from "../../src/prover/chance.ts";
import { gate } from "../../src/prover/gate.ts";
import { search } from "../../src/prover/search.ts";
import { substitute } from "../../src/term/binder.ts";
import { dim } from "../../src/term/dimension.ts";
import { Fault } from "../../src/term/fault.ts";
import { formulaOf } from "../../src/term/print.ts";
import { type Problem, parseProblem } from "../../src/term/problem.ts";
import { schedule, variablesOf } from "../../src/term/schedule.ts";
import { statement } from "../../src/term/statement.ts";
import { resize } from "../../src/term/substitution.ts";
import {
  add,
  constant,
  hadamard,
  identity,
  map,
  max,
  mul,
  scale,
  type Term,
  transpose,
  variable,
  zeros,
} from "../../src/term/term.ts";
import { TRUE } from "./problems.ts";
import { ALGEBRA } from "./statements/algebra.ts";
import { INVERSE } from "./statements/inverse.ts";
import { KRON } from "./statements/kron.ts";
import { TRACE } from "./statements/trace.ts";

const PAIRS = 10_000;
const VARIANTS = 1_500;
const STEPS = 600;
const SIZES = ["n", "m", "k", "l", "p", "q"];

const ROWS = [...ALGEBRA, ...INVERSE, ...TRACE, ...KRON].map(({ claim, given, assume }) =>
  parseProblem(claim, given, { assume, dims: SIZES.filter((size) => !new RegExp(`\\b${size}\\b`).test(given)) }),
);
const OWN = TRUE.map(([id, given, formula, options]) => parseProblem(formula, given, { ...options, id }));
const PROBLEMS = [...ROWS, ...OWN].filter((one): one is Problem => one.kind === "problem");

const { int } = chance(11);
const one = <T>(of: readonly T[]): T => of[int(0, of.length - 1)]!;

const FUNCTIONS = ["exp", "relu", "tanh", "abs", "sigmoid"] as const;

/** Something near a term, of its shape: an order changed, a sign, a transpose lost, another variable, another function. */
function mutated(term: Term, of: Problem): Term | undefined {
  const [A, B] = term.args as readonly [Term, Term];
  switch (term.op) {
    case "mul":
      return mul(B, A);
    case "add":
      return one([() => add(A, scale(constant(-1), B)), () => A, () => add(A, add(B, B))])();
    case "transpose":
      return A;
    case "inverse":
      return one([A, transpose(term)]);
    case "scale":
      return one([B, scale(constant(2), term), scale(constant(-1), term)]);
    case "hadamard":
      return one([() => add(A, B), () => A, () => max(A, B)])();
    case "map":
      return map(one(FUNCTIONS), A);
    case "variable": {
      const alike = of.statement.given.filter(
        (other) => other !== term && other.rows === term.rows && other.cols === term.cols && other.index.length === 0,
      );
      return alike.length > 0 && int(0, 2) > 0 ? one(alike) : term.rows === term.cols ? transpose(term) : undefined;
    }
    case "identity":
      return zeros(term.rows, term.cols);
    case "constant":
      return add(term, constant(1));
    default:
      return undefined;
  }
}

/** A problem in which one place of one side is replaced, at each place where the same term stands. */
function replaced(problem: Problem, side: "lhs" | "rhs", from: Term, to: Term): Problem | undefined {
  const { statement: stated } = problem;
  const changed = { ...stated, [side]: substitute(stated[side], (term) => (term === from ? to : undefined)) };
  return restated(problem, changed.lhs, changed.rhs);
}

function restated(problem: Problem, lhs: Term, rhs: Term): Problem | undefined {
  try {
    const { relation, given } = problem.statement;
    for (const side of [lhs, rhs]) expectGenuine(side); // what stood in an unfolding alone may have been replaced
    const names = new Set(given.map(({ name }) => name));
    const added = variablesOf(lhs, rhs).filter(({ name }) => !names.has(name));
    return { ...problem, statement: statement(lhs, relation, rhs, [...given, ...added]) };
  } catch (error) {
    if (error instanceof Fault) return undefined;
    throw error;
  }
}

/** Closed terms outside of binders, which may be replaced. */
function places(root: Term): readonly Term[] {
  const binders = new Set(["bigSum", "bigHcat", "bigVcat", "fold", "defined"]);
  return schedule(root, { argumentsOf: (term) => (binders.has(term.op) ? [] : term.args) });
}

function shaped(make: () => Term | undefined): Term | undefined {
  try {
    return make();
  } catch (error) {
    if (error instanceof Fault) return undefined;
    throw error;
  }
}

function mutant(problem: Problem): Problem | undefined {
  const side = one(["lhs", "rhs"] as const);
  const from = one(places(problem.statement[side]));
  const to = shaped(() => mutated(from, problem));
  if (to === undefined || to === from || to.rows !== from.rows || to.cols !== from.cols) return undefined;
  return replaced(problem, side, from, to);
}

describe("mutated claims", () => {
  it("are never proved when exact evaluation refutes them", () => {
    const tally = { pairs: 0, refuted: 0, proved: 0, open: 0 };
    for (let at = 0; tally.pairs < PAIRS; at++) {
      const problem = mutant(PROBLEMS[at % PROBLEMS.length]!);
      if (problem === undefined) continue;
      tally.pairs++;
      const proved = search(problem, { steps: STEPS }).kind === "proved";
      const refuted = gate(problem, { trials: 4 }).kind === "refuted";
      expect(proved && refuted, problem.text).toBe(false);
      tally[proved ? "proved" : refuted ? "refuted" : "open"]++;
    }
    console.log(`mutated claims: ${JSON.stringify(tally)}`);
    expect(tally.refuted).toBeGreaterThan(PAIRS / 2);
  }, 300_000);
});

/** The same statement in other words. */
const EQUIVALENT: readonly ((problem: Problem) => Problem | undefined)[] = [
  (p) => (p.statement.relation === "=" ? restated(p, p.statement.rhs, p.statement.lhs) : undefined),
  (p) => restated(p, transpose(p.statement.lhs), transpose(p.statement.rhs)),
  (p) => {
    const Z = variable("Z_added", p.statement.lhs.rows, p.statement.lhs.cols);
    return restated(p, add(p.statement.lhs, Z), add(Z, p.statement.rhs));
  },
  (p) => {
    if (p.statement.relation !== "=") return undefined;
    const L = variable("L_factor", "c_new", p.statement.lhs.rows);
    return restated(p, mul(L, p.statement.lhs), mul(L, p.statement.rhs));
  },
  renamed,
  renamed,
  (p) => rewritten(p, (A) => transpose(transpose(A))),
  (p) => rewritten(p, (A) => add(A, zeros(A.rows, A.cols))),
  (p) => rewritten(p, (A) => mul(identity(A.rows), A)),
  (p) => rewritten(p, (A) => mul(A, identity(A.cols))),
  (p) => rewritten(p, (A) => scale(constant(-1), scale(constant(-1), A))),
  (p) => rewritten(p, (A) => add(scale(constant(2), A), scale(constant(-1), A))),
  (p) => rewritten(p, (A) => (A.op === "add" ? add(A.args[1]!, A.args[0]!) : undefined)),
  (p) => rewritten(p, (A) => (A.op === "hadamard" ? hadamard(A.args[1]!, A.args[0]!) : undefined)),
  (p) => rewritten(p, regrouped),
  (p) =>
    rewritten(p, (A) => (A.op === "mul" ? transpose(mul(transpose(A.args[1]!), transpose(A.args[0]!))) : undefined)),
];

/** Other names for all variables and sizes: what is proved must not hang on them. */
function renamed(problem: Problem): Problem {
  const letters = [..."qwertyuiopasdfghjklzxcvbnm"];
  const other = (name: string): string => `${one(letters)}${name.length}_${name}`;
  const names = new Map(
    variablesOf(problem.statement.lhs, problem.statement.rhs).map(({ name }) => [name, other(name)]),
  );
  const sizes = new Map([...problem.sizes.keys()].map((symbol) => [symbol, dim(`${one(letters)}_${symbol}`)]));
  const change = (root: Term): Term =>
    resize(
      substitute(root, (term) =>
        term.op === "variable"
          ? variable(names.get(term.name) ?? term.name, term.rows, term.cols, { kind: term.kind, index: term.index })
          : undefined,
      ),
      sizes,
    );
  const { lhs, relation, rhs } = problem.statement;
  const hypotheses = problem.hypotheses.map((said) =>
    said.kind === "is"
      ? { ...said, term: change(said.term) }
      : { ...said, lhs: change(said.lhs), rhs: change(said.rhs) },
  );
  const minima = new Map([...problem.minima].map(([symbol, least]) => [sizes.get(symbol)?.text ?? symbol, least]));
  return { ...problem, statement: statement(change(lhs), relation, change(rhs)), hypotheses, minima };
}

function variantText({ statement: { lhs, relation, rhs } }: Problem): string {
  return `${formulaOf(lhs)} ${relation} ${formulaOf(rhs)}`;
}

function regrouped(A: Term): Term | undefined {
  if (A.op !== "mul" || A.args[0]!.op !== "mul") return undefined;
  return mul(A.args[0].args[0]!, mul(A.args[0].args[1]!, A.args[1]!));
}

function rewritten(problem: Problem, rule: (term: Term) => Term | undefined): Problem | undefined {
  const side = one(["lhs", "rhs"] as const);
  const fits = places(problem.statement[side]).flatMap((from) => {
    const to = shaped(() => rule(from));
    return to === undefined ? [] : [[from, to] as const];
  });
  return fits.length === 0 ? undefined : replaced(problem, side, ...one(fits));
}

describe("equivalent variants", () => {
  it("of what is proved are proved, but for one in two hundred at most", () => {
    const proved = PROBLEMS.filter((problem) => search(problem).kind === "proved");
    const open: string[] = [];
    let made = 0;
    for (let at = 0; made < VARIANTS; at++) {
      const problem = proved[at % proved.length]!;
      const variant = one(EQUIVALENT)(one(EQUIVALENT)(problem) ?? problem);
      if (variant === undefined) continue;
      made++;
      if (search(variant).kind !== "proved") open.push(variantText(variant));
    }
    console.log(`equivalent variants: ${made - open.length} of ${made} proved of ${proved.length} statements`);
    expect(open.length / made, open.join("\n")).toBeLessThanOrEqual(1 / 200);
  }, 300_000);
});
