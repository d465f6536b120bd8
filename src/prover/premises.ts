/**
 * Premises: how values are found that meet the hypotheses of a problem.
 *
 *   C = A*B          C is read as A*B wherever it stands (so is what a file's witness says, whose hypothesis is still checked)
 *   A'*A = I, A*A = A, A' = A, `is` of a variable     another kind of draw
 *   A*A = I, A*A = 0, A <= B                          a matrix made of others that are drawn: 2P − I, P Z (I − P), A + |Z|
 *   linear in a variable, such as A*B = B*A           solved over the rationals once the others are drawn; see solve.ts
 * What is left is checked of each draw, and a draw that does not meet it is thrown away.
 */
import { substitute } from "../term/binder.ts";
import { negate } from "../term/definition.ts";
import { dimSymbols } from "../term/dimension.ts";
import type { Hypothesis } from "../term/hypothesis.ts";
import { isKind, type Kind, type Property } from "../term/kind.ts";
import { isBinder } from "../term/names.ts";
import type { Problem } from "../term/problem.ts";
import { schedule, symbolsOf, variablesOf } from "../term/schedule.ts";
import type { Statement } from "../term/statement.ts";
import { add, constant, diagonal, identity, mul, scale, type Term, type Variable, variable } from "../term/term.ts";

type Equation = Extract<Hypothesis, { kind: "equal" | "le" }>;

/** A problem made ready for draws. */
export interface Premises {
  readonly lhs: Term;
  readonly rhs: Term;
  readonly relation: Statement["relation"];
  /** What is drawn, each as a variable of the kind that it is drawn as. */
  readonly kinds: ReadonlyMap<Variable, Kind>;
  /** What is said of every entry of a drawn variable beside its kind. */
  readonly entries: ReadonlyMap<Variable, Property>;
  /** Variables of the problem that are made of drawn ones. */
  readonly made: ReadonlyMap<Variable, Term>;
  /** Variables that are solved for, in this order, after the others are drawn. */
  readonly solved: readonly { readonly unknown: Variable; readonly equations: readonly Equation[] }[];
  /** What a draw must be seen to meet. */
  readonly checks: readonly Hypothesis[];
  readonly symbols: readonly string[];
  /** Those of the symbols that say how often something is done: layers, heads. */
  readonly counts: ReadonlySet<string>;
}

/** What is known while hypotheses are turned into draws, one after the other. */
interface State {
  readonly made: Map<Variable, Term>;
  readonly kinds: Map<Variable, Kind>;
  readonly entries: Map<Variable, Property>;
  checks: Hypothesis[];
}

/** The premises of a problem. */
export function premisesOf(problem: Problem): Premises {
  const { statement, hypotheses, witness } = problem;
  const state: State = { made: new Map(), kinds: new Map(), entries: new Map(), checks: [...hypotheses] };
  for (const [unknown, value] of witness) make(state, unknown, value);
  for (let left = hypotheses.length; left > 0; left--) {
    const next = state.checks.findIndex((one) => meet(one, state));
    if (next < 0) break;
    state.checks.splice(next, 1);
    state.checks = state.checks.map((one) => replaced(one, state.made)).filter((one) => !isIdentity(one));
  }
  state.checks = state.checks.map((one) => replaced(one, state.made)).filter((one) => !isIdentity(one));
  const [lhs, rhs] = [replacedIn(statement.lhs, state.made), replacedIn(statement.rhs, state.made)];
  const { solved, checks } = linear(state);
  const terms = [lhs, rhs, ...state.made.values(), ...hypotheses.flatMap(termsOf), ...[...witness].flat()];
  const symbols = [...new Set([...terms, ...statement.given].flatMap(symbolsOf))].sort();
  const { kinds, entries, made } = state;
  const counts = new Set([lhs, rhs].flatMap(countsIn));
  return { lhs, rhs, relation: statement.relation, kinds, entries, made, solved, checks, symbols, counts };
}

function countsIn(root: Term): readonly string[] {
  if (root.height === 0) return [];
  return schedule(root).flatMap((term) => (isBinder(term) ? dimSymbols(term.count) : []));
}

function termsOf(one: Hypothesis): readonly Term[] {
  return one.kind === "is" ? [one.term] : [one.lhs, one.rhs];
}

function isIdentity(one: Hypothesis): boolean {
  return one.kind !== "is" && one.lhs === one.rhs;
}

function replaced(one: Hypothesis, made: ReadonlyMap<Variable, Term>): Hypothesis {
  if (one.kind === "is") return { ...one, term: replacedIn(one.term, made) };
  return { ...one, lhs: replacedIn(one.lhs, made), rhs: replacedIn(one.rhs, made) };
}

