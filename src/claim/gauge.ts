/**
 * Gauges: changes of the parameters that change nothing of what is computed.
 *
 * Each is stated by putting other terms in the place of parameters: both sides are the architecture's own term.
 *
 * Notation   y: C × E, what attention reads; G: d × d invertible; P a permutation; Q: E × E orthogonal
 */
import type { Architecture, HeadIndex, HeadWeights } from "../model/architecture.ts";
import { bigSum, bigVcat, substitute } from "../term/binder.ts";
import { addDim, type Dim, dim, dimSymbols, dimValue } from "../term/dimension.ts";
import { schedule } from "../term/schedule.ts";
import { statement } from "../term/statement.ts";
import { resize } from "../term/substitution.ts";
import {
  add,
  diag,
  diagonal,
  hcat,
  identity,
  inverse,
  kron,
  map,
  mul,
  ones,
  type Term,
  transpose,
  type Variable,
  variable,
  vcat,
  zeros,
} from "../term/term.ts";
import { type Claim, type ExpectedRefutation, headAt, type NotApplicable, type Site, siteOf } from "./claim.ts";

const ELHAGE = "Elhage et al. 2021, A Mathematical Framework for Transformer Circuits";

function input({ architecture }: Site): Variable {
  return variable("y", "C", architecture.width);
}

/** A term with others in the place of some of its nodes, by identity. */
function withParts(term: Term, parts: readonly (readonly [of: Term | undefined, is: (of: Term) => Term])[]): Term {
  return substitute(term, (inner) => {
    const part = parts.find(([of]) => of === inner);
    return part?.[1](inner);
  });
}

/** A term with others in the place of parameters of some names, whatever their indices. */
function withNamed(term: Term, parts: Readonly<Record<string, (of: Variable) => Term>>): Term {
  return substitute(term, (inner) =>
    inner.op === "variable" && Object.hasOwn(parts, inner.name) ? parts[inner.name]!(inner) : undefined,
  );
}

/** The parameters of a term by name, the first of each family; those under a binder too. */
function named(term: Term, name: string): Variable | undefined {
  const inside = (inner: Term): readonly Term[] => (inner.op === "defined" ? [inner.unfolded] : inner.args);
  return schedule(term, { argumentsOf: inside }).find(
    (inner): inner is Variable => inner.op === "variable" && inner.name === name,
  );
}

/** What stands between the products of a head's weights and its scores. */
function betweenScores({ position, normalisedKeys, weighing }: Architecture): ExpectedRefutation | undefined {
  if (normalisedKeys === true) return { because: "queries and keys are normalised before their product" };
  if (position.kind === "rotary" && position.decoupled === undefined)
    return { because: "queries and keys are turned before their product, and no other basis is turned alike" };
  if (weighing === "linear") return { because: "features are made of each entry before the product" };
  return undefined;
}

/** A head with other weights. */
function headWith(
  site: Site,
  change: (weights: HeadWeights) => Parameters<typeof withParts>[1],
): readonly [Term, Term] {
  const { architecture, layer, head } = site;
  const y = input(site);
  const plain = architecture.head(y, headAt(site, architecture.context("C")));
  return [withParts(plain, change(architecture.weights(layer, head))), plain];
}

const queriesAndKeys: Claim = {
  id: "gauge/qk",
  title: "queries and keys may be written in any basis: only their products count",
  formula: "∀ G invertible:  h(y; W_Q·G, W_K·G⁻ᵀ) = h(y; W_Q, W_K)",
  scope: "head",
  source: ELHAGE,
  refutedFor: betweenScores,
  state: (site) => {
    const G = variable("G", site.architecture.headWidth, site.architecture.headWidth, { kind: "invertible" });
    const [changed, plain] = headWith(site, ({ W_Q, b_Q, W_K, b_K }) => {
      const [right, left] = [(of: Term) => mul(of, G), (of: Term) => mul(of, transpose(inverse(G)))];
      return [
        [W_Q, right],
        [b_Q, right],
        [W_K, left],
        [b_K, left],
      ];
    });
    return statement(changed, "=", plain, [input(site), G]);
  },
};

