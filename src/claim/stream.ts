/**
 * The residual stream: where it begins, what is written to it, and in which order heads write.
 *
 * Notation   x: C × E stream, H[l] and M[l] what attention and MLP of a layer write, arbitrary functions of the stream;
 *            t: C × V tokens, one-hot; Z[h]: C × d what a head moves, W[h]: d × E its output matrix
 */
import { type Architecture, lastStream, tokenVariable } from "../model/architecture.ts";
import { subtract } from "../term/definition.ts";
import { addDim, type Dim, dim, mulDim } from "../term/dimension.ts";
import { variablesOf } from "../term/schedule.ts";
import { type Statement, statement } from "../term/statement.ts";
import { add, size, variable } from "../term/term.ts";
import { type Assertion, assertion } from "./assertion.ts";

const NOTES = "A. Jermyn, Brief Notes on Transformers, 2022";
const ELHAGE = "Elhage et al. 2021, A Mathematical Framework for Transformer Circuits";

/** What a layer writes at a stream. */
const WRITES = (y: string): string => `H[l](${y}) + M[l](${y} + H[l](${y}))`;
/** The stream of a record [stream | what was written so far]. */
const NOW = "cols(s, 0, E)";
const STACK = `layers(l < L, y = x, y + ${WRITES("y")})`;
const RECORD = `hcat(${NOW} + ${WRITES(NOW)}, cols(s, E, 2*E) + ${WRITES(NOW)})`;

/** Assertions about the residual stream. */
export const streamAssertions: readonly Assertion[] = [
  assertion({
    id: "stream/embedding-row",
    title: "the embedding of a token is a row of the table: looking up is a product with one-hot rows",
    formula: "e*(t*W_E) = rows(W_E, i, i + 1)",
    given: "t: selection C×V; W_E: V×E; e: selection 1×C",
    dims: ["i"],
    where: ["0 <= i", "i + 1 <= V"],
    assume: ["e*t = rows(I(V), i, i + 1)"],
    source: ELHAGE,
  }),
  assertion({
    id: "stream/sum-of-writes",
    title: "the last stream is the first and all that was written: a record kept along the stack holds the difference",
    formula: `layers(l < L, s = hcat(x, zeros(C, E)), ${RECORD}) = hcat(${STACK}, ${STACK} - x)`,
    given: "x: C×E; H[l]: function C×E; M[l]: function C×E",
    dims: ["L"],
    source: ELHAGE,
  }),
  assertion({
    id: "stream/order-of-heads",
    title: "heads act in parallel: what they write is the same in any order",
    formula: "kron(ones(1, H), I(C))*(kron(P, I(C))*vcat(h < H, Z[h]*W[h])) = sum(h < H, Z[h]*W[h])",
    given: "Z[h]: C×d; W[h]: d×E; P: perm H",
    source: NOTES,
  }),
  assertion({
    id: "stream/order-of-concatenated-heads",
    title: "concatenated heads may change their order with the rows of the output matrix",
    formula:
      "(hcat(h < H, Z[h])*kron(P', I(d)))*(kron(P, I(d))*vcat(h < H, W[h])) = hcat(h < H, Z[h])*vcat(h < H, W[h])",
    given: "Z[h]: C×d; W[h]: d×E; P: perm H",
    source: ELHAGE,
  }),
  assertion({
    id: "stream/token-keeps-its-output",
    title: "without mask and positions, moving the other tokens does not change what a token becomes",
    formula: "e*softmax(P*x*W_QK*(P*x)')*(P*x)*W_OV = e*softmax(x*W_QK*x')*x*W_OV",
    given: "e: selection 1×C; P: perm C; x: C×E; W_QK, W_OV: E×E",
    assume: ["e*P = e"],
    source: NOTES,
  }),
];

/**
 * A block adds to the stream what its attention and its MLP write: `B(x) − x = H(x) + MLP(x + H(x))`, for blocks that
 * do not normalise. That this can be written says that every sublayer keeps the stream's shape.
 */
export function blockWrites({ width, attention, feedForward, block, context }: Architecture): Statement {
  const [x, seen] = [variable("x", "C", width), context("C")];
  const layer = [{ free: "l" }];
  const written = attention(x, layer, seen);
  return statement(
    subtract(block(x, layer, seen), x),
    "=",
    add(written, feedForward(add(x, written), layer)),
    variablesOf(block(x, layer, seen)),
  );
}

/**
 * A model made for a context of C tokens has as many parameters as one made for D. Counts are sums of products of sizes, so
 * they agree for all sizes just when C stands in the shape of none.
 *
 * unit  entries, those of a family of parameters counted once
 */
export function parametersOfContexts(madeFor: (C: string) => Architecture): Statement {
  const [C, D] = ["C", "D"].map((context) => size(parameterCount(madeFor(context), context)));
  return statement(C!, "=", D!);
}

function parameterCount(architecture: Architecture, C: string): Dim {
  const tokens = tokenVariable(architecture, C);
  const last = lastStream(architecture, tokens);
  const parameters = variablesOf(architecture.unembed?.(last) ?? last).filter((one) => one !== tokens);
  return parameters.map(({ rows, cols }) => mulDim(rows, cols)).reduce((sum, count) => addDim(sum, count), dim(0));
}
