import { describe, expect, it } from "vitest";
import { claimOf } from "../../src/claim/library.ts";
import { isTheorem } from "../../src/kernel/theorem.ts";
import { ARCHITECTURES } from "../../src/model/architectures.ts";
import { type Search, search } from "../../src/prover/search.ts";
import { parseProblem } from "../../src/term/problem.ts";
import type { Variable } from "../../src/term/term.ts";
import "../../src/model/attention.ts";

function searched(formula: string, given: string, options: Parameters<typeof search>[1] = {}): Search {
  const problem = parseProblem(formula, given, { dims: ["L", "H"] });
  if (problem.kind !== "problem") throw new Error(problem.fault.message);
  return search(problem, options);
}

function proofOf(found: Search): Extract<Search, { kind: "proved" }> {
  if (found.kind !== "proved") throw new Error("no proof");
  return found;
}

const PREFIX = ["k", "k + m"].map((n) => `tril(${n})`);
const [SMALL, WHOLE] = PREFIX as [string, string];
const HEAD = "Q, K, V: k + m×d";

/** What reads a norm with gains and shifts, and what reads one with the shifts alone, the gains in its weights. */
function readings(stream: string, W: string): readonly [string, string] {
  const norm = `layernorm(${stream}, 1/1000)`;
  return [
    `(${norm}.*(ones(C, 1)*g) + ones(C, 1)*(b.*g))*${W}`,
    `(${norm}.*(ones(C, 1)*ones(1, E)) + ones(C, 1)*b)*(diag(g')*${W})`,
  ];
}

const READ = "x: C×E; A, B, D, W: E×E; g, b: 1×E";

/** Gains folded, after `count` layers of attention. */
function folded(count: number): Search {
  let stream = "x";
  for (let i = 0; i < count; i++) stream = `(${stream} + attention(${stream}*A, ${stream}*B, ${stream}*D))`;
  const [gains, folds] = readings(stream, "W");
  return searched(`x + gelu(${gains}) = x + gelu(${folds})`, READ);
}

describe("an equation by parts", () => {
  it("is as long as the difference, not as the model around it", () => {
    const [one, four] = [folded(1), folded(4)].map(proofOf);
    expect([one!.method, four!.method]).toEqual(["parts", "parts"]);
    expect(four!.proof).toHaveLength(one!.proof.length);
    expect(isTheorem(four!.theorem)).toBe(true);
  });

  it("takes one side for the other where that was shown, and goes on from there", () => {
    const [gains, folds] = readings("x", "A");
    const block = (first: string, k: 0 | 1): string => `gelu(${readings(`(x + gelu(${first}))`, "W")[k]})`;
    expect(proofOf(searched(`${block(gains, 0)} = ${block(folds, 1)}`, READ)).method).toBe("parts");
  });

  it("names what is shared unlike any variable of the goal", () => {
    const [gains, folds] = readings("x", "U1").map((side) => side.replaceAll("ones(C, 1)", "ones(E, 1)"));
    expect(proofOf(searched(`gelu(${gains}) = gelu(${folds})`, "x, U1: E×E; g, b: 1×E")).method).toBe("parts");
  });

  it("shares no part that names what a sum binds", () => {
    const [gains, folds] = readings("x", "W");
    const [inside, outside] = [
      "sum(h < H, relu(layernorm(x, 1/10)*Z[h])*D)",
      "sum(h < H, relu(layernorm(x, 1/10)*Z[h]))*D",
    ];
    const found = searched(`gelu(${gains}) + ${inside} = gelu(${folds}) + ${outside}`, `${READ}; Z[h]: E×E`);
    expect(proofOf(found).method).toBe("parts");
  });

  it("is found only in parts that are not longer than is asked for", () => {
    const tried = (part: number): readonly string[] => {
      const found = searched(
        `rows(masked_attention(Q, K, V, ${WHOLE}), 0, k) = masked_attention(rows(Q, 0, k), rows(K, 0, k), rows(V, 0, k), ${SMALL})`,
        HEAD,
        { part },
      );
      return [proofOf(found).method];
    };
    expect(tried(12)).not.toContain("parts"); // as long as it is with the definition's name
    expect(tried(70)).toEqual(["parts"]);
  });
});

