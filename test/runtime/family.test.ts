import { describe, expect, it } from "vitest";
import { rowsOf } from "../../src/interpret/dense.ts";
import type { Checkpoint } from "../../src/runtime/checkpoint.ts";
import { isStrided, plainEngine, toDense } from "../../src/runtime/engine.ts";
import { GPT2 } from "../../src/runtime/families/gpt2.ts";
import { bindFamily, type Family, type LoadedModel } from "../../src/runtime/family.ts";
import type { JsonObject } from "../../src/runtime/json.ts";
import type { Layout } from "../../src/runtime/layout.ts";
import { loadModel } from "../../src/runtime/load.ts";
import { runOf } from "../../src/runtime/run.ts";
import type { TensorView } from "../../src/runtime/view.ts";
import { type Index, variable } from "../../src/term/term.ts";
import { checkpointOf, deviation, FAMILIES, type FamilyName, referencesOf } from "./reference.ts";

type Tensors = Map<string, TensorView>;

/** A fixture's checkpoint with some of its tensors and fields changed. */
async function edited(
  family: FamilyName,
  edit: (tensors: Tensors) => void,
  change: JsonObject = {},
): Promise<Checkpoint> {
  const checkpoint = await checkpointOf(family);
  const tensors = new Map(checkpoint.tensors);
  edit(tensors);
  return { ...checkpoint, tensors, config: { ...checkpoint.config, ...change }, files: ["model.safetensors"] };
}

/** A tensor of one number everywhere. */
function filled(value: number, ...shape: readonly number[]): TensorView {
  const data = new Float32Array(shape.reduce((product, n) => product * n, 1)).fill(value);
  return { name: "", dtype: "F32", shape, byteOffset: 0, byteLength: data.byteLength, buffer: data.buffer };
}

async function refusalOf(checkpoint: Promise<Checkpoint>): Promise<string> {
  const loaded = await checkpoint;
  try {
    loadModel(loaded);
  } catch (fault) {
    return String(fault);
  }
  return "none";
}

/** The logits of a short run. */
async function logitsOf(model: LoadedModel): Promise<number[][]> {
  const run = runOf(model, [3, 5, 3, 7]);
  const [logits] = await plainEngine().evaluate([run.logits!], run.bindings, "f64");
  return rowsOf(logits!);
}

/** The value of a parameter at an index. */
function parameterAt({ bindings }: LoadedModel, name: string, ...index: readonly Index[]) {
  return bindings.variable(variable(name, 1, 1, { index }));
}

describe("tensors of a checkpoint", () => {
  it("missing, extra and mis-shaped ones are reported together", async () => {
    const checkpoint = edited("gpt2", (tensors) => {
      tensors.delete("transformer.h.1.attn.c_attn.weight");
      tensors.set("transformer.h.0.extra", filled(0, 2));
      tensors.set("transformer.wpe.weight", filled(0, 32, 24));
    });
    expect(await refusalOf(checkpoint)).toBe(
      "Fault: tensors of model.safetensors: expected the 28 tensors of the model, received " +
        "1 missing (transformer.h.1.attn.c_attn.weight); 1 extra (transformer.h.0.extra); " +
        "1 mis-shaped (transformer.wpe.weight: expected [64, 24], received [32, 24]); " +
        "check that config.json describes these weights",
    );
  });

  it.each(FAMILIES)("each tensor of %s is needed, and no other is", async (family) => {
    const { tensors } = await checkpointOf(family);
    for (const name of tensors.keys()) {
      const without = edited(family, (left) => left.delete(name));
      // without its dense weight, a masked-language head is not one, so that its other tensors are too many
      const says = name.endsWith("transform.dense.weight") ? "extra (cls.predictions" : `missing (${name})`;
      expect(await refusalOf(without)).toContain(says);
    }
    expect(await refusalOf(edited(family, (all) => all.set("stray", filled(0, 1))))).toContain("1 extra (stray)");
  });

  it("a config with more layers or wider ones does not fit", async () => {
    expect(await refusalOf(edited("llama", () => {}, { num_hidden_layers: 3 }))).toContain(
      "9 missing (model.layers.2.",
    );
    expect(await refusalOf(edited("llama", () => {}, { intermediate_size: 41 }))).toContain("6 mis-shaped (");
  });

  it("integers are not weights", async () => {
    const integers = edited("gpt2", (tensors) => {
      tensors.set("transformer.wte.weight", { ...filled(0, 61, 24), dtype: "I32" });
    });
    expect(await refusalOf(integers)).toContain("1 not float (transformer.wte.weight: I32)");
  });
});

/** Names as other files have them: what each is renamed to. */
const SPELLINGS: readonly (readonly [FamilyName, string, (name: string) => string])[] = [
  ["gpt2", "without prefix", (name) => name.replace("transformer.", "")],
  ["bert", "without prefix", (name) => name.replace("bert.", "")],
  [
    "bert",
    "with gamma and beta",
    (name) => name.replace("Norm.weight", "Norm.gamma").replace("Norm.bias", "Norm.beta"),
  ],
  ["llama", "without prefix", (name) => name.replace("model.", "")],
  ["gpt_neox", "without prefix", (name) => name.replace("gpt_neox.", "")],
];

