/**
 * Reading a certificate: terms made by their constructors, in the order of the table, and entries about them.
 *
 * throws  Fault where a row names a term that is not before it, or what it says makes no term
 */
import { addDim, type Dim, dim, mulDim } from "../term/dimension.ts";
import { Fault } from "../term/fault.ts";
import { parseRational } from "../term/rational.ts";
import {
  add,
  closedBig,
  closedFold,
  cols,
  constant,
  defined,
  det,
  diag,
  diagonal,
  freshName,
  hadamard,
  hcat,
  type Index,
  identity,
  inverse,
  iota,
  kron,
  map,
  max,
  maxEntry,
  mul,
  ones,
  opaque,
  power,
  rank,
  rows,
  scale,
  size,
  state,
  type Term,
  trace,
  transpose,
  tri,
  variable,
  vcat,
  vec,
  zeros,
} from "../term/term.ts";
import type { EntryRow, MoveRow, NodeRow, PropositionRow, UseRow } from "./certificate-schema.ts";
import type { AxiomUse, Entry, Move, Ref } from "./proof.ts";
import { equal, is, le, type Proposition } from "./proposition.ts";

const FILLED = { identity, iota, ones, zeros };
const UNARY = { transpose, inverse, diag, diagonal, vec, trace, det, rank, maxEntry };
const BINARY = { add, mul, scale, hadamard, max, hcat, vcat, kron };
const SLICES = { rows, cols };

/** Terms of a table, and entries about them; names of the certificate's own are new ones here. */
export class CertificateReader {
  readonly #terms: Term[] = [];
  readonly #names = new Map<string, string>();

  constructor(rows: readonly NodeRow[]) {
    for (const row of rows) this.#terms.push(this.#node(row));
  }

  proposition(row: PropositionRow): Proposition {
    if (row.kind === "is") return is(row.property, this.term(row.term));
    return (row.kind === "equal" ? equal : le)(this.term(row.lhs), this.term(row.rhs));
  }

  entry(row: EntryRow): Entry {
    switch (row.rule) {
      case "axiom":
        return { rule: row.rule, ...this.#use(row) };
      case "rewrite": {
        const from = "entry" in row.from ? row.from.entry : this.term(row.from.term);
        return { rule: row.rule, from, moves: row.moves.map((move) => this.#move(move)) };
      }
      case "unfold":
      case "evaluate":
        return { rule: row.rule, term: this.term(row.term) };
      case "evident":
      case "assume":
        return { rule: row.rule, proposition: this.proposition(row.proposition) };
      case "kind":
        return { rule: row.rule, variable: this.term(row.variable), fact: row.fact };
      case "extend": {
        const running = row.running === undefined ? {} : { running: this.term(row.running) };
        const index = this.#free(row.index);
        return { rule: row.rule, binder: this.term(row.binder), index, ...running, by: row.by };
      }
      case "fuse": {
        const { rule, base, step } = row;
        const [fold, onto] = [this.term(row.fold), this.term(row.onto)];
        const [running, context] = [this.term(row.running), this.term(row.context)];
        return { rule, fold, onto, index: this.#free(row.index), running, context, base, step };
      }
      case "induct": {
        const { rule, base, step } = row;
        const [folds, running] = [this.#all(row.folds), this.#all(row.running)];
        const invariant = this.proposition(row.invariant);
        return { rule, folds, index: this.#free(row.index), running, invariant, base, step };
      }
      case "discharge":
        return row;
      case "instantiate": {
        const { rule, of, variables = [], sizes = [], premises = [] } = row;
        return {
          rule,
          of,
          variables: variables.map(([from, to]) => [this.term(from), this.term(to)] as const),
          sizes: sizes.map(([symbol, by]) => [symbol, sizeOf(by)] as const),
          premises,
        };
      }
    }
  }

  /** The term of a number. */
  term(number: number): Term {
    return this.#terms[number] ?? refuse("the number of a term before it", String(number));
  }

  #all(numbers: readonly number[]): readonly Term[] {
    return numbers.map((number) => this.term(number));
  }

  #use({ name, args, premises = [] }: UseRow): AxiomUse {
    return { name, args: this.#all(args), premises };
  }

  #move(row: MoveRow): Move {
    if ("regroup" in row) return { path: row.path, regroup: this.term(row.regroup) };
    const by: Ref | AxiomUse = "by" in row ? row.by : this.#use(row.axiom);
    return row.backward === undefined ? { path: row.path, by } : { path: row.path, by, backward: true };
  }

  #name(name: string): string {
    if (!name.startsWith("~")) return name;
    const known = this.#names.get(name) ?? freshName();
    this.#names.set(name, known);
    return known;
  }

  #free(name: string): Index {
    return { free: this.#name(name) };
  }

  #index(index: Extract<NodeRow, { op: "variable" }>["index"] = []): readonly Index[] {
    return index.map((i) => (typeof i === "string" ? this.#free(i) : i));
  }

  #node(row: NodeRow): Term {
    const args = "args" in row ? this.#all(row.args) : [];
    const [A, B] = args as readonly [Term, Term]; // as many as the operation has: the schema says so
    switch (row.op) {
      case "variable": {
        const { kind = "matrix", index } = row;
        return variable(this.#name(row.name), sizeOf(row.rows), sizeOf(row.cols), {
          kind,
          index: this.#index(index),
        });
      }
      case "constant":
        return constant(parseRational(row.value));
      case "size":
        return size(sizeOf(row.size));
      case "identity":
      case "iota":
        return FILLED[row.op](sizeOf(row.rows));
      case "ones":
      case "zeros":
        return FILLED[row.op](sizeOf(row.rows), sizeOf(row.cols));
      case "tri": {
        const [above, below] = [sizeOf(row.above), sizeOf(row.below)];
        return tri(sizeOf(row.rows), sizeOf(row.cols), { above, below });
      }
      case "map":
        return map(row.fn, A);
      case "power":
        return power(A, sizeOf(row.exponent));
      case "opaque": {
        const [rows, cols] = [sizeOf(row.rows), sizeOf(row.cols)];
        return opaque(this.#name(row.name), row.scope, A, { rows, cols, index: this.#index(row.index) });
      }
      case "rows":
      case "cols":
        return SLICES[row.op](A, sizeOf(row.start), sizeOf(row.count));
      case "bigSum":
      case "bigHcat":
      case "bigVcat":
        return closedBig(row.op, sizeOf(row.count), A, row.height);
      case "fold":
        return closedFold(sizeOf(row.count), A, B, row.height);
      case "state":
        return state(row.binder, sizeOf(row.rows), sizeOf(row.cols));
      case "defined":
        return defined(row.name, args, this.term(row.unfolded));
      case "transpose":
      case "inverse":
      case "diag":
      case "diagonal":
      case "vec":
      case "trace":
      case "det":
      case "rank":
      case "maxEntry":
        return UNARY[row.op](A);
      case "add":
      case "mul":
      case "scale":
      case "hadamard":
      case "max":
      case "hcat":
      case "vcat":
      case "kron":
        return BINARY[row.op](A, B);
    }
  }
}

/** The size that a text writes. throws  Fault when it writes none, or not as sizes are written */
function sizeOf(text: string): Dim {
  const factor = (one: string): Dim => dim(/^\d+$/.test(one) ? Number(one) : one);
  const size = addDim(...text.split(" + ").map((monomial) => mulDim(...monomial.split("·").map(factor))));
  return size.text === text ? size : refuse("a size such as 2·H·d + 1", JSON.stringify(text));
}

function refuse(expected: string, received: string): never {
  throw new Fault({ op: "certificate", expected, received });
}