describe("a slice", () => {
  it("goes through a definition by what is shown of variables, once for all that is an instance", () => {
    const norms = (of: string): string => `layernorm(${of}*A, 1/10)*B + layernorm(${of}*B, 1/10)*A`;
    const found = proofOf(searched(`rows(${norms("x")}, 0, k) = ${norms("rows(x, 0, k)")}`, "x: k + m×E; A, B: E×E"));
    expect(found.method).toBe("parts");
    const instances = found.proof.filter(({ rule }) => rule === "instantiate");
    expect(instances).toHaveLength(2);
    expect(new Set(instances.map((entry) => entry.rule === "instantiate" && entry.of)).size).toBe(1);
  });

  it("is taken of variables that have one shape each, so that a step of it can be computed", () => {
    const found = proofOf(
      searched(
        "rows(layernorm(x*A, 1/10)*B + layernorm(x*C, 1/10)*D, 0, k) = layernorm(rows(x, 0, k)*A, 1/10)*B + layernorm(rows(x, 0, k)*C, 1/10)*D",
        "x: k + m×E; A: E×E; B: E×E; C: E×F; D: F×E",
      ),
    );
    expect(found.method).toBe("parts");
    const parts = found.proof.flatMap((entry) =>
      entry.rule === "instantiate" ? (entry.variables ?? []).map(([of]) => of as Variable) : [],
    );
    expect(new Set(parts).size).toBe(2);
    expect(new Set(parts.map(({ name }) => name)).size).toBe(2);
  });

  it("goes through a definition of one matrix twice", () => {
    const attended = (of: string, mask: string): string => `masked_attention(${of}, ${of}, ${of}*A, ${mask})`;
    const found = searched(
      `rows(${attended("x*B", WHOLE)}, 0, k) = ${attended("rows(x, 0, k)*B", SMALL)}`,
      "x: k + m×E; A, B: E×E",
    );
    expect(proofOf(found).method).toBe("parts");
  });

  it("goes through a mask and what it weights together", () => {
    const weighted = (Q: string, K: string, V: string, mask: string): string =>
      `(sigmoid((${Q})*(${K})').*${mask})*(${V})`;
    const found = searched(
      `rows(${weighted("Q*A", "K*A", "V*A", WHOLE)}, 0, k) = ${weighted("rows(Q, 0, k)*A", "rows(K, 0, k)*A", "rows(V, 0, k)*A", SMALL)} + softmax(x) - softmax(x)`,
      `${HEAD}; A: d×d; x: k×d`,
    );
    expect(found.kind).toBe("proved");
  });

  it("tells that a part was too long to be looked at", () => {
    const given = "x: k + m×E; f: function k + m×E";
    const stopped = (part: number): readonly (string | undefined)[] => {
      const found = searched("rows(layernorm(x, 1), 0, k) = rows(f(x), 0, k)", given, { part, steps: 500 });
      return found.kind === "stopped"
        ? found.tried.filter(({ method }) => method === "parts").map(({ limit }) => limit)
        : [];
    };
    expect(stopped(5)).toEqual(["parts of 5 operations"]);
    expect(stopped(70)).toEqual([undefined]);
  });

  it("is not taken through a mask that lets later tokens in", () => {
    const found = searched(
      `rows(masked_attention(Q, K, V, ones(k + m, k + m)), 0, k) = masked_attention(rows(Q, 0, k), rows(K, 0, k), rows(V, 0, k), ones(k, k))`,
      HEAD,
      { steps: 500, milliseconds: 2000, clock: () => performance.now() },
    );
    expect(found.kind).toBe("stopped");
  });

  it("of a matrix that is compared with blocks is each block", () => {
    const found = searched(
      "layernorm(vcat(a, b), 1/10)*W = vcat(layernorm(a, 1/10)*W, layernorm(b, 1/10)*W)",
      "a: k×E; b: m×E; W: E×F",
    );
    expect(proofOf(found).method).toBe("parts");
  });

  it("of a stack is the stack of slices, by induction", () => {
    const stack = (x: string, mask: string): string =>
      `layers(l < L, y = ${x}, y + masked_attention(layernorm(y, 1/10)*A[l], layernorm(y, 1/10)*B[l], y, ${mask}))`;
    const given = "x: k + m×E; A[l], B[l]: E×E";
    const found = proofOf(searched(`rows(${stack("x", WHOLE)}, 0, k) = ${stack("rows(x, 0, k)", SMALL)}`, given));
    expect(found.method).toBe("induction by parts");
    expect(found.theorem.hypotheses.every((one) => one.kind === "is" && one.term.op === "size")).toBe(true);
  });
});

