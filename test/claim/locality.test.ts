import { describe } from "vitest";
import { localityClaims } from "../../src/claim/locality.ts";
import { itIsRightAbout } from "./verdicts.ts";

describe("claims about locality", () => {
  itIsRightAbout(localityClaims, {
    notes: ["causality/prefix"],
    "notes without positions": ["causality/prefix"],
    "notes, post-norm": ["causality/prefix"],
    bert: ["causality/prefix"],
  });
});
