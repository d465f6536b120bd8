/**
 * The e-matching machine: runs a program over a rebuilt e-graph.
 *
 * Backtracking is by hand: each BIND in force is a choice point with the place
 * of its next e-node in the class index. Children of e-nodes are present names
 * after a rebuild, so that nothing is sought in the union-find.
 */
import { Fault } from "../../term/fault.ts";
import { grown } from "./column.ts";
import type { EGraph } from "./egraph.ts";
import { BIND, BIND_LENGTH, COMPARE, COMPARE_LENGTH, LOOKUP_HEAD, type Program } from "./program.ts";

const FIRST_CAPACITY = 1 << 8;

/** What matched: rows of the class, then the classes of the program's variables. */
export class Matches {
  readonly width: number;
  rows = new Int32Array(FIRST_CAPACITY);
  count = 0;
  /** How many there are with those that are older than what was asked for. */
  all = 0;

  constructor(width: number) {
    this.width = width;
  }
}

export interface SearchOptions {
  /** Stop after so many matches, of all. */
  readonly limit?: number;
  /** Only matches that the e-graph did not have at this version of its index: one of their e-nodes is another since. */
  readonly since?: number;
  /** Match only this class. */
  readonly within?: number;
}

/**
 * All matches of a program: each class and substitution once.
 *
 * throws  Fault when the e-graph has not been rebuilt
 */
export function search<D>(
  egraph: EGraph<D>,
  program: Program,
  { limit = Number.POSITIVE_INFINITY, since = 0, within }: SearchOptions = {},
): Matches {
  if (!egraph.clean) {
    throw new Fault({ op: "search", expected: "a rebuilt e-graph", received: "pending unions", next: "rebuild first" });
  }
  const machine = new Machine(egraph, program, limit, since);
  machine.search(within === undefined ? undefined : egraph.find(within));
  return machine.matches;
}

class Machine<D> {
  readonly matches: Matches;
  readonly #egraph: EGraph<D>;
  readonly #program: Program;
  readonly #limit: number;
  readonly #since: number;
  /** The version of the newest e-node that is bound. */
  #newest = 0;
  readonly #registers: Int32Array;
  /** Of each BIND in force: where it is in the program, and where its next e-node is in the index. */
  readonly #choiceCode: Int32Array;
  readonly #choiceNext: Int32Array;
  /** And the version of the newest e-node before it. */
  readonly #choiceNewest: Int32Array;

  constructor(egraph: EGraph<D>, program: Program, limit: number, since: number) {
    this.matches = new Matches(program.outputs.length);
    this.#egraph = egraph;
    this.#program = program;
    this.#limit = limit;
    this.#since = since;
    this.#registers = new Int32Array(program.registers);
    this.#choiceCode = new Int32Array(program.binds);
    this.#choiceNext = new Int32Array(program.binds);
    this.#choiceNewest = new Int32Array(program.binds);
  }

  search(within: number | undefined): void {
    const { root, prologue, outputs } = this.#program;
    for (let at = 0; at < prologue.length; at += LOOKUP_HEAD + prologue[at + 3]!) {
      const node = this.#lookup(prologue, at);
      if (node < 0) return;
      this.#newest = Math.max(this.#newest, this.#egraph.index.since[node]!);
    }
    if (root.kind === "ground") {
      if ((within === undefined || this.#registers[outputs[0]!] === within) && this.#isNew(this.#newest)) this.#yield();
    } else if (within !== undefined) this.#matchClass(within);
    else if (root.kind === "symbol") this.#matchSymbol(root.symbol);
    else this.#matchAll();
  }

  #matchClass(id: number): void {
    this.#registers[0] = id;
    this.#run(0, Math.max(this.#newest, this.#egraph.index.since[id]!));
  }

  #matchAll(): void {
    for (let id = 0; id < this.#egraph.nodes.count && !this.#full; id++) {
      if (this.#egraph.find(id) === id) this.#matchClass(id);
    }
  }

  /** The first instruction binds e-nodes of the symbol: here in the order of the index by symbol. */
  #matchSymbol(symbol: number): void {
    const { symbolStart, nodeBySymbol, classBySymbol, since } = this.#egraph.index;
    if (symbol + 1 >= symbolStart.length) return; // made after the rebuild
    const end = symbolStart[symbol + 1]!;
    for (let at = symbolStart[symbol]!; at < end && !this.#full; at++) {
      this.#registers[0] = classBySymbol[at]!;
      const node = nodeBySymbol[at]!;
      this.#bind(0, node);
      this.#run(BIND_LENGTH, Math.max(this.#newest, since[node]!));
    }
  }

