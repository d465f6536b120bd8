/**
 * Kinds of variables: what a claim assumes of a value that it quantifies over.
 *
 * A kind is a hypothesis, not a type: the prover may use it, the attack must
 * draw values that meet it, and a report lists it.
 */

/** Each kind, the sentence that it assumes of a value `X`, and whether it needs a square shape. */
export const KINDS = Object.freeze({
  matrix: { assumes: "any matrix", square: false },
  scalar: { assumes: "any number", square: true },
  posscalar: { assumes: "a number > 0", square: true },
  nonnegscalar: { assumes: "a number ≥ 0", square: true },
  nzscalar: { assumes: "a number ≠ 0", square: true },
  perm: { assumes: "a permutation matrix: one 1 in each row and each column", square: true },
  selection: { assumes: "one 1 in each row, zero elsewhere (rows may repeat)", square: false },
  orthogonal: { assumes: "Xᵀ X = I = X Xᵀ", square: true },
  orthocols: { assumes: "Xᵀ X = I", square: false },
  invertible: { assumes: "X has an inverse", square: true },
  symmetric: { assumes: "Xᵀ = X", square: true },
  skew: { assumes: "Xᵀ = −X", square: true },
  diagonal: { assumes: "zero off the diagonal", square: true },
  posdiagonal: { assumes: "diagonal with entries > 0", square: true },
  invdiagonal: { assumes: "diagonal with entries ≠ 0", square: true },
  lower: { assumes: "zero above the diagonal", square: true },
  rowstochastic: { assumes: "entries ≥ 0, each row sums to 1", square: false },
  idempotent: { assumes: "X X = X", square: true },
  mask: { assumes: "entries 0 or 1, no empty row", square: false },
} as const);

/** The name of a kind. */
export type Kind = keyof typeof KINDS;

/** Kinds whose values are 1 × 1. */
export const SCALAR_KINDS: ReadonlySet<Kind> = new Set<Kind>(["scalar", "posscalar", "nonnegscalar", "nzscalar"]);

/** Whether a text names a kind. */
export function isKind(name: string): name is Kind {
  return typeof name === "string" && Object.hasOwn(KINDS, name); // not an object whose text is one
}

/** What can be assumed or known of a matrix; `positive`, `nonnegative` and `nonzero` are said of every entry. */
export const PROPERTIES = Object.freeze([
  "positive",
  "nonnegative",
  "nonzero",
  "invertible",
  "perm",
  "selection",
  "orthogonal",
  "orthocols",
  "symmetric",
  "skew",
  "diagonal",
  "lower",
  "rowstochastic",
  "idempotent",
  "mask",
] as const);

/** The name of a property. */
export type Property = (typeof PROPERTIES)[number];

/** Whether a value names a property. */
export function isProperty(value: unknown): value is Property {
  return PROPERTIES.some((property) => property === value);
}