/** Buffers that old files hold. */
const BUFFERS: readonly (readonly [FamilyName, string])[] = [
  ["gpt2", "transformer.h.0.attn.bias"],
  ["gpt2", "h.1.attn.masked_bias"],
  ["bert", "bert.embeddings.position_ids"],
  ["bert", "bert.pooler.dense.weight"],
  ["bert", "cls.seq_relationship.bias"],
  ["llama", "model.layers.0.self_attn.rotary_emb.inv_freq"],
  ["gpt_neox", "gpt_neox.layers.1.attention.rotary_emb.inv_freq"],
  ["gpt_neox", "gpt_neox.layers.0.attention.masked_bias"],
];

describe("files that spell or repeat what they hold", () => {
  it.each(SPELLINGS)("%s %s is the same model", async (family, _, rename) => {
    const checkpoint = await edited(family, (tensors) => {
      for (const [name, tensor] of [...tensors]) {
        tensors.delete(name);
        tensors.set(rename(name), tensor);
      }
    });
    expect(await deviation(loadModel(checkpoint), referencesOf(family)[0]!)).toBeLessThan(1e-10);
  });

  it("one tensor under two spellings is one too many", async () => {
    const twice = edited("gpt2", (tensors) => tensors.set("ln_f.bias", tensors.get("transformer.ln_f.bias")!));
    expect(await refusalOf(twice)).toContain("1 extra (ln_f.bias)");
  });

  it.each(BUFFERS)("%s may hold %s", async (family, name) => {
    expect(await refusalOf(edited(family, (tensors) => tensors.set(name, filled(0, 1))))).toBe("none");
  });

  it.each([
    ["gpt2", "lm_head.weight", "transformer.wte.weight"],
    ["bert", "cls.predictions.decoder.weight", "bert.embeddings.word_embeddings.weight"],
    ["bert", "cls.predictions.decoder.bias", "cls.predictions.bias"],
    ["qwen2", "lm_head.weight", "model.embed_tokens.weight"],
  ] as const)("%s may repeat a tied %s, if it is the same", async (family, copy, original) => {
    const same = edited(family, (tensors) => tensors.set(copy, tensors.get(original)!));
    expect(await refusalOf(same)).toBe("none");
    const shape = (await same).tensors.get(original)!.shape;
    const other = edited(family, (tensors) => tensors.set(copy, filled(1, ...shape)));
    expect(await refusalOf(other)).toContain(`1 extra (${copy})`);
  });
});

describe("values of parameters", () => {
  it("are views of the checkpoint's buffer", async () => {
    const checkpoint = await checkpointOf("gpt2");
    const model = loadModel(checkpoint);
    const value = parameterAt(model, "W_K", 1, 3);
    expect(isStrided(value) && value.buffer).toBe(checkpoint.tensors.get("transformer.wte.weight")!.buffer);
  });

  it("a tied unembedding is the transposed embedding", async () => {
    const model = loadModel(await checkpointOf("gpt2"));
    const [W_E, W_U] = [parameterAt(model, "W_E"), parameterAt(model, "W_U")].map((value) => toDense(value, "f64"));
    expect([W_U!.rows, W_U!.cols]).toEqual([24, 61]);
    expect(rowsOf(W_U!)[3]).toEqual(rowsOf(W_E!).map((row) => row[3]));
  });

  it("layers of a cycle are counted through", async () => {
    const checkpoint = await checkpointOf("gemma2");
    const value = parameterAt(loadModel(checkpoint), "ln1_gain", 1, 0);
    const tensor = checkpoint.tensors.get("model.layers.2.input_layernorm.weight")!;
    expect(isStrided(value) && value.byteOffset).toBe(tensor.byteOffset);
  });

  it("inputs are not among them", async () => {
    const model = loadModel(await checkpointOf("notes"));
    expect(() => parameterAt(model, "tokens")).toThrow(
      "bind: expected one of W_E, W_Q, W_K, W_V, W_O, W_in, b_in, W_out, b_out, W_U, received tokens; " +
        "bind the inputs of a run beside the parameters",
    );
    expect(() => parameterAt(model, "W_Q", { free: "l" }, 0)).toThrow(
      'bind: expected numbers as indices of W_Q, received {"free":"l"}',
    );
    expect(() => parameterAt(model, "W_Q", 0)).toThrow("parameter W_Q: expected an index below [4], received []");
  });
});

