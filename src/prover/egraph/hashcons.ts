/**
 * E-nodes in Int32 columns, and the table that finds the one with given children.
 *
 * An e-node is a row: its symbol, and its children in `cells` from `first[id]`
 * on. A new one is *staged* behind the last row, sought, and becomes a row in
 * place if there is none like it.
 *
 * The table is open addressing over pairs (hash, id + 1). When the children of
 * a row change it is inserted again; its older slot is stale. A stale slot is
 * never an answer, since the hash in it is not that of the row's children
 * (and were it by chance, then the children are compared); growth drops it.
 */
import { grown } from "./column.ts";

const FIRST_CAPACITY = 1 << 10;
/** 2³² over the golden ratio: multiplication by it spreads small integers over all bits. */
const GOLDEN = 0x9e3779b1;
/** Slots in use over slots, at most one half: `1 << 1`. */
const LOAD_SHIFT = 1;

export class Hashcons {
  count = 0;
  symbol = new Int32Array(FIRST_CAPACITY);
  /** Where the children of a row begin; for `count`, where the staged ones do. */
  first = new Int32Array(FIRST_CAPACITY);
  cells = new Int32Array(FIRST_CAPACITY);
  #slots = new Int32Array(2 * FIRST_CAPACITY);
  #mask = FIRST_CAPACITY - 1;
  #filled = 0;

  /** Stages one child of the e-node to be sought. */
  stage(position: number, child: number): void {
    const at = this.first[this.count]! + position;
    if (at >= this.cells.length) this.cells = grown(this.cells, at + 1);
    this.cells[at] = child;
  }

  /** The row equal to the staged e-node, or −1. */
  findStaged(symbol: number, arity: number): number {
    const at = this.first[this.count]!;
    return this.#find(this.#hash(symbol, at, arity), symbol, at, arity, -1);
  }

  /** Makes the staged e-node a row; one that is not to be found gets no slot. */
  commit(symbol: number, arity: number, findable: boolean): number {
    const id = this.count++;
    if (id + 1 >= this.first.length) {
      this.first = grown(this.first, id + 2);
      this.symbol = grown(this.symbol, id + 2);
    }
    this.symbol[id] = symbol;
    const at = this.first[id]!;
    this.first[id + 1] = at + arity;
    if (findable) this.#insert(this.#hash(symbol, at, arity), id);
    return id;
  }

  /** After the children of a row have changed: another row that is now equal to it, or −1 and the row can be found again. */
  rekey(id: number): number {
    const at = this.first[id]!;
    const arity = this.first[id + 1]! - at;
    const symbol = this.symbol[id]!;
    const hash = this.#hash(symbol, at, arity);
    const equal = this.#find(hash, symbol, at, arity, id);
    if (equal < 0) this.#insert(hash, id);
    return equal;
  }

  #hash(symbol: number, at: number, arity: number): number {
    const { cells } = this;
    let hash = Math.imul(symbol + 1, GOLDEN);
    for (let i = 0; i < arity; i++) {
      hash = Math.imul((hash ^ (hash >>> 15)) + cells[at + i]!, GOLDEN);
    }
    return hash ^ (hash >>> 15);
  }

  #find(hash: number, symbol: number, at: number, arity: number, besides: number): number {
    const slots = this.#slots;
    const mask = this.#mask;
    const { cells, first } = this;
    for (let slot = hash & mask; ; slot = (slot + 1) & mask) {
      const id = slots[2 * slot + 1]! - 1;
      if (id < 0) return -1;
      if (slots[2 * slot] !== hash || this.symbol[id] !== symbol || id === besides) continue;
      const other = first[id]!;
      let i = 0;
      while (i < arity && cells[other + i] === cells[at + i]) i++;
      if (i === arity) return id;
    }
  }

  #insert(hash: number, id: number): void {
    if ((this.#filled + 1) << LOAD_SHIFT > this.#mask) this.#grow();
    const slots = this.#slots;
    const mask = this.#mask;
    let slot = hash & mask;
    while (slots[2 * slot + 1] !== 0) slot = (slot + 1) & mask;
    slots[2 * slot] = hash;
    slots[2 * slot + 1] = id + 1;
    this.#filled++;
  }

  /** Twice the slots, without the stale ones. */
  #grow(): void {
    const old = this.#slots;
    const mask = 2 * this.#mask + 1;
    const slots = new Int32Array(2 * (mask + 1));
    const { first, symbol } = this;
    this.#filled = 0;
    for (let at = 0; at < old.length; at += 2) {
      const id = old[at + 1]! - 1;
      if (id < 0) continue;
      const hash = old[at]!;
      if (this.#hash(symbol[id]!, first[id]!, first[id + 1]! - first[id]!) !== hash) continue;
      let slot = hash & mask;
      while (slots[2 * slot + 1] !== 0) slot = (slot + 1) & mask;
      slots[2 * slot] = hash;
      slots[2 * slot + 1] = id + 1;
      this.#filled++;
    }
    this.#slots = slots;
    this.#mask = mask;
  }
}
