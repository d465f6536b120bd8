import { describe } from "vitest";
import { normalisationClaims } from "../../src/claim/normalisation.ts";
import { itIsRightAbout } from "./verdicts.ts";

describe("claims about norms", () => {
  itIsRightAbout(normalisationClaims, {
    "notes, post-norm": ["normalisation/folding"],
    bert: ["normalisation/folding"],
    llama: ["normalisation/shift"],
    mistral: ["normalisation/shift"],
    qwen2: ["normalisation/shift"],
    gemma2: ["normalisation/shift"],
  });
});
