/** What would make a claim true is proved before it is said. */
import { describe, expect, it } from "vitest";
import { mendings } from "../../src/explorer/mending.ts";

const ways = (text: string, given: string): readonly string[] =>
  mendings({ kind: "formula", text, given, assume: "" }).map((one) => one.text);

describe("a claim that is false becomes true", () => {
  it("when more is known of one matrix", () => {
    expect(ways("relu(Q*x) = Q*relu(x)", "Q: C × C; x: C × E")).toStrictEqual(["Q: perm C × C"]);
    expect(ways("relu(Q*x) = Q*relu(x)", "Q: orthogonal C; x: C × E")).toStrictEqual(["Q: perm C"]);
  });

  it("when more is known of all of them, where one is not enough", () => {
    expect(ways("A*B = B*A", "A: n × n; B: n × n")).toStrictEqual(["A: diagonal n × n; B: diagonal n × n"]);
  });

  it("in no way that is known, and then none is told", () => {
    expect(ways("x + ones(n,m) = x", "x: n × m")).toStrictEqual([]);
    expect(ways("A*B = B*A", "A, B: n × n")).toStrictEqual([]); // given in another way than it reads
  });

  it("for another architecture", { timeout: 120_000 }, () => {
    const found = mendings({ kind: "claim", id: "permutation/head", architecture: "notes-causal" });
    const names = found.map(({ text }) => text);
    expect(names).toEqual(expect.arrayContaining(["notes", "notes-no-positions", "bert"]));
    expect(names).not.toContain("llama");
  });
});
