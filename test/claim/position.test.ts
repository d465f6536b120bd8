import { describe } from "vitest";
import { positionClaims } from "../../src/claim/position.ts";
import { itIsRightAbout } from "./verdicts.ts";

/** Positions are added to the stream. */
const ADDED = ["position/shift"];

describe("claims about positions", () => {
  itIsRightAbout(positionClaims, {
    notes: ADDED,
    "notes, causal": ADDED,
    "notes, post-norm": ADDED,
    bert: ADDED,
    gpt2: ADDED,
  });
});
