/**
 * Cutting a matrix in two, and what its two pieces are the pieces of.
 *
 * `glued` guesses a whole from its upper and lower (or left and right) piece;
 * the guess is cut again, and taken only when both pieces come out identical.
 */
import { addDim, type Dim, subtractDim } from "../../term/dimension.ts";
import {
  cols,
  diag,
  hcat,
  identity,
  isScalar,
  map,
  max,
  ones,
  opaque,
  power,
  rows,
  scale,
  type Term,
  tri,
  vcat,
  zeros,
} from "../../term/term.ts";
import type { Equality } from "../derivation.ts";
import type { Normaliser } from "../normaliser.ts";
import { factorsOf, flat, isConstant, isZeroTerm, nested } from "../parts.ts";

/** Whether pieces are above one another, or side by side. */
export type Direction = "rows" | "cols";

const CUT = { rows, cols } as const;
const OPERATION = { rows: "vcat", cols: "hcat" } as const;

/** The operation that puts pieces together in a direction. */
export const joining = (along: Direction): "vcat" | "hcat" => OPERATION[along];

/** `X = [rows(X, 0, at); rows(X, at, …)]`. */
export function split(X: Term, along: Direction, at: Dim, n: Normaliser): Equality {
  const rest = subtractDim(X[along], at)!; // at is inside X
  const [first, second] = [CUT[along](X, 0, at), CUT[along](X, at, rest)];
  return n
    .chain(X)
    .step(n.backward(n.law(`${along}_self`, [X])))
    .step(n.backward(n.law(along === "rows" ? "vcat_rows" : "hcat_cols", [first, second])))
    .done();
}

/** A square matrix of blocks as four, `[A B; C D]` with a square A: the rows of its first block, and as many columns. */
export interface Quarters {
  readonly made: Equality;
  readonly blocks: readonly [Term, Term, Term, Term];
}

/** The four blocks of a square matrix whose rows are blocks, each in normal form, however many it is written with. */
export function quarters(M: Term, n: Normaliser): Quarters | undefined {
  if (M.op !== "vcat" || M.rows !== M.cols) return undefined;
  const [first, ...rest] = rowsOfBlocks(M);
  const at = first!.rows;
  const chain = n.chain(M).regroup(
    vcat(
      first!,
      rest.reduce((above, below) => vcat(above, below)),
    ),
  );
  const made: Term[] = [];
  for (const [i, half] of chain.term.args.entries()) {
    const cut = cutAt(half, at, n);
    chain.step(cut, [i]);
    for (const [j, piece] of cut.to.args.entries()) {
      const normal = n.normal(piece);
      chain.step(normal, [i, j]);
      made.push(normal.to);
    }
  }
  return { made: chain.done(), blocks: made as [Term, Term, Term, Term] };
}

const rowsOfBlocks = (M: Term): readonly Term[] => (M.op === "vcat" ? M.args.flatMap(rowsOfBlocks) : [M]);

function cutAt(half: Term, at: Dim, n: Normaliser): Equality {
  return half.op === "hcat" && half.args[0]!.cols === at
    ? { from: half, to: half, by: undefined }
    : split(half, "cols", at, n);
}

/** `[A; B] = Z` where Z cut in two is A and B; nothing when no such Z is seen. */
export function glued(A: Term, B: Term, along: Direction, n: Normaliser): Equality | undefined {
  const whole = guess(A, B, along);
  if (whole === undefined) return undefined;
  const cut = split(whole, along, A[along], n);
  const [first, second] = cut.to.args.map((piece) => n.normal(piece)) as [Equality, Equality]; // two pieces
  if (first.to !== A || second.to !== B) return undefined;
  return n.backward(n.chain(whole).step(cut).step(first, [0]).step(second, [1]).done());
}

