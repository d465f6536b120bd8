/**
 * Horizontal fusion: products that can be one product become one.
 *
 *   x W₁, x W₂, …          become slices of  x [W₁ | W₂ | …]
 *   Z₁ W₁ + Z₂ W₂ + …      becomes           [Z₁ | Z₂ | …] [W₁ over W₂ over …]
 *
 * Heads arrive as separate terms, each with narrow weights; this puts the wide
 * product back that the model's authors wrote. It is a pass from terms to
 * terms, by two theorems of block matrices, so it changes rounding only.
 * Weights must be data of the graph, so that putting them together costs
 * nothing in a run; a product with a selection is a lookup and is left alone.
 * With ONNX Runtime 1.30, which packs narrow weights well, it saves between
 * nothing and a fifth of GPT-2's forward pass, the most with few tokens.
 */
import { definitionOf } from "../term/definition.ts";
import { addDim, type Dim, dim } from "../term/dimension.ts";
import { schedule } from "../term/schedule.ts";
import { rebuild } from "../term/substitution.ts";
import { add, cols, hcat, mul, type Term, vcat } from "../term/term.ts";
import { layoutTest, type RoleOf } from "./onnx-layout.ts";
import { isByName, onnxArguments } from "./onnx-operation.ts";

/** The same terms with fewer, larger products; definitions without operations of their own are unfolded. */
export function fuseProducts(roots: readonly Term[], role: RoleOf): Term[] {
  const order = schedules(roots);
  const isFusible = fusibleTest(order, role);
  const sums = fusibleSums(order, onlyUserTest(order, roots), isFusible);
  const siblings = siblingsOf(order.filter(isFusible).filter((product) => !sums.covered.has(product)));
  const done = new Map<Term, Term>();
  const remake = (term: Term): Term => {
    const [sum, sibling] = [sums.tops.get(term), siblings.get(term)];
    if (sum !== undefined) return fusedSum(sum, done);
    if (sibling !== undefined) return cols(mul(done.get(sibling.left)!, sibling.weights), sibling.start, term.cols);
    return remade(term, done);
  };
  for (const term of order) if (!sums.covered.has(term)) done.set(term, remake(term));
  return roots.map((root) => done.get(root)!);
}

/** A product of what a run computes and a weight. */
type Product = Term & { readonly op: "mul" };

function fusibleTest(order: readonly Term[], role: RoleOf): (term: Term) => term is Product {
  const isWeight = layoutTest(role);
  const varying = new Set<Term>();
  for (const term of order) {
    const varies =
      term.op === "variable"
        ? role(term) !== "parameter"
        : onnxArguments(term).some((argument) => varying.has(argument));
    if (varies) varying.add(term);
  }
  const isLookup = (term: Term): boolean => term.op === "variable" && role(term) === "selection";
  const isFusible = (left: Term, right: Term): boolean => varying.has(left) && isWeight(right) && !isLookup(left);
  return (term): term is Product => term.op === "mul" && isFusible(term.args[0]!, term.args[1]!);
}

/** All nodes below several terms, arguments first. */
function schedules(roots: readonly Term[]): Term[] {
  const order = new Set<Term>();
  for (const root of roots) {
    for (const term of schedule(root, { stop: (inner) => order.has(inner), argumentsOf: onnxArguments }))
      order.add(term);
  }
  return [...order];
}

/** A test of whether a sum is all that uses a node. */
function onlyUserTest(order: readonly Term[], roots: readonly Term[]): (term: Term) => boolean {
  const users = new Map<Term, { count: number; last: Term }>();
  for (const user of order) {
    for (const argument of onnxArguments(user)) {
      users.set(argument, { count: (users.get(argument)?.count ?? 0) + 1, last: user });
    }
  }
  const answers = new Set(roots);
  return (term) => {
    const user = users.get(term);
    return user !== undefined && user.count === 1 && user.last.op === "add" && !answers.has(term);
  };
}

/** The summands of a sum: products to fuse, and others. */
interface Sum {
  readonly products: readonly Product[];
  readonly others: readonly Term[];
}

/** Sums of at least two fusible products that nothing else uses, and the nodes that they take the place of. */
function fusibleSums(
  order: readonly Term[],
  isInner: (term: Term) => boolean,
  isFusible: (term: Term) => term is Product,
) {
  const tops = new Map<Term, Sum>();
  const covered = new Set<Term>();
  for (const top of order) {
    if (top.op !== "add" || isInner(top)) continue;
    const { sums, leaves } = flattened(top, isInner);
    const taken = (leaf: Term): leaf is Product => isInner(leaf) && isFusible(leaf);
    const products = leaves.filter(taken);
    if (products.length < 2) continue;
    tops.set(top, { products, others: leaves.filter((leaf) => !taken(leaf)) });
    for (const term of [...sums, ...products]) covered.add(term);
  }
  return { tops, covered };
}

/** The sums inside a sum, and what they all add, from left to right. */
function flattened(
  top: Term,
  isInner: (term: Term) => boolean,
): { readonly sums: readonly Term[]; readonly leaves: readonly Term[] } {
  const sums: Term[] = [];
  const leaves: Term[] = [];
  const stack = [...top.args].reverse();
  for (let term = stack.pop(); term !== undefined; term = stack.pop()) {
    const opened = term.op === "add" && isInner(term);
    (opened ? sums : leaves).push(term);
    if (opened) stack.push(...[...term.args].reverse());
  }
  return { sums, leaves };
}

function fusedSum({ products, others }: Sum, done: ReadonlyMap<Term, Term>): Term {
  const blocks = products.map(({ args }) => done.get(args[0]!)!).reduce((left, right) => hcat(left, right));
  const weights = products.map(({ args }) => args[1]!).reduce((upper, lower) => vcat(upper, lower));
  return [...others.map((term) => done.get(term)!), mul(blocks, weights)].reduce((left, right) => add(left, right));
}

/** A product among those with the same left factor: where its columns start in the one product of all. */
interface Sibling {
  readonly left: Term;
  readonly start: Dim;
  /** All their weights, side by side. */
  readonly weights: Term;
}

/** Products whose left factor is multiplied by other weights too. */
function siblingsOf(products: readonly Product[]): ReadonlyMap<Term, Sibling> {
  const groups = new Map<Term, Product[]>();
  for (const product of products) groups.set(product.args[0]!, [...(groups.get(product.args[0]!) ?? []), product]);
  const siblings = new Map<Term, Sibling>();
  for (const [left, members] of groups) {
    if (members.length < 2) continue;
    const weights = members.map(({ args }) => args[1]!).reduce((a, b) => hcat(a, b));
    let start = dim(0);
    for (const member of members) {
      siblings.set(member, { left, start, weights });
      start = addDim(start, member.cols);
    }
  }
  return siblings;
}

/** The same node of the new arguments; a definition keeps its name when it has operations of its own. */
function remade(term: Term, done: ReadonlyMap<Term, Term>): Term {
  const args = onnxArguments(term).map((argument) => done.get(argument)!);
  if (args.every((argument, i) => argument === term.args[i]) && args.length === term.args.length) return term;
  if (term.op !== "defined") return rebuild(term, args);
  const definition = isByName(term.name) ? definitionOf(term.name) : undefined;
  return definition === undefined ? args[0]! : rebuild(term, args, undefined, definition.unfold(...args));
}
