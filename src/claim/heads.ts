/**
 * What a head is made of: mixing tokens, transforming features, and summing heads.
 *
 * Notation   y: C × E, what attention reads; A = A(y): C × C pattern; Z_h = A_h·values_h: C × d
 */

import type { HeadIndex, Weighing } from "../model/architecture.ts";
import { pattern } from "../model/attention.ts";
import { bigHcat, bigSum, bigVcat } from "../term/binder.ts";
import { negate, repeatRow, rowSums, softmaxAll } from "../term/definition.ts";
import { statement } from "../term/statement.ts";
import { add, type Index, maxEntry, mul, ones, scalarVariable, scale, type Term, variable } from "../term/term.ts";
import { type Claim, type ExpectedRefutation, headAt, type Site, siteOf } from "./claim.ts";

const NOTES = "A. Jermyn, Brief Notes on Transformers, 2022";

function input(site: Site): ReturnType<typeof variable> {
  return variable("y", "C", site.architecture.width);
}

/** A big operation over all heads, nested where heads come in groups. */
function overHeads(site: Site, big: typeof bigSum, body: (head: HeadIndex) => Term): Term {
  const nest = (sizes: Site["architecture"]["heads"], head: readonly Index[]): Term =>
    sizes.length === 0 ? body(head) : big(sizes[0]!, (h) => nest(sizes.slice(1), [...head, h]));
  return nest(site.architecture.heads, []);
}

const mixing: Claim = {
  id: "heads/mixing-commutes",
  title: "mixing tokens and transforming features commute",
  formula: "(A·y)·W_V·W_O = A·(y·W_V·W_O)",
  scope: "head",
  source: NOTES,
  state: (site) => {
    const { architecture, layer, head } = site;
    const y = input(site);
    const A = architecture.pattern(y, headAt(site, architecture.context("C")));
    const { W_V, W_O } = architecture.weights(layer, head);
    return statement(mul(mul(A, y), W_V, W_O), "=", mul(A, mul(y, W_V, W_O)), [y]);
  },
};

const concatenation: Claim = {
  id: "heads/sum-is-concatenation",
  title: "the sum of heads is the concatenation of what they move, times one output matrix",
  formula: "Σ_h Z_h·W_O[h] = [Z_0 | … | Z_{H−1}]·[W_O[0]; …; W_O[H−1]]",
  scope: "layer",
  source: "Elhage et al. 2021, A Mathematical Framework for Transformer Circuits",
  state: (site) => {
    const { architecture, layer } = site;
    const y = input(site);
    const context = architecture.context("C");
    const moved = (head: HeadIndex): Term =>
      mul(architecture.pattern(y, { layer, head, context }), architecture.values(y, { layer, head, context }));
    const side = overHeads(site, bigHcat, moved);
    const stacked = overHeads(site, bigVcat, (head) => architecture.weights(layer, head).W_O);
    return statement(
      overHeads(site, bigSum, (head) => architecture.head(y, { layer, head, context })),
      "=",
      mul(side, stacked),
      [y],
    );
  },
};

const rowsSum: Claim = {
  id: "softmax/rows-sum-to-one",
  title: "each row of an attention pattern sums to one",
  formula: "A·1 = 1",
  scope: "head",
  source: NOTES,
  refutedFor: ({ weighing }) => notStochastic(weighing),
  state: (site) => {
    const y = input(site);
    return statement(
      rowSums(site.architecture.pattern(y, headAt(site, site.architecture.context("C")))),
      "=",
      ones("C", 1),
      [y],
    );
  },
};

const wholeMatrix: Claim = {
  id: "softmax/whole-matrix-rows-sum-to-one",
  title: "a softmax over the whole score matrix gives rows that sum to one",
  formula: "softmax_all(S)·1 = 1",
  scope: "head",
  source: "the reading of “the softmax acts on the whole matrix” that the notes leave open",
  refutedFor: () => ({ because: "all entries together sum to one, so C rows cannot each" }),
  state: (site) => {
    const { architecture, layer, head } = site;
    const y = input(site);
    const { W_Q, W_K } = architecture.weights(layer, head);
    const scores = pattern(mul(y, W_Q), mul(y, W_K)).args[0]!;
    return statement(rowSums(softmaxAll(scores)), "=", ones("C", 1), [y]);
  },
};

