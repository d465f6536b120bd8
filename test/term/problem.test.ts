import { describe, expect, it } from "vitest";
import { Fault } from "../../src/term/fault.ts";
import { formulaOf } from "../../src/term/print.ts";
import { type Problem, parseProblem } from "../../src/term/problem.ts";

describe("a problem of the command line", () => {
  it("is a formula with declarations", () => {
    const problem = parseProblem("rank(A*B) <= d", "A: n × d; B: d × m") as Problem;
    expect([problem.text, problem.statement.relation]).toEqual(["rank(A*B) <= d", "<="]);
  });

  it("reads >= from the right", () => {
    expect((parseProblem("d >= rank(A)", "A: n × d") as Problem).text).toBe("rank(A) <= d");
  });

  it("takes assumptions and facts about sizes", () => {
    const options = { assume: ["c > 0", "i <= n"], dims: ["i"], witness: { c: "2" } };
    const problem = parseProblem("c*rows(A,0,i) = rows(c*A,0,i)", "A: n × m; c: scalar", options) as Problem;
    expect(problem.hypotheses).toMatchObject([{ kind: "is", property: "positive", term: { name: "c" } }]);
    expect([...problem.minima]).toEqual([["n_rest", 0]]);
    expect([...problem.witness].map(([{ name }]) => name)).toEqual(["c"]);
  });

  it("has a witness that fits because no size is 0, as sides do", () => {
    const problem = parseProblem("u'*u = 1", "u: n × 1; Q: orthogonal n", { witness: { u: "cols(Q,0,1)" } }) as Problem;
    expect(problem.kind).toBe("problem");
    expect([...problem.minima]).toEqual([["n_rest", 0]]);
    expect(() => parseProblem("u'*u = 1", "u: n × 1; Q: orthogonal n", { witness: { u: "cols(Q,0,2)" } })).toThrow(
      /witness u/,
    );
  });

  it("is ill-shaped only when some sizes show it", () => {
    expect(parseProblem("A*B = B*A", "A: n × m; B: m × n")).toMatchObject({ kind: "ill-shaped", at: { n: 2, m: 3 } });
    expect(parseProblem("rows(A,0,i) = rows(A,0,i)", "A: n × m", { dims: ["i"] })).toMatchObject({
      kind: "ill-shaped",
    });
    expect(parseProblem("rows(A,0,2) = rows(A,0,2)", "A: n × m")).toMatchObject({ kind: "ill-shaped", at: { n: 1 } });
    expect(parseProblem("rows(A,0,i+1) = rows(A,0,i+1)", "A: n × m", { where: ["i <= n"], dims: ["i"] })).toMatchObject(
      {
        at: { n: 2, i: 2 },
      },
    );
    // (n − m)² ≥ 0 at any sizes, though polynomials with natural coefficients do not show it
    expect(() => parseProblem("rows(A,0,2*n*m) = rows(A,0,2*n*m)", "A: n*n + m*m × 1")).toThrow(Fault);
  });

  it("knows that no size is 0", () => {
    const problem = parseProblem("vcat(rows(A,0,1), rows(A,1,n)) = A", "A: n × m") as Problem;
    expect([...problem.minima]).toEqual([
      ["n_rest", 0],
      ["m_rest", 0],
    ]);
    expect(problem.sizes.get("n")!.text).toBe("n_rest + 1");
  });

  it("has one relation", () => {
    expect(() => parseProblem("A", "A: n × m")).toThrow("expected one =, <= or <, received none");
    expect(() => parseProblem("A = A = A", "A: n × m")).toThrow("received = and =");
    expect(() => parseProblem("A != A", "A: n × m")).toThrow("received !=");
  });

  it("says with < that the sign of the difference is 1 in every entry", () => {
    const said = (text: string): string => {
      const { lhs, rhs } = (parseProblem(text, "A, B: n × m") as Problem).statement;
      return `${formulaOf(lhs)} = ${formulaOf(rhs)}`;
    };
    expect(said("0 < A")).toBe("sign(A) = ones(n, m)");
    expect(said("A < B")).toBe("sign(B - A) = ones(n, m)");
    expect(said("B > A")).toBe(said("A < B"));
    expect(parseProblem("A < B", "A, B: n × m").text).toBe("A < B");
  });
});
