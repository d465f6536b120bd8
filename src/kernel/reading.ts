/**
 * Proofs as the kernel reads them.
 *
 * A proof comes from untrusted code: its objects may be proxies, have getters
 * that answer differently at each read, or change later. So each field is read
 * once, checked to be what it should be, and copied into data of the kernel's
 * own. Terms need no copy: they are frozen, and only the constructors of
 * term.ts make them, which {@link isTerm} knows.
 */
import { type Dim, dim } from "../term/dimension.ts";
import { Fault } from "../term/fault.ts";
import { isProperty } from "../term/kind.ts";
import { type Index, isTerm, type Term } from "../term/term.ts";
import type { AxiomUse, Entry, Move, Proof, Ref } from "./proof.ts";
import { equal, is, le, type Proposition } from "./proposition.ts";

/** Fields that may be anything, or not there. */
type Fields = { readonly [name: string]: unknown };

/**
 * A proof in the kernel's own words.
 *
 * throws  Fault naming the entry that has another form
 */
export function readProof(proof: unknown): Proof {
  let at = 0;
  return listOf(proof, "a list of entries", (entry) => {
    try {
      const read = readEntry(fieldsOf(entry));
      at++;
      return read;
    } catch (error) {
      if (!(error instanceof Fault)) throw error;
      throw new Fault({ ...error.facts, op: `proof, entry ${at}` }, { cause: error });
    }
  });
}

/** Each field is read where an entry is taken apart, and nowhere else. */
function readEntry(entry: Fields): Entry {
  const { rule } = entry;
  switch (rule as Entry["rule"]) {
    case "axiom":
      return { rule: "axiom", ...readUse(entry) };
    case "rewrite": {
      const { from, moves } = entry;
      return { rule: "rewrite", from: isTerm(from) ? from : natural(from), moves: listOf(moves, "moves", readMove) };
    }
    case "unfold":
      return { rule: "unfold", term: term(entry.term) };
    case "evaluate":
      return { rule: "evaluate", term: term(entry.term) };
    case "evident":
      return { rule: "evident", proposition: readProposition(entry.proposition) };
    case "assume":
      return { rule: "assume", proposition: readProposition(entry.proposition) };
    case "kind":
      return { rule: "kind", variable: term(entry.variable), fact: natural(entry.fact) };
    case "extend": {
      const { binder, index, running, by } = entry;
      const read = { rule: "extend", binder: term(binder), index: freeIndex(index), by: natural(by) } as const;
      return running === undefined ? read : { ...read, running: term(running) };
    }
    case "fuse": {
      const { fold, onto, context, running, index, base, step } = entry;
      const sides = { fold: term(fold), onto: term(onto), context: term(context), running: term(running) };
      return { rule: "fuse", ...sides, index: freeIndex(index), base: natural(base), step: natural(step) };
    }
    case "induct": {
      const { folds, running, invariant, index, base, step } = entry;
      const said = { folds: terms(folds), running: terms(running), invariant: readProposition(invariant) };
      return { rule: "induct", ...said, index: freeIndex(index), base: natural(base), step: natural(step) };
    }
    case "discharge":
      return { rule: "discharge", of: natural(entry.of), by: natural(entry.by) };
    case "instantiate": {
      const { of, variables = [], sizes = [], premises = [] } = entry;
      return {
        rule: "instantiate",
        of: natural(of),
        variables: listOf(variables, "pairs of terms", (pair) => pairOf(pair, term, term)),
        sizes: listOf(sizes, "pairs of a symbol and a size", (pair) => pairOf(pair, text, size)),
        premises: naturals(premises),
      };
    }
  }
  return refuse("a rule", rule);
}

function readUse({ name, args, premises = [] }: Fields): AxiomUse {
  return { name: text(name), args: terms(args), premises: naturals(premises) };
}

function readMove(move: unknown): Move {
  const { path, by, backward, regroup } = fieldsOf(move);
  const at = naturals(path);
  if (regroup !== undefined) return by === undefined ? { path: at, regroup: term(regroup) } : refuse("one change", by);
  const used = typeof by === "number" ? natural(by) : readUse(fieldsOf(by));
  if (backward === undefined) return { path: at, by: used };
  return backward === true ? { path: at, by: used, backward } : refuse("true, or no direction", backward);
}

function readProposition(value: unknown): Proposition {
  const { kind, property, term: subject, lhs, rhs } = fieldsOf(value);
  if (kind === "equal") return equal(term(lhs), term(rhs));
  if (kind === "le") return le(term(lhs), term(rhs));
  return kind === "is" && isProperty(property) ? is(property, term(subject)) : refuse("a proposition", kind);
}

function fieldsOf(value: unknown): Fields {
  return typeof value === "object" && value !== null ? (value as Fields) : refuse("an object", value);
}

/** Lists up to this length are made at once, and longer ones as they are read: a length is only what is said. */
const SHORT = 1000;

function listOf<T>(value: unknown, expected: string, readOne: (item: unknown) => T): readonly T[] {
  if (!Array.isArray(value)) return refuse(expected, value);
  const count: unknown = value.length;
  if (typeof count !== "number" || !Number.isSafeInteger(count) || count < 0) return refuse(expected, count);
  const items = count <= SHORT ? new Array<T>(count) : []; // one that grows has room for seventeen
  for (let i = 0; i < count; i++) items[i] = readOne(value[i]);
  return items;
}

function pairOf<A, B>(pair: unknown, first: (a: unknown) => A, second: (b: unknown) => B): readonly [A, B] {
  if (!Array.isArray(pair)) return refuse("a pair", pair);
  return [first(pair[0]), second(pair[1])];
}

function term(value: unknown): Term {
  return isTerm(value) ? value : refuse("a term", value);
}

const terms = (value: unknown): readonly Term[] => listOf(value, "terms", term);

/** The number of an entry, an argument or a fact. */
function natural(value: unknown): Ref {
  return typeof value === "number" && Number.isSafeInteger(value) && value >= 0 ? value : refuse("a number", value);
}

const naturals = (value: unknown): readonly Ref[] => listOf(value, "numbers", natural);

function text(value: unknown): string {
  return typeof value === "string" ? value : refuse("a name", value);
}

function size(value: unknown): Dim {
  return typeof value === "object" && value !== null ? dim(value as Dim) : refuse("a size", value); // dim knows its own
}

function freeIndex(value: unknown): Index {
  const { free } = fieldsOf(value);
  return Object.freeze({ free: text(free) });
}

function refuse(expected: string, received: unknown): never {
  const kind = typeof received === "string" ? JSON.stringify(received) : typeof received;
  throw new Fault({ op: "proof", expected, received: kind });
}