/** What may have these pieces: the same operations of pieces of the same atoms. */
function guess(A: Term, B: Term, along: Direction): Term | undefined {
  if (A.op === along && B.op === along) return ofSlices(A, B, along);
  const filled = sameEntries(A, B, along) ?? onDiagonal(A, B, along) ?? besideZeros(A, B, along);
  if (filled !== undefined || A.op !== B.op) return filled;
  const inner = (): Term | undefined => guess(A.args[0]!, B.args[0]!, along);
  switch (A.op) {
    case "map":
      return B.op === "map" && B.fn === A.fn ? lifted(inner(), (X) => map(A.fn, X)) : undefined;
    case "power":
      return B.op === "power" && B.exponent === A.exponent ? lifted(inner(), (X) => power(X, A.exponent)) : undefined;
    case "opaque":
      return sameFunction(A, B, along)
        ? lifted(inner(), (X) => opaque(A.name, A.scope, X, { ...widthOf(A), index: A.index }))
        : undefined;
    case "scale":
      return A.args[0] === B.args[0]
        ? lifted(guess(A.args[1]!, B.args[1]!, along), (X) => scale(A.args[0]!, X))
        : undefined;
    case "add":
    case "hadamard":
      return paired(A.op, flat(A.op, A), flat(A.op, B), along);
    case "max":
      return lifted(inner(), (X) => lifted(guess(A.args[1]!, B.args[1]!, along), (Y) => max(X, Y)));
    case "mul":
      return ofProducts(factorsOf(A), factorsOf(B), along);
    case "hcat":
    case "vcat":
      return A.op === joining(along)
        ? undefined
        : lifted(inner(), (X) => lifted(guess(A.args[1]!, B.args[1]!, along), (Y) => sameJoin(A, X, Y)));
  }
  return undefined;
}

const lifted = <T>(part: Term | undefined, make: (part: Term) => T): T | undefined =>
  part === undefined ? undefined : make(part);

const sameJoin = (A: Term, X: Term, Y: Term): Term | undefined => {
  if (A.op === "hcat") return X.rows === Y.rows ? hcat(X, Y) : undefined;
  return X.cols === Y.cols ? vcat(X, Y) : undefined;
};

type Opaque = Extract<Term, { op: "opaque" }>;

/** A function of rows has as many columns as it had; one of entries, those of its argument. */
const widthOf = (A: Opaque): { cols?: Dim } => (A.scope === "row" ? { cols: A.cols } : {});

function sameFunction(A: Opaque, B: Term, along: Direction): boolean {
  if (B.op !== "opaque" || B.name !== A.name || B.scope !== A.scope || A.scope === "matrix") return false;
  const sameIndex = A.index.length === B.index.length && A.index.every((i, k) => i === B.index[k]);
  return sameIndex && (A.scope === "entry" || (along === "rows" && A.cols === B.cols));
}

function ofSlices(A: Term, B: Term, along: Direction): Term | undefined {
  if (A.op !== along || B.op !== along || A.args[0] !== B.args[0]) return undefined;
  if (B.start !== addDim(A.start, A[along])) return undefined;
  const [X, count] = [A.args[0]!, addDim(A[along], B[along])];
  return count === X[along] ? X : CUT[along](X, A.start, count);
}

/** Numbers repeated: ones, zeros, one number twice. */
function sameEntries(A: Term, B: Term, along: Direction): Term | undefined {
  const shape =
    along === "rows" ? ([addDim(A.rows, B.rows), A.cols] as const) : ([A.rows, addDim(A.cols, B.cols)] as const);
  if (isZeroTerm(A) && isZeroTerm(B)) return zeros(...shape);
  const number = entryOf(A);
  if (number === undefined || entryOf(B) !== number) return undefined;
  return number === "one" ? ones(...shape) : scale(number, ones(...shape));
}

/** The one entry that a row or column repeats. */
function entryOf(A: Term): Term | "one" | undefined {
  if (A.op === "ones" || isConstant(A, 1n)) return "one";
  if (A.op === "scale" && A.args[1]!.op === "ones") return A.args[0]!;
  return isScalar(A) && !isZeroTerm(A) ? A : undefined;
}

