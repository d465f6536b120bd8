import { describe, expect, it } from "vitest";
import { type Dense, zipDense } from "../../src/interpret/dense.ts";
import { evaluateFloat } from "../../src/interpret/float.ts";
import { orderedContext } from "../../src/model/architecture.ts";
import { inverseRoot, pattern, softCap } from "../../src/model/attention.ts";
import { type HeadsOptions, headsOf } from "../../src/model/heads.ts";
import { causalMask, rotaryOf } from "../../src/model/position.ts";
import type { Bindings } from "../../src/term/binding.ts";
import { schedule, variablesOf } from "../../src/term/schedule.ts";
import { constant, scale, type Term, type Variable, variable } from "../../src/term/term.ts";
import { distance, gap, numbers } from "./values.ts";

const [K, G] = [2, 3];
const SIZES = { C: 4, E: 5, K, G, H: K * G, r: 2 };
const BASE = { E: "E", d: 4, biases: "all", ...rotaryOf({ base: 10000, r: 2 }) } as const;
const grouped = headsOf({ ...BASE, counts: ["K", "G"] });
const context = orderedContext("C", () => causalMask("C"));
const x = variable("x", "C", "E");
const bindings = numbers(SIZES);
const EXACT = 1e-12; // of numbers near 1; two orders of a sum differ by some 1e-16

/** Bindings for H separate heads that read what grouped heads do; `keyHead` says which key head serves a head. */
function separate(keyHead: (h: number) => number): Bindings<Dense> {
  const read = (of: Variable): readonly number[] => {
    const [layer, h] = of.index as readonly [number, number]; // the interpreter binds numbers
    return /_[KV]$/.test(of.name) ? [layer, keyHead(h)] : [layer, Math.floor(h / G), h % G];
  };
  return {
    ...bindings,
    variable: (of) => bindings.variable(of.index.length < 2 ? of : { ...of, index: read(of) }),
  };
}

const attention = (counts: HeadsOptions["counts"], values: Bindings<Dense>): Dense =>
  evaluateFloat(headsOf({ ...BASE, counts }).attention(x, [0], context), values, "f64");

describe("grouped queries", () => {
  it("are heads whose keys and values are repeated, G times each in a run", () => {
    const repeated = separate((h) => Math.floor(h / G));
    expect(gap(attention(["K", "G"], bindings), attention(["H"], repeated))).toBeLessThan(EXACT);
  });

  it("are not heads whose keys and values are dealt out in turn", () => {
    const inTurn = separate((h) => h % K);
    expect(gap(attention(["K", "G"], bindings), attention(["H"], inTurn))).toBeGreaterThan(0.01);
  });

  it("name one key head a group", () => {
    const { W_Q, W_K, W_V, W_O } = grouped.weights([{ free: "l" }], [{ free: "k" }, { free: "g" }]);
    const texts = [W_Q, W_K, W_V, W_O].map((weight) =>
      (weight as Variable).index.map((i) => (i as { free: string }).free),
    );
    expect(texts).toEqual([
      ["l", "k", "g"],
      ["l", "k"],
      ["l", "k"],
      ["l", "k", "g"],
    ]);
  });
});

describe("biases", () => {
  it.each([
    ["none", []],
    ["qkv", ["b_K", "b_Q", "b_V"]],
    ["all", ["b_K", "b_O", "b_Q", "b_V"]],
  ] as const)("of %s projections", (biases, names) => {
    const term = headsOf({ E: "E", d: "d", counts: ["H"], biases }).attention(x, [0], context);
    const found = variablesOf(term).map(({ name }) => name);
    expect([...new Set(found.filter((name) => name.startsWith("b_")))].sort()).toEqual(names);
  });

  it.each([
    ["key", "b_K"],
    ["value", "b_V"],
  ] as const)("an extra %s bias is one that %s has more", (what, name) => {
    const site = { layer: [0], head: [1, 2], context };
    const extra = variable("extra", 1, 4);
    const more: Bindings<Dense> = {
      ...bindings,
      variable: (of) =>
        of.name === name
          ? zipDense(bindings.variable(of), bindings.variable(extra), (a, b) => a + b)
          : bindings.variable(of),
    };
    const added = evaluateFloat(grouped.head(x, { ...site, extra: { [what]: extra } }), bindings, "f64");
    expect(gap(added, evaluateFloat(grouped.head(x, site), more, "f64"))).toBeLessThan(EXACT);
    expect(gap(added, evaluateFloat(grouped.head(x, site), bindings, "f64"))).toBeGreaterThan(
      what === "key" ? 1e-4 : 0.01,
    );
  });
});

describe("what an attention is called", () => {
  const names = (term: Term): readonly string[] =>
    schedule(term).flatMap((inner) => (inner.op === "defined" ? [inner.name] : []));
  const plain = { E: "E", d: "d", counts: ["H"] } as const;
  const unmasked = orderedContext("C");
  const capped = { ...plain, cap: constant(2) };

  it("attention or masked_attention where it is that, its parts where it is not", () => {
    expect(names(headsOf(plain).attention(x, [0], unmasked))).toContain("attention");
    expect(names(headsOf(plain).attention(x, [0], context))).toContain("masked_attention");
    expect(names(headsOf(capped).attention(x, [0], context))).toEqual(expect.arrayContaining(["softcap", "msoftmax"]));
    expect(names(headsOf({ ...plain, factor: constant(1) }).attention(x, [0], unmasked))).toContain("softmax");
  });

  it("1/√d by its own name is the default", () => {
    const sizes = { ...SIZES, d: 3 };
    const explicit = headsOf({ ...plain, factor: inverseRoot("d") }).attention(x, [0], context);
    expect(distance(headsOf(plain).attention(x, [0], context), explicit, numbers(sizes))).toBeLessThan(EXACT);
  });

  it("a cap far above the scores changes little, a low one much", () => {
    const [Q, Key] = [variable("Q", "C", "E"), variable("K", "C", "E")];
    const change = (cap: number) => distance(pattern(Q, Key), pattern(Q, Key, { cap: constant(cap) }), bindings);
    expect(change(1e6)).toBeLessThan(1e-9);
    expect(change(0.1)).toBeGreaterThan(0.01);
    const bounded = evaluateFloat(softCap(scale(constant(1000), Q), constant(3)), bindings, "f64");
    expect(Math.max(...bounded.data.map(Math.abs))).toBeLessThanOrEqual(3);
  });
});
