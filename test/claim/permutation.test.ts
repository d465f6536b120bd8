import { describe } from "vitest";
import { permutationClaims } from "../../src/claim/permutation.ts";
import { itIsRightAbout } from "./verdicts.ts";

const CAUSAL = ["permutation/head", "permutation/attention", "permutation/block", "permutation/stack"];
const STAY = ["permutation/positions-stay", "permutation/readout"];

describe("claims about permutations", () => {
  itIsRightAbout(permutationClaims, {
    notes: STAY,
    "notes without positions": [],
    "notes, causal": [...CAUSAL, ...STAY],
    "notes, causal, without positions": [...CAUSAL, ...STAY],
    "notes, post-norm": STAY,
    bert: STAY,
    gpt2: [...CAUSAL, ...STAY],
    gpt_neox: [...CAUSAL, ...STAY],
    llama: [...CAUSAL, ...STAY],
    mistral: [...CAUSAL, ...STAY],
    qwen2: [...CAUSAL, ...STAY],
    gemma2: [...CAUSAL, ...STAY],
  });
});
