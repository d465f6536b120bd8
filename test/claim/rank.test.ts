import { describe } from "vitest";
import { rankClaims } from "../../src/claim/rank.ts";
import { itIsRightAbout } from "./verdicts.ts";

describe("claims about ranks", () => {
  itIsRightAbout(rankClaims, {});
});
