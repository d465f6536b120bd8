/**
 * E-nodes as rows of integers, and the table that finds the one with given children.
 *
 * A row is `id, symbol, children…`; `first[id]` is where its children begin.
 * A new e-node is *staged* behind the last row, sought, and becomes a row in
 * place if there is none like it. Its hash is made as its children are written,
 * and kept until then.
 *
 * The table is open addressing over pairs (hash, row + 1): a search that finds
 * touches a slot and a row, and nothing else. When the children of a row change
 * it is inserted again; its older slot is stale. A stale slot is never an
 * answer, since the hash in it is not that of the row's children (and were it
 * by chance, then the children are compared); growth drops it.
 */
import { grown } from "./column.ts";
import type { UnionFind } from "./union-find.ts";

const FIRST_CAPACITY = 1 << 10;
/** 2³² over the golden ratio: multiplication by it spreads small integers over all bits. */
const GOLDEN = 0x9e3779b1;
/** Slots in use over slots, at most one half: `1 << 1`. */
const LOAD_SHIFT = 1;

/** What a row has before its children. */
const HEAD = 2;

const begun = (symbol: number): number => Math.imul(symbol + 1, GOLDEN);
const mixed = (hash: number, child: number): number => Math.imul((hash ^ (hash >>> 15)) + child, GOLDEN);
const ended = (hash: number): number => hash ^ (hash >>> 15);

export class Hashcons {
  count = 0;
  /** Where the children of a row begin; for `count`, where the staged ones do. */
  first = new Int32Array(FIRST_CAPACITY).fill(HEAD, 0, 1);
  cells = new Int32Array(FIRST_CAPACITY);
  #slots = new Int32Array(2 * FIRST_CAPACITY);
  #mask = FIRST_CAPACITY - 1;
  #filled = 0;
  /** Which classes children are named by; without, they are kept as they come. */
  readonly #classes: UnionFind | undefined;
  /** The staged e-node. */
  #hash = 0;
  #symbol = 0;
  #arity = 0;

  constructor(classes?: UnionFind) {
    this.#classes = classes;
  }

  symbolOf(id: number): number {
    return this.cells[this.first[id]! - 1]!;
  }

  /** Where the children of a row end. */
  end(id: number): number {
    return this.first[id + 1]! - HEAD;
  }

  /** Stages an e-node with the children `ids[order[from]]`, `ids[order[from + 1]]`, …: the row equal to it, or −1. */
  seek(symbol: number, arity: number, ids: Int32Array, order: Int32Array, from: number): number {
    const at = this.first[this.count]!;
    if (at + arity >= this.cells.length) this.cells = grown(this.cells, at + arity + 1);
    const { cells } = this;
    const classes = this.#classes;
    let hash = begun(symbol);
    for (let i = 0; i < arity; i++) {
      const id = ids[order[from + i]!]!;
      const child = classes === undefined ? id : classes.find(id);
      cells[at + i] = child;
      hash = mixed(hash, child);
    }
    hash = ended(hash);
    this.#hash = hash;
    this.#symbol = symbol;
    this.#arity = arity;
    return this.#find(hash, symbol, at, arity);
  }

  /** Makes the staged e-node a row; one that is not to be found gets no slot. */
  commit(findable: boolean): number {
    const id = this.count++;
    const at = this.first[id]!;
    if (id + 1 >= this.first.length) this.first = grown(this.first, id + 2);
    this.cells[at - 2] = id;
    this.cells[at - 1] = this.#symbol;
    this.first[id + 1] = at + this.#arity + HEAD;
    if (findable) this.#insert(this.#hash, at);
    return id;
  }

  /** After the children of a row have changed: another row that is now equal to it, or −1 and the row can be found again. */
  rekey(id: number): number {
    const at = this.first[id]!;
    const arity = this.end(id) - at;
    const symbol = this.cells[at - 1]!;
    const hash = this.#hashOf(symbol, at, arity);
    const equal = this.#find(hash, symbol, at, arity);
    if (equal < 0) this.#insert(hash, at);
    return equal === id ? -1 : equal;
  }

  #hashOf(symbol: number, at: number, arity: number): number {
    const { cells } = this;
    let hash = begun(symbol);
    for (let i = at; i < at + arity; i++) hash = mixed(hash, cells[i]!);
    return ended(hash);
  }

  #find(hash: number, symbol: number, at: number, arity: number): number {
    const slots = this.#slots;
    const mask = this.#mask;
    const { cells } = this;
    for (let slot = hash & mask; ; slot = (slot + 1) & mask) {
      const row = slots[2 * slot + 1]! - 1;
      if (row < 0) return -1;
      if (slots[2 * slot] !== hash || cells[row - 1] !== symbol) continue;
      let i = 0;
      while (i < arity && cells[row + i] === cells[at + i]) i++;
      if (i === arity) return cells[row - 2]!;
    }
  }

  #insert(hash: number, row: number): void {
    if ((this.#filled + 1) << LOAD_SHIFT > this.#mask) this.#grow();
    this.#place(hash, row);
  }

  #place(hash: number, row: number): void {
    const slots = this.#slots;
    const mask = this.#mask;
    let slot = hash & mask;
    while (slots[2 * slot + 1] !== 0) slot = (slot + 1) & mask;
    slots[2 * slot] = hash;
    slots[2 * slot + 1] = row + 1;
    this.#filled++;
  }

  /** Twice the slots, without the stale ones. */
  #grow(): void {
    const old = this.#slots;
    this.#mask = 2 * this.#mask + 1;
    this.#slots = new Int32Array(2 * (this.#mask + 1));
    this.#filled = 0;
    for (let at = 0; at < old.length; at += 2) {
      const row = old[at + 1]! - 1;
      if (row < 0) continue;
      const hash = old[at]!;
      const id = this.cells[row - 2]!;
      if (this.#hashOf(this.cells[row - 1]!, row, this.end(id) - row) === hash) this.#place(hash, row);
    }
  }
}