describe("a layout that is not the architecture's", () => {
  const broken = async (change: (layout: Layout) => Layout): Promise<string> => {
    const describe: Family["describe"] = (...facts) => {
      const description = GPT2.describe(...facts);
      return { ...description, layout: change(description.layout) };
    };
    const checkpoint = await checkpointOf("gpt2");
    try {
      bindFamily({ ...GPT2, describe }, checkpoint);
    } catch (fault) {
      return String(fault);
    }
    return "none";
  };
  const { W_O, b_Q } = { W_O: "transformer.h.{l}.attn.c_proj.weight", b_Q: "transformer.h.{l}.attn.c_attn.bias" };

  it("lacks a parameter, has one more, or has one the other way round", async () => {
    expect(await broken((layout) => layout)).toBe("none");
    expect(await broken(({ b_Q: _, ...rest }) => rest)).toMatch(
      /^Fault: layout of gpt2: expected .*b_Q 1 × 6.*received/,
    );
    expect(await broken((layout) => ({ ...layout, b_X: [b_Q, "(0/3 H d) -> H: 1 d"] }))).toMatch(
      /received .*b_X 1 × 6/,
    );
    expect(await broken((layout) => ({ ...layout, W_O: [W_O, "(H d) E -> H: E d"] }))).toMatch(
      /expected .*W_O 6 × 24.*received .*W_O 24 × 6/,
    );
  });
});

describe("what configs turn on and off", () => {
  it("an untied head is a tensor of its own", async () => {
    const untied = { tie_word_embeddings: false };
    expect(await refusalOf(edited("gpt2", () => {}, untied))).toContain("1 missing (lm_head.weight)");
    const own = await edited("gpt2", (tensors) => tensors.set("lm_head.weight", filled(0, 61, 24)), untied);
    expect((await logitsOf(loadModel(own))).flat().every((logit) => logit === 0)).toBe(true);
  });

  it("a tied head of GPT-NeoX is its embedding", async () => {
    const tied = await edited("gpt_neox", (tensors) => tensors.delete("embed_out.weight"), {
      tie_word_embeddings: true,
    });
    const copied = await edited("gpt_neox", (all) => all.set("embed_out.weight", all.get("gpt_neox.embed_in.weight")!));
    expect(await logitsOf(loadModel(tied))).toEqual(await logitsOf(loadModel(copied)));
  });

  it("an encoder without a head has streams and no logits", async () => {
    const bare = await edited("bert", (tensors) => {
      for (const name of [...tensors.keys()]) if (name.startsWith("cls.")) tensors.delete(name);
    });
    const run = runOf(loadModel(bare), [3, 5]);
    expect(run.logits).toBeUndefined();
    expect(run.streams).toHaveLength(3);
  });

  it("biases of Llama are read where its config says so: zeros change nothing, others do", async () => {
    const sizes = {
      "self_attn.q_proj": 24,
      "self_attn.k_proj": 8,
      "self_attn.v_proj": 8,
      "self_attn.o_proj": 24,
      "mlp.gate_proj": 40,
      "mlp.up_proj": 40,
      "mlp.down_proj": 24,
    };
    const biased = (value: number) =>
      edited(
        "llama",
        (tensors) => {
          for (const layer of [0, 1])
            for (const [part, size] of Object.entries(sizes))
              tensors.set(`model.layers.${layer}.${part}.bias`, filled(value, size));
        },
        { attention_bias: true, mlp_bias: true },
      );
    const plain = await logitsOf(loadModel(await checkpointOf("llama")));
    expect(await logitsOf(loadModel(await biased(0)))).toEqual(plain);
    expect(await logitsOf(loadModel(await biased(1)))).not.toEqual(plain);
  });

  it("GPT-NeoX without parallel residuals is another model, and with whole rotation has no rest", async () => {
    const sequential = loadModel(await edited("gpt_neox", () => {}, { use_parallel_residual: false }));
    expect(await logitsOf(sequential)).not.toEqual(await logitsOf(loadModel(await checkpointOf("gpt_neox"))));
    const whole = loadModel(await edited("gpt_neox", () => {}, { rotary_pct: 1, partial_rotary_factor: 1 }));
    expect(whole.sizes).toMatchObject({ r: 8, s: 0 });
    expect(whole.architecture.headWidth.text).toBe("2·r");
  });

  it("windows of Qwen2 begin at a layer", async () => {
    const from = async (max_window_layers: number) => {
      const window = { use_sliding_window: true, sliding_window: 2, layer_types: null };
      return loadModel(await edited("qwen2", () => {}, { ...window, max_window_layers }));
    };
    const [all, second, none] = [await from(0), await from(1), await from(2)];
    expect([all, second, none].map(({ architecture }) => architecture.layers.map(({ text }) => text))).toEqual([
      ["L"],
      ["L", "2"],
      ["L"],
    ]);
    const plain = await logitsOf(loadModel(await checkpointOf("qwen2")));
    const [a, b, c] = [await logitsOf(all), await logitsOf(second), await logitsOf(none)];
    expect(c).toEqual(plain);
    expect(b).not.toEqual(plain);
    expect(a).not.toEqual(b);
  });
});
