/**
 * The search for a proof: one method after the other, each on what the ones
 * before made of the goal, until the kernel has replayed a proof.
 */
import type { Proof, Ref } from "../kernel/proof.ts";
import { sameProposition } from "../kernel/proposition.ts";
import { prove, type Theorem } from "../kernel/theorem.ts";
import { Fault } from "../term/fault.ts";
import type { Kind } from "../term/kind.ts";
import { schedule } from "../term/schedule.ts";
import { identity, mul, type Term } from "../term/term.ts";
import { byAlignment, hasDefinitions } from "./alignment.ts";
import { byBounds } from "./bounds.ts";
import { inverseEquations } from "./clearing.ts";
import { Derivation, type Equality } from "./derivation.ts";
import { onlyDifference } from "./difference.ts";
import { byEntries } from "./entries.ts";
import { subterms } from "./facts/fact.ts";
import { byFractions, byOrderOfFractions, equalFractions, hasFractions } from "./fractions.ts";
import { type Goal, propositionOf } from "./goal.ts";
import { byHalves, hasHalves } from "./halves.ts";
import { assume } from "./hypotheses.ts";
import { byInduction, hasFolds } from "./induction.ts";
import { turnOf } from "./inward.ts";
import { minus } from "./linear.ts";
import { byCancelling, byMultiplying, fromDifference } from "./multiplying.ts";
import { LimitReached, Normaliser, type NormaliserOptions } from "./normaliser.ts";
import { Order, speaksOfOrder } from "./order-goal.ts";
import { isDiagonalVariable } from "./parts.ts";
import { renamed } from "./renaming.ts";
import { type SaturationLimits, saturated } from "./saturation.ts";
import { bySlices, hasSlices } from "./slices.ts";
import { byWeights } from "./weights.ts";

/** How far a search goes; every limit that is hit is reported. */
export interface SearchOptions {
  /** Uses of rules for each method. */
  readonly steps: number;
  /** Time for all methods together, by a clock in milliseconds; without a clock no time passes. */
  readonly milliseconds: number;
  readonly clock: () => number;
  /** How far equality saturation goes, the last method. */
  readonly saturation: SaturationLimits;
  /** The longest part that is put in normal form by itself, in an equation by parts. unit  operation */
  readonly part: number;
  /** How deep to look inside terms that differ in one argument only. */
  readonly depth: number;
  /** How often a short goal is searched again under other names (renaming.ts). */
  readonly names: number;
}

/** What a search came to. */
export type Search =
  | { readonly kind: "proved"; readonly theorem: Theorem; readonly proof: Proof; readonly method: string }
  | { readonly kind: "stopped"; readonly tried: readonly Attempt[] };

/** A method that did not get there: where both sides stopped, which limit was hit, or what went wrong. */
export interface Attempt {
  readonly method: string;
  readonly sides?: readonly [Term, Term];
  readonly limit?: string;
  /** A mistake of the method's: it proves nothing, and other methods go on. */
  readonly mistake?: Fault;
}

const STEPS = 20_000;
const DEPTH = 3;
const NAMES = 5;
const PART = 70;
const SATURATION: SaturationLimits = { nodes: 5000, iterations: 12 };

/**
 * Searches for a proof of a goal.
 *
 * throws  Fault when a proof that was found is rejected by the kernel: the prover's mistake
 */
export function search(
  goal: Goal,
  {
    steps = STEPS,
    milliseconds = Number.POSITIVE_INFINITY,
    clock = () => 0,
    saturation = SATURATION,
    part = PART,
    depth = DEPTH,
    names = NAMES,
  }: Partial<SearchOptions> = {},
): Search {
  const tried: Attempt[] = [];
  const end = clock() + milliseconds;
  const expired = (): string | undefined => (clock() > end ? `${milliseconds} ms` : undefined);
  for (const method of METHODS) {
    if (method.speaksOf?.(goal) === false) continue;
    const attempt = attempted(method, goal, { steps, expired }, { saturation, part });
    if ("proof" in attempt) return replayed(goal, attempt.proof, method.name);
    tried.push(attempt);
    if (expired() !== undefined) return { kind: "stopped", tried };
  }
  const options = { steps, clock, saturation, part };
  const left = (): number => end - clock();
  const found = depth > 0 ? inside(goal, { ...options, milliseconds: left(), depth: depth - 1, names: 0 }) : undefined;
  return found ?? underOtherNames(goal, { ...options, milliseconds: left(), names }) ?? { kind: "stopped", tried };
}