/** A term with what variables are made of in their place. */
export function replacedIn(term: Term, made: ReadonlyMap<Variable, Term>): Term {
  if (made.size === 0) return term;
  return substitute(term, made);
}

/** Reads a variable as a term from here on; what kind it has is checked. */
function make(state: State, unknown: Variable, value: Term): void {
  const whole = replacedIn(value, state.made);
  const one = new Map([[unknown, whole]]);
  for (const [of, term] of state.made) state.made.set(of, replacedIn(term, one));
  state.made.set(unknown, whole);
  state.checks.push(...kindChecks(kindOf(unknown, state), unknown).map((check) => replaced(check, state.made)));
}

function kindOf(of: Variable, state: State): Kind {
  return state.kinds.get(of) ?? of.kind;
}

/** What a kind says, as hypotheses. */
export function kindChecks(kind: Kind, term: Term): readonly Hypothesis[] {
  const is = (property: Property, of = term): Hypothesis => ({ kind: "is", property, term: of });
  switch (kind) {
    case "matrix":
    case "scalar":
      return [];
    case "posscalar":
      return [is("positive")];
    case "nonnegscalar":
      return [is("nonnegative")];
    case "nzscalar":
      return [is("nonzero")];
    case "posdiagonal":
      return [is("diagonal"), is("positive", diagonal(term))];
    case "invdiagonal":
      return [is("diagonal"), is("nonzero", diagonal(term))];
    default:
      return [is(kind)];
  }
}

/** Whether a hypothesis could be built into the draws. */
function meet(one: Hypothesis, state: State): boolean {
  if (one.kind === "is") return meetProperty(one.property, one.term, state);
  if (one.kind === "le") return meetOrder(one, state);
  return (
    [one, { ...one, lhs: one.rhs, rhs: one.lhs }].some((side) => meetDefinition(side, state)) ||
    [one, { ...one, lhs: one.rhs, rhs: one.lhs }].some((side) => meetShape(side, state))
  );
}

function isPlain(term: Term, state: State): term is Variable {
  return (
    term.op === "variable" &&
    !state.made.has(term) &&
    !state.entries.has(term) &&
    (kindOf(term, state) === "matrix" || kindOf(term, state) === "scalar")
  );
}

function contains(term: Term, inner: Term): boolean {
  return schedule(term).includes(inner);
}

/** `C = A*B`. */
function meetDefinition({ lhs, rhs }: Equation, state: State): boolean {
  if (!isPlain(lhs, state) || contains(rhs, lhs)) return false;
  make(state, lhs, rhs);
  return true;
}

const ENTRY_PROPERTIES: Readonly<Partial<Record<Property, Kind>>> = {
  positive: "posscalar",
  nonnegative: "nonnegscalar",
  nonzero: "nzscalar",
};
const DIAGONALS: Readonly<Partial<Record<Property, Kind>>> = { positive: "posdiagonal", nonzero: "invdiagonal" };

function meetProperty(property: Property, term: Term, state: State): boolean {
  const inner = term.op === "diagonal" ? term.args[0]! : undefined;
  if (inner?.op === "variable" && kindOf(inner, state) === "diagonal" && DIAGONALS[property] !== undefined) {
    state.kinds.set(inner, DIAGONALS[property]);
    return true;
  }
  if (!isPlain(term, state)) return false;
  const scalar = kindOf(term, state) === "scalar" ? ENTRY_PROPERTIES[property] : undefined;
  if (scalar !== undefined) state.kinds.set(term, scalar);
  else if (property in ENTRY_PROPERTIES) state.entries.set(term, property);
  else if (isKind(property)) state.kinds.set(term, property);
  return true;
}

/** `A <= B` of a plain variable: the other side, and something that is not negative. */
function meetOrder({ lhs, rhs }: Equation, state: State): boolean {
  const more = fresh(lhs, "more", state, "nonnegative");
  if (isPlain(rhs, state) && !contains(lhs, rhs)) make(state, rhs, add(lhs, more));
  else if (isPlain(lhs, state) && !contains(rhs, lhs)) make(state, lhs, add(rhs, negate(more)));
  else return false;
  return true;
}

let freshCount = 0;

function fresh(like: Term, name: string, state: State, entries?: Property): Variable {
  const made = variable(`@${name}${freshCount++}`, like.rows, like.cols);
  if (entries !== undefined) state.entries.set(made, entries);
  return made;
}