  get #full(): boolean {
    return this.matches.all >= this.#limit;
  }

  /** Runs the program from an instruction on, through all choices after it; `bound` is the version of the newest before. */
  #run(start: number, bound: number): void {
    const { code } = this.#program;
    const { index } = this.#egraph;
    const { nodeByClass, symbolByClass, classStart, since } = index;
    const registers = this.#registers;
    const choiceCode = this.#choiceCode;
    const choiceNext = this.#choiceNext;
    const choiceNewest = this.#choiceNewest;
    let newest = bound;
    const lastBind = code.length - BIND_LENGTH;
    let depth = 0;
    let pc = start;
    for (;;) {
      let goesOn = false;
      if (pc === code.length) {
        if (this.#isNew(newest)) this.#yield();
        if (this.#full) return;
      } else if (code[pc] === BIND) {
        const at = index.seek(registers[code[pc + 2]!]!, code[pc + 1]!);
        if (at >= 0 && pc === lastBind) {
          this.#bindLast(pc, at, newest);
          if (this.#full) return;
        } else if (at >= 0) {
          const node = nodeByClass[at]!;
          choiceCode[depth] = pc;
          choiceNewest[depth] = newest;
          choiceNext[depth++] = at + 1;
          newest = Math.max(newest, since[node]!);
          this.#bind(pc, node);
          pc += BIND_LENGTH;
          goesOn = true;
        }
      } else if (code[pc] === COMPARE) {
        goesOn = registers[code[pc + 1]!] === registers[code[pc + 2]!];
        pc += COMPARE_LENGTH;
      } else {
        const node = this.#lookup(code, pc);
        goesOn = node >= 0;
        if (goesOn) newest = Math.max(newest, since[node]!);
        pc += LOOKUP_HEAD + code[pc + 3]!;
      }
      while (!goesOn) {
        if (depth === 0) return;
        pc = choiceCode[depth - 1]!;
        const at = choiceNext[depth - 1]!;
        if (at < classStart[registers[code[pc + 2]!]! + 1]! && symbolByClass[at] === code[pc + 1]) {
          const node = nodeByClass[at]!;
          choiceNext[depth - 1] = at + 1;
          newest = Math.max(choiceNewest[depth - 1]!, since[node]!);
          this.#bind(pc, node);
          pc += BIND_LENGTH;
          goesOn = true;
        } else depth--;
      }
    }
  }

  /** A BIND that ends the program: each of its e-nodes is a match, and no choice is kept. */
  #bindLast(pc: number, start: number, newest: number): void {
    const { nodeByClass, symbolByClass, classStart, since } = this.#egraph.index;
    const { code } = this.#program;
    const symbol = code[pc + 1]!;
    const end = classStart[this.#registers[code[pc + 2]!]! + 1]!;
    for (let at = start; at < end && symbolByClass[at] === symbol && !this.#full; at++) {
      const node = nodeByClass[at]!;
      if (!this.#isNew(Math.max(newest, since[node]!))) continue;
      this.#bind(pc, node);
      this.#yield();
    }
  }

  /** Puts the children of an e-node where the BIND at `pc` wants them. */
  #bind(pc: number, node: number): void {
    const { code } = this.#program;
    const { cells, first } = this.#egraph.nodes;
    const registers = this.#registers;
    const out = code[pc + 3]!;
    const arity = code[pc + 4]!;
    const at = first[node]!;
    for (let i = 0; i < arity; i++) registers[out + i] = cells[at + i]!;
  }

  /** The e-node that the LOOKUP at `pc` finds, or −1. */
  #lookup(code: Int32Array, pc: number): number {
    const egraph = this.#egraph;
    const registers = this.#registers;
    const arity = code[pc + 3]!;
    const id = egraph.nodes.seek(code[pc + 1]!, arity, registers, code, pc + LOOKUP_HEAD);
    if (id >= 0) registers[code[pc + 2]!] = egraph.find(id);
    return id;
  }

  /** Counts a match, whose newest e-node is of a version, and says whether it is asked for. */
  #isNew(newest: number): boolean {
    this.matches.all++;
    return newest > this.#since;
  }

  #yield(): void {
    const { matches } = this;
    const { outputs } = this.#program;
    const registers = this.#registers;
    const at = matches.count * outputs.length;
    if (at + outputs.length > matches.rows.length) matches.rows = grown(matches.rows, at + outputs.length);
    for (let i = 0; i < outputs.length; i++) matches.rows[at + i] = registers[outputs[i]!]!;
    matches.count++;
  }
}
