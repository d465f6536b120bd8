/**
 * Permutations of the tokens: which parts of a transformer commute with them.
 *
 * Notation   P: C × C permutation, x: C × E stream; positions p travel with their tokens unless said otherwise
 */
import { type Architecture, type Context, lastStream, permutedContext, tokenVariable } from "../model/architecture.ts";
import { statement } from "../term/statement.ts";
import { mul, ones, type Term, variable } from "../term/term.ts";
import { type Claim, type ExpectedRefutation, headAt } from "./claim.ts";

const P = variable("P", "C", "C", { kind: "perm" });
const NOTES = "A. Jermyn, Brief Notes on Transformers, 2022";
const CAUSAL: ExpectedRefutation = { because: "a causal mask lets each token see only what is before it" };

function stream(architecture: Architecture): ReturnType<typeof variable> {
  return variable("x", "C", architecture.width);
}

function brokenByMask({ causal }: Architecture): ExpectedRefutation | undefined {
  return causal ? CAUSAL : undefined;
}

/** Tokens moved with their positions under a mask that stays. */
function maskStays(context: Context): Context {
  return { ...permutedContext(P, context), mask: context.mask };
}

const head: Claim = {
  id: "permutation/head",
  title: "a head is covariant under permutations of the tokens",
  formula: "∀ P:  h(P·x) = P·h(x)",
  scope: "head",
  source: NOTES,
  refutedFor: brokenByMask,
  state: (site) => {
    const { architecture } = site;
    const [x, context] = [stream(architecture), architecture.context("C")];
    const moved = architecture.head(mul(P, x), headAt(site, maskStays(context)));
    return statement(moved, "=", mul(P, architecture.head(x, headAt(site, context))), [P, x]);
  },
};

const attention: Claim = {
  id: "permutation/attention",
  title: "attention is covariant under permutations of the tokens",
  formula: "∀ P:  H(P·x) = P·H(x)",
  scope: "layer",
  source: NOTES,
  refutedFor: brokenByMask,
  state: ({ architecture, layer }) => {
    const [x, context] = [stream(architecture), architecture.context("C")];
    const moved = architecture.attention(mul(P, x), layer, maskStays(context));
    return statement(moved, "=", mul(P, architecture.attention(x, layer, context)), [P, x]);
  },
};

const feedForward: Claim = {
  id: "permutation/mlp",
  title: "the MLP is covariant under permutations of the tokens",
  formula: "∀ P:  MLP(P·x) = P·MLP(x)",
  scope: "layer",
  source: NOTES,
  state: ({ architecture, layer }) => {
    const x = stream(architecture);
    return statement(architecture.feedForward(mul(P, x), layer), "=", mul(P, architecture.feedForward(x, layer)), [
      P,
      x,
    ]);
  },
};

const block: Claim = {
  id: "permutation/block",
  title: "a residual block is covariant under permutations of the tokens",
  formula: "∀ P:  B(P·x) = P·B(x)",
  scope: "layer",
  source: NOTES,
  refutedFor: brokenByMask,
  state: ({ architecture, layer }) => {
    const [x, context] = [stream(architecture), architecture.context("C")];
    return statement(
      architecture.block(mul(P, x), layer, maskStays(context)),
      "=",
      mul(P, architecture.block(x, layer, context)),
      [P, x],
    );
  },
};

const stack: Claim = {
  id: "permutation/stack",
  title: "the whole stack is covariant under permutations, positions travelling with their tokens",
  formula: "∀ P:  T(P·x; P·p) = P·T(x; p)",
  scope: "model",
  source: NOTES,
  refutedFor: brokenByMask,
  state: ({ architecture }) => {
    const [x, context] = [stream(architecture), architecture.context("C")];
    return statement(architecture.stack(mul(P, x), maskStays(context)), "=", mul(P, architecture.stack(x, context)), [
      P,
      x,
    ]);
  },
};

const maskTravels: Claim = {
  id: "permutation/mask-travels",
  title: "the whole stack is covariant when positions and mask travel with the tokens",
  formula: "∀ P:  T(P·x; P·p, P·M·Pᵀ) = P·T(x; p, M)",
  scope: "model",
  source: NOTES,
  state: ({ architecture }) => {
    const [x, context] = [stream(architecture), architecture.context("C")];
    return statement(
      architecture.stack(mul(P, x), permutedContext(P, context)),
      "=",
      mul(P, architecture.stack(x, context)),
      [P, x],
    );
  },
};

const positionsStay: Claim = {
  id: "permutation/positions-stay",
  title: "permuting the tokens alone permutes the last stream: no information about order",
  formula: "∀ P:  T(embed(P·t)) = P·T(embed(t))",
  scope: "model",
  source: NOTES,
  refutedFor: (architecture) =>
    architecture.position.kind !== "none"
      ? { because: `positions (${architecture.position.kind}) stay where they are` }
      : brokenByMask(architecture),
  state: ({ architecture }) => {
    const t = tokenVariable(architecture, "C");
    const context = architecture.context("C");
    const last = (tokens: Parameters<typeof mul>[0]) =>
      architecture.stack(architecture.embed(tokens, context), context);
    return statement(last(mul(P, t)), "=", mul(P, last(t)), [P, t]);
  },
};

const readout: Claim = {
  id: "permutation/readout",
  title: "a readout of all tokens sees them as a multiset: their order does not matter",
  formula: "∀ P:  R(T(embed(P·t))) = R(T(embed(t)))",
  scope: "model",
  source: "Zaheer et al. 2017, Deep Sets; Lee et al. 2019, Set Transformer",
  refutedFor: positionsStay.refutedFor!,
  state: ({ architecture }) => {
    const t = tokenVariable(architecture, "C");
    const context = architecture.context("C");
    const read = (tokens: Term): Term => {
      const last = lastStream(architecture, tokens, context);
      return architecture.readout?.(last) ?? mul(ones(1, last.rows), last);
    };
    return statement(read(mul(P, t)), "=", read(t), [P, t]);
  },
};

/** The claims about permutations. */
export const permutationClaims: readonly Claim[] = [
  head,
  attention,
  feedForward,
  block,
  stack,
  maskTravels,
  positionsStay,
  readout,
];