/** Equations that say what kind of matrix a variable is. */
function meetShape({ lhs, rhs }: Equation, state: State): boolean {
  const become = (A: Term, kind: Kind): boolean => {
    if (!isPlain(A, state)) return false;
    state.kinds.set(A, kind);
    return true;
  };
  if (lhs.op === "transpose" && rhs === lhs.args[0]) return become(rhs, "symmetric");
  if (lhs.op === "transpose" && isNegative(rhs, lhs.args[0]!)) return become(lhs.args[0]!, "skew");
  if (lhs.op === "inverse" && rhs.op === "transpose" && rhs.args[0] === lhs.args[0])
    return become(lhs.args[0]!, "orthogonal");
  if (lhs.op !== "mul") return false;
  const [A, B] = lhs.args as readonly [Term, Term]; // a product has two factors
  if (A === B && rhs === A) return become(A, "idempotent");
  if (A.op === "transpose" && A.args[0] === B && isIdentityMatrix(rhs))
    return become(B, B.rows === B.cols ? "orthogonal" : "orthocols");
  if (B.op === "transpose" && B.args[0] === A && A.rows === A.cols && isIdentityMatrix(rhs))
    return become(A, "orthogonal");
  return A === B && isPlain(A, state) && meetSquare(A, rhs, state);
}

/** `A*A = I` or `A*A = 0`. */
function meetSquare(A: Variable, square: Term, state: State): boolean {
  const P = variable(`@P${freshCount++}`, A.rows, A.cols, { kind: "idempotent" });
  const I = identity(A.rows);
  if (isIdentityMatrix(square)) make(state, A, add(scale(constant(2), P), negate(I)));
  else if (square.op === "zeros") make(state, A, mul(P, fresh(A, "Z", state), add(I, negate(P))));
  else return false;
  return true;
}

function isIdentityMatrix(term: Term): boolean {
  return term.op === "identity";
}

function isNegative(term: Term, of: Term): boolean {
  return term.op === "scale" && term.args[0] === constant(-1) && term.args[1] === of;
}

/** Kinds that are linear conditions, so that an unknown may be of them. */
const LINEAR_KINDS: ReadonlySet<Kind> = new Set<Kind>(["matrix", "scalar", "symmetric", "skew", "diagonal", "lower"]);

/** The equations that are linear in a variable, by the variable; and what is left. */
function linear(state: State): Pick<Premises, "solved" | "checks"> {
  const solved: { unknown: Variable; equations: readonly Equation[] }[] = [];
  let checks = state.checks;
  for (const check of state.checks) {
    if (check.kind !== "equal" || !checks.includes(check)) continue;
    const unknown = variablesOf(check.lhs, check.rhs).find(
      (of) =>
        LINEAR_KINDS.has(kindOf(of, state)) &&
        !state.entries.has(of) &&
        !solved.some((known) => known.unknown === of) &&
        equationsOf(of, checks).every(
          ({ lhs, rhs }) => Math.max(degree(lhs, of), degree(rhs, of)) <= 1 && !applies(lhs) && !applies(rhs),
        ),
    );
    if (unknown === undefined) continue;
    const equations = equationsOf(unknown, checks);
    solved.push({ unknown, equations });
    checks = checks.filter((one) => !(equations as readonly Hypothesis[]).includes(one));
  }
  // what one unknown is solved from must not be solved for later
  return { solved: solved.reverse(), checks: [...checks, ...solved.flatMap(({ equations }) => equations)] };
}

/** Whether a function of which nothing is known is applied: its values are drawn only when all variables have theirs. */
function applies(term: Term): boolean {
  return schedule(term).some(({ op }) => op === "opaque");
}

function equationsOf(of: Variable, checks: readonly Hypothesis[]): Equation[] {
  return checks.filter(
    (one): one is Equation => one.kind === "equal" && (contains(one.lhs, of) || contains(one.rhs, of)),
  );
}

/** The degree of a term in a variable, infinite where it is no polynomial. */
function degree(root: Term, of: Variable): number {
  const found = new Map<Term, number>();
  const argumentsOf = (term: Term): readonly Term[] => (term.op === "defined" ? [term.unfolded] : term.args);
  for (const term of schedule(root, { argumentsOf })) {
    const below = argumentsOf(term).map((argument) => found.get(argument)!);
    found.set(term, degreeOf(term, of, below));
  }
  return found.get(root)!;
}

function degreeOf(term: Term, of: Variable, below: readonly number[]): number {
  if (term === of) return 1;
  const highest = Math.max(0, ...below);
  if (highest === 0) return 0;
  switch (term.op) {
    case "transpose":
    case "diag":
    case "diagonal":
    case "vec":
    case "trace":
    case "add":
    case "hcat":
    case "vcat":
    case "rows":
    case "cols":
    case "defined":
      return highest;
    case "mul":
    case "scale":
    case "hadamard":
    case "kron":
      return below.reduce((sum, each) => sum + each, 0);
    default:
      return Number.POSITIVE_INFINITY;
  }
}
