import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { Fault } from "../../src/term/fault.ts";
import { formulaOf } from "../../src/term/print.ts";
import type { Problem } from "../../src/term/problem.ts";
import { readProblems } from "../../src/term/statement-file.ts";

const FILES = ["statements", "taso"].map((name) => ({
  name,
  text: readFileSync(new URL(`../fixtures/statements/${name}.json`, import.meta.url), "utf8"),
}));

const entry = {
  id: "one",
  given: [
    { name: "A", kind: "matrix", shape: ["n", "m"] },
    { name: "B", kind: "invertible", shape: ["n", "n"] },
    { name: "c", kind: "scalar" },
  ],
  lhs: "B*A",
  rhs: "A",
  relation: "=",
};
const readOne = (changes: object) =>
  readProblems(JSON.stringify({ entries: [{ ...entry, ...changes }] }), "a.json")[0]!;
const posed = (changes: object): Problem => {
  const read = readOne(changes);
  if (read.kind === "unreadable") throw read.fault;
  return read as Problem;
};

describe("a statement file", () => {
  it("is read entry by entry; ill-shaped entries are those whose defect is their shape", () => {
    const read = FILES.flatMap(({ name, text }) => readProblems(text, name));
    const kinds = read.map(({ kind }) => kind);
    expect(kinds.filter((kind) => kind === "problem")).toHaveLength(58 + 245);
    const ill = read.filter((one) => one.kind === "ill-shaped");
    expect(ill.map(({ id, at }) => [id, at])).toEqual([
      ["alg-015", { n: 2, m: 3 }],
      ["blk-006", { n: 2, m: 3 }],
      ["blk-018", { n: 5, i: 2 }],
    ]);
  });

  it("is read without a look at what it says of itself", () => {
    const secrets = { truth: "not even a boolean", why: 3, check: null, defect: [], level: "x", source: {} };
    expect(posed(secrets)).toEqual(posed({}));
  });

  it("may be a list without a header", () => {
    expect(readProblems(JSON.stringify([entry]), "a.json").map(({ kind }) => kind)).toEqual(["problem"]);
  });

  it("gives facts about sizes to shapes, wherever they stand", () => {
    for (const facts of [{ where: ["i<n"] }, { where: "n > i" }, { assume: "i < n" }]) {
      const { minima, sizes } = posed({ ...facts, dims: ["i"], lhs: "rows(A,0,i)", rhs: "rows(A,0,i)" });
      expect([...minima]).toEqual([["n_rest", 1]]);
      expect(sizes.get("n")!.text).toBe("i + n_rest");
    }
  });

  it("infers the shape of a name that only the witness or a hypothesis knows", () => {
    const hyp = [{ lhs: "B*A", rhs: "C" }];
    for (const extra of [{ witness: { C: "B*A" } }, {}]) {
      const problem = posed({ hyp, ...extra, lhs: "A", rhs: "inv(B)*C" });
      const C = problem.statement.given.find(({ name }) => name === "C")!;
      expect([C.rows.text, C.cols.text, C.kind]).toEqual(["n", "m", "matrix"]);
      expect([...problem.witness].map(([of, value]) => [of.name, formulaOf(value)])).toEqual(
        "witness" in extra ? [["C", "B*A"]] : [],
      );
    }
    const scalar = posed({ hyp: [{ lhs: "tr(B)", rhs: "s" }], lhs: "s*A", rhs: "tr(B)*A" });
    expect(scalar.statement.given.find(({ name }) => name === "s")!.kind).toBe("scalar");
  });

  it("refuses entry by entry, and names file, entry and field", () => {
    const faults: readonly (readonly [object, string])[] = [
      [{ lhs: "B*X" }, "a.json, entry one: lhs: formula: expected a declared name, received X"],
      [{ rhs: "A +" }, "a.json, entry one: rhs: formula: expected an operand, received the end"],
      [{ relation: "==" }, "a.json, entry one: relation: expected a field of the format"],
      [{ lhs: 3 }, "a.json, entry one: lhs: expected a field of the format"],
      [{ given: [{ kind: "matrix" }] }, "a.json, entry one: given.0.name: expected a field of the format"],
      [{ given: [{ name: "A", kind: "matrixx", shape: ["n", "n"] }] }, "entry one: given: given A: expected a kind"],
      [{ hyp: [{ lhs: "A*A", rhs: "A*A" }] }, "entry one: hyp: *: expected as many rows"],
      [{ assume: "magic(A)" }, "entry one: assume: hypothesis: expected a relation such as c > 0, or one of"],
      [{ witness: { C: "A*" } }, "entry one: witness C: formula: expected an operand"],
      [{ dims: ["i"], lhs: "rows(A,0,i" }, "entry one: lhs: formula: expected )"],
      [{ id: "" }, "a.json, entry number 1: id: expected a field of the format"],
    ];
    for (const [changes, message] of faults) {
      const read = readOne(changes);
      expect(read.kind, message).toBe("unreadable");
      expect((read as { fault: Fault }).fault.message).toContain(message);
    }
  });

  it("does not let one entry hide another, nor two share an id", () => {
    const read = readProblems(JSON.stringify([{ ...entry, id: "bad", lhs: "(" }, entry, entry]), "a.json");
    expect(read.map(({ kind, id }) => [kind, id])).toEqual([
      ["unreadable", "bad"],
      ["problem", "one"],
      ["unreadable", "one"],
    ]);
  });

  it("must be JSON with entries", () => {
    expect(() => readProblems("{", "a.json")).toThrow("a.json: expected JSON");
    expect(() => readProblems('{"a": 1}', "a.json")).toThrow("a.json: expected statements as");
  });
});