describe("another basis", () => {
  const GIVEN = "x: C×E; Q: orthogonal E; A, B, W: E×F; D, V: F×E";
  const read = (stream: string, W: string): string => `relu(rmsnorm(${stream}, 1/100)*${W})`;
  /** Sublayers one after the other, each reading a norm of the stream, and what they are where the stream is written in Q. */
  const stream = (count: number, isTurned: boolean): string => {
    const [Qt, Q] = isTurned ? ["Q'*", "*Q"] : ["", ""];
    let y = isTurned ? "x*Q" : "x";
    for (let i = 0; i < count; i++) y = `(${y} + ${read(y, `(${Qt}W)`)}*(V${Q}))`;
    return y;
  };
  const turned = (count: number): Search => searched(`${stream(count, true)} = ${stream(count, false)}*Q`, GIVEN);

  it("is passed on from sublayer to sublayer, and goes into what reads the stream", () => {
    const [one, two, three] = [1, 2, 3].map((count) => proofOf(turned(count)));
    expect([one!.method, two!.method, three!.method]).toEqual(Array(3).fill("gathered parts"));
    // what a norm makes of a turned stream is shown once
    expect(three!.proof.length - two!.proof.length).toBeLessThanOrEqual(5);
  });

  it("is found on either side", () => {
    expect(proofOf(searched(`${stream(2, false)}*Q = ${stream(2, true)}`, GIVEN)).method).toBe("gathered parts");
  });

  it("goes into heads, and into norms of what is written to the stream", () => {
    const head = (x: string, Qt: string): string => `attention(${x}*(${Qt}A), ${x}*(${Qt}B), ${x}*(${Qt}W))`;
    const lhs = `x*Q + rmsnorm(${head("rmsnorm(x*Q, 1/10)", "Q'*")}*(D*Q), 1/10)`;
    const rhs = `(x + rmsnorm(${head("rmsnorm(x, 1/10)", "")}*D, 1/10))*Q`;
    expect(proofOf(searched(`${lhs} = ${rhs}`, GIVEN)).method).toBe("gathered parts");
  });

  it("of a norm alone is shown step by step, as it is taught", () => {
    expect(proofOf(searched("rmsnorm(x*Q, 1/100) = rmsnorm(x, 1/100)*Q", GIVEN)).method).toBe("normal form");
  });

  it("does not go where it does not fit", () => {
    const lhs = "x*Q + attention(x*Q*A, x*Q*B, x*Q)";
    const found = searched(`${lhs} = (x + attention(x*A, x*B, x))*Q`, GIVEN, { steps: 500 });
    const mistakes = found.kind === "stopped" ? found.tried.map(({ mistake }) => mistake) : ["proved"];
    expect(mistakes.filter((one) => one !== undefined)).toEqual([]);
  });

  it("is not passed on by what has a basis of its own", () => {
    const lhs = "x*Q + relu(rmsnorm(x*Q, 1/100))*W*(V*Q)";
    const rhs = "(x + relu(rmsnorm(x, 1/100))*W*V)*Q";
    expect(searched(`${lhs} = ${rhs}`, GIVEN, { steps: 500 }).kind).toBe("stopped");
  });
});

