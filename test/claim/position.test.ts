import { describe } from "vitest";
import { positionClaims } from "../../src/claim/position.ts";
import { itIsRightAbout } from "./verdicts.ts";

describe("claims about positions", () => {
  itIsRightAbout(positionClaims, {});
});