/** A search for the same goal under other names, as often as `names` says; nothing when that shows nothing either. */
export function underOtherNames(
  goal: Goal,
  { names = NAMES, milliseconds = Number.POSITIVE_INFINITY, clock = () => 0, ...options }: Partial<SearchOptions> = {},
): Search | undefined {
  const end = clock() + milliseconds;
  for (let time = 0; time < names && clock() <= end; time++) {
    const other = renamed(goal, time);
    if (other === undefined) return undefined;
    const found = search(other.goal, { ...options, clock, milliseconds: end - clock(), depth: 0, names: 0 });
    if (found.kind === "proved") return replayed(goal, other.back(found.proof), found.method);
  }
  return undefined;
}

/** An equation of terms that differ in one argument only, from the equation of those arguments. */
function inside(goal: Goal, options: Partial<SearchOptions>): Search | undefined {
  const { lhs, rhs, relation } = goal.statement;
  const at = relation === "=" ? onlyDifference(lhs, rhs) : undefined;
  if (at === undefined) return undefined;
  const found = search({ ...goal, statement: { lhs: lhs.args[at]!, rhs: rhs.args[at]!, relation } }, options);
  if (found.kind === "stopped") return undefined;
  const moves = [{ path: [1, at], by: found.proof.length - 1 }];
  return replayed(goal, [...found.proof, { rule: "rewrite", from: lhs, moves }], found.method);
}

/** How large what methods look at may be. */
interface Limits extends Pick<SearchOptions, "saturation" | "part"> {
  /** Is told of a limit behind which there may be a proof. */
  readonly reached: (limit: string) => void;
}

/** A way to prove a goal, in a derivation with a normaliser of its own that knows the hypotheses. */
interface Method {
  readonly name: string;
  readonly expand: boolean;
  /** Which goals it can show, when not all. */
  readonly speaksOf?: (goal: Goal) => boolean;
  /** Whether traces and diagonals are made of sums of entries (normaliser.ts). */
  readonly gather?: boolean;
  /** Whether sigmoids and exponentials are taken apart (fractions.ts). */
  readonly fractions?: boolean;
  /** Whether inverses of sums become rules (clearing.ts). */
  readonly clear?: boolean;
  /** Whether the sides are put in normal form by parts, and never as a whole. */
  readonly aligned?: boolean;
  /** The entry that says what the goal asks for, or the sides where it stopped. */
  readonly prove: (goal: Goal, n: Normaliser, limits: Limits) => Ref | readonly [Term, Term];
}

const isOrder = ({ statement }: Goal): boolean => statement.relation === "<=";

/** Whether a goal has an operation in it, also in what its definitions make. */
function has({ statement: { lhs, rhs } }: Goal, is: (term: Term) => boolean): boolean {
  return subterms([lhs, rhs]).some(is);
}

const hasHypotheses = (goal: Goal): boolean =>
  !isOrder(goal) && goal.hypotheses.some(({ kind }) => kind === "equal" || kind === "is");
const hasInverses = (goal: Goal): boolean => !isOrder(goal) && has(goal, ({ op }) => op === "inverse");
const isOrderOfSums = (goal: Goal): boolean =>
  isOrder(goal) && has(goal, (term) => SUMS.has(term.op) || isDiagonalVariable(term));
