/** The architectures that a command can name. */
import { didYouMean, Fault } from "../term/fault.ts";
import type { Architecture } from "./architecture.ts";
import { bert } from "./bert.ts";
import { deepseek } from "./deepseek.ts";
import { gemma2 } from "./gemma2.ts";
import { gptNeox } from "./gpt-neox.ts";
import { gpt2 } from "./gpt2.ts";
import { llama, mistral, qwen2 } from "./llama.ts";
import { notes } from "./notes.ts";
import { originalDecoder, originalEncoder } from "./original.ts";
import { setTransformer } from "./set-transformer.ts";
import { t5 } from "./t5.ts";
import { linearWeights, sigmoidWeights, softmaxOneWeights } from "./weighing.ts";

/** Architectures by name; each is made when it is asked for. */
export const ARCHITECTURES: Readonly<Record<string, () => Architecture>> = {
  notes,
  "notes-no-positions": () => notes({ position: "none" }),
  "notes-pre-norm": () => notes({ norm: "pre" }),
  "notes-post-norm": () => notes({ norm: "post" }),
  "notes-causal": () => notes({ mask: "causal" }),
  "original-encoder": originalEncoder,
  "original-decoder": originalDecoder,
  bert,
  gpt2,
  llama,
  qwen2,
  mistral,
  gemma2,
  "gpt-neox": gptNeox,
  t5,
  deepseek,
  "mixture-of-experts": () => llama({ name: "mixture-of-experts", experts: "N" }),
  "set-transformer": setTransformer,
  "decoder-no-positions": () => notes({ mask: "causal", position: "none", norm: "pre" }),
  "multi-query": () => llama({ name: "multi-query", sizes: { K: 1 } }),
  "qk-norm": () => llama({ name: "qk-norm", normalisedKeys: true }),
  alibi: () => llama({ name: "alibi", places: "slopes" }),
  "sigmoid-attention": () => llama({ name: "sigmoid-attention", weigh: sigmoidWeights }),
  "attention-sink": () => llama({ name: "attention-sink", weigh: softmaxOneWeights }),
  "linear-attention": () => llama({ name: "linear-attention", weigh: linearWeights }),
};

/**
 * The architecture of a name.
 *
 * throws  Fault that lists the names there are
 */
export function architectureNamed(name: string): Architecture {
  const make = Object.hasOwn(ARCHITECTURES, name) ? ARCHITECTURES[name] : undefined;
  if (make !== undefined) return make();
  const names = Object.keys(ARCHITECTURES);
  throw new Fault({ op: "architecture", expected: names.join(", "), received: name, next: didYouMean(name, names) });
}
