/**
 * Mutants: models and engines with one thing wrong, and the claims that must notice.
 *
 * A claim whose truth no architecture can change, such as associativity, is
 * there to test engines, so its mutants are engines.
 */
import type { Architecture } from "../../src/model/architecture.ts";
import { orderedContext } from "../../src/model/architecture.ts";
import { pattern } from "../../src/model/attention.ts";
import { rotary, slidingWindow } from "../../src/model/position.ts";
import type { Engine } from "../../src/runtime/engine.ts";
import { substitute } from "../../src/term/binder.ts";
import {
  divide,
  negate,
  repeatColumn,
  repeatRow,
  rowSums,
  softmax,
  softmaxAll,
  subtract,
} from "../../src/term/definition.ts";
import {
  add,
  constant,
  hadamard,
  hcat,
  identity,
  iota,
  kron,
  map,
  mul,
  ones,
  power,
  scale,
  size,
  type Term,
  transpose,
  tri,
  zeros,
} from "../../src/term/term.ts";

/** One thing wrong. */
export interface Mutant {
  readonly is: string;
  /** The healthy model of models.ts that it is made from. */
  readonly of: string;
  /** The claims that must fail on it: refuted, or not refuted where refutation is expected. */
  readonly killedBy: readonly string[];
  readonly architecture?: (healthy: Architecture) => Architecture;
  readonly engine?: (healthy: Engine) => Engine;
}

type Replace = (term: Term) => Term | undefined;

/** All parts of an architecture with some of their nodes replaced. */
function rewritten(replace: Replace): (healthy: Architecture) => Architecture {
  const through = (term: Term): Term => substitute(term, replace);
  return (healthy) => ({
    ...healthy,
    pattern: (y, site) => through(healthy.pattern(y, site)),
    values: (y, site) => through(healthy.values(y, site)),
    head: (y, site) => through(healthy.head(y, site)),
    attention: (y, layer, context) => through(healthy.attention(y, layer, context)),
    feedForward: (y, layer) => through(healthy.feedForward(y, layer)),
    block: (x, layer, context) => through(healthy.block(x, layer, context)),
    stack: (x, context) => through(healthy.stack(x, context)),
    ...(healthy.norm === undefined
      ? {}
      : {
          norm: { ...healthy.norm, apply: (x, layer, epsilon) => through(healthy.norm!.apply(x, layer, epsilon)) },
        }),
  });
}

/** An engine that takes some nodes for others. */
function mistaken(replace: Replace): (healthy: Engine) => Engine {
  return (healthy) => ({
    ...healthy,
    evaluate: (terms, bindings, precision) =>
      healthy.evaluate(
        terms.map((term) => substitute(term, replace)),
        bindings,
        precision,
      ),
  });
}

/** Every softmax, masked or not, replaced. */
function softmaxReplaced(replacement: (scores: Term, mask: Term) => Term): Replace {
  return (term) => {
    if (term.op !== "defined") return undefined;
    if (term.name === "softmax") return replacement(term.args[0]!, ones(term.rows, term.cols));
    return term.name === "msoftmax" ? replacement(term.args[0]!, term.args[1]!) : undefined;
  };
}

/** 0, 1, 2, … in every column: where a row stands, whatever it holds. */
function place(x: Term): Term {
  return repeatColumn(iota(x.rows), x.cols);
}

const overRows = (weights: Term, sums: Term): Term => divide(weights, repeatColumn(sums, weights.cols));