const SUMS: ReadonlySet<Term["op"]> = new Set<Term["op"]>(["trace", "diagonal", "diag"]);
const isOrderOfRoots = (goal: Goal): boolean =>
  isOrder(goal) && has(goal, (term) => term.op === "map" && term.fn === "sqrt");

const isDefined = ({ op }: Term): boolean => op === "defined";
const isOrderOfFractions = (goal: Goal): boolean => isOrder(goal) && hasFractions(goal);

/** Whether a goal is about a part of a matrix, or about blocks: normal forms open all that a slice goes through. */
const isCut = ({ statement: { lhs, rhs } }: Goal): boolean => [lhs, rhs].some(({ op }) => CUTS.has(op));
const CUTS: ReadonlySet<Term["op"]> = new Set<Term["op"]>(["rows", "cols", "vcat", "hcat"]);

/** Whether a goal is about a stream that is written in another basis. */
const isRotated = ({ statement: { lhs, rhs } }: Goal): boolean =>
  [lhs, rhs].map(turnOf).some((turn) => isKind(turn?.by, "orthogonal") && turn?.inner.op === "add");

/** Whether a goal is about rows in another order, and about something of rows by rows, which is `P M Pᵀ` then. */
const isReordered = ({ statement: { lhs, rhs } }: Goal): boolean =>
  [lhs, rhs].some((side) => isKind(turnOf(side)?.by, "perm")) &&
  schedule(lhs).some(({ op, args: [P] }) => op === "transpose" && isKind(P, "perm"));

const isKind = (term: Term | undefined, kind: Kind): boolean => term?.op === "variable" && term.kind === kind;

const BY_PARTS = { name: "parts", expand: true, aligned: true, prove: byParts } as const;
const INDUCTION_BY_PARTS: Method = {
  name: "induction by parts",
  expand: true,
  aligned: true,
  prove: (goal, n, limits) => byInduction(goal, n, (one, own) => byParts(one, own, limits)),
};

const WEIGHTS: Method = {
  name: "weights",
  expand: true,
  prove: (goal, n) => byWeights(goal, n, byRelation),
};

/** In the order in which they are tried. */
const METHODS: readonly Method[] = [
  { name: "bounds", expand: false, speaksOf: isOrder, prove: byBounds },
  { ...BY_PARTS, speaksOf: (goal) => isCut(goal) && hasDefinitions(goal) },
  { ...INDUCTION_BY_PARTS, speaksOf: (goal) => isCut(goal) && hasDefinitions(goal) && hasFolds(goal) },
  { ...BY_PARTS, name: "gathered parts", gather: true, speaksOf: (goal) => isRotated(goal) && hasDefinitions(goal) },
  {
    ...INDUCTION_BY_PARTS,
    expand: false,
    speaksOf: (goal) => isReordered(goal) && hasDefinitions(goal) && hasFolds(goal),
  },
  { name: "normal form", expand: false, prove: byNormalForm },
  { ...BY_PARTS, speaksOf: (goal) => !isCut(goal) && hasDefinitions(goal) },
  { name: "induction", expand: false, speaksOf: hasFolds, prove: (goal, n) => byInduction(goal, n, byRelation) },
  { name: "expanded normal form", expand: true, prove: byNormalForm },
  { name: "order", expand: true, speaksOf: isOrder, prove: byOrder },
  { name: "gathered normal form", expand: true, gather: true, prove: byNormalForm },
  { name: "inverses cleared", expand: true, clear: true, prove: byNormalForm },
  { name: "inverse", expand: true, prove: byProduct },
  { name: "inverse, cleared", expand: true, clear: true, prove: byProduct },
  { name: "multiplied through", expand: true, clear: true, speaksOf: hasInverses, prove: byMultiplying },
  { name: "cancelled", expand: true, speaksOf: hasHypotheses, prove: byCancelling },
  {
    name: "fractions",
    expand: true,
    fractions: true,
    speaksOf: (goal) => !isOrder(goal) && hasFractions(goal),
    prove: byFractions,
  },
  { name: "order", expand: true, speaksOf: (goal) => !isOrder(goal), prove: byOrder },
  { name: "order, cleared", expand: true, clear: true, speaksOf: isOrder, prove: byOrder },
  { name: "order, gathered", expand: true, gather: true, speaksOf: isOrderOfSums, prove: byOrder },
  { name: "order, fractions", expand: true, fractions: true, speaksOf: isOrderOfFractions, prove: byOrderOfFractions },
  { name: "order, factored", expand: false, clear: true, speaksOf: isOrderOfRoots, prove: byOrder },
  { ...WEIGHTS, speaksOf: (goal) => has(goal, isDefined) },
  {
    ...WEIGHTS,
    name: "weights, gathered",
    gather: true,
    speaksOf: (goal) => has(goal, isDefined) && isOrderOfSums(goal),
  },
  { name: "slices", expand: true, speaksOf: hasSlices, prove: (goal, n) => bySlices(goal, n, byRelation) },
  {
    name: "halves",
    expand: true,
    speaksOf: hasHalves,
    fractions: true,
    prove: (goal, n) => byHalves(goal, n, byRelation),
  },
  { name: "entries", expand: true, prove: (goal, n) => byEntries(goal, n, byNormalForm) },
  {
    name: "expanded induction",
    expand: true,
    speaksOf: hasFolds,
    prove: (goal, n) => byInduction(goal, n, byRelation),
  },
  { name: "equality saturation", expand: false, speaksOf: (goal) => !isOrder(goal), prove: bySaturation },
];

