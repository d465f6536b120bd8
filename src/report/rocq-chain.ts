/**
 * Changes of a term one after the other, as one term of Rocq: an equation from what it was to what it became.
 *
 * Notation   tr p q    p, then q
 *            c_<op> p  p inside an operation, at its left or right argument
 *
 * Changes at places near one another share what stands above them. No term is written: each law is found by its name,
 * and what it is said of follows from the term that is there (proofs/rocq/Congruence.v).
 */
import { HOLE } from "../interpret/rocq.ts";
import { replaceAt } from "../kernel/place.ts";
import { type Term, variable } from "../term/term.ts";

/** An equation used at a path, from its left side to its right one. */
export interface Change {
  readonly path: readonly number[];
  readonly rhs: Term;
  readonly proof: string;
}

/** What a chain needs to write a place that no congruence names: a type, and a term with a hole. */
export interface Places {
  readonly type: (of: Term) => string;
  readonly term: (of: Term) => string;
}

/** The text of a chain, and the term at its end. */
export interface Chain {
  readonly text: string;
  readonly end: Term;
}

/** A chain of changes of a term. */
export function chain(start: Term, changes: readonly Change[], places: Places): Chain {
  const parts: string[] = [];
  let term = start;
  for (let i = 0; i < changes.length; ) {
    const { path, rhs, proof } = changes[i]!;
    if (path.length === 0) {
      if (proof !== SAME) parts.push(proof);
      term = rhs;
      i++;
      continue;
    }
    const end = changes.findIndex((change, k) => k > i && change.path.length === 0);
    const deeper = changes.slice(i, end === -1 ? changes.length : end);
    const inner = inside(term, deeper, places);
    parts.push(...inner.texts.filter((text) => text !== SAME));
    term = inner.end;
    i += deeper.length;
  }
  return { text: chained(parts), end: term };
}

/** The chain without changes. */
export const SAME = "eq_refl";

/** The longest chain that has a lemma. */
const LONGEST = 6;

/** Equations one after the other. */
function chained(parts: readonly string[]): string {
  const [first = SAME] = parts;
  if (parts.length < 2) return first;
  const links = parts.length <= LONGEST ? parts : [...parts.slice(0, LONGEST - 1), chained(parts.slice(LONGEST - 1))];
  return `(tr${links.length === 2 ? "" : links.length} ${links.join(" ")})`;
}

/** Changes inside the arguments of an operation, which do not see each other. */
function inside(
  start: Term,
  changes: readonly Change[],
  places: Places,
): { readonly texts: readonly string[]; readonly end: Term } {
  const ran = start.args.flatMap((argument, at) => {
    const own = changes.filter(({ path }) => path[0] === at).map((one) => ({ ...one, path: one.path.slice(1) }));
    return own.length === 0 ? [] : [{ at, ...chain(argument, own, places) }];
  });
  const end = ran.reduce((term, { at, end: argument }) => replaceAt(term, [at], () => argument), start);
  const name = CONGRUENCE[start.op];
  const proofs = ran.map(({ text }) => text).filter((text) => text !== SAME);
  if (name !== undefined && proofs.length === 2) return { texts: [`(${name} ${proofs.join(" ")})`], end };
  let term = start;
  const texts = ran.map(({ at, text, end: argument }) => {
    const written = text === SAME ? SAME : congruence(term, at, text, places);
    term = replaceAt(term, [at], () => argument);
    return written;
  });
  return { texts, end };
}

/** Congruences by operation; where one of two arguments changes, its side is added. */
const CONGRUENCE: Readonly<Partial<Record<Term["op"], string>>> = {
  transpose: "c_mtr",
  inverse: "c_minv",
  diag: "c_mdiag",
  diagonal: "c_mdiagonal",
  trace: "c_mtrace",
  det: "c_mdet",
  rank: "c_mrank",
  maxEntry: "c_mmaxe",
  vec: "c_mvec",
  rows: "c_mrows",
  cols: "c_mcols",
  map: "c_emap",
  power: "c_emap",
  fold: "c_mfold",
  add: "c_madd",
  mul: "c_mmul",
  scale: "c_mscale",
  hadamard: "c_mhad",
  max: "c_mmax",
  hcat: "c_mhcat",
  vcat: "c_mvcat",
  kron: "c_mkron",
};

function congruence(term: Term, at: number, proof: string, { type, term: text }: Places): string {
  const name = CONGRUENCE[term.op];
  if (name !== undefined) return `(${name}${term.args.length === 2 && term.op !== "fold" ? SIDES[at] : ""} ${proof})`;
  if (term.op === "opaque" && term.scope !== "matrix")
    return `(c_${term.scope === "entry" ? "emap" : "rowmap"} ${proof})`;
  const part = term.args[at]!;
  const hole = variable(HOLE, part.rows, part.cols);
  return `(c_at (fun hole : ${type(part)} => ${text(replaceAt(term, [at], () => hole))}) ${proof})`;
}

const SIDES = ["_l", "_r"] as const;
