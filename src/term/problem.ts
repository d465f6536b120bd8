/**
 * Problems: statements with what they assume, from text.
 *
 * A statement whose shapes do not fit at some sizes is not an error of its author's typing but a false statement: it
 * comes back as `ill-shaped`, with such sizes. What cannot be read is a Fault that names the field.
 */
import { addDim, type Dim, dim, dimSymbols, evaluateDim, type Sizes, substituteDim } from "./dimension.ts";
import { Fault, type FaultFacts } from "./fault.ts";
import { parseFormula } from "./formula.ts";
import {
  type Hypothesis,
  parseHypotheses,
  related,
  sizeFacts,
  splitList,
  splitRelations,
  strictly,
} from "./hypothesis.ts";
import { isNumber } from "./operator.ts";
import { variablesOf } from "./schedule.ts";
import { parseGiven, type Scope } from "./scope.ts";
import { type Statement, statement } from "./statement.ts";
import { map, ones, type Term, type Variable, variable } from "./term.ts";

/** A statement with what it assumes. */
export interface Problem {
  readonly kind: "problem";
  readonly id: string;
  /** What the author wrote: `lhs = rhs`. */
  readonly text: string;
  readonly statement: Statement;
  readonly hypotheses: readonly Hypothesis[];
  /** The least value of size symbols; of all others it is 1. */
  readonly minima: ReadonlyMap<string, number>;
  /** What each size symbol that the author wrote is read as. */
  readonly sizes: ReadonlyMap<string, Dim>;
  /** Values of variables that meet the hypotheses: a way to draw, not an assumption. */
  readonly witness: ReadonlyMap<Variable, Term>;
}

/** A statement that has no meaning at some sizes, so it is not true for all. */
export interface IllShaped {
  readonly kind: "ill-shaped";
  readonly id: string;
  readonly text: string;
  readonly fault: Fault;
  /** Sizes at which the shapes do not fit. */
  readonly at: Sizes;
}

/** What a statement is written with. */
export interface ProblemText {
  readonly id: string;
  readonly lhs: string;
  /** `<` in every entry is read as `sign(rhs - lhs) = 1`. */
  readonly relation: Statement["relation"] | "<";
  readonly rhs: string;
  readonly assume?: readonly string[];
  readonly hyp?: readonly { readonly lhs: string; readonly rhs: string; readonly relation?: Statement["relation"] }[];
  readonly witness?: Readonly<Record<string, string>>;
}

/**
 * The problem of texts in a scope.
 *
 * throws  Fault that names the field that cannot be read
 */
export function problemOf(text: ProblemText, declared: Scope): Problem | IllShaped {
  try {
    const ill = misfitOf(text, withWitness(text, withUnknown(text, declared)).scope);
    if (ill !== undefined) return { kind: "ill-shaped", id: text.id, text: textOf(text), ...ill };
    return posed(text, declared);
  } catch (error) {
    if (!(error instanceof Fault) || error.facts.about !== "shape") throw error;
    return posed(text, fromOne(declared)); // it may fit because no size is 0
  }
}

function textOf({ lhs, relation, rhs }: ProblemText): string {
  return `${lhs} ${relation} ${rhs}`;
}

/** A scope in which it is seen that a size is at least 1: n is read as `1 + n_rest`. */
function fromOne(scope: Scope): Scope {
  const symbols = [...new Set([...scope.sizes.values()].flatMap(dimSymbols))].filter((one) => !scope.minima.has(one));
  const rests = symbols
    .map((symbol) => [symbol, `${symbol}_rest`] as const)
    .filter(([, rest]) => !scope.sizes.has(rest));
  const resized = scopeAt(scope, new Map(rests.map(([symbol, rest]) => [symbol, addDim(1, rest)])));
  return {
    ...resized,
    sizes: new Map([...resized.sizes, ...rests.map(([, rest]) => [rest, dim(rest)] as const)]),
    minima: new Map([...scope.minima, ...rests.map(([, rest]) => [rest, 0] as const)]),
  };
}

function posed(text: ProblemText, declared: Scope): Problem {
  const { scope, witness } = withWitness(text, withUnknown(text, declared));
  const hypotheses = hypothesesOf(text, scope);
  const stated = state(text, scope);
  const assumed = hypotheses.flatMap((one) => (one.kind === "is" ? [one.term] : [one.lhs, one.rhs]));
  const given = variablesOf(stated.lhs, stated.rhs, ...assumed);
  const { lhs, relation, rhs } = stated;
  const { minima, sizes } = scope;
  return {
    kind: "problem",
    id: text.id,
    text: textOf(text),
    statement: statement(lhs, relation, rhs, given),
    hypotheses,
    minima,
    sizes,
    witness: witness(given),
  };
}