const aboutPermutations: readonly Mutant[] = [
  {
    is: "a head that adds where a row stands",
    of: "notes",
    killedBy: ["permutation/head", "permutation/attention"],
    architecture: (healthy) => ({
      ...healthy,
      head: (y, site) => add(healthy.head(y, site), place(y)),
      attention: (y, layer, context) => add(healthy.attention(y, layer, context), place(y)),
    }),
  },
  {
    is: "attention that reads running sums",
    of: "bert",
    killedBy: ["permutation/attention", "permutation/head"],
    architecture: (healthy) => ({
      ...healthy,
      head: (y, site) => healthy.head(mul(tri(y.rows, y.rows), y), site),
      attention: (y, layer, context) => healthy.attention(mul(tri(y.rows, y.rows), y), layer, context),
    }),
  },
  {
    is: "an MLP that reads running sums",
    of: "llama",
    killedBy: ["permutation/mlp", "mlp/token-local"],
    architecture: (healthy) => ({
      ...healthy,
      feedForward: (y, layer) => healthy.feedForward(mul(tri(y.rows, y.rows), y), layer),
    }),
  },
  {
    is: "a block that adds a little of where a row stands",
    of: "notes, post-norm",
    killedBy: ["permutation/block"],
    architecture: (healthy) => ({
      ...healthy,
      block: (x, layer, context) => add(healthy.block(x, layer, context), scale(constant(1e-6), place(x))),
    }),
  },
  {
    is: "a stack that adds where a row stands",
    of: "bert",
    killedBy: ["permutation/stack", "permutation/mask-travels"],
    architecture: (healthy) => ({ ...healthy, stack: (x, context) => add(healthy.stack(x, context), place(x)) }),
  },
  {
    is: "a causal model without its mask",
    of: "notes, causal",
    killedBy: [
      "permutation/head",
      "permutation/attention",
      "permutation/block",
      "permutation/stack",
      "causality/prefix",
    ],
    architecture: (healthy) => ({ ...healthy, context: (C) => orderedContext(C) }),
  },
  {
    is: "a stack with a mask of its own",
    of: "notes, causal",
    killedBy: ["permutation/mask-travels"],
    architecture: (healthy) => ({
      ...healthy,
      stack: (x, context) => healthy.stack(x, { ...context, mask: healthy.context(x.rows).mask }),
    }),
  },
  {
    is: "a rotary stack that numbers its tokens itself",
    of: "llama",
    killedBy: ["permutation/mask-travels"],
    architecture: (healthy) => ({
      ...healthy,
      stack: (x, context) => healthy.stack(x, { ...context, positions: iota(x.rows) }),
    }),
  },
  {
    is: "an embedding that forgot its positions",
    of: "notes",
    killedBy: ["permutation/positions-stay", "permutation/readout"],
    architecture: (healthy) => ({
      ...healthy,
      embed: (tokens, context) => healthy.embed(tokens, { ...context, positions: zeros(tokens.rows, 1) }),
    }),
  },
  {
    is: "an embedding with positions that it should not have",
    of: "notes without positions",
    killedBy: ["permutation/positions-stay", "permutation/readout"],
    architecture: (healthy) => ({
      ...healthy,
      embed: (tokens, context) => {
        const x = healthy.embed(tokens, context);
        return add(x, place(x));
      },
    }),
  },
];

/** The diagonal matrix 1, …, 1, 0. shape  n × n */
function butTheLast(n: Term["rows"]): Term {
  const next = subtract(tri(n, n, { above: 1 }), tri(n, n));
  return mul(next, transpose(next));
}

