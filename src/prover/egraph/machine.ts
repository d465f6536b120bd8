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

  constructor(width: number) {
    this.width = width;
  }
}

export interface SearchOptions {
  /** Stop after so many matches. */
  readonly limit?: number;
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
  { limit = Number.POSITIVE_INFINITY, within }: SearchOptions = {},
): Matches {
  if (!egraph.clean) {
    throw new Fault({ op: "search", expected: "a rebuilt e-graph", received: "pending unions", next: "rebuild first" });
  }
  const machine = new Machine(egraph, program, limit);
  machine.search(within === undefined ? undefined : egraph.find(within));
  return machine.matches;
}

class Machine<D> {
  readonly matches: Matches;
  readonly #egraph: EGraph<D>;
  readonly #program: Program;
  readonly #limit: number;
  readonly #registers: Int32Array;
  /** Of each BIND in force: where it is in the program, and where its next e-node is in the index. */
  readonly #choiceCode: Int32Array;
  readonly #choiceNext: Int32Array;

  constructor(egraph: EGraph<D>, program: Program, limit: number) {
    this.matches = new Matches(program.outputs.length);
    this.#egraph = egraph;
    this.#program = program;
    this.#limit = limit;
    this.#registers = new Int32Array(program.registers);
    this.#choiceCode = new Int32Array(program.binds);
    this.#choiceNext = new Int32Array(program.binds);
  }

  search(within: number | undefined): void {
    const { root, prologue, outputs } = this.#program;
    for (let at = 0; at < prologue.length; at += LOOKUP_HEAD + prologue[at + 3]!) {
      if (!this.#lookup(prologue, at)) return;
    }
    if (root.kind === "ground") {
      if (within === undefined || this.#registers[outputs[0]!] === within) this.#yield();
    } else if (within !== undefined) this.#matchClass(within);
    else if (root.kind === "symbol") this.#matchSymbol(root.symbol);
    else this.#matchAll();
  }

  #matchClass(id: number): void {
    this.#registers[0] = id;
    this.#run(0);
  }

  #matchAll(): void {
    for (let id = 0; id < this.#egraph.nodes.count && !this.#full; id++) {
      if (this.#egraph.find(id) === id) this.#matchClass(id);
    }
  }

  /** The first instruction binds e-nodes of the symbol: here in the order of the index by symbol. */
  #matchSymbol(symbol: number): void {
    const { symbolStart, nodeBySymbol, classBySymbol } = this.#egraph.index;
    if (symbol + 1 >= symbolStart.length) return; // made after the rebuild
    const end = symbolStart[symbol + 1]!;
    for (let at = symbolStart[symbol]!; at < end && !this.#full; at++) {
      this.#registers[0] = classBySymbol[at]!;
      this.#bind(0, nodeBySymbol[at]!);
      this.#run(BIND_LENGTH);
    }
  }

  get #full(): boolean {
    return this.matches.count >= this.#limit;
  }

  /** Runs the program from an instruction on, through all choices after it. */
  #run(start: number): void {
    const { code } = this.#program;
    const { index } = this.#egraph;
    const { nodeByClass, symbolByClass, classStart } = index;
    const registers = this.#registers;
    const choiceCode = this.#choiceCode;
    const choiceNext = this.#choiceNext;
    const lastBind = code.length - BIND_LENGTH;
    let depth = 0;
    let pc = start;
    for (;;) {
      let goesOn = false;
      if (pc === code.length) {
        this.#yield();
        if (this.#full) return;
      } else if (code[pc] === BIND) {
        const at = index.seek(registers[code[pc + 2]!]!, code[pc + 1]!);
        if (at >= 0 && pc === lastBind) {
          this.#bindLast(pc, at);
          if (this.#full) return;
        } else if (at >= 0) {
          choiceCode[depth] = pc;
          choiceNext[depth++] = at + 1;
          this.#bind(pc, nodeByClass[at]!);
          pc += BIND_LENGTH;
          goesOn = true;
        }
      } else if (code[pc] === COMPARE) {
        goesOn = registers[code[pc + 1]!] === registers[code[pc + 2]!];
        pc += COMPARE_LENGTH;
      } else {
        goesOn = this.#lookup(code, pc);
        pc += LOOKUP_HEAD + code[pc + 3]!;
      }
      while (!goesOn) {
        if (depth === 0) return;
        pc = choiceCode[depth - 1]!;
        const at = choiceNext[depth - 1]!;
        if (at < classStart[registers[code[pc + 2]!]! + 1]! && symbolByClass[at] === code[pc + 1]) {
          choiceNext[depth - 1] = at + 1;
          this.#bind(pc, nodeByClass[at]!);
          pc += BIND_LENGTH;
          goesOn = true;
        } else depth--;
      }
    }
  }

  /** A BIND that ends the program: each of its e-nodes is a match, and no choice is kept. */
  #bindLast(pc: number, start: number): void {
    const { nodeByClass, symbolByClass, classStart } = this.#egraph.index;
    const { code } = this.#program;
    const symbol = code[pc + 1]!;
    const end = classStart[this.#registers[code[pc + 2]!]! + 1]!;
    for (let at = start; at < end && symbolByClass[at] === symbol && !this.#full; at++) {
      this.#bind(pc, nodeByClass[at]!);
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

  #lookup(code: Int32Array, pc: number): boolean {
    const egraph = this.#egraph;
    const registers = this.#registers;
    const arity = code[pc + 3]!;
    for (let i = 0; i < arity; i++) egraph.nodes.stage(i, registers[code[pc + LOOKUP_HEAD + i]!]!);
    const id = egraph.nodes.findStaged(code[pc + 1]!, arity);
    if (id < 0) return false;
    registers[code[pc + 2]!] = egraph.find(id);
    return true;
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
