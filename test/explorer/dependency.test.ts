/** What a claim builds on is read from the terms. */
import { describe, expect, it } from "vitest";
import { isNotApplicable, siteOf } from "../../src/claim/claim.ts";
import { library } from "../../src/claim/library.ts";
import { dependencies, type Stated } from "../../src/explorer/dependency.ts";
import { ARCHITECTURES, architectureNamed } from "../../src/model/architectures.ts";
import { parseProblem } from "../../src/term/problem.ts";

function statedOf(architecture: string): readonly Stated[] {
  const site = siteOf(architectureNamed(architecture));
  return library.flatMap((claim) => {
    const statement = claim.state(site);
    return isNotApplicable(statement) ? [] : [{ id: claim.id, statement }];
  });
}

/** A claim about x, whose other letters are weights. */
function about(id: string, text: string): Stated {
  const problem = parseProblem(text, "P: perm n; x: n × m; W: m × m");
  if (problem.kind !== "problem") throw problem.fault;
  const { statement } = problem;
  return { id, statement: { ...statement, given: statement.given.filter(({ name }) => name !== "W") } };
}

describe("what a claim builds on", () => {
  it("is the claim about the part that it speaks of", () => {
    const on = dependencies(statedOf("notes-no-positions"));
    expect(on.get("permutation/attention")).toContain("permutation/head");
    expect(on.get("permutation/block")).toEqual(expect.arrayContaining(["permutation/attention", "permutation/mlp"]));
    expect(on.get("permutation/stack")).toContain("permutation/block"); // and the others through it
    expect(on.get("rank/W_QK")).toStrictEqual([]);
  });

  it("is another thing for another function, and for other weights", () => {
    const part = about("part", "relu(P*x*W) = P*relu(x*W)");
    const on = (text: string): readonly string[] => dependencies([part, about("whole", text)]).get("whole")!;
    expect(on("x + relu(P*x*W)*W = x + P*relu(x*W)*W")).toStrictEqual(["part"]);
    expect(on("x + gelu(P*x*W)*W = x + P*gelu(x*W)*W")).toStrictEqual([]);
    expect(on("x + relu(P*x)*W = x + P*relu(x)*W")).toStrictEqual([]);
    expect(on("relu(P*x*W) = P*relu(x*W)")).toStrictEqual([]); // the same is no part of itself
  });

  it.each(Object.keys(ARCHITECTURES))("never leads back, for %s", (architecture) => {
    const on = dependencies(statedOf(architecture));
    const below = (id: string, seen: readonly string[]): void => {
      expect(seen).not.toContain(id);
      for (const other of on.get(id)!) below(other, [...seen, id]);
    };
    for (const id of on.keys()) below(id, []);
  });
});