const aboutHeads: readonly Mutant[] = [
  {
    is: "a kernel that leaves out the last row when its right factor is a product",
    of: "gpt2",
    killedBy: ["heads/mixing-commutes"],
    engine: mistaken((term) =>
      term.op === "mul" && term.args[1]!.op === "mul" ? mul(butTheLast(term.rows), term) : undefined,
    ),
  },
  {
    is: "heads that move more than their values",
    of: "bert",
    killedBy: ["heads/sum-is-concatenation"],
    architecture: (healthy) => ({
      ...healthy,
      head: (y, site) => healthy.head(y, { ...site, extra: { value: ones(1, healthy.headWidth) } }),
    }),
  },
  {
    is: "heads whose scores are not divided by √d",
    of: "notes",
    killedBy: ["heads/sum-is-concatenation"],
    architecture: (healthy) => ({
      ...healthy,
      head: (y, site) => {
        const { W_Q, W_K, W_O } = healthy.weights(site.layer, site.head);
        return mul(pattern(mul(y, W_Q), mul(y, W_K), { factor: constant(1) }), healthy.values(y, site), W_O);
      },
    }),
  },
  {
    is: "a softmax over columns",
    of: "notes",
    killedBy: ["softmax/rows-sum-to-one", "gauge/key-bias", "gauge/value-bias", "softmax/convex-hull"],
    architecture: rewritten(softmaxReplaced((S) => transpose(softmax(transpose(S))))),
  },
  {
    is: "a softmax over the whole matrix",
    of: "notes",
    killedBy: ["softmax/rows-sum-to-one", "gauge/key-bias", "gauge/value-bias"],
    architecture: rewritten(softmaxReplaced((S) => softmaxAll(S))),
  },
  {
    is: "exponentials that nothing divides",
    of: "gpt2",
    killedBy: ["softmax/rows-sum-to-one", "gauge/key-bias", "gauge/value-bias", "softmax/convex-hull"],
    architecture: rewritten(softmaxReplaced((S, M) => hadamard(map("exp", S), M))),
  },
  {
    is: "a softmax with one more in its denominator",
    of: "bert",
    killedBy: ["softmax/rows-sum-to-one", "gauge/key-bias", "gauge/value-bias"],
    architecture: rewritten(
      softmaxReplaced((S, M) => {
        const weights = hadamard(map("exp", S), M);
        return overRows(weights, add(ones(S.rows, 1), rowSums(weights)));
      }),
    ),
  },
  {
    is: "a mask after the softmax",
    of: "llama",
    killedBy: ["softmax/rows-sum-to-one", "gauge/value-bias"],
    architecture: rewritten(softmaxReplaced((S, M) => hadamard(softmax(S), M))),
  },
  {
    is: "an engine whose softmax over the whole matrix is one by rows",
    of: "gpt2",
    killedBy: ["softmax/whole-matrix-rows-sum-to-one"],
    engine: mistaken((term) =>
      term.op === "defined" && term.name === "softmax_all" ? softmax(term.args[0]!) : undefined,
    ),
  },
  {
    is: "a key bias that is added to the values too",
    of: "notes",
    killedBy: ["gauge/key-bias"],
    architecture: (healthy) => ({
      ...healthy,
      head: (y, site) => {
        const { key } = site.extra ?? {};
        return healthy.head(y, key === undefined ? site : { ...site, extra: { key, value: key } });
      },
    }),
  },
  {
    is: "a rotary model that forgets the key bias",
    of: "qwen2",
    killedBy: ["gauge/key-bias"],
    architecture: (healthy) => ({
      ...healthy,
      head: (y, { extra: _, ...site }) => healthy.head(y, site),
      pattern: (y, { extra: _, ...site }) => healthy.pattern(y, site),
    }),
  },
  {
    is: "a value bias that is added twice",
    of: "gpt2",
    killedBy: ["gauge/value-bias"],
    architecture: (healthy) => ({
      ...healthy,
      head: (y, site) => {
        const { value } = site.extra ?? {};
        return healthy.head(y, value === undefined ? site : { ...site, extra: { value: scale(constant(2), value) } });
      },
    }),
  },
];

