/**
 * One decoder written in many ways: twins that are the same function, and mutants that nearly are.
 *
 * The decoder is written here a second time, from its parts, so that each part can be done differently. It is
 * Llama (grouped queries, RoPE, RMSNorm, SwiGLU) or GPT-2 (learned positions, biases, LayerNorm, GELU).
 *
 * Notation   x: C × E stream, l layer, h head
 */
import { type Dense, tabulate } from "../../src/interpret/dense.ts";
import { parameter } from "../../src/model/architecture.ts";
import { gpt2 } from "../../src/model/gpt2.ts";
import { llama } from "../../src/model/llama.ts";
import { frequencies, rotary } from "../../src/model/position.ts";
import { toDense, type Value } from "../../src/runtime/engine.ts";
import { bigHcat, bigSum, bigVcat, layers } from "../../src/term/binder.ts";
import type { Bindings } from "../../src/term/binding.ts";
import {
  divide,
  layernorm,
  maskedSoftmax,
  negate,
  repeatColumn,
  repeatRow,
  rmsnorm,
  rowSums,
} from "../../src/term/definition.ts";
import { mulDim, type Sizes } from "../../src/term/dimension.ts";
import type { Entrywise } from "../../src/term/entrywise.ts";
import {
  add,
  cols,
  constant,
  diag,
  hadamard,
  hcat,
  type Index,
  indexText,
  iota,
  map,
  mul,
  scale,
  size,
  type Term,
  transpose,
  tri,
  type Variable,
  variable,
} from "../../src/term/term.ts";

/** Which decoder. */
export type Kind = "llama" | "gpt2";

/** Its sizes; the roots of d = 2r = 6 and d = 3 are no float32. */
export const SIZES: Readonly<Record<Kind, Sizes>> = {
  llama: { C: 5, E: 6, r: 3, K: 2, G: 2, F: 6, L: 2, V: 7 },
  gpt2: { C: 5, E: 6, d: 3, H: 2, F: 8, L: 2, V: 7, T: 12 },
};

/** The decoder as the library writes it. */
export function reference(kind: Kind, x: Term): Term {
  const architecture = kind === "llama" ? llama() : gpt2();
  return architecture.unembed!(architecture.stack(x, architecture.context("C")));
}

/** What a way to write it may choose; all defaults are the plain way. */
export interface Choices {
  readonly epsilon?: number;
  /** ε of the last norm. */
  readonly lastEpsilon?: number;
  /** Where the gain of a norm goes: after the norm, or into the next weights, as a term or as data. */
  readonly gain?: "after" | "folded" | "stored in float64" | "stored in float32";
  /** Queries and keys turned: by angles in the term, or by tables that are data. */
  readonly phases?: "term" | "float64 table" | "float32 table";
  readonly keyLayout?: "half" | "interleaved";
  /** The sign of the angles. */
  readonly turn?: 1 | -1;
  /** Where scores are multiplied by 1/√d. */
  readonly factor?: "scores" | "queries" | "nowhere" | "float32";
  /** A power by which softmax and values are combined: the division first, or last. */
  readonly division?: "before" | "after";
  /** Values first mixed then transformed, or the other way. */
  readonly association?: "mix first" | "transform first" | "W_OV first";
  readonly heads?: "sum" | "concatenation";
  readonly mask?: "causal" | "one too far" | "one too near";
  readonly activation?: Entrywise;
  readonly residual?: "one after the other" | "sublayer last";
  /** GPT-2: what becomes of the biases of keys and values. */
  readonly keyBias?: "kept" | "left out";
  readonly valueBias?: "kept" | "folded" | "left out";
}

/** Queries or keys from a layer's stream, and all else that a block needs. */
export function decoder(kind: Kind, choices: Choices, x: Term): Term {
  return unembedding(
    kind,
    choices,
    layers("L", x, (l, y) => block(kind, choices, y, l)),
  );
}

function unembedding(kind: Kind, choices: Choices, x: Term): Term {
  const epsilon = choices.lastEpsilon ?? choices.epsilon;
  const { epsilon: _, ...rest } = choices;
  return through(kind, epsilon === undefined ? rest : { ...rest, epsilon }, x, "ln_f", [], parameter("W_U", "E", "V"));
}

