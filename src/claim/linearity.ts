/**
 * Linearity: what of a transformer is linear, and what is not.
 *
 * Notation   x, y: C × E streams, A: C × C a pattern that is held fixed, Q: C × C any mixing of tokens
 */
import { type Assertion, assertion } from "./assertion.ts";

const NOTES = "A. Jermyn, Brief Notes on Transformers, 2022";

const HEAD = (x: string, W_QK: string): string => `softmax(${x}*${W_QK}*${x}')*${x}*W_OV`;
const ADDITIVE = (W_QK: string): string => `${HEAD("(x + y)", W_QK)} = ${HEAD("x", W_QK)} + ${HEAD("y", W_QK)}`;
const MLP = (x: string): string => `relu(${x}*W_in + ones(C, 1)*b_in)*W_out + ones(C, 1)*b_out`;

/** Assertions about linearity. */
export const linearityAssertions: readonly Assertion[] = [
  assertion({
    id: "linearity/head",
    title: "a head is additive in the stream",
    formula: ADDITIVE("W_QK"),
    given: "x, y: C×E; W_QK, W_OV: E×E",
    source: NOTES,
    refuted: { because: "the pattern depends on the stream" },
  }),
  assertion({
    id: "linearity/head-without-scores",
    title: "a head whose scores are all zero is additive",
    formula: ADDITIVE("zeros(E, E)"),
    given: "x, y: C×E; W_OV: E×E",
    source: NOTES,
  }),
  assertion({
    id: "linearity/head-of-one-token",
    title: "a head that sees one token is additive",
    formula: ADDITIVE("W_QK"),
    given: "x, y: 1×E; W_QK, W_OV: E×E",
    source: NOTES,
  }),
  assertion({
    id: "linearity/frozen-pattern",
    title: "with its pattern held fixed, a head is linear",
    formula: "A*(a*x + b*y)*W_OV = a*(A*x*W_OV) + b*(A*y*W_OV)",
    given: "A: C×C; x, y: C×E; W_OV: E×E; a, b: scalar",
    source: NOTES,
  }),
  assertion({
    id: "linearity/frozen-heads-collapse",
    title: "heads whose patterns are held fixed sum to one linear map of the flattened stream",
    formula: "vec(sum(h < H, A[h]*x*W_OV[h])) = sum(h < H, kron(W_OV[h]', A[h]))*vec(x)",
    given: "A[h]: C×C; x: C×E; W_OV[h]: E×E",
    dims: ["H"],
    source: NOTES,
  }),
  assertion({
    id: "linearity/mlp-any-mixing",
    title: "the MLP commutes with every linear mixing of tokens",
    formula: `${MLP("Q*x")} = Q*(${MLP("x")})`,
    given: "Q: C×C; x: C×E; W_in: E×F; b_in: 1×F; W_out: F×E; b_out: 1×E",
    source: "against A. Jermyn, Brief Notes on Transformers, 2022, where tokens are only moved",
    refuted: { because: "the nonlinearity of an average is not the average of the nonlinearity" },
  }),
];
