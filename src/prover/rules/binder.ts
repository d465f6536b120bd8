/** Sums and blocks over an index, and folds of layers. */

import { mentionsIndex } from "../../kernel/closed.ts";
import { equal } from "../../kernel/proposition.ts";
import { bindBig, bindLayers, freshIndex, open } from "../../term/binder.ts";
import { type Fold, mul, type Term, variable } from "../../term/term.ts";
import type { Equality } from "../derivation.ts";
import type { Normaliser, Rule } from "../normaliser.ts";
import { firstFactor } from "../parts.ts";
import { isSelection, stripLeft } from "../strip.ts";

export const bindersRule: Rule = (term, n) => {
  if (term.op === "bigSum") return constantSum(term, n) ?? selectionOut(term, n);
  return undefined;
};

/** Σ of what does not depend on the index. */
function constantSum(term: Term, n: Normaliser): Equality | undefined {
  if (term.op !== "bigSum") return undefined;
  const index = freshIndex();
  const body = open(term, index);
  return mentionsIndex(body, index) ? undefined : n.law("sum_const", [term, body]);
}

/** Σ P a(h) = P Σ a(h), in factored writing. */
function selectionOut(term: Term, n: Normaliser): Equality | undefined {
  if (term.op !== "bigSum" || n.options.expand) return undefined;
  const index = freshIndex();
  const body = open(term, index);
  const S = firstFactor(body.op === "scale" ? body.args[1]! : body);
  if (mentionsIndex(S, index) || !isSelection(S, "left", n)) return undefined;
  const stripped = stripLeft(body, S, n);
  if (stripped === undefined) return undefined;
  const inner = bindBig("bigSum", term.count, index, stripped.to.args[1]!);
  const whole = n.law("mul_sum", [S, inner]); // S Σ a(h) = Σ S a(h)
  const chain = n.chain(term);
  if (stripped.by !== undefined) {
    const entry = { rule: "extend", binder: term, index, by: stripped.by } as const;
    chain.use(n.derivation.add(entry, equal(term, whole.to)));
  }
  return chain.step(n.backward(whole)).done();
}

/** A fold that starts with a selection of tokens, and whose layers commute with it, is the selection of the fold. */
export const foldRule: Rule = (term, n) => {
  if (term.op !== "fold") return undefined;
  const init = term.args[0]!;
  const S = firstFactor(init);
  if (!isSelection(S, "left", n)) return undefined;
  const start = stripLeft(init, S, n);
  if (start === undefined) return undefined;
  const x = start.to.args[1]!;
  return x.rows === init.rows ? fused(term, S, x, start, n) : undefined;
};

let running = 0;

function fused(fold: Fold, S: Term, x: Term, start: Equality, n: Normaliser): Equality | undefined {
  const index = freshIndex();
  const y = variable(`z@${running++}`, x.rows, x.cols);
  const onto = bindLayers(fold.count, x, index, y, open(fold, index, y));
  const context = mul(S, y);
  const [moved, kept] = [n.normal(open(fold, index, context)), n.normal(mul(S, open(onto, index, y)))];
  if (moved.to !== kept.to) return undefined;
  const step = n.chain(moved.from).step(moved).step(n.backward(kept)).done();
  const to = mul(S, onto);
  const entry = {
    rule: "fuse",
    fold,
    onto,
    index,
    running: y,
    context,
    base: n.entryOf(start),
    step: n.entryOf(step),
  } as const;
  return { from: fold, to, by: n.derivation.add(entry, equal(fold, to)) };
}