/** `N(x) W + b`, the gain where it is wanted. */
function through(kind: Kind, choices: Choices, x: Term, norm: string, l: readonly Index[], W: Term, b?: Term): Term {
  const epsilon = constant(choices.epsilon ?? 1e-5);
  const gain = parameter(`${norm}_gain`, 1, "E", ...l);
  const bare = kind === "llama" ? rmsnorm(x, epsilon) : layernorm(x, epsilon);
  const shift = kind === "llama" ? undefined : parameter(`${norm}_bias`, 1, "E", ...l);
  const bias = (row: Term | undefined, y: Term): Term => (row === undefined ? y : add(y, repeatRow(row, x.rows)));
  const { gain: where = "after" } = choices;
  if (where === "after") return bias(b, mul(bias(shift, hadamard(bare, repeatRow(gain, x.rows))), W));
  const own = W as Variable; // weights are variables
  const folded =
    where === "folded"
      ? mul(diag(transpose(gain)), W)
      : parameter(`${where}:${norm}:${own.name}`, W.rows, W.cols, ...own.index);
  return bias(b, bias(shift === undefined ? undefined : mul(shift, W), mul(bare, folded)));
}

function block(kind: Kind, choices: Choices, x: Term, l: Index): Term {
  const y = plus(choices, x, attention(kind, choices, x, l));
  return plus(choices, y, feedForward(kind, choices, y, l));
}

function plus({ residual = "one after the other" }: Choices, x: Term, written: readonly Term[]): Term {
  const sum = (first: Term, rest: readonly Term[]): Term => rest.reduce((a, b) => add(a, b), first);
  return residual === "sublayer last" ? add(x, sum(written[0]!, written.slice(1))) : sum(x, written);
}

function attention(kind: Kind, choices: Choices, x: Term, l: Index): readonly Term[] {
  const heads = kind === "llama" ? llamaHeads : gpt2Heads;
  const moved = heads.over(bigSum, (head) => mixed(kind, choices, x, l, head).written);
  const concatenated = (): Term =>
    mul(
      heads.over(bigHcat, (head) => mixed(kind, choices, x, l, head).moved),
      heads.over(bigVcat, (head) => output(kind, l, head)),
    );
  const sum = choices.heads === "concatenation" ? concatenated() : moved;
  if (kind === "llama") return [sum];
  const folded = bigSum("H", (h) => mul(parameter("b_V", 1, "d", l, h), parameter("W_O", "d", "E", l, h)));
  const b_O = parameter("b_O", 1, "E", l);
  return [sum, repeatRow(choices.valueBias === "folded" ? add(b_O, folded) : b_O, x.rows)];
}

type Big = typeof bigSum;
const llamaHeads = {
  over: (big: Big, body: (head: readonly Index[]) => Term): Term => big("K", (k) => big("G", (g) => body([k, g]))),
};
const gpt2Heads = { over: (big: Big, body: (head: readonly Index[]) => Term): Term => big("H", (h) => body([h])) };

function output(kind: Kind, l: Index, head: readonly Index[]): Term {
  return kind === "llama" ? parameter("W_O", mulDim(2, "r"), "E", l, ...head) : parameter("W_O", "d", "E", l, ...head);
}

/** What a head fetches, and what it writes. */
function mixed(
  kind: Kind,
  choices: Choices,
  x: Term,
  l: Index,
  head: readonly Index[],
): { moved: Term; written: Term } {
  const width = kind === "llama" ? mulDim(2, "r") : "d";
  const biased = (name: string, index: readonly Index[]): Term | undefined =>
    kind === "llama" ? undefined : parameter(name, 1, width, l, ...index);
  const key = head.slice(0, 1);
  const project = (name: string, index: readonly Index[], b?: Term): Term =>
    through(kind, choices, x, "ln1", [l], parameter(name, "E", width, l, ...index), b);
  const Q = turned(kind, choices, project("W_Q", head, biased("b_Q", head)), "half");
  const K = turned(
    kind,
    choices,
    project("W_K", key, choices.keyBias === "left out" ? undefined : biased("b_K", key)),
    choices.keyLayout ?? "half",
  );
  const V = project("W_V", key, (choices.valueBias ?? "kept") === "kept" ? biased("b_V", key) : undefined);
  const W_O = output(kind, l, head);
  const { weights, sums } = pattern(choices, Q, K);
  const over = (fetched: Term): Term =>
    sums === undefined ? fetched : divide(fetched, repeatColumn(sums, fetched.cols));
  const moved = over(mul(weights, V));
  const W_V = parameter("W_V", "E", width, l, ...key);
  switch (choices.association ?? "mix first") {
    case "mix first":
      return { moved, written: mul(moved, W_O) };
    case "transform first":
      return { moved, written: over(mul(weights, mul(V, W_O))) };
    case "W_OV first": {
      const circuit = mul(normed(kind, choices, x, "ln1", l), mul(W_V, W_O));
      return { moved, written: over(mul(weights, circuit)) };
    }
  }
}

