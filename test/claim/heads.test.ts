import { describe } from "vitest";
import { biasClaims, headClaims, patternClaims } from "../../src/claim/heads.ts";
import { itIsRightAbout } from "./verdicts.ts";

const WHOLE = "softmax/whole-matrix-rows-sum-to-one";
const KEY = "gauge/key-bias";
/** What biases of projections break. */
const BIASED = ["heads/frozen-linear", "heads/odd"];

describe("claims about heads", () => {
  itIsRightAbout([...headClaims, ...patternClaims, ...biasClaims], {
    notes: [WHOLE],
    "notes without positions": [WHOLE],
    "notes, causal": [WHOLE],
    "notes, causal, without positions": [WHOLE],
    "notes, post-norm": [WHOLE],
    bert: [WHOLE, ...BIASED],
    gpt2: [WHOLE, ...BIASED],
    gpt_neox: [WHOLE, KEY, ...BIASED],
    llama: [WHOLE, KEY],
    mistral: [WHOLE, KEY],
    qwen2: [WHOLE, KEY, ...BIASED],
    gemma2: [WHOLE, KEY],
  });
});
