/** The terms of a derivation: a table in which each has an id of its content, and short names for what recurs. */
import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";
import { CertificateReader } from "../../kernel/certificate-reader.ts";
import { CertificateWriter } from "../../kernel/certificate-writer.ts";
import { isClosed } from "../../kernel/closed.ts";
import { formulaOf } from "../../term/print.ts";
import { schedule, symbolsOf, variablesOf } from "../../term/schedule.ts";
import { replaceNodes } from "../../term/substitution.ts";
import { type Index, type Term, variable } from "../../term/term.ts";
import type { Derivation } from "./schema.ts";

const ID_LENGTH = 12;
/** Names that a run issued (`~`), and those that a prover gives by the height of a binder (`@`). */
export const isIssued = (name: string): boolean => name.startsWith("~") || name.includes("@");

type Row = Derivation["terms"][number];

/** Terms with their ids, in the order in which they are first named. */
export class TermTable {
  readonly #writer = new CertificateWriter();
  readonly #rows: Row[] = [];
  readonly #readable = new Map<Term, Term>();
  readonly #names = new Map<string, string>();
  readonly #taken: Set<string>;

  /** `known` are terms whose names are taken. */
  constructor(known: readonly Term[]) {
    const variables = variablesOf(...known).map(({ name }) => name);
    this.#taken = new Set([...known.flatMap(symbolsOf), ...variables, ...known.flatMap(freeIndices), "i", "y"]);
  }

  get rows(): readonly Row[] {
    return this.#rows;
  }

  /** The id of a term; names that the run issued are replaced by ones that read well. */
  id(term: Term): string {
    const at = this.#writer.term(this.readable(term));
    for (let next = this.#rows.length; next < this.#writer.rows.length; next++) this.#rows.push(this.#row(next));
    return this.#rows[at]!.id;
  }

  #row(at: number): Row {
    const node = this.#writer.rows[at]!;
    const args = "args" in node ? node.args.map((argument) => this.#rows[argument]!.id) : [];
    const content = JSON.stringify({ ...node, args, unfolded: undefined });
    const id = bytesToHex(sha256(utf8ToBytes(content))).slice(0, ID_LENGTH);
    const { rows, cols } = this.#writer.at(at);
    return { id, shape: [rows.text, cols.text], node };
  }

  /** A term in which no name is one that the run issued. */
  readable(term: Term): Term {
    const known = this.#readable.get(term);
    if (known !== undefined) return known;
    const index = (of: Index): Index =>
      typeof of === "object" && "free" in of && isIssued(of.free)
        ? { free: this.#name(of.free, ["l", "h", "k", "p", "q"]) }
        : of;
    const replace = (inner: Term): Term | undefined =>
      inner.op === "variable" && isIssued(inner.name)
        ? variable(this.#name(inner.name, ["z", "u", "v", "w"]), inner.rows, inner.cols, {
            index: inner.index.map(index),
          })
        : undefined;
    const issued = schedule(term).some(
      (inner) =>
        (inner.op === "variable" && isIssued(inner.name)) ||
        ((inner.op === "variable" || inner.op === "opaque") && inner.index.some((of) => index(of) !== of)),
    );
    const shown = issued ? replaceNodes(term, replace, { size: (of) => of, index }) : term;
    this.#readable.set(term, shown);
    return shown;
  }

  #name(issued: string, wanted: readonly string[]): string {
    const known = this.#names.get(issued);
    if (known !== undefined) return known;
    const numbered = Array.from({ length: this.#names.size + 1 }, (_, i) => `${wanted[0]}_${i + 1}`);
    const name = [...wanted, ...numbered].find((one) => !this.#taken.has(one))!; // one more than are taken
    this.#taken.add(name);
    this.#names.set(issued, name);
    return name;
  }
}

function freeIndices(root: Term): readonly string[] {
  return schedule(root).flatMap((term) =>
    term.op === "variable" || term.op === "opaque"
      ? term.index.flatMap((of) => (typeof of === "object" && "free" in of ? [of.free] : []))
      : [],
  );
}

/** The terms of a document by their ids. */
export function termsById(terms: readonly Row[]): ReadonlyMap<string, Term> {
  const reader = new CertificateReader(terms.map(({ node }) => node));
  return new Map(terms.map(({ id }, at) => [id, reader.term(at)]));
}

/** Letters for what recurs. */
const LETTERS = ["A", "B", "S", "T", "U", "G", "H", "K", "N", "V", "Y", "Z"];
const MOST_NAMES = 4;
/** Characters that a name must save. */
const WORTH = 40;
const SHORTEST = 12;

/** Short names for terms that recur in lines, the most telling first. */
export function shortNames(lines: readonly Term[]): ReadonlyMap<Term, string> {
  const taken = new Set([...lines.flatMap(symbolsOf), ...variablesOf(...lines).map(({ name }) => name)]);
  const letters = LETTERS.filter((letter) => !taken.has(letter));
  const names = new Map<Term, string>();
  let shown = [...lines];
  for (const letter of letters.slice(0, MOST_NAMES)) {
    const counts = new Map<Term, number>();
    for (const line of shown)
      for (const [term, count] of occurrences(line)) counts.set(term, (counts.get(term) ?? 0) + count);
    const saving = ([term, count]: readonly [Term, number]): number => (count - 1) * (lengthOf(term) - 1);
    const candidates = [...counts].filter(
      ([term, count]) => count > 2 && isNameable(term) && lengthOf(term) >= SHORTEST,
    );
    const [best] = candidates.sort((a, b) => saving(b) - saving(a));
    if (best === undefined || saving(best) < WORTH) break;
    names.set(inFull(best[0], names), letter);
    shown = shown.map((line) => abbreviated(line, new Map([[best[0], letter]])));
  }
  return names;
}

/** A term in which names stand for what they name. */
function inFull(term: Term, names: ReadonlyMap<Term, string>): Term {
  const named = new Map([...names].map(([full, name]) => [name, full]));
  return replaceNodes(term, (inner) => (inner.op === "variable" ? named.get(inner.name) : undefined));
}

function occurrences(line: Term): ReadonlyMap<Term, number> {
  const counts = new Map<Term, number>([[line, 1]]);
  for (const term of schedule(line).toReversed())
    for (const argument of term.args) counts.set(argument, (counts.get(argument) ?? 0) + counts.get(term)!);
  return counts;
}

const lengths = new WeakMap<Term, number>();
function lengthOf(term: Term): number {
  const known = lengths.get(term) ?? formulaOf(term, { maxLength: 2000 }).length;
  lengths.set(term, known);
  return known;
}

function isNameable(term: Term): boolean {
  return term.args.length > 0 && isClosed(term) && term.op !== "transpose";
}

/** A term in which what has a name is that name. */
export function abbreviated(term: Term, names: ReadonlyMap<Term, string>): Term {
  if (names.size === 0) return term;
  return replaceNodes(term, (inner) => {
    const name = names.get(inner);
    return name === undefined ? undefined : variable(name, inner.rows, inner.cols);
  });
}