const aboutGauges: readonly Mutant[] = [
  {
    is: "values that have a bias nobody knows of",
    of: "notes",
    killedBy: ["heads/frozen-linear"],
    architecture: (healthy) => ({
      ...healthy,
      values: (y, site) => healthy.values(y, { ...site, extra: { value: ones(1, healthy.headWidth) } }),
    }),
  },
  {
    is: "a head that reads absolute values",
    of: "llama",
    killedBy: ["heads/odd"],
    architecture: (healthy) => ({ ...healthy, head: (y, site) => healthy.head(map("abs", y), site) }),
  },
  {
    is: "queries that are squashed",
    of: "notes",
    killedBy: ["gauge/qk"],
    architecture: (healthy) => ({
      ...healthy,
      head: (y, site) => {
        const { W_Q, W_K, W_O } = healthy.weights(site.layer, site.head);
        return mul(pattern(map("tanh", mul(y, W_Q)), mul(y, W_K)), healthy.values(y, site), W_O);
      },
    }),
  },
  {
    is: "a rotary model that turns nothing",
    of: "llama",
    killedBy: ["gauge/qk"],
    architecture: (healthy) => ({
      ...healthy,
      head: (y, site) => healthy.head(y, { ...site, context: { ...site.context, positions: zeros(y.rows, 1) } }),
    }),
  },
  {
    is: "values that are squashed",
    of: "gpt2",
    killedBy: ["gauge/ov"],
    architecture: (healthy) => ({
      ...healthy,
      head: (y, site) =>
        mul(healthy.pattern(y, site), map("tanh", healthy.values(y, site)), healthy.weights(site.layer, site.head).W_O),
    }),
  },
  {
    is: "attention that counts its heads twice",
    of: "bert",
    killedBy: ["gauge/head-order"],
    architecture: (healthy) => ({
      ...healthy,
      attention: (y, layer, context) => scale(constant(2), healthy.attention(y, layer, context)),
    }),
  },
  {
    is: "neurons that see running sums of each other",
    of: "notes",
    killedBy: ["gauge/neuron-order"],
    architecture: rewritten((term) =>
      term.op === "map" && term.fn === "relu"
        ? map("relu", mul(term.args[0]!, transpose(tri(term.cols, term.cols))))
        : undefined,
    ),
  },
  {
    is: "neurons that compete with each other",
    of: "notes",
    killedBy: ["parallel/mlp"],
    architecture: rewritten((term) => (term.op === "map" && term.fn === "relu" ? softmax(term.args[0]!) : undefined)),
  },
  {
    is: "a gated MLP that squashes what the gate lets pass",
    of: "llama",
    killedBy: ["gauge/neuron-scale"],
    architecture: rewritten((term) => {
      const [gate, passed] = term.args;
      return term.op === "hadamard" && gate!.op === "map" && gate!.fn === "silu"
        ? hadamard(gate!, map("tanh", passed!))
        : undefined;
    }),
  },
  {
    is: "an MLP without its activation",
    of: "notes",
    killedBy: ["gauge/neuron-scale"],
    architecture: rewritten((term) => (term.op === "map" && term.fn === "relu" ? term.args[0]! : undefined)),
  },
  {
    is: "a block with a nonlinearity on the stream",
    of: "llama",
    killedBy: ["gauge/residual-rotation"],
    architecture: (healthy) => ({
      ...healthy,
      block: (x, layer, context) => healthy.block(add(x, map("tanh", x)), layer, context),
    }),
  },
  {
    is: "a block that uses a gain twice",
    of: "llama",
    killedBy: ["normalisation/folding"],
    architecture: (healthy) => ({
      ...healthy,
      block: (x, layer, context) =>
        add(healthy.block(x, layer, context), hadamard(x, repeatRow(healthy.norm!.learned("ln1", layer).gain, x.rows))),
    }),
  },
  {
    is: "a run after a cache that counts its positions anew",
    of: "llama",
    killedBy: ["causality/cache"],
    architecture: (healthy) => ({
      ...healthy,
      block: (x, layer, context) =>
        healthy.block(x, layer, context.past === undefined ? context : { ...context, positions: iota(x.rows) }),
    }),
  },
  {
    is: "a run after a cache that drops the oldest key's values",
    of: "gpt2",
    killedBy: ["causality/cache"],
    architecture: (healthy) => ({
      ...healthy,
      block: (x, layer, context) => {
        const { past } = context;
        if (past === undefined) return healthy.block(x, layer, context);
        const emptied: NonNullable<typeof past> = (at) => {
          const kept = past(at);
          return { ...kept, y: mul(butTheLast(kept.y.rows), kept.y) };
        };
        return healthy.block(x, layer, { ...context, past: emptied });
      },
    }),
  },
  {
    is: "a rotary model whose embedding counts tokens",
    of: "llama",
    killedBy: ["position/shift"],
    architecture: (healthy) => ({
      ...healthy,
      embed: (tokens, context) => {
        const x = healthy.embed(tokens, context);
        return add(x, mul(context.positions, ones(1, x.cols)));
      },
    }),
  },
];

const aboutRanks: readonly Mutant[] = [
  {
    is: "W_QK plus a multiple of the identity",
    of: "gpt2",
    killedBy: ["rank/W_QK"],
    architecture: (healthy) => ({
      ...healthy,
      weights: (layer, head) => {
        const { W_Q, W_K, ...rest } = healthy.weights(layer, head);
        const one = identity(healthy.width);
        return { ...rest, W_Q: hcat(W_Q, scale(constant(1e-5), one)), W_K: hcat(W_K, one) };
      },
    }),
  },
  {
    is: "values one wider than a head is said to be",
    of: "notes",
    killedBy: ["rank/W_OV"],
    architecture: (healthy) => ({
      ...healthy,
      weights: (layer, head) => {
        const { W_V, W_O, ...rest } = healthy.weights(layer, head);
        const [column, row] = [mul(identity(W_V.rows), firstColumn(W_V.rows)), transpose(lastColumn(W_O.cols))];
        return { ...rest, W_V: hcat(W_V, column), W_O: transpose(hcat(transpose(W_O), transpose(row))) };
      },
    }),
  },
];

