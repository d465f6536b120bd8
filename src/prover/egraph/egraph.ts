/**
 * The e-graph: classes of equal e-nodes, closed under congruence (Willsey et
 * al., "egg: Fast and Extensible Equality Saturation", POPL 2021).
 *
 * An id names an e-node when it is made and its class ever after; `find` gives
 * the class's present name. `union` only notes what it disturbs, and `rebuild`
 * restores the invariants all at once (§3): children are present names,
 * e-nodes with equal symbols and children are in one class, and the index that
 * e-matching reads is up to date.
 *
 * With explanations an id is also a *term*, the one it was added as: `a + b`
 * and `c + b` are two ids even when a = c, and a path of the proof forest says
 * why they are equal ({@link explain}). Terms that are not e-nodes of their
 * own (they were equal to one when added) are hidden from matching.
 */
import { Fault } from "../../term/fault.ts";
import type { Analysis } from "./analysis.ts";
import { ClassIndex } from "./class-index.ts";
import { grown } from "./column.ts";
import type { Expression } from "./expression.ts";
import { Facts } from "./facts.ts";
import { Hashcons } from "./hashcons.ts";
import { Parents } from "./parents.ts";
import { CONGRUENCE, ProofForest } from "./proof-forest.ts";
import type { Symbols } from "./symbols.ts";
import { UnionFind } from "./union-find.ts";

export interface EGraphOptions<D> {
  /** Whether ids are kept apart as terms, and unions recorded. */
  readonly explanations?: boolean;
  readonly analysis?: Analysis<D>;
}

/** Why an e-node is hidden from matching: another is equal to it, it was pruned, or it is a term only. */
const DUPLICATE = 1;
const PRUNED = 2;
const TERM_ONLY = 4;
const FIRST_CAPACITY = 1 << 10;

const inOrder = (length: number): Int32Array => Int32Array.from({ length }, (_, i) => i);

