/**
 * Why ids are equal: a forest whose edges are the unions that were made, each
 * with its reason (Nieuwenhuis and Oliveras, "Proof-producing congruence
 * closure", 2005).
 *
 * Two ids are in the same tree if and only if they are in the same class, and
 * the path between them is their proof. An edge is never removed, only turned
 * over, so the path between two ids is the same for ever; hence the path that
 * a congruence rests on has only edges older than the congruence, and a proof
 * is finite.
 */
import { grown } from "./column.ts";

const FIRST_CAPACITY = 1 << 10;
/** The reason of an edge between e-nodes with the same symbol and equal children. */
export const CONGRUENCE = -1;
const NONE = -1;

/** Of a union that was asked for from outside, such as a hypothesis or a fact of the analysis. */
export interface GivenReason {
  readonly kind: "given";
  readonly given: number;
}

/** Of a union by a rewrite: `left` is its left side under the substitution, `right` the right one. */
export interface RewriteReason {
  readonly kind: "rewrite";
  readonly rule: number;
  /** Ids of the rewrite's variables, in its order. */
  readonly substitution: readonly number[];
}

export type Reason = GivenReason | RewriteReason | { readonly kind: "congruence" };

/** One edge of a path, read in the direction of the path. */
export interface Edge {
  readonly from: number;
  readonly to: number;
  readonly reason: Reason;
  /** Whether the union was of `from` with `to`, and not of `to` with `from`. */
  readonly forward: boolean;
}

export class ProofForest {
  #parent = new Int32Array(FIRST_CAPACITY);
  /** Of the edge to the parent: 2 · record, and 1 more when it is read against the union; CONGRUENCE has no record. */
  #label = new Int32Array(FIRST_CAPACITY);
  #count = 0;
  /** A record is [given, −1] or [rule, n, n ids]. */
  #records = new Int32Array(FIRST_CAPACITY);
  #recorded = 0;

  /** The next id, alone in its tree. */
  makeSet(): void {
    const id = this.#count++;
    if (id >= this.#parent.length) {
      this.#parent = grown(this.#parent, id + 1);
      this.#label = grown(this.#label, id + 1);
    }
    this.#parent[id] = NONE;
  }

  /** A record of a union asked for from outside. */
  given(given: number): number {
    const record = this.#reserve(2);
    this.#records[record] = given;
    this.#records[record + 1] = -1;
    return record;
  }

  /** A record of a rewrite; its substitution is `length` ids of `ids` from `at` on. */
  rewrite(rule: number, ids: Int32Array, at: number, length: number): number {
    const record = this.#reserve(2 + length);
    this.#records[record] = rule;
    this.#records[record + 1] = length;
    for (let i = 0; i < length; i++) this.#records[record + 2 + i] = ids[at + i]!;
    return record;
  }

  /** An edge between two trees; the one with the shorter path to its root is turned over to begin at its end of the edge. */
  link(from: number, to: number, record: number): void {
    let [a, b] = [from, to];
    while (this.#parent[a] !== NONE && this.#parent[b] !== NONE) {
      a = this.#parent[a]!;
      b = this.#parent[b]!;
    }
    const label = record === CONGRUENCE ? CONGRUENCE : 2 * record;
    if (this.#parent[a] === NONE) this.#attach(from, to, label);
    else this.#attach(to, from, turned(label));
  }

  /** The edges from one id to another of the same tree. */
  path(from: number, to: number): readonly Edge[] {
    const parent = this.#parent;
    const above = new Set<number>();
    for (let id = from; id !== NONE; id = parent[id]!) above.add(id);
    const down: Edge[] = [];
    let meeting = to;
    for (; !above.has(meeting); meeting = parent[meeting]!) {
      down.push(this.#edge(parent[meeting]!, meeting, turned(this.#label[meeting]!)));
    }
    const up: Edge[] = [];
    for (let id = from; id !== meeting; id = parent[id]!) up.push(this.#edge(id, parent[id]!, this.#label[id]!));
    return [...up, ...down.reverse()];
  }

  /** Turns over the path from an id to its root, so that it is the root, and gives it a parent. */
  #attach(id: number, parent: number, label: number): void {
    let [child, newParent, newLabel] = [id, parent, label];
    while (child !== NONE) {
      const [oldParent, oldLabel] = [this.#parent[child]!, this.#label[child]!];
      this.#parent[child] = newParent;
      this.#label[child] = newLabel;
      [newParent, newLabel, child] = [child, turned(oldLabel), oldParent];
    }
  }

  #reserve(length: number): number {
    const record = this.#recorded;
    this.#recorded += length;
    this.#records = grown(this.#records, this.#recorded);
    return record;
  }

  #edge(from: number, to: number, label: number): Edge {
    return { from, to, reason: this.#reason(label), forward: label === CONGRUENCE || (label & 1) === 0 };
  }

  #reason(label: number): Reason {
    if (label === CONGRUENCE) return { kind: "congruence" };
    const record = label >> 1;
    const [head, length] = [this.#records[record]!, this.#records[record + 1]!];
    if (length < 0) return { kind: "given", given: head };
    const substitution = [...this.#records.subarray(record + 2, record + 2 + length)];
    return { kind: "rewrite", rule: head, substitution };
  }
}

function turned(label: number): number {
  return label === CONGRUENCE ? CONGRUENCE : label ^ 1;
}