const valuesAndOutput: Claim = {
  id: "gauge/ov",
  title: "values may be written in any basis: only the product W_V·W_O counts",
  formula: "∀ G invertible:  h(y; W_V·G, G⁻¹·W_O) = h(y; W_V, W_O)",
  scope: "head",
  source: ELHAGE,
  state: (site) => {
    const G = variable("G", site.architecture.headWidth, site.architecture.headWidth, { kind: "invertible" });
    const [changed, plain] = headWith(site, ({ W_V, b_V, W_O }) => [
      [W_V, (of) => mul(of, G)],
      [b_V, (of) => mul(of, G)],
      [W_O, (of) => mul(inverse(G), of)],
    ]);
    return statement(changed, "=", plain, [input(site), G]);
  },
};

const headOrder: Claim = {
  id: "gauge/head-order",
  title: "heads with their weights, in groups where they share keys, may stand in any order",
  formula: "∀ P:  Σ_h (P·[h_0; …; h_{H−1}])_h = H(y)",
  scope: "layer",
  source: ELHAGE,
  state: (site) => {
    const { architecture, layer } = site;
    const [y, context] = [input(site), architecture.context("C")];
    const [keys, queries] = architecture.heads as readonly [Dim, Dim?]; // there is a count of heads
    const single = queries !== undefined && dimValue(keys) === 1; // one group: the queries in it are moved
    const H = single ? queries : keys;
    const P = variable("P", H, H, { kind: "perm" });
    const written = (head: HeadIndex): Term => architecture.head(y, { layer, head, context });
    const all = bigVcat(H, (h) => {
      if (single) return bigSum(keys, (k) => written([k, h]));
      return queries === undefined ? written([h]) : bigSum(queries, (g) => written([h, g]));
    });
    const sum = (moved: Term): Term => mul(kron(ones(1, H), identity(y.rows)), moved);
    const bias = named(architecture.attention(y, layer, context), "b_O");
    const whole = sum(mul(kron(P, identity(y.rows)), all));
    return statement(
      bias === undefined ? whole : add(whole, mul(ones(y.rows, 1), bias)),
      "=",
      architecture.attention(y, layer, context),
      [y, P],
    );
  },
};

/** The feed-forward sublayer at y, and its hidden width; or that it has no hidden neurons by the names of MLPs. */
function hidden(site: Site): { readonly of: Term; readonly y: Variable; readonly F: Dim } | NotApplicable {
  const y = input(site);
  const of = site.architecture.feedForward(y, site.layer);
  const F = named(of, "W_in")?.cols;
  return F === undefined ? { notApplicable: "the feed-forward sublayer has no W_in" } : { of, y, F };
}

const neuronOrder: Claim = {
  id: "gauge/neuron-order",
  title: "neurons with their weights may stand in any order",
  formula: "∀ P:  MLP(y; W_in·P, b_in·P, Pᵀ·W_out) = MLP(y)",
  scope: "layer",
  source: "Hecht-Nielsen 1990, on the algebraic structure of feedforward network weight spaces",
  state: (site) => {
    const mlp = hidden(site);
    if ("notApplicable" in mlp) return mlp;
    const P = variable("P", mlp.F, mlp.F, { kind: "perm" });
    const right = (of: Term): Term => mul(of, P);
    const changed = withNamed(mlp.of, {
      W_in: right,
      b_in: right,
      W_gate: right,
      b_gate: right,
      W_out: (of) => mul(transpose(P), of),
    });
    return statement(changed, "=", mlp.of, [mlp.y, P]);
  },
};

const neuronScale: Claim = {
  id: "gauge/neuron-scale",
  title: "a neuron may change its sign, or its scale, in W_in when W_out undoes it",
  formula: "∀ D diagonal, invertible:  MLP(y; W_in·D, b_in·D, D⁻¹·W_out) = MLP(y)",
  scope: "layer",
  source: "Chen, Lu and Hecht-Nielsen 1993, on the geometry of feedforward neural network error surfaces",
  refutedFor: (architecture) =>
    named(architecture.feedForward(variable("y", "C", architecture.width), siteOf(architecture).layer), "W_gate") ===
    undefined
      ? { because: "the activation of a multiple is no multiple of the activation; a gate beside it would let it pass" }
      : undefined,
  state: (site) => {
    const mlp = hidden(site);
    if ("notApplicable" in mlp) return mlp;
    const D = variable("D", mlp.F, mlp.F, { kind: "invdiagonal" });
    const right = (of: Term): Term => mul(of, D);
    const changed = withNamed(mlp.of, {
      W_in: right,
      b_in: right,
      W_out: (of) => mul(diag(map("recip", diagonal(D))), of),
    });
    return statement(changed, "=", mlp.of, [mlp.y, D]);
  },
};

