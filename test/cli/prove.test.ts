import { copyFileSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { replayCertificate } from "../../src/kernel/certificate.ts";
import { type Built, build, type Ran } from "./built.ts";

let built: Built;
beforeAll(() => {
  built = build();
  for (const name of ["statements", "taso"])
    copyFileSync(`test/fixtures/statements/${name}.json`, join(built.folder, `${name}.json`));
}, 120_000);
afterAll(() => built.remove());

const prove = (...args: string[]): Ran => built.run(["prove", ...args]);

interface Json {
  readonly results: readonly {
    readonly id: string;
    readonly verdict: string;
    readonly method: string;
    readonly ms: number;
    readonly witness?: { readonly sizes: Readonly<Record<string, number>>; readonly values?: unknown };
    readonly certificate?: unknown;
    readonly reason?: string;
  }[];
  readonly summary: Readonly<Record<string, number>>;
}

describe("commutant prove with a formula", () => {
  it("proves what is true for all sizes, and says by which laws", () => {
    const { code, out, err } = prove("relu(P*x) = P*relu(x)", "--given", "P: perm C; x: C×E");
    expect(`${code} ${err}`).toBe("0 ");
    expect(out).toMatch(/^✓ proved {2}relu\(P\*x\) = P\*relu\(x\)\n {2}for all sizes; normal form, \d+ entries/);
    expect(out).toContain("mul_map_of_selection");
  });

  it("refutes what is false with small values, and says what a proof would need", () => {
    const { code, out } = prove("relu(Q*x) = Q*relu(x)", "--given", "Q: orthogonal C; x: C×E");
    expect(code).toBe(1);
    expect(out).toContain("smallest counterexample  C=1 E=1");
    expect(out).toContain("Q = -1");
    expect(out).toContain("stops where it needs");
  });

  it("takes hypotheses: a mask that the permutation does not move", () => {
    const given = ["--given", "P: perm n; S, M: n×n"];
    const formula = "softmax(P*S*P' + M) = P*softmax(S + M)*P'";
    expect(prove(formula, ...given).code).toBe(1);
    expect(prove(formula, ...given, "--assume", "P*M*P' = M")).toMatchObject({ code: 0 });
  });

  it("says that a formula has no meaning at some sizes, which refutes it", () => {
    const { code, out } = prove("P*A = x", "--given", "P: perm C; A: D×E; x: C×E");
    expect(code).toBe(1);
    expect(out).toContain("no meaning at C=2 D=3 E=4");
  });

  it.each([
    ["an operation that is not closed", ["P*(A = B", "--given", "P: perm C"], "^"],
    ["a name that was not declared", ["P*y = y", "--given", "P: perm C"], "y"],
    ["a claim that is not there, with the nearest name", ["permutation/hed"], "did you mean permutation/head?"],
    ["nothing", [], "nothing to prove"],
    ["an architecture that is not there", ["rank", "--architecture", "lama"], "did you mean llama?"],
    ["a file that is not there", ["--file", "none.json"], "none.json"],
    ["words and a file", ["rank", "--file", "taso.json"], "both"],
  ])("answers 2 for %s", (_, args, said) => {
    const { code, out, err } = prove(...args);
    expect(code).toBe(2);
    expect(out).toBe("");
    expect(err).toContain(said);
    expect(err).not.toContain("    at ");
  });
});

describe("commutant prove with claims", () => {
  it("decides those of an area, expected refutations and all", () => {
    const { code, out } = prove("permutation", "rank", "--architecture", "notes-causal");
    expect(code).toBe(0);
    expect(out).toMatch(/✗ {2}permutation\/head +refuted +\w+ +as expected: a causal mask/);
    expect(out).toMatch(/✓ {2}rank\/W_QK +proved/);
    expect(out).toMatch(/\n\d+ statements: \d+ proved, \d+ refuted in/);
  });

  it("says why an architecture cannot have a claim", () => {
    const { code, err } = prove("normalisation/scale", "--architecture", "notes");
    expect(code).toBe(2);
    expect(err).toContain("no norm");
  });

  it("decides assertions about matrices alone", () => {
    expect(prove("softmax/whole-matrix-covariant").out).toMatch(/^✓ proved \+ rocq {2}/);
  });
});

describe("commutant prove with a file", () => {
  it("proves all 245 rules of tensor graphs, with certificates that the kernel replays", () => {
    const { code } = prove("--file", "taso.json", "--json", "out.json");
    expect(code).toBe(0);
    const { results, summary } = readJson("out.json");
    expect(summary).toMatchObject({ statements: 245, proved: 245 });
    for (const { certificate } of results) expect(() => replayCertificate(certificate)).not.toThrow();
  });

  it("gives each of the 61 statements the verdict of its truth, with a witness or a certificate", () => {
    const { code, out } = prove("--file", "statements.json", "--json", "-");
    expect(code).toBe(1); // some are refuted
    const { entries } = JSON.parse(readFileSync("test/fixtures/statements/statements.json", "utf8"));
    const truth = new Map(entries.map((one: { id: string; truth: boolean }) => [one.id, one.truth]));
    const { results, summary } = JSON.parse(out) as Json;
    expect(summary).toMatchObject({ statements: 61, proved: 36, refuted: 25 });
    for (const { id, verdict, certificate, witness } of results) {
      expect(verdict, id).toBe(truth.get(id) ? "proved" : "refuted");
      expect(verdict === "proved" ? certificate : witness, id).toBeDefined();
    }
  });

  it("does not lose the others to an entry that cannot be read", () => {
    const entry = { id: "one", given: [{ name: "A", kind: "matrix", shape: ["n", "m"] }], lhs: "A''", rhs: "A" };
    const entries = [
      { ...entry, lhs: "A''+", id: "broken" },
      { ...entry, relation: "=" },
    ].map((one) => ({
      relation: "=",
      ...one,
    }));
    writeFileSync(join(built.folder, "mixed.json"), JSON.stringify({ entries }));
    const { code, out } = prove("--file", "mixed.json", "--json", "mixed-out.json");
    expect(code).toBe(2);
    expect(out).toContain("not read");
    const { results } = readJson("mixed-out.json");
    expect(results.map(({ id, verdict }) => [id, verdict])).toEqual([
      ["broken", "inconclusive"],
      ["one", "proved"],
    ]);
    expect(results[0]!.reason).toContain("mixed.json, entry broken");
  });
});

function readJson(name: string): Json {
  return JSON.parse(readFileSync(join(built.folder, name), "utf8"));
}
