/** Which class an id belongs to (Tarjan): trees of ids, shortened as they are climbed. */
import { grown } from "./column.ts";

const FIRST_CAPACITY = 1 << 10;

export class UnionFind {
  count = 0;
  parent = new Int32Array(FIRST_CAPACITY);

  /** A new class of one id, the next one. */
  makeSet(): number {
    const id = this.count++;
    if (id >= this.parent.length) this.parent = grown(this.parent, id + 1);
    this.parent[id] = id;
    return id;
  }

  /** The root of an id's class. */
  find(id: number): number {
    const { parent } = this;
    let root = id;
    let above = parent[root]!;
    while (above !== root) {
      const next = parent[above]!;
      parent[root] = next; // halves the path
      root = above;
      above = next;
    }
    return root;
  }

  /** One class of two; both ids are roots, and the first stays one. */
  union(root: number, other: number): void {
    this.parent[other] = root;
  }
}
