/**
 * Normal forms: directed rewriting on the shared DAG of a term, innermost
 * first, each node once.
 *
 * Every rule is one function that answers an equation of the node it is given,
 * whose arguments are in normal form already; what it makes is put in normal
 * form again. A normal form comes with its proof, and nothing here is trusted.
 *
 * Notation   products are nested to the left; sums and entrywise products are
 *            nested to the left too, and sorted (order.ts); numbers stand in
 *            front: `scale(c ∘ a ∘ b, A B C)`, and products of numbers are
 *            entrywise products of 1 × 1 matrices.
 *
 * Two manners of writing
 *   factored   a product of a sum stays, and what all summands begin with
 *              (a permutation, a selection) stands in front: linear in depth
 *   expanded   products of sums are multiplied out: decides polynomial identities
 */
import { evaluated } from "../kernel/arithmetic.ts";
import type { Ref } from "../kernel/proof.ts";
import { equal } from "../kernel/proposition.ts";
import { bindBig, bindLayers, open } from "../term/binder.ts";
import { Fault } from "../term/fault.ts";
import { isBinder } from "../term/names.ts";
import { schedule } from "../term/schedule.ts";
import { type Big, type Fold, type Index, type Term, transpose, variable } from "../term/term.ts";
import { Chain, type Derivation, type Equality } from "./derivation.ts";
import { isDiagonalVariable, streamsOf } from "./parts.ts";
import { Properties } from "./properties.ts";
import { ruleFor } from "./rules.ts";
import { halved, openedSum, pathToHalf } from "./sums.ts";

/** A rule: an equation of a term whose arguments are in normal form, or nothing. */
export type Rule = (term: Term, normaliser: Normaliser) => Equality | undefined;

/** How normal forms are written, and how far to go. */
export interface NormaliserOptions {
  readonly expand: boolean;
  /** Sums of entries as traces and diagonals of products: `1ᵀ (A ∘ B) 1 = tr(A Bᵀ)`, `(A ∘ B) 1 = dg(A Bᵀ)`. */
  readonly gather?: boolean;
  /** Fractions are not told from others: sigmoids as fractions of exponentials, and exponentials of sums as products. */
  readonly fractions?: boolean;
  /** Uses of rules before giving up. */
  readonly steps: number;
  /** Uses of rules of which each needs the next before giving up: the stack is not endless. */
  readonly depth?: number;
  /** The limit of time that is over, if it is. */
  readonly expired?: () => string | undefined;
  /** The least value of a size symbol; every other is at least 1. */
  readonly minima: ReadonlyMap<string, number>;
}

const DEPTH = 800;
/** How deep arguments are gone into one by one: a schedule has no depth, and costs more. */
const INSIDE = 50;

/** The paths to arguments: no operation but a definition has more, and those are unfolded. */
const PATHS = [[0], [1], [2]] as const;

/** Thrown when a limit is hit, so that a search can say which. */
export class LimitReached extends Error {
  readonly limit: string;

  constructor(limit: string) {
    super(`limit reached: ${limit}`);
    this.name = "LimitReached";
    this.limit = limit;
  }
}

/** Normal forms of terms, with their proofs in one derivation. */
export class Normaliser {
  readonly derivation: Derivation;
  readonly options: NormaliserOptions;
  readonly properties: Properties;
  readonly #normal = new Map<Term, Equality>();
  readonly #hypotheses: Rule[] = [];
  readonly #open = new Set<string>();
  readonly #isKnown = (term: Term): boolean => this.#normal.has(term);
  /** What is put in normal form before a node: of a sum all summands, but for streams in factored writing. */
  readonly #outside = (term: Term): readonly Term[] => {
    if (term.op !== "add" || !term.args.some(isSum)) return outside(term);
    return this.options.expand ? openedSum(term, this.#isKnown) : streamsOf(term);
  };
  #steps = 0;
  #depth = 0;
  #inside = 0;

  constructor(derivation: Derivation, options: NormaliserOptions) {
    this.derivation = derivation;
    this.options = options;
    this.properties = new Properties(this);
  }

  /** A further rule, tried before the others: an oriented hypothesis. */
  addRule(rule: Rule): void {
    this.#hypotheses.push(rule);
    this.#normal.clear();
  }

  /** Whether hypotheses say what some terms are. */
  get hasHypotheses(): boolean {
    return this.#hypotheses.length > 0;
  }

