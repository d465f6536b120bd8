/** Sums and blocks over an index, and folds of layers. */

import { mentionsIndex } from "../../kernel/closed.ts";
import { equal } from "../../kernel/proposition.ts";
import { bindBig, bindLayers, open } from "../../term/binder.ts";
import { dim } from "../../term/dimension.ts";
import { schedule } from "../../term/schedule.ts";
import { add, type Big, type Fold, mul, type Term } from "../../term/term.ts";
import type { Equality } from "../derivation.ts";
import type { Normaliser, Rule } from "../normaliser.ts";
import { firstFactor, nested, summandsOf } from "../parts.ts";
import { isSelection, stripLeft } from "../strip.ts";

const ONE = dim(1);

/** The law that takes a factor out of a binder on the left. */
const OUT = { bigSum: "mul_sum", bigHcat: "mul_bigHcat" } as const;

export const bindersRule: Rule = (term, n) => {
  if (term.op === "bigSum" && term.count === ONE) return n.law("sum_one", [term]);
  if (term.op === "bigSum") return constantSum(term, n) ?? selectionOut(term, "bigSum", n);
  return term.op === "bigHcat" ? selectionOut(term, "bigHcat", n) : undefined;
};

/** Σ of what does not depend on the index. */
function constantSum(term: Big, n: Normaliser): Equality | undefined {
  return n.opened(term, (index, _, body) =>
    mentionsIndex(body, index) ? undefined : n.law("sum_const", [term, body]),
  );
}

/** Σ P a(h) = P Σ a(h), in factored writing; and the same of blocks side by side. */
function selectionOut(term: Big, op: keyof typeof OUT, n: Normaliser): Equality | undefined {
  if (n.options.expand) return undefined;
  return n.opened(term, (index, _, body) => {
    const S = firstFactor(body.op === "scale" ? body.args[1]! : body);
    if (mentionsIndex(S, index) || !isSelection(S, "left", n)) return undefined;
    const stripped = stripLeft(body, S, n);
    if (stripped === undefined) return undefined;
    const inner = bindBig(op, term.count, index, stripped.to.args[1]!);
    const whole = n.law(OUT[op], [S, inner]); // S Σ a(h) = Σ S a(h)
    return n
      .chain(term)
      .step(n.extended(term, index, undefined, stripped))
      .step(n.backward(whole))
      .done();
  });
}

/** A fold that starts with a selection of tokens, and whose layers commute with it, is the selection of the fold. */
export const foldRule: Rule = (term, n) => {
  if (term.op !== "fold") return undefined;
  const sum = sumOfLayers(term, n);
  if (sum !== undefined) return sum;
  const init = term.args[0]!;
  const S = firstFactor(init);
  if (!isSelection(S, "left", n)) return undefined;
  const start = stripLeft(init, S, n);
  return start === undefined ? undefined : fused(term, S, start, n);
};

/** Layers that only add what does not depend on the running value add up: `y + a(ℓ)`, from x, is `x + Σ a(ℓ)`. */
function sumOfLayers(fold: Fold, n: Normaliser): Equality | undefined {
  return n.opened(fold, (index, running, body) => {
    const y = running!; // a fold is opened with a running value
    const parts = summandsOf(body);
    const rest = parts.filter((part) => part !== y);
    if (rest.length === 0 || rest.length !== parts.length - 1 || rest.some((part) => schedule(part).includes(y)))
      return undefined;
    const added = nested("add", rest);
    const law = n.law("layers_add", [fold.args[0]!, bindBig("bigSum", fold.count, index, added)]);
    return n
      .chain(fold)
      .step(n.extended(fold, index, y, n.regrouped(body, add(y, added))))
      .step(law)
      .done();
  });
}

/** `fold(S x) = S fold'(x)` where every layer takes S out: `body(S y) = S body'(y)`. */
function fused(fold: Fold, S: Term, start: Equality, n: Normaliser): Equality | undefined {
  const x = start.to.args[1]!;
  if (x.rows !== fold.rows) return undefined;
  return n.opened(fold, (index, running) => {
    const y = running!; // a fold is opened with a running value
    const context = mul(S, y);
    const moved = n.normal(open(fold, index, context));
    const stripped = stripLeft(moved.to, S, n);
    if (stripped === undefined) return undefined;
    const onto = bindLayers(fold.count, x, index, y, stripped.to.args[1]!);
    const step = n.entryOf(n.chain(moved.from).step(moved).step(stripped).done());
    const to = mul(S, onto);
    const entry = { rule: "fuse", fold, onto, index, running: y, context, base: n.entryOf(start), step } as const;
    return { from: fold, to, by: n.derivation.add(entry, equal(fold, to)) };
  });
}
