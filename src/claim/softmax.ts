/**
 * Softmax by rows and over the whole matrix: “the softmax acts on the whole matrix” in both readings.
 *
 * Notation   S: n × m scores, l: 1 × V logits, P: permutation
 */
import { type Assertion, assertion } from "./assertion.ts";

const NOTES = "A. Jermyn, Brief Notes on Transformers, 2022";
const READING = "the reading of “the softmax acts on the whole matrix” that the notes leave open";

/** Weights of a softmax over the whole matrix under a mask that hides m padded keys of k + m, never the queries. */
const PADDED = "(exp(x*W*x') .* hcat(ones(k + m, k), zeros(k + m, m)))";

/** Assertions about softmax. */
export const softmaxAssertions: readonly Assertion[] = [
  assertion({
    id: "softmax/logits-shift",
    title: "logits matter up to a constant",
    formula: "softmax(l + c*ones(1, V)) = softmax(l)",
    given: "l: 1×V; c: scalar",
    source: NOTES,
  }),
  assertion({
    id: "softmax/logits-ratio",
    title: "logits are relative: the ratio of two probabilities is e to the difference of their logits",
    formula: "(softmax(l)'*ones(1, V)) ./ (ones(V, 1)*softmax(l)) = exp(l'*ones(1, V) - ones(V, 1)*l)",
    given: "l: 1×V",
    source: NOTES,
  }),
  assertion({
    id: "softmax/whole-matrix-total",
    title: "all entries of a softmax over the whole matrix sum to one",
    formula: "sum(softmax_all(S)) = 1",
    given: "S: n×m",
    source: READING,
  }),
  assertion({
    id: "softmax/whole-matrix-one-token",
    title: "with one token, a softmax over the whole matrix has rows that sum to one",
    formula: "rowsum(softmax_all(S)) = ones(1, 1)",
    given: "S: 1×1",
    source: READING,
  }),
  assertion({
    id: "softmax/whole-matrix-rescaled",
    title: "a softmax over the whole matrix is one by rows, each row multiplied by its share of the total",
    formula: "softmax_all(S) = diag(rowsum(exp(S)) / sum(exp(S))) * softmax(S)",
    given: "S: n×m",
    source: READING,
  }),
  assertion({
    id: "softmax/whole-matrix-shares",
    title: "the shares of the rows in the total sum to one",
    formula: "sum(rowsum(exp(S)) / sum(exp(S))) = 1",
    given: "S: n×m",
    source: READING,
  }),
  assertion({
    id: "softmax/whole-matrix-covariant",
    title: "a softmax over the whole matrix is covariant under permutations of the tokens",
    formula: "softmax_all(P*S*P') = P*softmax_all(S)*P'",
    given: "S: C×C; P: perm C",
    source: READING,
  }),
  assertion({
    id: "softmax/whole-matrix-head-covariant",
    title: "so is a head with a softmax over the whole matrix",
    formula: "softmax_all(P*x*W_QK*(P*x)')*(P*x)*W_OV = P*(softmax_all(x*W_QK*x')*x*W_OV)",
    given: "x: C×E; W_QK, W_OV: E×E; P: perm C",
    source: READING,
  }),
  assertion({
    id: "softmax/whole-matrix-shift",
    title: "a softmax over the whole matrix ignores a constant added to all scores",
    formula: "softmax_all(S + c*ones(n, m)) = softmax_all(S)",
    given: "S: n×m; c: scalar",
    source: READING,
  }),
  assertion({
    id: "softmax/whole-matrix-row-shift",
    title: "a softmax over the whole matrix ignores a constant added to a row of scores",
    formula: "softmax_all(S + r*ones(1, m)) = softmax_all(S)",
    given: "S: n×m; r: n×1",
    source: READING,
    refuted: { because: "a row that is raised takes weight from the others" },
  }),
  assertion({
    id: "softmax/whole-matrix-padding",
    title: "under a softmax over the whole matrix, keys masked as padding change no real token",
    formula: `rows((1/sum(${PADDED}))*${PADDED}*x*V, 0, k) = softmax_all(rows(x, 0, k)*W*rows(x, 0, k)')*rows(x, 0, k)*V`,
    given: "x: (k + m)×E; W, V: E×E",
    source: READING,
    refuted: { because: "padded queries still take part in the total" },
  }),
];