describe("another order of tokens, masks with it,", () => {
  const stack = (x: string, mask: string, positions: string): string => {
    const turned = `(y*A[l]).*cos(${positions})`;
    return `layers(l < L, y = ${x}, y + masked_attention(${turned}, rmsnorm(y, 1/10)*B[l], y, ${mask}))`;
  };
  const GIVEN = "x: C×E; P: perm C; A[l], B[l]: E×E; k: 1×E";
  const moved = (mask: string): string =>
    `${stack("P*x", mask, "P*(iota(C)*k)")} = P*${stack("x", "tril(C)", "iota(C)*k")}`;

  it("is that of all layers, by induction", () => {
    const found = proofOf(searched(moved("P*tril(C)*P'"), GIVEN));
    expect(found.method).toBe("induction by parts");
    expect(found.theorem.hypotheses.every((one) => one.kind === "is" && one.term.op === "size")).toBe(true);
  });

  it("is none where the mask stays as it is", () => {
    expect(searched(moved("tril(C)"), GIVEN, { steps: 500 }).kind).toBe("stopped");
  });
});

it("no proof can be changed through the paths of another one", () => {
  const { proof } = proofOf(searched("A*(B*I(n)) + 0*A = A*B", "A, B: n×n"));
  const paths = proof.flatMap((entry) => (entry.rule === "rewrite" ? entry.moves.map(({ path }) => path) : []));
  const near = paths.filter((path) => path.length <= 2 && path[0] === 1);
  expect(near.length).toBeGreaterThan(0);
  expect(near.every((path) => Object.isFrozen(path))).toBe(true);
});

const movesOf = ({ proof }: Extract<Search, { kind: "proved" }>): number =>
  proof.reduce((sum, entry) => sum + (entry.rule === "rewrite" ? entry.moves.length : 1), 0);

describe("claims about models", () => {
  /** Bounds are a little above what the proofs take: they say that parts are not opened, and nothing of speed. */
  it.each([
    ["causality/prefix", "llama", "induction by parts", 350],
    ["causality/prefix", "gpt-neox", "induction by parts", 600],
    ["causality/prefix", "gemma2", "induction by parts", 520],
    ["causality/prefix", "sigmoid-attention", "induction by parts", 280],
    ["causality/prefix", "deepseek", "induction by parts", 330],
    ["causality/padding", "notes-pre-norm", "induction by parts", 560],
    ["causality/padding", "attention-sink", "induction by parts", 550],
    ["causality/padding", "t5", "induction by parts", 400],
    ["causality/cache", "llama", "parts", 630],
    ["causality/cache", "alibi", "parts", 1400],
    ["normalisation/folding", "gpt-neox", "parts", 100],
    ["normalisation/folding", "gpt2", "parts", 90],
    ["position/shift", "gpt-neox", "parts", 1030],
    ["position/shift", "t5", "parts", 45],
    ["gauge/residual-rotation", "llama", "gathered parts", 270],
    ["gauge/residual-rotation", "gemma2", "gathered parts", 270],
    ["gauge/residual-rotation", "mixture-of-experts", "gathered parts", 290],
    ["permutation/mask-travels", "llama", "induction by parts", 380],
    ["permutation/mask-travels", "original-decoder", "induction by parts", 430],
  ] as const)("%s of %s is shown by %s in at most %i moves", (claim, architecture, method, most) => {
    const found = proofOf(search(claimOf(claim, ARCHITECTURES[architecture]!())));
    expect(found.method).toBe(method);
    expect(movesOf(found)).toBeLessThanOrEqual(most);
  });
});