/** The first unit column. shape  n × 1 */
function firstColumn(n: Term["rows"]): Term {
  return mul(subtract(identity(n), mul(transpose(shift(n)), shift(n))), ones(n, 1));
}

/** The last unit column. shape  n × 1 */
function lastColumn(n: Term["rows"]): Term {
  return mul(subtract(identity(n), butTheLast(n)), ones(n, 1));
}

/** Ones above the diagonal. shape  n × n */
function shift(n: Term["rows"]): Term {
  return subtract(tri(n, n, { above: 1 }), tri(n, n));
}

const aboutLocality: readonly Mutant[] = [
  {
    is: "an MLP that subtracts the mean over tokens",
    of: "gpt2",
    killedBy: ["mlp/token-local"],
    architecture: (healthy) => ({
      ...healthy,
      feedForward: (y, layer) => {
        const mean = scale(map("recip", size(y.rows)), mul(ones(1, y.rows), y));
        return healthy.feedForward(subtract(y, repeatRow(mean, y.rows)), layer);
      },
    }),
  },
  {
    is: "a causal mask one too far",
    of: "gpt2",
    killedBy: ["causality/prefix"],
    architecture: (healthy) => ({ ...healthy, context: (C) => orderedContext(C, () => tri(C, C, { above: 1 })) }),
  },
  {
    is: "a window that leaks into what comes later",
    of: "mistral",
    killedBy: ["causality/prefix"],
    architecture: (healthy) => ({
      ...healthy,
      context: (C) => orderedContext(C, () => transpose(slidingWindow(C, "W"))),
    }),
  },
  {
    is: "a stack with a residual from the last token",
    of: "llama",
    killedBy: ["causality/prefix", "causality/padding"],
    architecture: (healthy) => ({
      ...healthy,
      stack: (x, context) => {
        const last = mul(transpose(lastColumn(x.rows)), x);
        return add(healthy.stack(x, context), scale(constant(1e-6), repeatRow(last, x.rows)));
      },
    }),
  },
  {
    is: "an encoder that became causal",
    of: "bert",
    killedBy: ["causality/prefix"],
    architecture: (healthy) => ({ ...healthy, context: (C) => orderedContext(C, () => tri(C, C)) }),
  },
  {
    is: "a padding mask that is dropped on one path",
    of: "bert",
    killedBy: ["causality/padding"],
    architecture: (healthy) => ({
      ...healthy,
      stack: (x, context) => healthy.stack(x, { ...context, mask: () => undefined }),
    }),
  },
  {
    is: "a padding mask on queries instead of keys",
    of: "notes",
    killedBy: ["causality/padding"],
    architecture: (healthy) => ({
      ...healthy,
      stack: (x, context) =>
        healthy.stack(x, {
          ...context,
          mask: (layer) => {
            const M = context.mask(layer);
            return M === undefined ? undefined : transpose(M);
          },
        }),
    }),
  },
];

const aboutNorms: readonly Mutant[] = [
  ...["gpt2", "llama"].map(
    (of): Mutant => ({
      is: `a norm (${of}) with an ε of its own`,
      of,
      killedBy: ["normalisation/scale"],
      architecture: (healthy) => ({
        ...healthy,
        norm: { ...healthy.norm!, apply: (x, layer) => healthy.norm!.apply(x, layer, constant(1e-6)) },
      }),
    }),
  ),
  {
    is: "a LayerNorm that does not subtract the mean",
    of: "bert",
    killedBy: ["normalisation/shift"],
    architecture: rewritten((term) => (term.op === "defined" && term.name === "center" ? term.args[0]! : undefined)),
  },
  {
    is: "an RMSNorm that subtracts the mean",
    of: "llama",
    killedBy: ["normalisation/shift"],
    architecture: (healthy) => ({
      ...healthy,
      norm: {
        ...healthy.norm!,
        apply: (x, layer, epsilon) => {
          const mean = scale(map("recip", size(x.cols)), rowSums(x));
          return healthy.norm!.apply(subtract(x, repeatColumn(mean, x.cols)), layer, epsilon);
        },
      },
    }),
  },
];

