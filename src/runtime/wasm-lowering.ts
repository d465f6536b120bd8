/**
 * From terms to the steps of the tensor machine.
 *
 * Each node of an unrolled term has a rule: the nodes whose values it needs,
 * and what it makes of their places. Transposes, slices, repeats, diagonals
 * and constants are views, and products with selections move rows; a node
 * that only such products ask for is never computed.
 *
 * Laws
 *   - Values are those of the float interpreter up to rounding, products to
 *     the bit: sums run in the order of the index, each step rounded.
 *   - One exception: a sum of products, `A B + C D + …`, such as that over
 *     heads, is one running sum, so its partial sums round together. Other
 *     sums are added whole: a long product that is added number by number to
 *     a large residual stream would lose what it has.
 *   - What moves rows instead of multiplying by 0 and 1 is the same but for
 *     the signs of zeros, and where ∞ or NaN would be multiplied by 0.
 *
 * Longer than most files: it is the one table of operations.
 */
import { dim, dimValue } from "../term/dimension.ts";
import { Refusal } from "../term/fault.ts";
import type { Kind } from "../term/kind.ts";
import { rationalToNumber } from "../term/rational.ts";
import { schedule } from "../term/schedule.ts";
import type { Op, Term, Variable } from "../term/term.ts";
import type { BinaryMap, UnaryMap } from "./wasm/maps.ts";
import { type Compute, type Dtype, diagonal, repeatedColumn, repeatedRow, sliced, transposed } from "./wasm/operand.ts";
import { Listing, type Place, type Rows, view, type Write } from "./wasm-program.ts";

/** How the value of a variable is given: its numbers may change from run to run, its form may not. */
export type Form =
  | { readonly kind: "dense" }
  | { readonly kind: "selection"; readonly permutes: boolean }
  | { readonly kind: "stored"; readonly dtype: Dtype; readonly rowStride: number; readonly colStride: number };

/** What the value of a node is computed from, before any rule: the walk that finds a term's variables. */
export function machineArguments(term: Term): readonly Term[] {
  return term.op === "defined" && !Object.hasOwn(BY_NAME, term.name) ? [term.unfolded] : term.args;
}

/** The nodes of several terms, each once, arguments first. */
export function nodesOf(roots: readonly Term[]): Set<Term> {
  const found = new Set<Term>();
  const walk = { stop: (inner: Term) => found.has(inner), argumentsOf: machineArguments };
  for (const root of roots) for (const term of schedule(root, walk)) found.add(term);
  return found;
}

/** Sizes of a node of an unrolled term. */
export function shapeOf({ rows, cols }: Pick<Term, "rows" | "cols">): readonly [rows: number, cols: number] {
  return [dimValue(rows)!, dimValue(cols)!]; // unroll leaves no symbol
}

/** What a node needs, and what it makes of it. */
interface Rule {
  readonly args: readonly Term[];
  readonly lower: (...places: Place[]) => Place;
  /** A sum over k of one or more products that nobody else reads: more may be added to it in place. */
  readonly runningSum?: boolean;
}

/** Unrolled terms with the forms of their variables, in order. */
export interface Lowering {
  readonly roots: readonly Term[];
  readonly variables: readonly Variable[];
  readonly form: (variable: number) => Form;
}

/**
 * The steps that compute terms.
 *
 * throws  Refusal for operations that the machine does not have
 */
export function lower(lowering: Lowering, compute: Compute): Listing {
  const list = new Listing(compute);
  const { roots } = lowering;
  const rules = rulesOf(lowering, list);
  const needs = (term: Term): readonly Term[] => rules.get(term)!.args;
  const order = new Set<Term>();
  for (const root of roots)
    for (const term of schedule(root, { stop: (inner) => order.has(inner), argumentsOf: needs })) order.add(term);
  const users = countUsers(order, needs, roots);
  const places = new Map<Term, Place>();
  for (const term of order) {
    const args = needs(term).map((argument) => places.get(argument)!);
    for (const { base } of args) if (base.kind === "buffer") base.pending--;
    const place = rules.get(term)!.lower(...args);
    if (place.base.kind === "buffer") place.base.pending += users.get(term)!;
    places.set(term, place);
  }
  for (const root of roots) output(list, places.get(root)!, ...shapeOf(root));
  return list;
}

