import { describe } from "vitest";
import { localityClaims } from "../../src/claim/locality.ts";
import { itIsRightAbout } from "./verdicts.ts";

const BIDIRECTIONAL = ["causality/prefix", "causality/cache"];

describe("claims about locality", () => {
  itIsRightAbout(localityClaims, {
    notes: BIDIRECTIONAL,
    "notes without positions": BIDIRECTIONAL,
    "notes, post-norm": BIDIRECTIONAL,
    bert: BIDIRECTIONAL,
  });
});