/** Sinusoids whose sines and cosines have angles of their own. */
function sinusoids(sines: Term, cosines: Term): Term {
  const [even, odd] = [hcat(ones(1, 1), zeros(1, 1)), hcat(zeros(1, 1), ones(1, 1))];
  return add(kron(map("sin", sines), even), kron(map("cos", cosines), odd));
}

function embedding(is: string, angles: (p: Term, omega: Term) => readonly [sines: Term, cosines: Term]): Mutant {
  return {
    is,
    of: "notes",
    killedBy: ["position/sinusoidal-shift"],
    architecture: (healthy) => ({
      ...healthy,
      embed: (tokens, context) => {
        const content = healthy.embed(tokens, { ...context, positions: zeros(tokens.rows, 1) });
        const { position } = healthy;
        if (position.kind !== "sinusoidal") throw new Error("a mutant of sinusoidal positions");
        const nowhere = sinusoids(
          mul(zeros(tokens.rows, 1), position.omega),
          mul(zeros(tokens.rows, 1), position.omega),
        );
        return add(subtract(content, nowhere), sinusoids(...angles(context.positions, position.omega)));
      },
    }),
  };
}

function turned(is: string, turn: (Q: Term, K: Term, p: Term, omega: Term) => readonly [Term, Term]): Mutant {
  return {
    is,
    of: "llama",
    killedBy: ["position/rotary-relative"],
    architecture: (healthy) => ({
      ...healthy,
      pattern: (y, { layer, head, context }) => {
        const { W_Q, W_K } = healthy.weights(layer, head);
        const { position } = healthy;
        if (position.kind !== "rotary") throw new Error("a mutant of rotary positions");
        const [Q, K] = turn(mul(y, W_Q), mul(y, W_K), context.positions, position.omega);
        return pattern(Q, K, { mask: context.mask(layer) });
      },
    }),
  };
}

/** The first terms of the series of the sine. */
const SHORT_SINE: Replace = (term) =>
  term.op === "map" && term.fn === "sin"
    ? subtract(term.args[0]!, scale(constant({ numerator: 1n, denominator: 6n }), power(term.args[0]!, 3)))
    : undefined;

const aboutPositions: readonly Mutant[] = [
  embedding("sinusoids whose cosines turn twice as fast", (p, omega) => [
    mul(p, omega),
    scale(constant(2), mul(p, omega)),
  ]),
  embedding("sinusoids that pair a sine with the next plane's cosine", (p, omega) => [
    mul(p, omega),
    mul(p, mul(omega, transpose(shift(omega.cols)))),
  ]),
  embedding("sinusoids of squared positions", (p, omega) => [
    mul(map("square", p), omega),
    mul(map("square", p), omega),
  ]),
  {
    is: "an engine whose sine is a short series",
    of: "notes",
    killedBy: ["position/shift-orthogonal", "position/shift-group"],
    engine: mistaken(SHORT_SINE),
  },
  turned("keys that are turned the other way", (Q, K, p, omega) => [rotary(Q, p, omega), rotary(K, negate(p), omega)]),
  turned("keys in the other layout", (Q, K, p, omega) => [rotary(Q, p, omega), rotary(K, p, omega, "interleaved")]),
  turned("queries alone turned", (Q, K, p, omega) => [rotary(Q, p, omega), K]),
  turned("keys that turn a little faster", (Q, K, p, omega) => [
    rotary(Q, p, omega),
    rotary(K, p, scale(constant(1.000001), omega)),
  ]),
];

/** All mutants. */
export const MUTANTS: readonly Mutant[] = [
  ...aboutPermutations,
  ...aboutHeads,
  ...aboutGauges,
  ...aboutRanks,
  ...aboutLocality,
  ...aboutNorms,
  ...aboutPositions,
];
