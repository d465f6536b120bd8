import { describe, expect, it } from "vitest";
import { subjectsOf } from "../../src/check/model.ts";
import { RANDOM_MODELS } from "../claim/models.ts";

const model = (name: string) => RANDOM_MODELS[name]!;

describe("subjects", () => {
  it("of a model is the model", () => {
    expect(subjectsOf(model("gpt2"), "model")).toEqual([{ name: "model", indices: {}, place: 0 }]);
  });

  it("of layers and heads are counted from 0, heads within layers", () => {
    expect(subjectsOf(model("gpt2"), "layer")).toEqual([
      { name: "layer 0", indices: { l: 0 }, place: 0 },
      { name: "layer 1", indices: { l: 1 }, place: 0 },
    ]);
    expect(subjectsOf(model("gpt2"), "head").map(({ name }) => name)).toEqual([
      "layer 0 head 0",
      "layer 0 head 1",
      "layer 1 head 0",
      "layer 1 head 1",
    ]);
  });

  it("of grouped heads are numbered through, the query running fastest", () => {
    const heads = subjectsOf(model("llama"), "head").slice(0, 4);
    expect(heads.map(({ name, indices }) => [name, indices])).toEqual([
      ["layer 0 head 0", { l: 0, h: 0, h1: 0 }],
      ["layer 0 head 1", { l: 0, h: 0, h1: 1 }],
      ["layer 0 head 2", { l: 0, h: 1, h1: 0 }],
      ["layer 0 head 3", { l: 0, h: 1, h1: 1 }],
    ]);
  });

  it("of layers in cycles are numbered through, and know their place", () => {
    const gemma = model("gemma2");
    const bindings = { ...gemma.bindings, sizes: { ...gemma.bindings.sizes, L: 2 } };
    expect(subjectsOf({ ...gemma, bindings }, "layer")).toEqual([
      { name: "layer 0", indices: { l: 0 }, place: 0 },
      { name: "layer 1", indices: { l: 0 }, place: 1 },
      { name: "layer 2", indices: { l: 1 }, place: 0 },
      { name: "layer 3", indices: { l: 1 }, place: 1 },
    ]);
  });
});
