/**
 * Which tokens an output may depend on: its own (MLP), earlier ones (causality), real ones (padding).
 *
 * Notation   k real or earlier tokens, m more after them: C = k + m
 */
import type { Architecture, Context } from "../model/architecture.ts";
import { addDim } from "../term/dimension.ts";
import { statement } from "../term/statement.ts";
import { hadamard, hcat, identity, mul, ones, rows, variable, vcat, zeros } from "../term/term.ts";
import type { Claim } from "./claim.ts";

const NOTES = "A. Jermyn, Brief Notes on Transformers, 2022";

const tokenLocal: Claim = {
  id: "mlp/token-local",
  title: "the MLP acts on each token alike and mixes none",
  formula: "∀ R selection:  MLP(R·x) = R·MLP(x)",
  scope: "layer",
  source: NOTES,
  state: ({ architecture, layer }) => {
    const [R, x] = [variable("R", "m", "C", { kind: "selection" }), variable("x", "C", architecture.width)];
    return statement(architecture.feedForward(mul(R, x), layer), "=", mul(R, architecture.feedForward(x, layer)), [
      R,
      x,
    ]);
  },
};

const prefix: Claim = {
  id: "causality/prefix",
  title: "what comes later changes nothing before it: the stack of a prefix is the prefix of the stack",
  formula: "T(x)[:k] = T(x[:k])",
  scope: "model",
  source: "Radford et al. 2019; the causal mask",
  refutedFor: ({ causal }) => (causal ? undefined : { because: "without a causal mask every token sees every token" }),
  state: ({ architecture }) => {
    const x = variable("x", addDim("k", "m"), architecture.width);
    const whole = architecture.stack(x, architecture.context(x.rows));
    return statement(rows(whole, 0, "k"), "=", architecture.stack(rows(x, 0, "k"), architecture.context("k")), [x]);
  },
};

/**
 * A context in which nobody sees the last m tokens but each of them itself: under a window, padding that saw nothing
 * would have a pattern 0/0.
 */
function paddingHidden(architecture: Architecture): Context {
  const C = addDim("k", "m");
  const context = architecture.context(C);
  const real = vcat(hcat(ones("k", "k"), zeros("k", "m")), hcat(ones("m", "k"), identity("m")));
  return {
    ...context,
    mask: (layer) => {
      const M = context.mask(layer);
      return M === undefined ? real : hadamard(M, real);
    },
  };
}

const padding: Claim = {
  id: "causality/padding",
  title: "tokens that are masked as padding change no real token",
  formula: "T([x; pad]; M)[:k] = T(x)",
  scope: "model",
  source: "Vaswani et al. 2017; the key padding mask",
  state: ({ architecture }) => {
    const x = variable("x", addDim("k", "m"), architecture.width);
    const whole = architecture.stack(x, paddingHidden(architecture));
    return statement(rows(whole, 0, "k"), "=", architecture.stack(rows(x, 0, "k"), architecture.context("k")), [x]);
  },
};

/** The context of the last m of k + m tokens, which find the first k in a cache. */
function continued(whole: Context, past: NonNullable<Context["past"]>): Context {
  return {
    positions: rows(whole.positions, "k", "m"),
    place: (table) => rows(whole.place(table), "k", "m"),
    mask: (layer) => {
      const M = whole.mask(layer);
      return M === undefined ? undefined : rows(M, "k", "m");
    },
    past,
  };
}

const cache: Claim = {
  id: "causality/cache",
  title: "a block that goes on from cached keys and values is the block of all tokens at once",
  formula: "B([a; b]) = [B(a); B(b | keys and values of a)]",
  scope: "layer",
  source: "Shazeer 2019, Fast Transformer Decoding; every generating runtime",
  refutedFor: prefix.refutedFor!,
  state: ({ architecture, layer }) => {
    const { width, block, attentionInput, context } = architecture;
    const [a, b] = [variable("a", "k", width), variable("b", "m", width)];
    const [whole, first] = [context(addDim("k", "m")), context("k")];
    const cached = continued(whole, () => ({ y: attentionInput(a, layer), context: first }));
    return statement(block(vcat(a, b), layer, whole), "=", vcat(block(a, layer, first), block(b, layer, cached)), [
      a,
      b,
    ]);
  },
};

/** The claims about what an output may depend on. */
export const localityClaims: readonly Claim[] = [tokenLocal, prefix, cache, padding];
