import { describe, expect, it } from "vitest";
import { isNotApplicable, placesOf, siteOf } from "../../src/claim/claim.ts";
import { areaOf, claimsNamed, library } from "../../src/claim/library.ts";
import { gemma2 } from "../../src/model/gemma2.ts";
import { llama } from "../../src/model/llama.ts";
import { RANDOM_MODELS } from "./models.ts";
import { MUTANTS } from "./mutants.ts";

describe("the library", () => {
  it("has a mutant for every claim, and no mutant for a claim that is not there", () => {
    const ids = library.map(({ id }) => id);
    const killers = new Set(MUTANTS.flatMap(({ killedBy }) => killedBy));
    expect(ids.filter((id) => !killers.has(id))).toEqual([]);
    expect([...killers].filter((id) => !ids.includes(id))).toEqual([]);
  });

  it("has claims of one name each, in areas that stand together", () => {
    const ids = library.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const id of ids) expect(id).toMatch(/^[a-z]+\/[\w-]+$/);
  });

  it("has something to check every claim on", () => {
    const architectures = Object.values(RANDOM_MODELS).map(({ architecture }) => architecture);
    for (const claim of library)
      expect(architectures.some((architecture) => !isNotApplicable(claim.state(siteOf(architecture))))).toBe(true);
  });

  it("is chosen from by id and by area, in its own order", () => {
    expect(claimsNamed(["rank", "permutation/mlp"]).map(({ id }) => id)).toEqual([
      "permutation/mlp",
      "rank/W_QK",
      "rank/W_OV",
    ]);
    expect(claimsNamed([])).toBe(library);
    expect(areaOf(library[0]!)).toBe("permutation");
  });

  it("says which claim it does not know", () => {
    expect(() => claimsNamed(["rank", "ranks/W_QK"])).toThrow(
      /^claim: expected the id of a claim, or an area \(permutation, heads, .*position\), received ranks\/W_QK; `commutant claims --models` lists them$/,
    );
  });
});

describe("a site", () => {
  it("names a layer and a head by symbols", () => {
    const { layer, head } = siteOf(llama());
    expect(layer).toEqual([{ free: "l" }]);
    expect(head).toEqual([{ free: "h" }, { free: "h1" }]);
    expect(placesOf(llama())).toEqual([0]);
  });

  it("has a number for the place where layers come in cycles", () => {
    expect(siteOf(gemma2(), 1).layer).toEqual([{ free: "l" }, 1]);
    expect(placesOf(gemma2())).toEqual([0, 1]);
  });
});