function countUsers(
  order: Iterable<Term>,
  needs: (term: Term) => readonly Term[],
  roots: readonly Term[],
): ReadonlyMap<Term, number> {
  const users = new Map<Term, number>();
  const count = (term: Term): void => void users.set(term, (users.get(term) ?? 0) + 1);
  for (const term of order) needs(term).forEach(count);
  roots.forEach(count);
  return users;
}

function output(list: Listing, place: Place, rows: number, cols: number): void {
  if (rows * cols === 0) return void list.outputs.push({ rows, cols, buffer: undefined });
  const whole = list.isWhole(place, rows, cols) ? place : copy(list, place, rows, cols);
  if (whole.base.kind !== "buffer") return;
  whole.base.last = Number.POSITIVE_INFINITY;
  list.outputs.push({ rows, cols, buffer: whole.base });
}

/** What rules look at: the listing they write to, and what is known of nodes below. */
interface Surroundings {
  readonly list: Listing;
  readonly numberOf: ReadonlyMap<Term, number>;
  readonly form: (variable: number) => Form;
  readonly ruleOf: (term: Term) => Rule;
  /** The rows that a node chooses, when it is a selection. */
  readonly chosen: (term: Term) => Rows | undefined;
  /** Whether all its entries are 0 or 1, whatever the values are. */
  readonly isZeroOne: (term: Term) => boolean;
  /** Whether just one other node asks for it. */
  readonly usedOnce: (term: Term) => boolean;
}

function rulesOf({ roots, variables, form }: Lowering, list: Listing): ReadonlyMap<Term, Rule> {
  const nodes = nodesOf(roots);
  const users = countUsers(nodes, machineArguments, roots);
  const rules = new Map<Term, Rule>();
  const rows = new Map<Term, Rows>();
  const zeroOne = new Set<Term>();
  const surroundings: Surroundings = {
    list,
    form,
    numberOf: new Map(variables.map((variable, i) => [variable, i])),
    ruleOf: (term) => rules.get(term)!,
    chosen: (term) => rows.get(term),
    isZeroOne: (term) => zeroOne.has(term),
    usedOnce: (term) => users.get(term) === 1,
  };
  for (const term of nodes) {
    const chosen = chosenRows(term, surroundings);
    if (chosen !== undefined) rows.set(term, chosen);
    if (isZeroOne(term, surroundings)) zeroOne.add(term);
    rules.set(term, term.op !== "variable" && isEmpty(term) ? leaf(() => list.constant(0)) : rule(term, surroundings));
  }
  return rules;
}

function isEmpty(term: Term): boolean {
  return shapeOf(term).includes(0);
}

/** A selection, a permutation turned over, or one after the other. */
function chosenRows(term: Term, { numberOf, form, chosen }: Surroundings): Rows | undefined {
  const [count] = shapeOf(term);
  if (isEmpty(term)) return undefined;
  if (term.op === "variable") {
    const number = numberOf.get(term)!;
    const given = form(number);
    return given.kind === "selection"
      ? { kind: "given", variable: number, count, permutes: given.permutes }
      : undefined;
  }
  if (term.op === "transpose") return inverted(chosen(term.args[0]!));
  if (term.op !== "mul") return undefined;
  const [outer, inner] = [chosen(term.args[0]!), chosen(term.args[1]!)];
  if (outer === undefined || inner === undefined) return undefined;
  return { kind: "compose", outer, inner, count, permutes: outer.permutes && inner.permutes };
}

const ZERO_ONE_LEAVES: ReadonlySet<Op> = new Set<Op>(["identity", "ones", "zeros", "tri"]);
const ZERO_ONE_KINDS: ReadonlySet<Kind> = new Set<Kind>(["mask", "perm", "selection"]);
const KEEPS_ZERO_ONE: ReadonlySet<Op> = new Set<Op>([
  ...(["transpose", "diag", "diagonal", "vec", "rows", "cols", "hcat", "vcat", "kron", "hadamard", "max"] as const),
]);

