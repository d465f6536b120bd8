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
import { type Term, variable } from "../term/term.ts";
import { replaceAt } from "./replace.ts";

/** An equation used at a path, from its left side to its right one. */
export interface Change {
  readonly path: readonly number[];
  readonly rhs: Term;
  readonly proof: string;
}

/** What a chain needs to write a place that no congruence names: a type, and a term with a hole; and to cut itself. */
export interface Places<C extends Change> {
  readonly type: (of: Term) => string;
  readonly term: (of: Term) => string;
  /** A lemma of its own for some of the changes, from a term to what they make of it; answers what proves it. */
  readonly lemma: (start: Term, end: Term, proof: string, changes: readonly C[]) => string;
}

/** The text of a chain, and the term at its end. */
export interface Chain {
  readonly text: string;
  readonly end: Term;
  /** How many laws and congruences the text names. */
  readonly weight: number;
}

/** A part of a chain, from one term to another. */
interface Link<C extends Change> extends Chain {
  readonly start: Term;
  readonly changes: readonly C[];
}

/** A chain of changes of a term. */
export function chain<C extends Change>(start: Term, changes: readonly C[], places: Places<C>): Chain {
  const links: Link<C>[] = [];
  let term = start;
  for (let i = 0; i < changes.length; ) {
    const { path, rhs, proof } = changes[i]!;
    const last = path.length === 0 ? i + 1 : changes.findIndex((change, k) => k > i && change.path.length === 0);
    const some = changes.slice(i, last === -1 ? changes.length : last);
    if (path.length === 0) links.push({ text: proof, end: rhs, weight: 1, start: term, changes: some });
    else links.push(...inside(term, some, places));
    term = links.at(-1)!.end;
    i += some.length;
  }
  return { ...joined(links, places), end: term };
}

/** The chain without changes. */
export const SAME = "eq_refl";

/**
 * What a lemma may be proved by. What Rocq infers of a law grows with what the terms on the way have become, so a chain
 * is cut where it has grown, at the smallest term that changes: the ends of a lemma have names.
 */
const HEAVIEST = 16;

/** Links one after the other; what is too heavy becomes a lemma. */
function joined<C extends Change>(links: readonly Link<C>[], places: Places<C>): Omit<Chain, "end"> {
  const cut: Link<C>[] = [];
  let group: Link<C>[] = [];
  const weightOf = (some: readonly Link<C>[]): number => some.reduce((sum, { weight }) => sum + weight, 0);
  for (const link of links.filter(({ text }) => text !== SAME)) {
    if (weightOf(group) > 1 && weightOf(group) + link.weight > HEAVIEST) {
      cut.push(lemma(group, places));
      group = [];
    }
    group.push(link);
  }
  const all = [...cut, ...group];
  return { text: chained(all.map(({ text }) => text)), weight: weightOf(all) };
}

/** A link that names a lemma in place of what proves it. */
function lemma<C extends Change>(links: readonly Link<C>[], { lemma: named }: Places<C>): Link<C> {
  const [{ start }, { end }] = [links[0]!, links.at(-1)!];
  const changes = links.flatMap((link) => link.changes);
  return { start, end, changes, weight: 1, text: named(start, end, chained(links.map(({ text }) => text)), changes) };
}

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
function inside<C extends Change>(start: Term, changes: readonly C[], places: Places<C>): readonly Link<C>[] {
  const ran = start.args.flatMap((argument, at) => {
    const own = changes.filter(({ path }) => path[0] === at);
    const inner = own.map((one) => ({ ...one, path: one.path.slice(1) }));
    return own.length === 0 ? [] : [{ at, own, ...chain(argument, inner, places) }];
  });
  const name = CONGRUENCE[start.op];
  const changed = ran.filter(({ text }) => text !== SAME);
  if (name !== undefined && changed.length === 2) {
    const end = ran.reduce((term, { at, end: argument }) => replaceAt(term, [at], () => argument), start);
    const weight = changed.reduce((sum, one) => sum + one.weight, 1);
    return [{ start, end, weight, changes, text: `(${name} ${changed.map(({ text }) => text).join(" ")})` }];
  }
  let term = start;
  return ran.map(({ at, own, text, end: argument, weight }) => {
    const before = term;
    term = replaceAt(term, [at], () => argument);
    const written = text === SAME ? SAME : congruence(before, at, text, places);
    return { start: before, end: term, weight: weight + 1, changes: own, text: written };
  });
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

function congruence(
  term: Term,
  at: number,
  proof: string,
  { type, term: text }: Pick<Places<Change>, "type" | "term">,
): string {
  const name = CONGRUENCE[term.op];
  if (name !== undefined) return `(${name}${term.args.length === 2 && term.op !== "fold" ? SIDES[at] : ""} ${proof})`;
  if (term.op === "opaque" && term.scope !== "matrix")
    return `(c_${term.scope === "entry" ? "emap" : "rowmap"} ${proof})`;
  const part = term.args[at]!;
  const hole = variable(HOLE, part.rows, part.cols);
  return `(c_at (fun hole : ${type(part)} => ${text(replaceAt(term, [at], () => hole))}) ${proof})`;
}

const SIDES = ["_l", "_r"] as const;
