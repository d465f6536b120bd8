/** What the kinds of variables assume: hypotheses that every theorem about such a variable has. */
import type { Kind, Property } from "../term/kind.ts";
import { diagonal, type Term } from "../term/term.ts";
import { is, type Proposition } from "./proposition.ts";

const SAME_NAME = (property: Property) => (X: Term) => [is(property, X)];

/** What the kind of a variable `X` assumes of it. */
export const KIND_FACTS: Readonly<Record<Kind, (X: Term) => readonly Proposition[]>> = Object.freeze({
  matrix: () => [],
  scalar: () => [],
  posscalar: SAME_NAME("positive"),
  nonnegscalar: SAME_NAME("nonnegative"),
  nzscalar: SAME_NAME("nonzero"),
  perm: SAME_NAME("perm"),
  selection: SAME_NAME("selection"),
  orthogonal: SAME_NAME("orthogonal"),
  orthocols: SAME_NAME("orthocols"),
  invertible: SAME_NAME("invertible"),
  symmetric: SAME_NAME("symmetric"),
  skew: SAME_NAME("skew"),
  diagonal: SAME_NAME("diagonal"),
  posdiagonal: (X) => [is("diagonal", X), is("positive", diagonal(X))],
  invdiagonal: (X) => [is("diagonal", X), is("nonzero", diagonal(X))],
  lower: SAME_NAME("lower"),
  rowstochastic: SAME_NAME("rowstochastic"),
  idempotent: SAME_NAME("idempotent"),
  mask: SAME_NAME("mask"),
});