export class EGraph<D = never> {
  readonly symbols: Symbols;
  /** Live e-nodes; classes. */
  nodeCount = 0;
  classCount = 0;
  readonly #unionFind = new UnionFind();
  /** E-nodes whose children are present names, after rebuild. */
  readonly nodes = new Hashcons(this.#unionFind);
  readonly index = new ClassIndex();
  /** With explanations: why ids are equal, and e-nodes with the children that they were added with. */
  readonly forest: ProofForest | undefined;
  readonly terms: Hashcons | undefined;
  readonly #parents = new Parents();
  readonly #analysis: Analysis<D> | undefined;
  readonly #facts = new Facts<D>();
  #hidden = new Uint8Array(FIRST_CAPACITY);
  /** The members of a class in a ring. */
  #sibling = new Int32Array(FIRST_CAPACITY);
  /** E-nodes whose children have been unioned; those whose children have another fact. */
  readonly #pending: number[] = [];
  readonly #factPending: number[] = [];
  #clean = true;

  constructor(symbols: Symbols, { explanations = false, analysis }: EGraphOptions<D> = {}) {
    this.symbols = symbols;
    this.#analysis = analysis;
    this.forest = explanations ? new ProofForest() : undefined;
    this.terms = explanations ? new Hashcons() : undefined;
  }

  /** Whether nothing has been added or unioned since the last rebuild. */
  get clean(): boolean {
    return this.#clean;
  }

  /** The present name of an id's class. */
  find(id: number): number {
    return this.#unionFind.find(id);
  }

  /** The fact of the analysis about a class. */
  fact(id: number): D | undefined {
    return this.#facts.of(this.find(id));
  }

  symbolOf(id: number): number {
    return this.nodes.symbolOf(id);
  }

  /** One child of an e-node, as a class. */
  childOf(id: number, position: number): number {
    const { cells, first } = this.nodes;
    return this.find(cells[first[id]! + position]!);
  }

  /** The children of an e-node, as classes. */
  childrenOf(id: number): readonly number[] {
    const { cells, first } = this.nodes;
    const end = this.nodes.end(id);
    const children: number[] = [];
    for (let at = first[id]!; at < end; at++) children.push(this.find(cells[at]!));
    return children;
  }

  /** The e-nodes of a class that matching sees; hidden ones leave the ring, but for the root that holds it together. */
  members(id: number): readonly number[] {
    const sibling = this.#sibling;
    const root = this.find(id);
    const live = this.#hidden[root] === 0 ? [root] : [];
    let before = root;
    for (let member = sibling[root]!; member !== root; member = sibling[member]!) {
      if (this.#hidden[member] !== 0) continue;
      live.push(member);
      sibling[before] = member;
      before = member;
    }
    sibling[before] = root;
    return live;
  }

  /** An id for a symbol over children: with explanations the id of that very term. */
  add(symbol: number, children: readonly number[]): number {
    return this.addOf(symbol, children.length, Int32Array.from(children), inOrder(children.length), 0);
  }

  /** As {@link add}, of the children `ids[order[from]]`, `ids[order[from + 1]]`, … */
  addOf(symbol: number, arity: number, ids: Int32Array, order: Int32Array, from: number): number {
    const { terms, nodes } = this;
    if (terms !== undefined) {
      const known = terms.seek(symbol, arity, ids, order, from);
      if (known >= 0) return known;
      terms.commit(true);
    }
    const equal = nodes.seek(symbol, arity, ids, order, from);
    if (equal >= 0 && terms === undefined) return equal;
    const id = nodes.commit(equal < 0);
    this.#makeSet(id);
    if (equal >= 0) {
      this.#hidden[id] = TERM_ONLY;
      this.#unionFind.union(this.find(equal), id);
      this.forest!.link(id, equal, CONGRUENCE); // terms have a forest
    } else this.#makeClass(id);
    return id;
  }

  /** Adds all of an expression. */
  addExpression(expression: Expression): number {
    const ids: number[] = [];
    for (const { symbol, children } of expression)
      ids.push(
        this.add(
          symbol,
          children.map((child) => ids[child]!),
        ),
      );
    return ids.at(-1)!;
  }

  /** The class of an expression, or undefined when it is not in the e-graph. */
  lookup(expression: Expression): number | undefined {
    const ids: number[] = [];
    for (const { symbol, children } of expression) {
      const id = this.#sought(
        symbol,
        children.map((child) => ids[child]!),
      );
      if (id < 0) return undefined;
      ids.push(this.find(id));
    }
    return ids.at(-1);
  }

  /** Makes two ids equal; `given` is what an explanation will call the reason. Whether they were not. */
  union(a: number, b: number, given = 0): boolean {
    if (this.find(a) === this.find(b)) return false;
    this.#union(a, b, this.forest === undefined ? CONGRUENCE : this.forest.given(given));
    return true;
  }

  /** Makes both sides of a rewrite equal; its substitution is `length` ids of `ids` from `at` on. Whether they were not. */
  unionByRewrite(a: number, b: number, rule: number, ids: Int32Array, at: number, length: number): boolean {
    if (this.find(a) === this.find(b)) return false;
    this.#union(a, b, this.forest === undefined ? CONGRUENCE : this.forest.rewrite(rule, ids, at, length));
    return true;
  }

  /** Hides the e-nodes of a class that have children: for a class whose fact says all there is to say, such as a number. */
  prune(id: number): void {
    const { nodes } = this;
    for (const member of this.members(id)) {
      if (nodes.end(member) > nodes.first[member]!) this.#hide(member, PRUNED);
    }
  }

  /** Restores congruence, facts and the index. */
  rebuild(): void {
    while (this.#pending.length > 0 || this.#factPending.length > 0) {
      while (this.#pending.length > 0) this.#repair(this.#pending.pop()!);
      while (this.#factPending.length > 0) this.#remake(this.#factPending.pop()!);
    }
    this.index.rebuild({
      symbols: this.symbols.count,
      nodes: this.nodes,
      hidden: this.#hidden,
      unionFind: this.#unionFind,
    });
    this.#clean = true;
  }

  /**
   * Whether all invariants hold: congruence, and that the hashcons finds every e-node.
   *
   * throws  Fault when one does not
   */
  check(): void {
    const seen = new Map<string, number>();
    let live = 0;
    for (let id = 0; id < this.nodes.count; id++) {
      if ((this.#hidden[id]! & (DUPLICATE | TERM_ONLY)) !== 0) continue;
      if (this.#hidden[id] === 0) live++;
      const children = this.childrenOf(id);
      const key = [this.symbolOf(id), ...children].join(" ");
      const other = seen.get(key);
      if (other !== undefined)
        throw new Fault({ op: "egraph", expected: "e-nodes once", received: `${other} = ${id}` });
      seen.set(key, id);
      if (this.#sought(this.symbolOf(id), children) !== id) {
        throw new Fault({ op: "egraph", expected: "e-nodes that are found", received: `${id}` });
      }
    }
    if (live !== this.nodeCount || live !== this.index.size) {
      throw new Fault({ op: "egraph", expected: `${live} e-nodes`, received: `${this.nodeCount}, ${this.index.size}` });
    }
  }

  /** The e-node of a symbol over children, or −1. */
  #sought(symbol: number, children: readonly number[]): number {
    return this.nodes.seek(symbol, children.length, Int32Array.from(children), inOrder(children.length), 0);
  }

  #makeSet(id: number): void {
    this.#unionFind.makeSet();
    this.forest?.makeSet();
    this.#parents.reserve(id);
    if (id < this.#hidden.length) return;
    this.#sibling = grown(this.#sibling, id + 1);
    const hidden = new Uint8Array(this.#sibling.length);
    hidden.set(this.#hidden);
    this.#hidden = hidden;
  }

  #makeClass(id: number): void {
    const { cells, first } = this.nodes;
    const end = this.nodes.end(id);
    this.#sibling[id] = id;
    for (let at = first[id]!; at < end; at++) this.#parents.push(cells[at]!, id);
    this.nodeCount++;
    this.classCount++;
    this.#clean = false;
    if (this.#analysis === undefined) return;
    const fact = this.#analysis.make(this, id);
    if (fact === undefined) return;
    this.#facts.set(id, fact);
    this.#analysis.modify(this, id, fact);
  }

  #union(a: number, b: number, record: number): void {
    let [root, other] = [this.find(a), this.find(b)];
    const parents = this.#parents;
    if (parents.size[root]! < parents.size[other]!) [root, other] = [other, root];
    this.forest?.link(a, b, record);
    this.#unionFind.union(root, other);
    this.#clean = false;
    this.classCount--;
    this.#notifyParents(other, this.#pending);
    if (this.#analysis !== undefined) this.#mergeFacts(root, other);
    parents.join(root, other);
    const sibling = this.#sibling[root]!;
    this.#sibling[root] = this.#sibling[other]!;
    this.#sibling[other] = sibling;
    if (this.#analysis === undefined) return;
    const fact = this.#facts.of(root);
    if (fact !== undefined) this.#analysis.modify(this, root, fact);
  }

  #notifyParents(id: number, queue: number[]): void {
    const { head, next, node } = this.#parents;
    for (let entry = head[id]!; entry !== 0; entry = next[entry - 1]!) {
      const parent = node[entry - 1]!;
      if ((this.#hidden[parent]! & DUPLICATE) === 0) queue.push(parent);
    }
  }

  /** The fact of two classes at once; whoever rests on a class whose fact it is not will be made anew. */
  #mergeFacts(root: number, other: number): void {
    const [one, two] = [this.#facts.of(root), this.#facts.of(other)];
    if (one === undefined && two === undefined) return;
    const both = one === undefined ? two : two === undefined ? one : this.#analysis!.merge(one, two);
    this.#facts.set(root, both);
    this.#facts.set(other, undefined);
    if (both !== one) this.#notifyParents(root, this.#factPending);
    if (both !== two) this.#notifyParents(other, this.#factPending);
  }

  /** Gives an e-node the present names of its children; when it now equals another, their classes are one. */
  #repair(id: number): void {
    if ((this.#hidden[id]! & DUPLICATE) !== 0) return;
    const { nodes } = this;
    const { cells, first } = nodes;
    const end = nodes.end(id);
    let moved = false;
    for (let at = first[id]!; at < end; at++) {
      const child = this.find(cells[at]!);
      if (child === cells[at]) continue;
      cells[at] = child;
      moved = true;
    }
    if (!moved) return;
    this.index.renamed(id);
    const equal = nodes.rekey(id);
    if (equal < 0) return;
    this.#hide(id, DUPLICATE);
    if (this.find(id) !== this.find(equal)) this.#union(id, equal, CONGRUENCE);
  }

  #remake(id: number): void {
    const analysis = this.#analysis!; // only an analysis makes facts pending
    const root = this.find(id);
    const [fact, made] = [this.#facts.of(root), analysis.make(this, id)];
    if (made === undefined) return;
    const both = fact === undefined ? made : analysis.merge(fact, made);
    if (both === fact) return;
    this.#facts.set(root, both);
    this.#notifyParents(root, this.#factPending);
    analysis.modify(this, root, both);
  }

  #hide(id: number, why: number): void {
    if (this.#hidden[id] === 0) this.nodeCount--;
    this.#hidden[id]! |= why;
  }
}