function hypothesesOf({ assume = [], hyp = [] }: ProblemText, scope: Scope): readonly Hypothesis[] {
  const assumed = assume.flatMap((text) => inField("assume", () => parseHypotheses(text, scope)));
  const equations = hyp.map(({ lhs, rhs, relation = "=" }) =>
    inField("hyp", () => related(parseFormula(lhs, scope), relation, parseFormula(rhs, scope))),
  );
  return [...assumed, ...equations];
}

/** Sizes at which the shapes of a statement do not fit, if that is what is wrong with it. */
function misfitOf(text: ProblemText, scope: Scope): Pick<IllShaped, "fault" | "at"> | undefined {
  try {
    state(text, scope);
    return undefined;
  } catch (error) {
    if (!(error instanceof Fault) || error.facts.about !== "shape") throw error;
    const at = misfit(text, scope);
    return at === undefined ? undefined : { fault: error, at };
  }
}

function state({ lhs, relation, rhs }: ProblemText, scope: Scope): Statement {
  const left = inField("lhs", () => parseFormula(lhs, scope));
  const right = inField("rhs", () => parseFormula(rhs, scope));
  return relation === "<" ? strict(left, right) : statement(left, relation, right);
}

/** What is positive in every entry has the sign 1 in every entry. */
function strict(left: Term, right: Term): Statement {
  const { term } = strictly(left, right);
  return statement(map("sign", term), "=", ones(term.rows, term.cols));
}

/** Sizes that are tried for a misfit: distinct in both orders, then small ones, and what is left of a larger size at its least. */
const MISFIT_SIZES: readonly ((at: number, count: number, least: number | undefined) => number)[] = [
  (at) => at + 2,
  (at, count) => count - at + 1,
  (at) => (at % 2) + 2,
  (at) => ((at + 1) % 2) + 2,
  (at, _, least) => least ?? at + 2,
  (_at, _count, least) => least ?? 1,
];

/** Sizes at which the shapes of a statement do not fit, if any of a few are such; by the names that the author wrote. */
function misfit(text: ProblemText, scope: Scope): Sizes | undefined {
  const base = [...new Set([...scope.sizes.values()].flatMap(dimSymbols))];
  for (const pattern of MISFIT_SIZES) {
    const sizes = Object.fromEntries(
      base.map((symbol, at) => [symbol, pattern(at, base.length, scope.minima.get(symbol))]),
    );
    try {
      state(text, scopeAt(scope, new Map(Object.entries(sizes).map(([symbol, size]) => [symbol, dim(size)]))));
    } catch (error) {
      if (!(error instanceof Fault) || error.facts.about !== "shape") throw error;
      const written = [...scope.sizes].filter(([symbol]) => !scope.minima.has(symbol));
      return Object.fromEntries(written.map(([symbol, size]) => [symbol, evaluateDim(size, sizes)]));
    }
  }
  return undefined;
}

function scopeAt(scope: Scope, numbers: ReadonlyMap<string, Dim>): Scope {
  const resized = <T extends { readonly rows?: Dim; readonly cols?: Dim }>(meaning: T): T => ({
    ...meaning,
    ...(meaning.rows === undefined ? {} : { rows: substituteDim(meaning.rows, numbers) }),
    ...(meaning.cols === undefined ? {} : { cols: substituteDim(meaning.cols, numbers) }),
  });
  return {
    ...scope,
    variables: new Map([...scope.variables].map(([name, meaning]) => [name, resized(meaning)])),
    functions: new Map([...scope.functions].map(([name, meaning]) => [name, resized(meaning)])),
    sizes: new Map([...scope.sizes].map(([symbol, size]) => [symbol, substituteDim(size, numbers)])),
  };
}

const NAME = /^[\p{L}_][\p{L}\p{N}_₀-₉]*$/u;

