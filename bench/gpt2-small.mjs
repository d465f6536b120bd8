/** A random checkpoint of GPT-2-small's size, made once in a temporary folder. */
import { existsSync, mkdirSync, renameSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { encodeSafetensors } from "../dist/runtime/safetensors.js";

const [L, E, V, T] = [12, 768, 50257, 1024];

function random(count, scale) {
  const data = new Float32Array(count);
  let state = 12345 + count;
  for (let i = 0; i < count; i++) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    data[i] = scale * (state / 2 ** 31 - 1);
  }
  return data;
}

/** The folder of the checkpoint. */
export function gpt2Small() {
  const folder = join(tmpdir(), "commutant-bench-gpt2-small");
  if (existsSync(folder)) return folder;
  const tensors = {};
  const add = (name, ...shape) => {
    tensors[name] = {
      dtype: "F32",
      shape,
      data: random(
        shape.reduce((a, b) => a * b, 1),
        0.05,
      ),
    };
  };
  add("wte.weight", V, E);
  add("wpe.weight", T, E);
  for (let l = 0; l < L; l++) {
    for (const norm of ["ln_1", "ln_2"]) for (const part of ["weight", "bias"]) add(`h.${l}.${norm}.${part}`, E);
    for (const [name, n, m] of [
      ["attn.c_attn", E, 3 * E],
      ["attn.c_proj", E, E],
      ["mlp.c_fc", E, 4 * E],
      ["mlp.c_proj", 4 * E, E],
    ]) {
      add(`h.${l}.${name}.weight`, n, m);
      add(`h.${l}.${name}.bias`, m);
    }
  }
  for (const part of ["weight", "bias"]) add(`ln_f.${part}`, E);
  const making = `${folder}.${process.pid}`;
  mkdirSync(making);
  const config = {
    model_type: "gpt2",
    n_layer: L,
    n_head: 12,
    n_embd: E,
    vocab_size: V,
    n_positions: T,
    activation_function: "gelu_new",
    layer_norm_epsilon: 1e-5,
  };
  writeFileSync(join(making, "config.json"), JSON.stringify(config));
  writeFileSync(join(making, "model.safetensors"), encodeSafetensors(tensors));
  renameSync(making, folder);
  return folder;
}