/** Whether what is below says that all entries are 0 or 1. */
function isZeroOne(term: Term, { chosen, isZeroOne: known }: Surroundings): boolean {
  if (ZERO_ONE_LEAVES.has(term.op) || chosen(term) !== undefined) return true;
  if (term.op === "variable") return ZERO_ONE_KINDS.has(term.kind);
  if (term.op === "defined") return bandOf(term) !== undefined;
  if (!term.args.every(known)) return false;
  if (term.op !== "mul") return KEEPS_ZERO_ONE.has(term.op);
  const [A, B] = term.args as readonly [Term, Term];
  const columns = B.op === "transpose" ? chosen(B.args[0]!) : inverted(chosen(B));
  return A.cols === dim(1) || chosen(A) !== undefined || columns !== undefined; // one product for each entry
}

function inverted(of: Rows | undefined): Rows | undefined {
  if (of === undefined || !of.permutes) return undefined;
  return of.kind === "inverse" ? of.of : { kind: "inverse", of, count: of.count, permutes: true };
}

function leaf(make: () => Place): Rule {
  return { args: [], lower: make };
}

function refusal(op: string, reason: string): never {
  throw new Refusal("wasm", op, reason);
}

/** Definitions that the machine computes by name; all others have their unfolding. */
const BY_NAME: Readonly<Record<string, (args: readonly Term[], n: number, m: number, around: Surroundings) => Rule>> = {
  softmax: (args, n, m, { list }) => {
    return { args, lower: (A) => list.rowwise(n, m, (to, y, a) => to.softmax(y, a, n, m), A) };
  },
  msoftmax: (args, n, m, { list, isZeroOne }) => {
    const among = (S: Place, M: Place): Place =>
      list.rowwise(n, m, (to, y, a, mask) => to.softmax(y, a, n, m, { mask }), S, M);
    return { args, lower: isZeroOne(args[1]!) ? among : (S, M) => weighted(list, n, m, among(S, M), M) };
  },
  layernorm: (args, n, m, { list }) => {
    return { args, lower: (A, e) => list.rowwise(n, m, (to, y, a, b) => to.layernorm(y, a, b, n, m), A, e) };
  },
  rmsnorm: (args, n, m, { list }) => {
    return { args, lower: (A, e) => list.rowwise(n, m, (to, y, a, b) => to.rmsnorm(y, a, b, n, m), A, e) };
  },
  divide: (args, n, m, { list }) => ({ args, lower: (A, B) => binary(list, "div", n, m, A, B) }),
  subtract: (args, n, m, { list }) => ({ args, lower: (A, B) => binary(list, "sub", n, m, A, B) }),
  min: (args, n, m, { list }) => ({ args, lower: (A, B) => binary(list, "min", n, m, A, B) }),
  rowsum: (args, n, _, { list }) => {
    const [, cols] = shapeOf(args[0]!);
    return cols === 0 ? leaf(() => list.constant(0)) : { args, lower: (A) => rowSums(list, A, n, cols) };
  },
};

/** Powers beyond this many products are left to others. */
const LARGEST_POWER = 1024;

