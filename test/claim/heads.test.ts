import { describe } from "vitest";
import { headClaims } from "../../src/claim/heads.ts";
import { itIsRightAbout } from "./verdicts.ts";

const WHOLE = "softmax/whole-matrix-rows-sum-to-one";
const KEY = "gauge/key-bias";

describe("claims about heads", () => {
  itIsRightAbout(headClaims, {
    notes: [WHOLE],
    "notes without positions": [WHOLE],
    "notes, causal": [WHOLE],
    "notes, causal, without positions": [WHOLE],
    "notes, post-norm": [WHOLE],
    bert: [WHOLE],
    gpt2: [WHOLE],
    gpt_neox: [WHOLE, KEY],
    llama: [WHOLE, KEY],
    mistral: [WHOLE, KEY],
    qwen2: [WHOLE, KEY],
    gemma2: [WHOLE, KEY],
  });
});
