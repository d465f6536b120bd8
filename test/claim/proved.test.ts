/** What is proved of every architecture, for all sizes and weights; and that nothing is proved which is known to be false. */
import { describe, expect, it } from "vitest";
import { isNotApplicable, posed, siteOf } from "../../src/claim/claim.ts";
import { library } from "../../src/claim/library.ts";
import type { Architecture } from "../../src/model/architecture.ts";
import { bert } from "../../src/model/bert.ts";
import { gptNeox } from "../../src/model/gpt-neox.ts";
import { gpt2 } from "../../src/model/gpt2.ts";
import { llama, qwen2 } from "../../src/model/llama.ts";
import { notes } from "../../src/model/notes.ts";
import { search } from "../../src/prover/search.ts";

const ARCHITECTURES: Readonly<Record<string, Architecture>> = {
  notes: notes(),
  "notes without positions": notes({ position: "none" }),
  "notes, pre-norm": notes({ position: "none", norm: "pre" }),
  "notes, post-norm": notes({ norm: "post" }),
  "notes, causal": notes({ mask: "causal" }),
  bert: bert(),
  gpt2: gpt2(),
  llama: llama(),
  qwen2: qwen2(),
  "gpt-neox": gptNeox(),
};
/** Layers that end in a norm: that later tokens do not matter takes seconds to show, and to search in vain. */
const SLOW: ReadonlySet<string> = new Set(["notes, post-norm", "bert"]);

const CASES = Object.entries(ARCHITECTURES).flatMap(([name, architecture]) =>
  library.flatMap((claim) => {
    const stated = claim.state(siteOf(architecture));
    if (isNotApplicable(stated)) return [];
    if (claim.id.startsWith("causality/") && SLOW.has(name)) return [];
    return [{ name, id: claim.id, stated, broken: claim.refutedFor?.(architecture) !== undefined }];
  }),
);

describe("the library", () => {
  it.each(CASES.filter(({ broken }) => !broken))("$id is proved of $name", ({ id, stated }) => {
    const found = search(posed(id, stated));
    expect(found.kind).toBe("proved");
    if (found.kind === "proved") expect(found.theorem.hypotheses.every(({ kind }) => kind === "is")).toBe(true);
  });

  // few steps: that a search stops is not what is tested, only that it does not end in a proof
  it.each(CASES.filter(({ broken }) => broken))("$id is not proved of $name", ({ id, stated }) => {
    expect(search(posed(id, stated), { steps: 400 }).kind).toBe("stopped");
  });
});
