import { describe, expect, it } from "vitest";
import { evaluateFloat } from "../../src/interpret/float.ts";
import { type Architecture, lastStream, tokenVariable } from "../../src/model/architecture.ts";
import { bert } from "../../src/model/bert.ts";
import { gemma2 } from "../../src/model/gemma2.ts";
import { gptNeox } from "../../src/model/gpt-neox.ts";
import { gpt2 } from "../../src/model/gpt2.ts";
import { llama, mistral, qwen2 } from "../../src/model/llama.ts";
import { notes } from "../../src/model/notes.ts";
import { type Dim, dim } from "../../src/term/dimension.ts";
import { symbolsOf, variablesOf } from "../../src/term/schedule.ts";
import { mul, shapeText, type Term, variable } from "../../src/term/term.ts";
import { distance, numbers } from "./values.ts";

const ENCODER = "W_E W_P W_T ln_e_gain ln_e_bias W_H b_H b_U";
const LAYER_NORMS = "ln1_gain ln1_bias ln2_gain ln2_bias ln_f_gain ln_f_bias";
const RMS_NORMS = "ln1_gain ln2_gain ln_f_gain";
const HEADS = "W_Q W_K W_V W_O";
const BIASES = "b_Q b_K b_V b_O";
const MLP = "W_in b_in W_out b_out";
const GATED = "W_gate W_in W_out";

/** Each family, the names of its parameters, and its symbols of size. */
const FAMILIES: readonly (readonly [string, Architecture, parameters: string, symbols: string])[] = [
  ["bert", bert(), `${ENCODER} ${LAYER_NORMS} ${HEADS} ${BIASES} ${MLP} W_U`, "C E F H L S T V d"],
  ["gpt2", gpt2(), `W_E W_P ${LAYER_NORMS} ${HEADS} ${BIASES} ${MLP} W_U`, "C E F H L T V d"],
  ["gpt_neox", gptNeox(), `W_E ${LAYER_NORMS} ${HEADS} ${BIASES} ${MLP} W_U`, "C E F H L V r s"],
  ["llama", llama(), `W_E ${RMS_NORMS} ${HEADS} ${GATED} W_U`, "C E F G K L V r"],
  ["mistral", mistral(), `W_E ${RMS_NORMS} ${HEADS} ${GATED} W_U`, "C E F G K L V W r"],
  ["qwen2", qwen2(), `W_E ${RMS_NORMS} ${HEADS} b_Q b_K b_V ${GATED} W_U`, "C E F G K L V r"],
  ["gemma2", gemma2(), `W_E ${RMS_NORMS} ln1_post_gain ln2_post_gain ${HEADS} ${GATED} W_U`, "C E F G K L V W r"],
  ["notes", notes(), `W_E ${HEADS} ${MLP} W_U`, "C F H L V d r"],
];

const SIZES = { C: 3, E: 4, F: 5, G: 2, H: 2, K: 2, L: 2, S: 2, T: 6, V: 7, W: 2, d: 3, r: 2, s: 1 };

function logitsOf(architecture: Architecture): Term {
  return architecture.unembed!(lastStream(architecture, tokenVariable(architecture, "C")));
}

describe.each(FAMILIES)("%s", (name, architecture, parameters, symbols) => {
  const logits = logitsOf(architecture);
  const layer = architecture.layers.map((_, i) => (i === 0 ? { free: "l" } : i));
  const head = architecture.heads.map((_, i) => ({ free: `h${i}` }));
  const context = architecture.context("C");
  const [x, site] = [variable("x", "C", architecture.width), { layer, head, context }];

  it("has a name and shapes in symbols", () => {
    const like = (rows: string, cols: Dim): string => shapeText({ rows: dim(rows), cols });
    const { width: E, headWidth: d } = architecture;
    expect(architecture.name).toBe(name);
    expect(shapeText(logits)).toBe("C × V");
    expect(shapeText(architecture.block(x, layer, context))).toBe(like("C", E));
    expect(shapeText(architecture.attention(x, layer, context))).toBe(like("C", E));
    expect(shapeText(architecture.feedForward(x, layer))).toBe(like("C", E));
    expect(shapeText(architecture.head(x, site))).toBe(like("C", E));
    expect(shapeText(architecture.values(x, site))).toBe(like("C", d));
    expect(shapeText(architecture.pattern(x, site))).toBe("C × C");
  });

  it("is made of these parameters", () => {
    const names = variablesOf(logits).map((variable) => variable.name);
    expect([...new Set(names)].sort()).toEqual(`${parameters} tokens`.split(" ").sort());
  });

  it("is made of these sizes", () => {
    expect(symbolsOf(logits)).toEqual(symbols.split(" ").sort());
  });

  it("has a value at any sizes", () => {
    const value = evaluateFloat(logits, numbers(SIZES), "f64");
    expect([value.rows, value.cols]).toEqual([3, 7]);
    expect(value.data.every(Number.isFinite)).toBe(true);
  });

  it("counts its layers and heads", () => {
    const L = architecture.layers.length === 1 ? ["L"] : ["L", "2"];
    expect(architecture.layers.map(({ text }) => text)).toEqual(L);
    expect(architecture.heads.map(({ text }) => text)).toEqual(symbols.includes("G") ? ["K", "G"] : ["H"]);
  });

  it("a head is its pattern times its values times W_O, as numbers", () => {
    const { W_O } = architecture.weights([0, 1].slice(0, layer.length), [1, 0].slice(0, head.length));
    const at = { layer: [0, 1].slice(0, layer.length), head: [1, 0].slice(0, head.length), context };
    const apart = mul(mul(architecture.pattern(x, at), architecture.values(x, at)), W_O);
    expect(distance(architecture.head(x, at), apart, numbers(SIZES))).toBeLessThan(1e-12);
  });
});

describe("sizes", () => {
  it("may be numbers, some or all", () => {
    const small = llama({ sizes: { E: 8, K: 2, V: 11 } });
    expect(shapeText(logitsOf(small))).toBe("C × 11");
    expect(small.heads.map(({ text }) => text)).toEqual(["2", "G"]);
    expect(small.headWidth.text).toBe("2·r");
  });

  it("an encoder without a head has no unembedding", () => {
    expect(bert({ head: "none" }).unembed).toBeUndefined();
  });

  it("sinusoids need an even width", () => {
    expect(() => notes({ sizes: { E: "E" } })).toThrow(
      "notes: expected an even width for sinusoidal positions, such as 2·r, received E",
    );
  });
});