const keyBias: Claim = {
  id: "gauge/key-bias",
  title: "a bias of the keys is irrelevant",
  formula: "∀ β:  h(y; b_K + β) = h(y; b_K)",
  scope: "head",
  source: "Bhojanapalli et al. 2021; softmax ignores a constant added to a row of scores",
  refutedFor: ({ position, weighing }) => {
    if (position.kind === "rotary" && position.decoupled === undefined)
      return { because: "keys are turned after the bias, by angles that differ from key to key" };
    return weighing === "softmax" ? undefined : { because: "no softmax takes out what is added to a row of scores" };
  },
  state: (site) => {
    const { architecture } = site;
    const [y, beta] = [input(site), variable("beta", 1, architecture.headWidth)];
    const context = architecture.context("C");
    const biased = architecture.head(y, headAt(site, context, { key: beta }));
    return statement(biased, "=", architecture.head(y, headAt(site, context)), [y, beta]);
  },
};

const valueBias: Claim = {
  id: "gauge/value-bias",
  title: "a bias of the values folds into the output bias",
  formula: "∀ v:  h(y; b_V + v) = h(y; b_V) + 1·v·W_O",
  scope: "head",
  source: "rows of a pattern sum to one",
  refutedFor: ({ weighing }) => notStochastic(weighing),
  state: (site) => {
    const { architecture, layer, head } = site;
    const [y, v] = [input(site), variable("v", 1, architecture.headWidth)];
    const context = architecture.context("C");
    const folded = repeatRow(mul(v, architecture.weights(layer, head).W_O), y.rows);
    const biased = architecture.head(y, headAt(site, context, { value: v }));
    return statement(biased, "=", add(architecture.head(y, headAt(site, context)), folded), [y, v]);
  },
};

const frozen: Claim = {
  id: "heads/frozen-linear",
  title: "with its pattern held fixed, a head is linear in what it reads",
  formula: "h_A(a·x + b·y) = a·h_A(x) + b·h_A(y)",
  scope: "head",
  source: "Elhage et al. 2021, A Mathematical Framework for Transformer Circuits",
  refutedFor: (architecture) => {
    const { layer, head } = siteOf(architecture);
    const biased = architecture.weights(layer, head).b_V !== undefined;
    return biased ? { because: "values have a bias, so a head is affine" } : undefined;
  },
  state: (site) => {
    const { architecture, layer, head } = site;
    const context = architecture.context("C");
    const [x, y] = [variable("x", "C", architecture.width), input(site)];
    const [A, a, b] = [variable("A", "C", "C"), scalarVariable("a"), scalarVariable("b")];
    const moved = (z: Term): Term =>
      mul(A, architecture.values(z, headAt(site, context)), architecture.weights(layer, head).W_O);
    const whole = moved(add(scale(a, x), scale(b, y)));
    return statement(whole, "=", add(scale(a, moved(x)), scale(b, moved(y))), [A, x, y, a, b]);
  },
};

const odd: Claim = {
  id: "heads/odd",
  title: "a head of the negative is the negative of the head",
  formula: "h(−y) = −h(y)",
  scope: "head",
  source: "scores are quadratic in the stream, values linear",
  refutedFor: (architecture) => {
    const { layer, head } = siteOf(architecture);
    if (architecture.weights(layer, head).b_Q !== undefined) return { because: "projections have biases" };
    return architecture.weighing === "linear" ? { because: "features of the negative are others" } : undefined;
  },
  state: (site) => {
    const y = input(site);
    const at = headAt(site, site.architecture.context("C"));
    return statement(site.architecture.head(negate(y), at), "=", negate(site.architecture.head(y, at)), [y]);
  },
};

const hull: Claim = {
  id: "softmax/convex-hull",
  title: "what a head moves to a token lies in the convex hull of the values",
  formula: "∀ u:  A·V·u ≤ max(V·u)",
  scope: "head",
  source: "rows of a pattern are weights that sum to one; a point is in a hull when no direction tells them apart",
  refutedFor: ({ weighing }) => notStochastic(weighing),
  state: (site) => {
    const { architecture } = site;
    const [y, at] = [input(site), headAt(site, architecture.context("C"))];
    const u = variable("u", architecture.headWidth, 1);
    const [A, along] = [architecture.pattern(y, at), mul(architecture.values(y, at), u)];
    return statement(mul(A, along), "<=", scale(maxEntry(along), ones("C", 1)), [y, u]);
  },
};

/** Why rows of a pattern do not sum to one. */
function notStochastic(weighing: Weighing): ExpectedRefutation | undefined {
  if (weighing === "sigmoid")
    return { because: "each weight is a sigmoid of its own score: nothing makes a row sum to one" };
  return weighing === "softmax1" ? { because: "a part of each row goes to a key that is not there" } : undefined;
}

/** The claims about single heads and their sum. */
export const headClaims: readonly Claim[] = [mixing, concatenation, frozen, odd];

/** The claims about patterns. */
export const patternClaims: readonly Claim[] = [rowsSum, wholeMatrix, hull];

/** The claims about biases that need not be there. */
export const biasClaims: readonly Claim[] = [keyBias, valueBias];
