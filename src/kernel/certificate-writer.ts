/** Writing a certificate: terms numbered as they are first named, entries as they stand in the proof. */
import { Fault } from "../term/fault.ts";
import { rationalText } from "../term/rational.ts";
import { schedule } from "../term/schedule.ts";
import type { Index, Term } from "../term/term.ts";
import type { EntryRow, MoveRow, NodeRow, PropositionRow, UseRow } from "./certificate-schema.ts";
import type { AxiomUse, Entry, Move } from "./proof.ts";
import type { Proposition } from "./proposition.ts";

/** The version of certificates that is written. */
export const VERSION = 1;

/** What begins a name that only its certificate knows, and a name that only this run does. */
const OWN = "~";

/** Terms by their numbers, in the order in which they are first named. */
export class CertificateWriter {
  readonly rows: NodeRow[] = [];
  readonly #terms: Term[] = [];
  readonly #numbers = new Map<Term, number>();
  readonly #names = new Map<string, string>();

  term(root: Term): number {
    const known = this.#numbers.get(root);
    if (known !== undefined) return known;
    const all = schedule(root, { stop: (inner) => this.#numbers.has(inner), argumentsOf: parts });
    for (const term of all) {
      this.#numbers.set(term, this.rows.push(this.#row(term)) - 1);
      this.#terms.push(term);
    }
    return this.#numbers.get(root)!; // the schedule ends with it
  }

  /** The term of a number. */
  at(number: number): Term {
    return this.#terms[number]!; // numbers come from this writer
  }

  proposition(of: Proposition): PropositionRow {
    if (of.kind === "is") return { kind: "is", property: of.property, term: this.term(of.term) };
    return { kind: of.kind, lhs: this.term(of.lhs), rhs: this.term(of.rhs) };
  }

  entry(entry: Entry): EntryRow {
    switch (entry.rule) {
      case "axiom":
        return { rule: entry.rule, ...this.#use(entry) };
      case "rewrite": {
        const { from } = entry;
        const start = typeof from === "number" ? { entry: from } : { term: this.term(from) };
        return { rule: entry.rule, from: start, moves: entry.moves.map((move) => this.#move(move)) };
      }
      case "unfold":
      case "evaluate":
        return { rule: entry.rule, term: this.term(entry.term) };
      case "evident":
      case "assume":
        return { rule: entry.rule, proposition: this.proposition(entry.proposition) };
      case "kind":
        return { rule: entry.rule, variable: this.term(entry.variable), fact: entry.fact };
      case "extend": {
        const running = entry.running === undefined ? {} : { running: this.term(entry.running) };
        return {
          rule: entry.rule,
          binder: this.term(entry.binder),
          index: this.#free(entry.index),
          ...running,
          by: entry.by,
        };
      }
      case "fuse": {
        const { rule, fold, onto, index, running, context, base, step } = entry;
        const [f, g, y, G] = [fold, onto, running, context].map((term) => this.term(term)) as [
          number,
          number,
          number,
          number,
        ];
        return { rule, fold: f, onto: g, index: this.#free(index), running: y, context: G, base, step };
      }
      case "induct": {
        const { rule, folds, index, running, invariant, base, step } = entry;
        const all = (terms: readonly Term[]) => terms.map((term) => this.term(term));
        const said = this.proposition(invariant);
        return {
          rule,
          folds: all(folds),
          index: this.#free(index),
          running: all(running),
          invariant: said,
          base,
          step,
        };
      }
      case "discharge":
        return { rule: entry.rule, of: entry.of, by: entry.by };
      case "instantiate": {
        const { rule, of, variables = [], sizes = [], premises } = entry;
        return {
          rule,
          of,
          ...some(
            "variables",
            variables.map(([from, to]): [number, number] => [this.term(from), this.term(to)]),
          ),
          ...some(
            "sizes",
            sizes.map(([symbol, by]): [string, string] => [symbol, by.text]),
          ),
          ...some("premises", premises),
        };
      }
    }
  }

  #use({ name, args, premises }: AxiomUse): UseRow {
    return { name, args: args.map((term) => this.term(term)), ...some("premises", premises) };
  }

  #move(move: Move): MoveRow {
    const path = [...move.path];
    if ("regroup" in move) return { path, regroup: this.term(move.regroup) };
    const backward = move.backward === undefined ? {} : { backward: move.backward };
    return typeof move.by === "number"
      ? { path, by: move.by, ...backward }
      : { path, axiom: this.#use(move.by), ...backward };
  }

  /** A name as the certificate has it: those that a run issues are numbered by their first use. */
  #name(name: string): string {
    if (!name.startsWith(OWN)) return name;
    const known = this.#names.get(name) ?? `${OWN}${this.#names.size}`;
    this.#names.set(name, known);
    return known;
  }

  #free(index: Index): string {
    if (typeof index === "object" && "free" in index) return this.#name(index.free);
    throw new Fault({ op: "certificate", expected: "a free index", received: JSON.stringify(index) });
  }

  #index(index: readonly Index[]) {
    const at = index.map((i) => (typeof i === "object" && "free" in i ? this.#name(i.free) : i));
    return some("index", at);
  }

  #row(term: Term): NodeRow {
    const args = term.args.map((argument) => this.#numbers.get(argument)!); // the schedule lists arguments first
    const [one, two] = [args as [number], args as [number, number]]; // as many as the operation has
    const [rows, cols] = [term.rows.text, term.cols.text];
    switch (term.op) {
      case "variable": {
        const kind = term.kind === "matrix" ? {} : { kind: term.kind };
        return { op: term.op, name: this.#name(term.name), rows, cols, ...kind, ...this.#index(term.index) };
      }
      case "constant":
        return { op: term.op, value: rationalText(term.value) };
      case "size":
        return { op: term.op, size: term.size.text };
      case "identity":
      case "iota":
        return { op: term.op, rows };
      case "ones":
      case "zeros":
        return { op: term.op, rows, cols };
      case "tri":
        return { op: term.op, rows, cols, above: term.above.text, below: term.below.text };
      case "map":
        return { op: term.op, fn: term.fn, args: one };
      case "power":
        return { op: term.op, exponent: term.exponent.text, args: one };
      case "opaque": {
        const { op, scope } = term;
        return { op, name: this.#name(term.name), scope, rows, cols, ...this.#index(term.index), args: one };
      }
      case "rows":
      case "cols":
        return { op: term.op, start: term.start.text, count: term[term.op].text, args: one };
      case "bigSum":
      case "bigHcat":
      case "bigVcat":
        return { op: term.op, count: term.count.text, height: term.height, args: one };
      case "fold":
        return { op: term.op, count: term.count.text, height: term.height, args: two };
      case "state":
        return { op: term.op, binder: term.binder, rows, cols };
      case "defined":
        return { op: term.op, name: term.name, args, unfolded: this.#numbers.get(term.unfolded)! };
      case "transpose":
      case "inverse":
      case "diag":
      case "diagonal":
      case "vec":
      case "trace":
      case "det":
      case "rank":
      case "maxEntry":
        return { op: term.op, args: one };
      case "add":
      case "mul":
      case "scale":
      case "hadamard":
      case "max":
      case "hcat":
      case "vcat":
      case "kron":
        return { op: term.op, args: two };
    }
  }
}

function parts(term: Term): readonly Term[] {
  return term.op === "defined" ? [...term.args, term.unfolded] : term.args;
}

/** A field that is there when its list has something in it. */
function some<K extends string, T>(name: K, list: readonly T[] | undefined): { [_ in K]?: T[] } {
  return list === undefined || list.length === 0 ? {} : ({ [name]: [...list] } as { [_ in K]: T[] }); // the one field
}