/** The names of an MLP's parameters whose columns, and whose rows, are its neurons. */
const COLUMNS = ["W_in", "b_in", "W_gate", "b_gate"] as const;

/** The share of a parameter that one device holds: some of the neurons. */
type Share = (of: Variable, side: "rows" | "cols") => Term;

const neuronSplit: Claim = {
  id: "parallel/mlp",
  title: "an MLP whose neurons are split over two devices is the sum of what they compute",
  formula: "MLP(y; [A | B], [A′; B′]) = MLP(y; A, A′) + MLP(y; B, B′), the output bias once",
  scope: "layer",
  source: "Shoeybi et al. 2019, Megatron-LM, §3",
  state: (site) => {
    const mlp = hidden(site);
    if ("notApplicable" in mlp) return mlp;
    if (!dimSymbols(mlp.F).includes(mlp.F.text))
      return { notApplicable: `there are ${mlp.F.text} neurons, a size that is not cut` };
    const layer = new Set(site.layer.map((index) => JSON.stringify(index)));
    const piece =
      (width: Dim, device: string): Share =>
      (of, side) => {
        const index = of.index.filter((one) => !layer.has(JSON.stringify(one))); // an expert's
        const [n, m] = side === "rows" ? [width, of.cols] : [of.rows, width];
        return variable(`${of.name}_${device}`, n, m, { index });
      };
    const [one, two] = [dim("F_1"), dim("F_2")];
    const [first, second] = [piece(one, "1"), piece(two, "2")];
    const both: Share = (of, side) => (side === "cols" ? hcat : vcat)(first(of, side), second(of, side));
    const computed = (width: Dim, share: Share, bias: "kept" | "left out"): Term =>
      withNamed(resize(mlp.of, new Map([[mlp.F.text, width]])), {
        ...Object.fromEntries(COLUMNS.map((name) => [name, (of: Variable) => share(of, "cols")])),
        W_out: (of) => share(of, "rows"),
        b_out: (of) => (bias === "kept" ? of : zeros(of.rows, of.cols)),
      });
    const whole = computed(addDim(one, two), both, "kept");
    const pieces = schedule(whole).filter(
      (of): of is Variable => of.op === "variable" && /_[12]$/.test(of.name) && of.index.length === 0,
    );
    const parts = add(computed(one, first, "kept"), computed(two, second, "left out"));
    return statement(whole, "=", parts, [mlp.y, ...pieces]);
  },
};

/** What a block may call its norms. */
const NORMS = ["ln1", "ln2", "ln1_post", "ln2_post", "ln_cross"] as const;

/** What reads and writes the stream in another basis: its rows and columns are those of the stream. */
function turned(term: Term, width: Dim, Q: Term): Term {
  return substitute(term, (of) => {
    if (of.op !== "variable" || (of.rows !== width && of.cols !== width)) return undefined;
    const read = of.rows === width ? mul(transpose(Q), of) : of;
    return of.cols === width ? mul(read, Q) : read;
  });
}

const residualRotation: Claim = {
  id: "gauge/residual-rotation",
  title: "the stream may be written in any orthonormal basis, gains folded away",
  formula: "∀ Q orthogonal:  B(x·Q; Qᵀ·W_read, W_write·Q) = B(x)·Q, gains 1",
  scope: "layer",
  source: "Ashkboos et al. 2024, SliceGPT, §3",
  refutedFor: ({ norm }) =>
    norm?.kind === "layernorm"
      ? { because: "LayerNorm subtracts the mean: it singles out the direction of ones" }
      : undefined,
  state: ({ architecture, layer }) => {
    const { width, norm, block, context } = architecture;
    const x = variable("x", "C", width);
    const Q = variable("Q", width, width, { kind: "orthogonal" });
    const gains = NORMS.map((name) => [norm?.learned(name, layer).gain, (of: Term) => ones(of.rows, of.cols)] as const);
    const plain = withParts(block(x, layer, context("C")), gains);
    return statement(turned(plain, width, Q), "=", mul(plain, Q), [x, Q]); // x is written in the basis too
  },
};

/** The claims about gauges. */
export const gaugeClaims: readonly Claim[] = [
  queriesAndKeys,
  valuesAndOutput,
  headOrder,
  neuronOrder,
  neuronScale,
  residualRotation,
];

/** The claims about devices that share the work. */
export const parallelClaims: readonly Claim[] = [neuronSplit];