/** A scope with the names that stand alone on a side of a hypothesis and are declared nowhere else: `C` of `A*B = C`. */
function withUnknown({ hyp = [], witness = {} }: ProblemText, scope: Scope): Scope {
  const unknown = (name: string): boolean =>
    NAME.test(name.trim()) &&
    !scope.variables.has(name.trim()) &&
    !scope.sizes.has(name.trim()) &&
    !Object.hasOwn(witness, name.trim());
  const sides = hyp.flatMap(({ lhs, rhs }) => [
    [lhs, rhs],
    [rhs, lhs],
  ]);
  return sides
    .filter(([name]) => unknown(name!))
    .reduce(
      (known, [name, of]) =>
        declared(
          known,
          name!.trim(),
          inField("hyp", () => parseFormula(of!, known)),
        ),
      scope,
    );
}

/** A scope with the names of the witness, and what the witness says of the variables of a statement. */
function withWitness(
  { witness = {} }: ProblemText,
  declaredBefore: Scope,
): { readonly scope: Scope; readonly witness: (given: readonly Variable[]) => ReadonlyMap<Variable, Term> } {
  let scope = declaredBefore;
  const values = new Map<string, Term>();
  for (const [name, text] of Object.entries(witness)) {
    const value = inField(`witness ${name}`, () => parseFormula(text, scope));
    if (!scope.variables.has(name)) scope = declared(scope, name, value);
    values.set(name, value);
  }
  const of = (given: readonly Variable[]): ReadonlyMap<Variable, Term> =>
    new Map(
      given.flatMap((one) => {
        const value = one.index.length === 0 ? values.get(one.name) : undefined;
        return value === undefined ? [] : [[one, value] as const];
      }),
    );
  return { scope, witness: of };
}

function declared(scope: Scope, name: string, value: Term): Scope {
  const { rows, cols } = variable(name, value.rows, value.cols); // a name that may be a variable's
  const meaning = { kind: isNumber(value) ? "scalar" : "matrix", rows, cols, indices: 0 } as const;
  return { ...scope, variables: new Map([...scope.variables, [name, meaning]]) };
}

/** Runs a reading, so that a fault in it names the field. */
export function inField<T>(field: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw error instanceof Fault ? named(error, field) : error;
  }
}

/** A fault with the place it was found at before its operation. */
export function named(error: Fault, where: string): Fault {
  const facts: FaultFacts = { ...error.facts, op: `${where}: ${error.facts.op}` };
  return new Fault(facts, { cause: error });
}

/** Orders of sizes, wherever they were written, apart from what is assumed of terms. */
export function sortFacts(
  where: readonly string[],
  assume: readonly string[],
  variables: ReadonlySet<string>,
): { readonly facts: readonly string[]; readonly assume: readonly string[] } {
  const parts = assume.flatMap(splitList).map((part) => ({ part, facts: sizeFacts(part, variables) }));
  return {
    facts: [
      ...where.flatMap(splitList).flatMap((fact) => sizeFacts(fact, variables) ?? [fact]),
      ...parts.flatMap(({ facts = [] }) => facts),
    ],
    assume: parts.filter(({ facts }) => facts === undefined).map(({ part }) => part),
  };
}

/** What a problem of the command line may say beside its formula. */
export interface ProblemOptions {
  readonly id?: string;
  readonly assume?: readonly string[];
  readonly where?: readonly string[];
  readonly dims?: readonly string[];
  readonly witness?: Readonly<Record<string, string>>;
}

/** Each relation with the smaller side first. */
const UPWARDS = { "=": "=", "<=": "<=", ">=": "<=", "<": "<", ">": "<" } as const;

/**
 * The problem of a formula such as `rank(A*B) <= d` and of declarations such as `A: n × d; B: d × m`.
 *
 * throws  Fault with the place in what cannot be read
 */
export function parseProblem(formula: string, given: string, options: ProblemOptions = {}): Problem | IllShaped {
  const { sides, relations } = splitRelations(formula);
  const [relation, more] = relations;
  if (more !== undefined || relation === undefined || relation === "!=") {
    const place = { text: formula, from: 0, to: formula.length };
    const received = relations.join(" and ") || "none";
    throw new Fault({ op: "statement", expected: "one =, <= or <", received, place });
  }
  const [left, right] = sides.map((side) => side.trim()) as [string, string]; // one relation
  const [lhs, rhs] = relation.startsWith(">") ? [right, left] : [left, right];
  const { id = formula, dims = [], where = [], assume = [], witness = {} } = options;
  const names = new Set(parseGiven(given, { dims }).variables.keys());
  const sorted = sortFacts(where, assume, names);
  const scope = parseGiven(given, { dims, where: sorted.facts });
  return problemOf({ id, lhs, rhs, relation: UPWARDS[relation], assume: sorted.assume, witness }, scope);
}