  /**
   * The normal form of a term.
   *
   * throws  LimitReached
   */
  normal(root: Term): Equality {
    const known = this.#normal.get(root);
    if (known !== undefined) return known;
    const args = this.#outside(root);
    if (args.every(this.#isKnown)) return this.#found(root);
    if (this.#inside < INSIDE) {
      this.#inside++;
      for (const argument of args) this.normal(argument);
      this.#inside--;
      return this.#found(root);
    }
    for (const term of schedule(root, { stop: this.#isKnown, argumentsOf: this.#outside })) this.#found(term);
    return this.#normal.get(root)!;
  }

  /** The normal form of a term whose arguments have theirs. */
  #found(term: Term): Equality {
    const found = this.#normalise(term);
    this.#normal.set(term, found);
    return found;
  }

  #normalise(term: Term): Equality {
    if (term.op === "defined") {
      const chain = this.chain(term);
      return chain.use(this.derivation.unfold(term)).step(this.#normal.get(term.unfolded)!).done();
    }
    const chain = this.chain(term);
    const args = this.#outside(term);
    if (term.op === "add" && args.length > 2) this.#eachSummand(chain, args);
    else for (let i = 0; i < args.length; i++) chain.step(this.#normal.get(args[i]!)!, PATHS[i]);
    if (isBinder(term)) chain.step(this.#body(chain.term as Big | Fold));
    const step = this.#step(chain.term);
    if (step === undefined) {
      if (chain.term !== term) this.#normal.set(chain.term, { from: chain.term, to: chain.term, by: undefined });
      return chain.done();
    }
    this.#count();
    this.#depth++;
    const rest = this.normal(step.to);
    this.#depth--;
    return chain.step(step).step(rest).done();
  }

  /** The normal forms of a sum's parts in place of them. */
  #eachSummand(chain: Chain, parts: readonly Term[]): void {
    const found = parts.map((part) => this.#normal.get(part) ?? this.normal(part));
    if (found.every(({ by }) => by === undefined)) return;
    chain.regroup(halved(parts));
    for (const [i, part] of found.entries()) chain.step(part, pathToHalf(i, parts.length));
  }

  #count(): void {
    const { steps, depth = DEPTH, expired } = this.options;
    if (this.#steps++ > steps) throw new LimitReached(`${steps} steps`);
    if (this.#depth > depth) throw new LimitReached(`${depth} steps in a row`);
    const limit = expired?.();
    if (limit !== undefined) throw new LimitReached(limit);
  }

  #step(term: Term): Equality | undefined {
    for (const rule of this.#hypotheses) {
      const step = rule(term, this);
      if (step !== undefined && step.to !== term) return step;
    }
    const step = ruleFor(term.op)?.(term, this);
    return step === undefined || step.to === term ? undefined : step;
  }

  /** The body of a binder in normal form, by extensionality. */
  #body(binder: Big | Fold): Equality {
    return this.opened(binder, (index, running, body) => this.extended(binder, index, running, this.normal(body)));
  }

  /**
   * Work on the body of a binder, opened with names that no enclosing work uses. The names follow from the binder's
   * height, so that one binder is opened as one term, and sorting does not depend on what was opened before.
   */
  opened<T>(binder: Big | Fold, work: (index: Index, running: Term | undefined, body: Term) => T): T {
    let name = `@${binder.height}`;
    while (this.#open.has(name)) name += "'";
    this.#open.add(name);
    const running = binder.op === "fold" ? variable(`y${name}`, binder.rows, binder.cols) : undefined;
    try {
      return work({ free: name }, running, open(binder, { free: name }, running));
    } finally {
      this.#open.delete(name);
    }
  }

  /** A binder with another body: from an equation of its opened body. */
  extended(binder: Big | Fold, index: Index, running: Term | undefined, body: Equality): Equality {
    if (body.by === undefined) return { from: binder, to: binder, by: undefined };
    const to =
      binder.op === "fold"
        ? bindLayers(binder.count, binder.args[0]!, index, running!, body.to)
        : bindBig(binder.op, binder.count, index, body.to);
    const entry = { rule: "extend", binder, index, by: body.by } as const;
    const by = this.derivation.add(running === undefined ? entry : { ...entry, running }, equal(binder, to));
    return { from: binder, to, by };
  }

  // what rules are made of

  /** A chain of moves from a term. */
  chain(from: Term): Chain {
    return new Chain(this.derivation, from);
  }

  /** The equation that an axiom states. */
  law(name: string, args: readonly Term[] = [], premises: readonly Ref[] = []): Equality {
    return this.equality(this.derivation.axiom(name, args, premises));
  }

  /** What an entry says, as an equality. */
  equality(by: Ref): Equality {
    const says = this.derivation.says(by);
    if (says.kind !== "equal") throw new Fault({ op: "normaliser", expected: "an equation", received: says.kind });
    return { from: says.lhs, to: says.rhs, by };
  }

  /** The entry of an equality; reflexivity is one too. */
  entryOf({ from, to, by }: Equality): Ref {
    return by ?? this.derivation.add({ rule: "rewrite", from, moves: [] }, equal(from, to), `refl|${from.id}`);
  }

  /** What arithmetic makes of constants and sizes, when it has something to say. */
  evaluated(term: Term): Equality | undefined {
    const to = evaluated(term);
    if (to === undefined || to === term) return undefined;
    return this.equality(this.derivation.add({ rule: "evaluate", term }, equal(term, to), `evaluate|${term.id}`));
  }

  /** The same equation read from right to left. */
  backward({ from, to, by }: Equality): Equality {
    return by === undefined ? { from: to, to: from, by } : this.chain(to).use(by, [], { backward: true }).done();
  }

  /** A term regrouped. */
  regrouped(from: Term, to: Term): Equality {
    return this.chain(from).regroup(to).done();
  }

  /** A term through its transpose: `A = ((Aᵀ) in normal form)ᵀ`, where laws about rows serve columns. */
  flipped(term: Term): Equality {
    const inward = ruleFor("transpose")!(transpose(term), this)!; // the term is an operation that a transpose passes
    const turned = this.normal(inward.to);
    const chain = this.chain(term).use(this.derivation.axiom("transpose_transpose", [term]), [], { backward: true });
    return chain
      .step(inward, [0])
      .step(turned, [0])
      .step(this.normal(transpose(turned.to)))
      .done();
  }
}

const isSum = ({ op }: Term): boolean => op === "add";

/** The arguments that are put in normal form before a node: a binder's body is opened instead. */
function outside(term: Term): readonly Term[] {
  if (term.op === "defined") return [term.unfolded];
  if (term.op === "diagonal" && isDiagonalVariable(term.args[0]!)) return []; // it is what the variable is written with
  return isBinder(term) ? term.args.slice(0, -1) : term.args;
}