/** Summands or entrywise factors, each with its partner. */
function paired(
  op: "add" | "hadamard",
  left: readonly Term[],
  right: readonly Term[],
  along: Direction,
): Term | undefined {
  if (left.length !== right.length) return undefined;
  const open = [...right];
  const wholes: Term[] = [];
  for (const part of left) {
    const found = open.findIndex((other) => guess(part, other, along) !== undefined);
    if (found < 0) return undefined;
    wholes.push(guess(part, open[found]!, along)!);
    open.splice(found, 1);
  }
  return nested(op, wholes);
}

/** `A x` and `B x`, with diagonal matrices cut beside what they multiply. */
function ofProducts(left: readonly Term[], right: readonly Term[], along: Direction): Term | undefined {
  if (left.length !== right.length) return undefined;
  const ordered = along === "rows" ? [left, right] : [[...left].reverse(), [...right].reverse()];
  const [a, b] = ordered as [readonly Term[], readonly Term[]];
  const wholes: Term[] = [];
  let cut = true;
  for (const [i, part] of a.entries()) {
    const other = b[i]!;
    if (!cut) {
      if (part !== other) return undefined;
      wholes.push(part);
    } else if (part.op === "diag" && other.op === "diag" && i < a.length - 1) {
      const u = guess(part.args[0]!, other.args[0]!, "rows");
      if (u === undefined) return undefined;
      wholes.push(diag(u));
    } else {
      const whole = guess(part, other, along);
      if (whole === undefined) return undefined;
      wholes.push(whole);
      cut = false;
    }
  }
  return nested("mul", along === "rows" ? wholes : wholes.reverse());
}

/** `[I 0; 0 I]`, `[diag(u) 0; 0 diag(v)]` and `[tri 0; 1 tri]`: the upper piece tells. */
function onDiagonal(A: Term, B: Term, along: Direction): Term | undefined {
  if (along !== "rows" || A.op !== "hcat" || A.cols !== addDim(A.rows, B.rows)) return undefined;
  const [D, rest] = A.args as readonly [Term, Term];
  if (!isZeroTerm(rest) || D.rows !== D.cols) return undefined;
  if (B.op === "hcat" && isZeroTerm(B.args[0]!)) {
    const E = B.args[1]!;
    if (isUnit(D) && isUnit(E)) return identity(A.cols);
    return D.op === "diag" && E.op === "diag"
      ? lifted(guess(D.args[0]!, E.args[0]!, "rows"), (u) => diag(u))
      : undefined;
  }
  return D.op === "tri" || isUnit(D) ? tri(A.cols, A.cols) : undefined;
}

/** `[0 A; 0 B]` beside the zeros that both begin with: what stands behind them may be the rows of one matrix. */
function besideZeros(A: Term, B: Term, along: Direction): Term | undefined {
  if (along !== "rows" || A.op !== "hcat" || B.op !== "hcat") return undefined;
  const [a, b] = [blocksOf(A), blocksOf(B)];
  if (!isZeroTerm(a[0]!) || !isZeroTerm(b[0]!)) return undefined;
  const width = subtractDim(b[0]!.cols, a[0]!.cols) === undefined ? b[0]!.cols : a[0]!.cols;
  const [left, right] = [behind(a, width), behind(b, width)];
  if (left === undefined || right === undefined) return undefined;
  return lifted(guess(left, right, along), (X) => hcat(zeros(X.rows, width), X));
}

const blocksOf = (A: Term): readonly Term[] => (A.op === "hcat" ? A.args.flatMap(blocksOf) : [A]);

/** Blocks side by side without so many columns of the zeros in front. */
function behind([zero, ...blocks]: readonly Term[], width: Dim): Term | undefined {
  const left = subtractDim(zero!.cols, width);
  if (left === undefined) return undefined;
  const rest = zero!.cols === width ? blocks : [zeros(zero!.rows, left), ...blocks];
  return rest.reduce((all, next) => hcat(all, next));
}

const isUnit = (D: Term): boolean => D.op === "identity" || (isScalar(D) && isConstant(D, 1n));