/** `N(x)`, gain and all, for Llama. */
function normed(_: Kind, choices: Choices, x: Term, norm: string, l: Index): Term {
  const gain = parameter(`${norm}_gain`, 1, "E", l);
  return hadamard(rmsnorm(x, constant(choices.epsilon ?? 1e-5)), repeatRow(gain, x.rows));
}

function turned(kind: Kind, choices: Choices, x: Term, layout: "half" | "interleaved"): Term {
  if (kind === "gpt2") return x;
  const { phases = "term", turn = 1 } = choices;
  const p = turn === 1 ? iota(x.rows) : negate(iota(x.rows));
  if (phases === "term") return rotary(x, p, frequencies(constant(10000), "r"), layout);
  const [cos, sin] = ["cos", "sin"].map((name) => parameter(`${phases}:${name}`, x.rows, "r"));
  const [a, b] = [cols(x, 0, "r"), cols(x, "r", "r")];
  const left = add(hadamard(a, cos!), negate(hadamard(b, sin!)));
  return hcat(left, add(hadamard(b, cos!), hadamard(a, sin!)));
}

/** Weights of the values, and what is still to be divided by. */
function pattern(
  { factor = "scores", mask = "causal", division = "before" }: Choices,
  Q: Term,
  K: Term,
): {
  weights: Term;
  sums?: Term;
} {
  const root = map("recip", map("sqrt", size(Q.cols)));
  const S =
    factor === "queries"
      ? mul(scale(root, Q), transpose(K))
      : factor === "nowhere"
        ? mul(Q, transpose(K))
        : scale(factor === "float32" ? constant(Math.fround(1 / Math.sqrt(3))) : root, mul(Q, transpose(K)));
  const n = Q.rows;
  const M = mask === "causal" ? tri(n, n) : mask === "one too far" ? tri(n, n, { above: 1 }) : nearer(n);
  if (division === "before") return { weights: maskedSoftmax(S, M) };
  const weights = hadamard(map("exp", S), M);
  return { weights, sums: rowSums(weights) };
}

/** A causal mask that misses the token before the present one. shape  n × n */
function nearer(n: Term["rows"]): Term {
  const before = add(tri(n, n, { below: 1 }), negate(tri(n, n, { below: 2 })));
  return add(tri(n, n), negate(before));
}

function feedForward(kind: Kind, choices: Choices, x: Term, l: Index): readonly Term[] {
  const W_out = parameter("W_out", "F", "E", l);
  const into = (name: string, b?: Term): Term => through(kind, choices, x, "ln2", [l], parameter(name, "E", "F", l), b);
  if (kind === "llama") return [mul(hadamard(map(choices.activation ?? "silu", into("W_gate")), into("W_in")), W_out)];
  const hidden = map(choices.activation ?? "gelu_tanh", into("W_in", parameter("b_in", 1, "F", l)));
  return [mul(hidden, W_out), repeatRow(parameter("b_out", 1, "E", l), x.rows)];
}

