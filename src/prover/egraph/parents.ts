/** For each class the e-nodes that have it for a child: linked lists in columns, joined in constant time. */
import { grown } from "./column.ts";

const FIRST_CAPACITY = 1 << 10;

export class Parents {
  /** How many entries a class has; an e-node is one for each child. */
  size = new Int32Array(FIRST_CAPACITY);
  /** The first entry of a class, plus one; 0 is the end. */
  head = new Int32Array(FIRST_CAPACITY);
  #tail = new Int32Array(FIRST_CAPACITY);
  /** Of an entry: the e-node, and the next entry plus one. */
  node = new Int32Array(FIRST_CAPACITY);
  next = new Int32Array(FIRST_CAPACITY);
  #entries = 0;

  /** Room for a class. */
  reserve(id: number): void {
    if (id < this.size.length) return;
    this.size = grown(this.size, id + 1);
    this.head = grown(this.head, id + 1);
    this.#tail = grown(this.#tail, id + 1);
  }

  push(id: number, node: number): void {
    const entry = this.#entries++;
    if (entry >= this.node.length) {
      this.node = grown(this.node, entry + 1);
      this.next = grown(this.next, entry + 1);
    }
    this.node[entry] = node;
    this.#append(id, entry + 1, entry + 1, 1);
  }

  /** Moves the entries of one class to the end of another's. */
  join(id: number, other: number): void {
    if (this.size[other] === 0) return;
    this.#append(id, this.head[other]!, this.#tail[other]!, this.size[other]!);
    this.head[other] = 0;
    this.size[other] = 0;
  }

  #append(id: number, head: number, tail: number, size: number): void {
    if (this.size[id] === 0) this.head[id] = head;
    else this.next[this.#tail[id]! - 1] = head;
    this.#tail[id] = tail;
    this.size[id]! += size;
  }
}