function byParts(goal: Goal, n: Normaliser, { part, reached }: Limits): Ref | readonly [Term, Term] {
  return byAlignment(goal, n, { longest: part, reached });
}

function byRelation(goal: Goal, n: Normaliser): Ref | readonly [Term, Term] {
  return goal.statement.relation === "=" ? byNormalForm(goal, n) : byOrder(goal, n);
}

function attempted(
  method: Method,
  goal: Goal,
  limits: Pick<NormaliserOptions, "steps" | "expired">,
  sizes: Omit<Limits, "reached">,
): Attempt | { readonly proof: Proof } {
  const derivation = new Derivation();
  let limit: string | undefined;
  const reached = (one: string): void => {
    limit = one;
  };
  try {
    const { expand, gather = false, fractions = false, clear = false, aligned = false } = method;
    const n = new Normaliser(derivation, { expand, gather, fractions, minima: goal.minima, ...limits });
    const { lhs, rhs } = goal.statement;
    assume(goal.hypotheses, n, {
      more: () => (clear ? inverseEquations([lhs, rhs], n) : []),
      enough: () => !aligned && n.normal(lhs).to === n.normal(rhs).to,
    });
    const made = method.prove(goal, n, { ...sizes, reached });
    if (typeof made === "number") return { proof: derivation.proofOf(made) };
    return limit === undefined ? { method: method.name, sides: made } : { method: method.name, limit };
  } catch (error) {
    if (error instanceof LimitReached) return { method: method.name, limit: error.limit };
    if (error instanceof Fault) return { method: method.name, mistake: error };
    if (isOverflow(error)) return { method: method.name, limit: "the stack" };
    throw error;
  }
}

/** Whether the stack ran out: nothing that is kept was being written. */
function isOverflow(error: unknown): boolean {
  return error instanceof RangeError && error.message.includes("call stack");
}

function byNormalForm({ statement: { lhs, rhs, relation } }: Goal, n: Normaliser): Ref | readonly [Term, Term] {
  const [left, right] = [n.normal(lhs), n.normal(rhs)];
  if (relation !== "=") return [left.to, right.to];
  if (left.to === right.to) return n.entryOf(joined(left, right, n));
  const same = isBlock(left.to) === isBlock(right.to) ? undefined : sameBlocks(left.to, right.to, n);
  return same === undefined
    ? [left.to, right.to]
    : n.entryOf(n.chain(lhs).step(left).step(same).step(n.backward(right)).done());
}