/** Bindings that also know folded weights and phase tables, made from the model's own. */
export function withDerived(base: Bindings<Value>): Bindings<Value> {
  const gainOf = ({ index }: Variable, norm: string): Dense => {
    const of = variable(`${norm}_gain`, 1, base.sizes.E!, { index: norm === "ln_f" ? [] : index.slice(0, 1) });
    return toDense(base.variable(of), "f64");
  };
  const known = new Map<string, Dense>();
  return {
    ...base,
    variable: (of) => {
      if (!of.name.includes(":")) return base.variable(of);
      const key = `${of.name}${indexText(of.index)}`;
      const value = known.get(key) ?? derived(of);
      known.set(key, value);
      return value;
    },
  };
  function derived(of: Variable): Dense {
    const [how, first, name] = of.name.split(":");
    if (how!.endsWith("table")) return phaseTable(how === "float32 table", first!, base.sizes);
    const W = toDense(base.variable({ ...of, name: name! }), "f64");
    const gain = gainOf(of, first!);
    const round = how === "stored in float32" ? Math.fround : (v: number): number => v;
    return tabulate(W.rows, W.cols, "f64", (i, j) => round(gain.data[i]! * W.data[i * W.cols + j]!));
  }
}

/** cos or sin of the angles p·ω, in float64, or with every step rounded to float32. */
function phaseTable(rounded: boolean, fn: string, { C, r }: Sizes): Dense {
  const round = rounded ? Math.fround : (v: number): number => v;
  return tabulate(C!, r!, "f64", (p, i) => {
    const omega = round(10000 ** round(-i / r!));
    const angle = round(p * omega);
    return round(fn === "cos" ? Math.cos(angle) : Math.sin(angle));
  });
}

/** Ways that are the same function. */
export const TWINS: readonly (readonly [Kind, string, Choices])[] = [
  ["llama", "as it is", {}],
  ["llama", "heads concatenated", { heads: "concatenation" }],
  ["llama", "values transformed before they are mixed", { association: "transform first" }],
  ["llama", "W_OV formed first", { association: "W_OV first" }],
  ["llama", "gains folded into the next weights", { gain: "folded" }],
  ["llama", "gains folded in float64 and stored", { gain: "stored in float64" }],
  ["llama", "queries divided by √d", { factor: "queries" }],
  ["llama", "divided by the sum after the product", { division: "after" }],
  ["llama", "phases as a float64 table", { phases: "float64 table" }],
  [
    "llama",
    "all at once",
    {
      heads: "concatenation",
      gain: "stored in float64",
      factor: "queries",
      division: "after",
      phases: "float64 table",
    },
  ],
  ["gpt2", "as it is", {}],
  ["gpt2", "heads concatenated", { heads: "concatenation" }],
  ["gpt2", "gains and biases folded", { gain: "folded" }],
  ["gpt2", "biases of keys left out", { keyBias: "left out" }],
  ["gpt2", "biases of values folded into the output", { valueBias: "folded" }],
  ["gpt2", "residual added last", { residual: "sublayer last" }],
  ["gpt2", "divided by the sum after the product", { division: "after", association: "transform first" }],
];

/** Ways that are another function, by less than float32 rounds elsewhere. */
export const FINE_MUTANTS: readonly (readonly [Kind, string, Choices])[] = [
  ["llama", "ε = 1e-6 in the last norm", { lastEpsilon: 1e-6 }],
  ["llama", "phases computed in float32", { phases: "float32 table" }],
  ["llama", "gains folded in float32", { gain: "stored in float32" }],
  ["gpt2", "ε = 1e-6 in the last norm", { lastEpsilon: 1e-6 }],
  ["gpt2", "gains folded in float32", { gain: "stored in float32" }],
  ["gpt2", "1/√d rounded to float32", { factor: "float32" }],
];

/** Ways that are plainly another function. */
export const COARSE_MUTANTS: readonly (readonly [Kind, string, Choices])[] = [
  ["llama", "ε = 1e-6 in all norms", { epsilon: 1e-6 }],
  ["llama", "keys in the other layout", { keyLayout: "interleaved" }],
  ["llama", "queries and keys turned the other way", { turn: -1 }],
  ["llama", "scores not divided by √d", { factor: "nowhere" }],
  ["llama", "mask one too far", { mask: "one too far" }],
  ["llama", "gate with the wrong activation", { activation: "gelu" }],
  ["gpt2", "mask that misses the token before", { mask: "one too near" }],
  ["gpt2", "exact GELU", { activation: "gelu" }],
  ["gpt2", "biases of values left out", { valueBias: "left out" }],
];