function rule(term: Term, around: Surroundings): Rule {
  const { list } = around;
  const [n, m] = shapeOf(term);
  const { args } = term;
  const made = (write: Write, cols = m): Place => list.step(write, list.room(n, cols));
  switch (term.op) {
    case "variable":
      return leaf(() => variablePlace(term, n, m, around));
    case "constant":
      return leaf(() => list.constant(rationalToNumber(term.value)));
    case "size":
      return leaf(() => list.constant(dimValue(term.size)!));
    case "identity":
      return leaf(() => made((to, y) => to.identity(y, n)));
    case "ones":
      return leaf(() => list.constant(1));
    case "zeros":
      return leaf(() => list.constant(0));
    case "iota":
      return leaf(() =>
        view(
          list.step((to, y) => to.iota(y, 1, n), list.room(1, n)),
          transposed,
        ),
      );
    case "tri":
      return leaf(() => made((to, y) => to.tri(y, n, m, dimValue(term.above)! - dimValue(term.below)!)));
    case "transpose":
      return { args, lower: (A) => view(A, transposed) };
    case "diag":
      return { args, lower: (v) => list.step((to, y, a) => to.diag(y, a, n), list.room(n, n), v) };
    case "diagonal":
      return { args, lower: (A) => view(A, diagonal) };
    case "vec":
      return { args, lower: (A) => stacked(list, A, ...shapeOf(args[0]!)) };
    case "trace": {
      const [size] = shapeOf(args[0]!);
      const sum = (A: Place): Place => product(list, view(view(A, diagonal), transposed), list.constant(1), 1, size, 1);
      return { args, lower: (A) => (size === 0 ? list.constant(0) : sum(A)) };
    }
    case "maxEntry":
      return { args, lower: (A) => largest(list, A, ...shapeOf(args[0]!)) };
    case "inverse":
    case "det":
      return refusal(term.op, "the machine has no elimination");
    case "rank":
      return refusal(term.op, "rounding hides it");
    case "opaque":
      return refusal(term.op, "the machine calls no functions of JavaScript");
    case "add":
      return sumRule(term, n, m, around);
    case "mul":
      return productRule(term, n, m, around);
    case "scale":
      return { args, lower: (a, B) => binary(list, "mul", n, m, view(view(a, repeatedRow), repeatedColumn), B) };
    case "hadamard":
      return { args, lower: (A, B) => binary(list, "mul", n, m, A, B) };
    case "max":
      return { args, lower: (A, B) => binary(list, "max", n, m, A, B) };
    case "hcat":
    case "vcat":
      return joinRule(term.op, term, n, m, list);
    case "kron": {
      const [A, B] = args.map(shapeOf) as [readonly [number, number], readonly [number, number]];
      return { args, lower: (a, b) => list.step((to, y, l, r) => to.kron(y, l, r, ...A, ...B), list.room(n, m), a, b) };
    }
    case "map":
      return { args, lower: (A) => unary(list, term.fn, n, m, A) };
    case "power":
      return powerRule(term, dimValue(term.exponent)!, n, m, list);
    case "rows":
      return { args, lower: (A) => view(A, (x) => sliced(x, dimValue(term.start)!, 0)) };
    case "cols":
      return { args, lower: (A) => view(A, (x) => sliced(x, 0, dimValue(term.start)!)) };
    case "defined":
      return Object.hasOwn(BY_NAME, term.name)
        ? BY_NAME[term.name]!(args, n, m, around)
        : { args: [term.unfolded], lower: (A) => A };
    case "bigSum":
    case "bigHcat":
    case "bigVcat":
    case "fold":
    case "state":
      return refusal(term.op, "binders are unrolled first");
  }
}

function variablePlace(term: Variable, n: number, m: number, { list, numberOf, form, chosen }: Surroundings): Place {
  if (isEmpty(term)) return list.constant(0);
  const variable = numberOf.get(term)!;
  const given = form(variable);
  if (given.kind === "stored") return { ptr: 0, ...given, base: { kind: "parameter", variable } };
  const buffer = list.input(n * m);
  if (given.kind === "dense") list.inputs.dense.push({ variable, buffer });
  else {
    const rows = chosen(term)!; // it is a selection
    list.needRows(rows);
    list.inputs.oneHot.push({ rows, cols: m, buffer });
  }
  return list.whole(buffer, m);
}

function unary(list: Listing, map: UnaryMap, n: number, m: number, A: Place): Place {
  return list.entrywise(n, m, (to, y, a) => to.unary(map, y, a, n, m), A);
}

function binary(list: Listing, map: BinaryMap, n: number, m: number, A: Place, B: Place): Place {
  return list.entrywise(n, m, (to, y, a, b) => to.binary(map, y, a, b, n, m), A, B);
}

function copy(list: Listing, A: Place, n: number, m: number, target = list.room(n, m)): Place {
  return list.step((to, y, a) => to.unary("copy", y, a, n, m), target, A);
}

/** The columns of A one below the other. shape  n × m → n·m × 1 */
function stacked(list: Listing, A: Place, n: number, m: number): Place {
  if (m === 1) return A;
  if (n === 1) return view(A, transposed);
  const columns = copy(list, view(A, transposed), m, n);
  return { ...columns, rowStride: 1 };
}