const isBlock = ({ op }: Term): boolean => op === "vcat" || op === "hcat";

/** `A = B` from `A − B = 0`, where one of both is written in blocks: the other is cut where they are. */
function sameBlocks(A: Term, B: Term, n: Normaliser): Equality | undefined {
  return fromDifference(A, B, n.normal(minus(A, B)), n);
}

/** An equation from laws in both directions, normal forms, and hypotheses as they are. */
function bySaturation(
  { statement: { lhs, rhs }, hypotheses }: Goal,
  n: Normaliser,
  { saturation }: Limits,
): Ref | readonly [Term, Term] {
  const [left, right] = [n.normal(lhs), n.normal(rhs)];
  const assumed = hypotheses.flatMap((said) =>
    said.kind === "equal" ? [n.equality(n.derivation.assume(said)), n.normal(said.lhs), n.normal(said.rhs)] : [],
  );
  const given = [left, right, ...assumed].filter(({ by }) => by !== undefined);
  const found = saturated(lhs, rhs, given, saturation, n);
  return found === undefined ? [left.to, right.to] : n.entryOf(found);
}

/** `A⁻¹ = B` from `A B = 1`, which needs no A that is known to be invertible. */
function byProduct({ statement: { lhs, rhs, relation } }: Goal, n: Normaliser): Ref | readonly [Term, Term] {
  const [left, right] = [n.normal(lhs), n.normal(rhs)];
  const [inverted, other] = left.to.op === "inverse" ? [left, right] : [right, left];
  if (relation !== "=" || inverted.to.op !== "inverse") return [left.to, right.to];
  const [A, B] = [inverted.to.args[0]!, other.to];
  const product = equalFractions(mul(A, B), identity(A.rows), n);
  if (product === undefined) return [left.to, right.to];
  const made = n.equality(n.derivation.axiom("inv_eq_of_mul_eq_one", [A, B], [n.entryOf(product)]));
  const whole = n.chain(inverted.from).step(inverted).step(made).step(n.backward(other)).done();
  return n.entryOf(inverted === left ? whole : n.backward(whole));
}

/** An order by what is not negative; an equation of what orders can speak of by both orders. */
function byOrder({ statement: { lhs, rhs, relation }, hypotheses }: Goal, n: Normaliser): Ref | readonly [Term, Term] {
  const sides = [n.normal(lhs).to, n.normal(rhs).to] as const;
  if (relation === "=" && !speaksOfOrder([lhs, rhs])) return sides;
  const order = new Order(n, hypotheses, [lhs, rhs]);
  const below = order.le(lhs, rhs);
  if (below === undefined || relation === "<=") return below ?? sides;
  const above = order.le(rhs, lhs);
  return above === undefined ? sides : n.derivation.axiom("le_antisymm", [lhs, rhs], [below, above]);
}

/** `A = C` from `A = B` and `C = B`. */
function joined(left: Equality, right: Equality, n: Normaliser): Equality {
  return n.chain(left.from).step(left).step(n.backward(right)).done();
}

function replayed(goal: Goal, proof: Proof, method: string): Search {
  const theorem = prove(proof);
  const asked = propositionOf(goal);
  const allowed = theorem.hypotheses.every(
    (h) => isSizeAtLeastOne(h, goal) || goal.hypotheses.some((g) => sameProposition(g, h)),
  );
  if (!sameProposition(theorem.conclusion, asked) || !allowed)
    throw new Fault({ op: "search", expected: "a proof of the goal from its hypotheses", received: "another theorem" });
  return { kind: "proved", theorem, proof, method };
}

/** `n is positive` for a size symbol that the goal does not let be 0. */
function isSizeAtLeastOne(h: Theorem["conclusion"], goal: Goal): boolean {
  return (
    h.kind === "is" &&
    h.property === "positive" &&
    h.term.op === "size" &&
    (goal.minima.get(h.term.size.text) ?? 1) >= 1
  );
}
