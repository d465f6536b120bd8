/**
 * The e-nodes of a rebuilt e-graph in the two orders in which e-matching asks for them.
 *
 * By symbol: which e-nodes have this head, and in which class is each. By
 * class, and by symbol within it: which e-nodes with this head does this class
 * have. Both are made by one stable counting sort after the other.
 */
import { grown } from "./column.ts";
import type { Hashcons } from "./hashcons.ts";
import type { UnionFind } from "./union-find.ts";

/** What the index is made from; ids are those of e-nodes and of classes alike. */
export interface Indexed {
  readonly symbols: number;
  readonly nodes: Hashcons;
  readonly hidden: Uint8Array;
  readonly unionFind: UnionFind;
}

export class ClassIndex {
  /** E-nodes with a symbol are at `symbolStart[symbol]` up to the next symbol's start. */
  symbolStart = new Int32Array(1);
  nodeBySymbol = new Int32Array(1);
  classBySymbol = new Int32Array(1);
  /** E-nodes of a class are at `classStart[id]` up to `classStart[id + 1]`, symbols ascending. */
  classStart = new Int32Array(1);
  nodeByClass = new Int32Array(1);
  symbolByClass = new Int32Array(1);
  /** Live e-nodes. */
  size = 0;
  /** How often it was rebuilt. */
  version = 0;
  /** The version since which an e-node is what it is: its class and its children have the same names. */
  since = new Int32Array(1);
  /** The class that an e-node had, plus one; 0 when it is another e-node since. */
  #classOf = new Int32Array(1);

  /** The children of an e-node have other names. */
  renamed(id: number): void {
    if (id < this.#classOf.length) this.#classOf[id] = 0;
  }

  rebuild(source: Indexed): void {
    const { symbols, nodes, hidden, unionFind } = source;
    const { count } = nodes;
    const version = ++this.version;
    this.symbolStart = grown(this.symbolStart, symbols + 1).fill(0);
    this.since = grown(this.since, count);
    this.#classOf = grown(this.#classOf, count);
    const classOf = this.#classOf;
    const { symbolStart, since } = this;
    for (let id = 0; id < count; id++) {
      const named = unionFind.find(id) + 1;
      if (classOf[id] !== named) {
        classOf[id] = named;
        since[id] = version;
      }
      if (hidden[id] === 0) symbolStart[nodes.symbolOf(id) + 1]!++;
    }
    for (let symbol = 0; symbol < symbols; symbol++) symbolStart[symbol + 1]! += symbolStart[symbol]!;
    this.size = symbolStart[symbols]!;
    this.#sortBySymbol(source);
    this.#sortByClass(nodes);
  }

  /** The first of the e-nodes with a symbol in a class, or −1. */
  seek(id: number, symbol: number): number {
    const { symbolByClass } = this;
    let [low, high] = [this.classStart[id]!, this.classStart[id + 1]!];
    const end = high;
    while (high - low > SCANNED) {
      const middle = (low + high) >> 1;
      if (symbolByClass[middle]! < symbol) low = middle + 1;
      else high = middle;
    }
    while (low < end && symbolByClass[low]! < symbol) low++;
    return low < end && symbolByClass[low] === symbol ? low : -1;
  }

  #sortBySymbol({ nodes, hidden }: Indexed): void {
    this.nodeBySymbol = grown(this.nodeBySymbol, this.size);
    this.classBySymbol = grown(this.classBySymbol, this.size);
    const { nodeBySymbol, classBySymbol } = this;
    const next = this.symbolStart.slice();
    for (let id = 0; id < nodes.count; id++) {
      if (hidden[id] !== 0) continue;
      const at = next[nodes.symbolOf(id)]!++;
      nodeBySymbol[at] = id;
      classBySymbol[at] = this.#classOf[id]! - 1;
    }
  }

  #sortByClass(nodes: Hashcons): void {
    const { count } = nodes;
    this.classStart = grown(this.classStart, count + 1).fill(0, 0, count + 1);
    this.nodeByClass = grown(this.nodeByClass, this.size);
    this.symbolByClass = grown(this.symbolByClass, this.size);
    const { classStart, nodeByClass, symbolByClass, nodeBySymbol, classBySymbol, size } = this;
    for (let at = 0; at < size; at++) classStart[classBySymbol[at]! + 1]!++;
    for (let id = 0; id < count; id++) classStart[id + 1]! += classStart[id]!;
    // Filled from the back, each class's end becomes its start.
    for (let at = size - 1; at >= 0; at--) {
      const to = --classStart[classBySymbol[at]! + 1]!;
      nodeByClass[to] = nodeBySymbol[at]!;
      symbolByClass[to] = nodes.symbolOf(nodeBySymbol[at]!);
    }
    // Now classStart[id + 1] is where class id starts: one place to the left.
    classStart.copyWithin(0, 1, count + 1);
    classStart[count] = size;
  }
}

/** A class with at most so many e-nodes is read from end to end. */
const SCANNED = 16;