function largest(list: Listing, A: Place, n: number, m: number): Place {
  if (n * m === 0) return list.constant(Number.NEGATIVE_INFINITY);
  const ofRows = list.step((to, y, a) => to.rowMax(y, a, n, m), list.room(n, 1), A);
  return list.step((to, y, a) => to.rowMax(y, a, 1, n), list.room(1, 1), view(ofRows, transposed));
}

/** Shares of weights that a softmax has already divided by their sum. shape  P, M: n × m → n × m */
function weighted(list: Listing, n: number, m: number, P: Place, M: Place): Place {
  const write: Write = (to, y, a, b) => to.binary("mul", y, a, b, n, m);
  const weights = list.step(write, list.room(n, m), P, M);
  const sums = view(rowSums(list, weights, n, m), repeatedColumn);
  return list.step((to, y, a, b) => to.binary("div", y, a, b, n, m), list.room(n, m), weights, sums);
}

function rowSums(list: Listing, A: Place, n: number, m: number): Place {
  return list.step((to, y, a) => to.rowSum(y, a, n, m), list.room(n, 1), A);
}

function powerRule(term: Term, exponent: number, n: number, m: number, list: Listing): Rule {
  if (exponent > LARGEST_POWER) refusal("power", `an exponent of ${exponent} is more than ${LARGEST_POWER} products`);
  if (exponent === 0) return leaf(() => list.constant(1));
  const lowered = (A: Place): Place => {
    let result = A;
    for (let i = 1; i < exponent; i++)
      result = list.step((to, y, a, b) => to.binary("mul", y, a, b, n, m), list.room(n, m), result, A);
    return result;
  };
  return { args: term.args, lower: (A) => lowered(A) };
}

/** Blocks of a nested row or column of blocks, copied once each; found when they are asked for, since nests share them. */
function joinRule(op: "hcat" | "vcat", term: Term, n: number, m: number, list: Listing): Rule {
  let blocks: readonly Term[] | undefined;
  return {
    get args() {
      blocks ??= leavesInOrder(op, term).filter((block) => !isEmpty(block));
      return blocks;
    },
    lower(...places) {
      const whole = list.room(n, m);
      let start = 0;
      places.forEach((place, i) => {
        const [rows, cols] = shapeOf(this.args[i]!);
        const at = view(whole, (x) => (op === "hcat" ? sliced(x, 0, start) : sliced(x, start, 0)));
        copy(list, place, rows, cols, at);
        start += op === "hcat" ? cols : rows;
      });
      return whole;
    },
  };
}

/** The blocks from the first to the last. */
function leavesInOrder(op: "hcat" | "vcat", term: Term): Term[] {
  const leaves: Term[] = [];
  const stack = [term];
  for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
    if (next.op === op) stack.push(next.args[1]!, next.args[0]!);
    else leaves.push(next);
  }
  return leaves;
}

/** A + B. A sum of products that only this sum reads takes up another one without a matrix in between. */
function sumRule(term: Term, n: number, m: number, { list, ruleOf, usedOnce }: Surroundings): Rule {
  const [A, B] = term.args as readonly [Term, Term];
  const [left, right] = [ruleOf(A), ruleOf(B)];
  const merges = left.runningSum && right.runningSum && B.op === "mul" && A !== B && usedOnce(A) && usedOnce(B);
  if (!merges) return { args: term.args, lower: (a, b) => binary(list, "add", n, m, a, b) };
  const [, k] = shapeOf(right.args[0]!);
  return {
    args: [A, ...right.args],
    lower: (sum, a, b) => product(list, a, b, n, k, m, sum),
    runningSum: true,
  };
}

/** A B, or a running sum + A B in the sum's own place. shape  n × k, k × m → n × m */
function product(list: Listing, A: Place, B: Place, n: number, k: number, m: number, sum?: Place): Place {
  const accumulate = sum !== undefined;
  const target = sum ?? list.room(n, m);
  // The assembler turns a column into a row, and would exchange the operands.
  if (m === 1 && n > 1) {
    const write: Write = (to, y, a, b) => to.gemm(y, a, b, 1, k, n, { accumulate });
    return list.step(write, target, view(B, transposed), view(A, transposed));
  }
  return list.step((to, y, a, b) => to.gemm(y, a, b, n, k, m, { accumulate }), target, A, B);
}

