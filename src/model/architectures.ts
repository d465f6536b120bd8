/** The architectures that a command can name. */
import { didYouMean, Fault } from "../term/fault.ts";
import type { Architecture } from "./architecture.ts";
import { bert } from "./bert.ts";
import { gptNeox } from "./gpt-neox.ts";
import { gpt2 } from "./gpt2.ts";
import { llama, qwen2 } from "./llama.ts";
import { notes } from "./notes.ts";

/** Architectures by name; each is made when it is asked for. */
export const ARCHITECTURES: Readonly<Record<string, () => Architecture>> = {
  notes,
  "notes-no-positions": () => notes({ position: "none" }),
  "notes-pre-norm": () => notes({ norm: "pre" }),
  "notes-post-norm": () => notes({ norm: "post" }),
  "notes-causal": () => notes({ mask: "causal" }),
  bert,
  gpt2,
  llama,
  qwen2,
  "gpt-neox": gptNeox,
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