function productRule(term: Term, n: number, m: number, { list, chosen }: Surroundings): Rule {
  const [A, B] = term.args as readonly [Term, Term];
  const [, k] = shapeOf(A);
  if (k === 0) return leaf(() => list.constant(0));
  const rowsOfB = chosen(A);
  if (rowsOfB !== undefined) return { args: [B], lower: (b) => gathered(list, b, rowsOfB, m, k) };
  const columnsOfA = B.op === "transpose" ? chosen(B.args[0]!) : inverted(chosen(B));
  if (columnsOfA !== undefined)
    return { args: [A], lower: (a) => view(gathered(list, view(a, transposed), columnsOfA, n, k), transposed) };
  const first = firstRow(A);
  if (first !== undefined && first + n <= k) return { args: [B], lower: (b) => view(b, (x) => sliced(x, first, 0)) };
  if (firstRow(B) === 0 && m === k) return { args: [A], lower: (a) => a! };
  const [down, across] = [diagonalOf(A), diagonalOf(B)];
  if (down !== undefined) {
    const column = (D: Place): Place => view(down.column(D), repeatedColumn);
    return { args: [down.of, B], lower: (D, b) => binary(list, "mul", n, m, column(D), b) };
  }
  if (across !== undefined) {
    const row = (D: Place): Place => view(view(across.column(D), transposed), repeatedRow);
    return { args: [A, across.of], lower: (a, D) => binary(list, "mul", n, m, a, row(D)) };
  }
  if (k === 1) return { args: [A, B], lower: (a, b) => outer(list, a, b, n, m) };
  return { args: [A, B], lower: (a, b) => product(list, a, b, n, k, m), runningSum: true };
}

const DIAGONAL_KINDS: ReadonlySet<Kind> = new Set<Kind>(["diagonal", "posdiagonal", "invdiagonal"]);

/** What a diagonal matrix is made of, and its diagonal as a column of that. */
function diagonalOf(term: Term): { readonly of: Term; readonly column: (of: Place) => Place } | undefined {
  if (term.op === "diag") return { of: term.args[0]!, column: (v) => v };
  const isDiagonal = term.op === "variable" && DIAGONAL_KINDS.has(term.kind);
  return isDiagonal ? { of: term, column: (D) => view(D, diagonal) } : undefined;
}

/** Rows of A by their numbers. shape  k × m → rows.count × m */
function gathered(list: Listing, A: Place, rows: Rows, m: number, k: number): Place {
  const write: Write = (to, y, a, numbers) => to.gather(y, a, numbers.ptr, rows.count, m, k);
  return list.step(write, list.room(rows.count, m), A, list.rowNumbers(rows));
}

/** The column of the 1 in row 0 of a matrix with ones on a diagonal alone: an identity, or a band of one. */
function firstRow(term: Term): number | undefined {
  if (term.op === "identity") return 0;
  const band = bandOf(term);
  return band !== undefined && band.last === band.before + 1 && band.last >= 0 ? band.last : undefined;
}

/** The ones where `before < j − i ≤ last` of one `tri` less another: windows, and the rows of `firstRows`. */
function bandOf(term: Term): { readonly before: number; readonly last: number } | undefined {
  if (term.op !== "defined" || term.name !== "subtract") return undefined;
  const [more, less] = term.args as readonly [Term, Term];
  if (more.op !== "tri" || less.op !== "tri") return undefined;
  const [last, before] = [more, less].map(({ above, below }) => dimValue(above)! - dimValue(below)!) as [
    number,
    number,
  ];
  return before <= last ? { before, last } : undefined;
}

/** A column times a row; a factor of ones repeats the other. shape  n × 1, 1 × m → n × m */
function outer(list: Listing, A: Place, B: Place, n: number, m: number): Place {
  const isOne = ({ base }: Place): boolean => base.kind === "constant" && base.value === 1;
  if (isOne(A)) return view(B, repeatedRow);
  if (isOne(B)) return view(A, repeatedColumn);
  return binary(list, "mul", n, m, view(A, repeatedColumn), view(B, repeatedRow));
}
