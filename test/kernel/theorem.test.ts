import { describe, expect, it } from "vitest";
import type { Entry, Move, Proof } from "../../src/kernel/proof.ts";
import { equal, is, le, type Proposition, termsOf } from "../../src/kernel/proposition.ts";
import { prove } from "../../src/kernel/theorem.ts";
import { bigSum, layers, open } from "../../src/term/binder.ts";
import { define, softmax, total } from "../../src/term/definition.ts";
import { dim } from "../../src/term/dimension.ts";
import {
  add,
  closedBig,
  closedFold,
  constant,
  defined,
  type Fold,
  hadamard,
  type Index,
  identity,
  map,
  max,
  mul,
  ones,
  scale,
  size,
  state,
  type Term,
  trace,
  transpose,
  tri,
  variable,
  zeros,
} from "../../src/term/term.ts";

const [A, B, X] = ["A", "B", "X"].map((name) => variable(name, "n", "n")) as [Term, Term, Term];
const P = variable("P", "n", "n", { kind: "perm" });
const h: Index = { free: "h" };
const member = (name: string, index: Index, rows = "n", cols = "n"): Term =>
  variable(name, rows, cols, { index: [index] });

const assume = (proposition: Proposition): Entry => ({ rule: "assume", proposition });
const refl = (from: Term): Entry => ({ rule: "rewrite", from, moves: [] });
const rewrite = (from: Term | number, ...moves: readonly Move[]): Entry => ({ rule: "rewrite", from, moves });
const axiom = (name: string, args: readonly Term[], premises: readonly number[] = []): Entry => ({
  rule: "axiom",
  name,
  args,
  premises,
});

/** What a proof shows: its conclusion, when it needs no hypotheses. */
function shown(...proof: Proof): Proposition {
  const { conclusion, hypotheses } = prove(proof);
  expect(hypotheses).toEqual([]);
  return conclusion;
}

describe("what the rules show", () => {
  it("an axiom, and its name among what the theorem rests on", () => {
    const theorem = prove([axiom("zero_add", [A])]);
    expect(theorem.conclusion).toEqual(equal(add(zeros("n", "n"), A), A));
    expect(theorem.axioms).toEqual(["zero_add"]);
  });

  it("an axiom under conditions, from what shows them", () => {
    const inverse = axiom("transpose_mul_self_of_orthogonal", [P], [1]);
    const proof: Proof = [{ rule: "kind", variable: P, fact: 0 }, axiom("orthogonal_of_perm", [P], [0]), inverse];
    expect(shown(...proof)).toEqual(equal(mul(transpose(P), P), identity("n")));
  });

  it("equations put together at paths, forwards and backwards", () => {
    const proof: Proof = [
      axiom("zero_add", [A]),
      axiom("one_mul", [A]),
      rewrite(mul(add(zeros("n", "n"), A), B), { path: [1, 0], by: 0 }, { path: [1, 0], by: 1, backward: true }),
    ];
    const [from, to] = [mul(add(zeros("n", "n"), A), B), mul(mul(identity("n"), A), B)];
    expect(shown(...proof)).toEqual(equal(from, to));
  });

  it("an equation used in an order, or in what has a property", () => {
    const proof: Proof = [assume(le(A, B)), assume(equal(B, X)), rewrite(0, { path: [1], by: 1 })];
    expect(prove(proof).conclusion).toEqual(le(A, X));
    expect(prove(proof).hypotheses).toEqual([le(A, B), equal(B, X)]);
  });

  it("an unfolding, and a change inside of a defined term", () => {
    expect(shown({ rule: "unfold", term: softmax(A) })).toEqual(equal(softmax(A), softmax(A).unfolded));
    const proof: Proof = [
      axiom("transpose_transpose", [A]),
      rewrite(softmax(transpose(transpose(A))), { path: [1, 0], by: 0 }),
    ];
    expect(shown(...proof)).toEqual(equal(softmax(transpose(transpose(A))), softmax(A)));
  });

  it("arithmetic", () => {
    expect(shown({ rule: "evaluate", term: add(constant(2), constant(3)) })).toEqual(
      equal(add(constant(2), constant(3)), constant(5)),
    );
    expect(shown({ rule: "evident", proposition: le(size("n"), size(dim("n"))) }).kind).toBe("le");
  });

  it("a hypothesis that an entry shows is none any more", () => {
    const proof: Proof = [
      assume(is("perm", identity("n"))),
      axiom("orthogonal_of_perm", [identity("n")], [0]),
      axiom("perm_one", [A]),
      { rule: "discharge", of: 1, by: 2 },
    ];
    expect(shown(...proof)).toEqual(is("orthogonal", identity("n")));
  });

  it("an equation of opened bodies, as one of binders", () => {
    const S = bigSum("p", (i) => add(zeros("n", "n"), member("W", i)));
    const proof: Proof = [axiom("zero_add", [member("W", h)]), { rule: "extend", binder: S, index: h, by: 0 }];
    expect(shown(...proof)).toEqual(
      equal(
        S,
        bigSum("p", (i) => member("W", i)),
      ),
    );
  });

  it("a variable replaced by what is of its kind, and sizes", () => {
    const proof: Proof = [
      { rule: "kind", variable: P, fact: 0 },
      axiom("perm_transpose", [P], [0]),
      axiom("perm_one", [A]),
      { rule: "instantiate", of: 1, variables: [[P, identity("n")]], sizes: [["n", dim(3)]], premises: [2] },
    ];
    expect(shown(...proof)).toEqual(is("perm", transpose(identity(3))));
  });

  it("what every layer keeps, of folds", () => {
    const F = layers("L", A, (_, y) => transpose(transpose(y)));
    const y = variable("y", "n", "n");
    const proof: Proof = [
      assume(is("symmetric", A)),
      assume(is("symmetric", y)),
      axiom("transpose_transpose", [y]),
      rewrite(1, { path: [0], by: 2, backward: true }),
      { rule: "induct", folds: [F], index: h, running: [y], invariant: is("symmetric", y), base: 0, step: 3 },
    ];
    expect(prove(proof).conclusion).toEqual(is("symmetric", F));
    expect(prove(proof).hypotheses).toEqual([is("symmetric", A)]);
  });

  it("a fold of the image of a start as the image of a fold, when every layer passes it on", () => {
    const [F, onto] = [layers("L", mul(X, A), (_, y) => mul(y, B)), layers("L", A, (_, y) => mul(y, B))];
    const y = variable("y", "n", "n");
    const proof: Proof = [
      refl(mul(X, A)),
      rewrite(mul(mul(X, y), B), { path: [1], regroup: mul(X, mul(y, B)) }),
      { rule: "fuse", fold: F, onto, index: h, running: y, context: mul(X, y), base: 0, step: 1 },
    ];
    expect(shown(...proof)).toEqual(equal(F, mul(X, onto)));
  });

  it("a fold that starts higher is written above its start", () => {
    const F = layers("L", A, (_, y) => y);
    const tall = bigSum("p", () => bigSum("q", () => B));
    const proof: Proof = [assume(equal(A, tall)), rewrite(F, { path: [1, 0], by: 0 })];
    const { conclusion } = prove(proof);
    expect(conclusion).toEqual(
      equal(
        F,
        layers("L", tall, (_, y) => y),
      ),
    );
    expect(termsOf(conclusion)[1]!.height).toBe(3);
  });
});

describe("no entry", () => {
  const attacks: Readonly<Record<string, readonly [Proof, RegExp]>> = {
    "takes one index for a family": [
      [
        assume(equal(member("W", h), A)),
        { rule: "extend", binder: bigSum("p", (i) => member("W", i)), index: h, by: 0 },
      ],
      /an index of its own/,
    ],
    "takes a number for an index": [
      [refl(A), { rule: "extend", binder: bigSum("p", () => A), index: 0 as Index, by: 0 }],
      /expected an object/,
    ],
    "takes an index that the binder names from outside": [
      [
        axiom("zero_add", [mul(member("W", h), member("V", h))]),
        {
          rule: "extend",
          binder: bigSum("p", (i) => add(zeros("n", "n"), mul(member("W", h), member("V", i)))),
          index: h,
          by: 0,
        },
      ],
      /an index of its own/,
    ],
    "speaks of an index alone": [[refl(member("W", { bound: 1 }))], /a term whose binders are in it/],
    "speaks of a running value alone": [[refl(state(1, dim("n"), dim("n")))], /a term whose binders are in it/],
    "binds in a fold's start what its body binds": [
      [refl(layers("L", member("W", { bound: 1 }), (_, y) => y))],
      /a term whose binders are in it/,
    ],
    "binds a running value by a sum": [
      [refl(closedBig("bigSum", dim("p"), state(1, dim("n"), dim("n")), 1))],
      /a term whose binders are in it/,
    ],
    "binds a running value of another shape": [
      [refl(closedFold(dim("L"), A, scale(trace(state(1, dim(2), dim(2))), A), 1))],
      /a term whose binders are in it/,
    ],
    "keeps an index in an axiom's argument": [
      [axiom("sum_const", [bigSum("p", () => A), member("W", { bound: 1 })])],
      /a term whose binders are in it/,
    ],
    "enters the body of a binder": [
      [
        axiom("zero_add", [A]),
        rewrite(
          bigSum("p", () => add(zeros("n", "n"), A)),
          { path: [1, 0], by: 0 },
        ),
      ],
      /a path that enters no binder/,
    ],
    "uses an equation where it does not stand": [
      [axiom("zero_add", [A]), rewrite(mul(A, B), { path: [1, 0], by: 0 })],
      /the side of the equation that is used at its path/,
    ],
    "uses a property as an equation": [[assume(is("perm", A)), rewrite(A, { path: [1], by: 0 })], /an equation/],
    "regroups what does not commute": [[rewrite(mul(A, B), { path: [1], regroup: mul(B, A) })], /brackets and order/],
    "regroups by a definition's name": [
      [rewrite(softmax(add(A, B)), { path: [1], regroup: defined("softmax", [X], softmax(add(B, A)).unfolded) })],
      /as its definition makes it/,
    ],
    "trusts a name for a definition": [[refl(defined("softmax", [A], zeros("n", "n")))], /as its definition makes it/],
    "unfolds what is not defined": [[{ rule: "unfold", term: A }], /a defined term/],
    "unfolds a name that nobody defined": [[refl(defined("undefined_name", [A], A))], /a definition/],
    "leaves out a premise": [[axiom("orthogonal_of_perm", [P])], /1 premises, received 0/],
    "shows a premise of something else": [
      [assume(is("perm", A)), axiom("orthogonal_of_perm", [B], [0])],
      /B is perm, received A is perm/,
    ],
    "repeats columns that are two": [
      [axiom("map_mul_ones", [map("exp", A), variable("u", "n", 2), variable("c", 2, "m")])],
      /map_mul_ones|a size 1/,
    ],
    "says of a mask without columns that no row is empty": [[axiom("mask_tri", [zeros("n", 0)])], /a size n/],
    "takes a member of a family for a variable": [
      [refl(member("W", 0)), { rule: "instantiate", of: 0, variables: [[member("W", 0), A]] }],
      /a variable without indices/,
    ],
    "takes any matrix for one of a kind": [
      [
        { rule: "kind", variable: P, fact: 0 },
        { rule: "instantiate", of: 0, variables: [[P, A]] },
      ],
      /1 premises, received 0/,
    ],
    "changes a variable's shape": [
      [refl(A), { rule: "instantiate", of: 0, variables: [[A, ones(2, 2)]] }],
      /a term of shape n × n/,
    ],
    "gives a variable a property that its kind has not": [[{ rule: "kind", variable: P, fact: 1 }], /a fact of perm/],
    "divides by zero": [[{ rule: "evaluate", term: map("recip", constant(0)) }], /an operation on constants/],
    "lets a size be positive": [[{ rule: "evident", proposition: is("positive", size("n")) }], /what arithmetic shows/],
    "compares sizes that may be either way": [
      [{ rule: "evident", proposition: le(size("n"), size("m")) }],
      /what arithmetic shows/,
    ],
    "compares matrices of two shapes": [[assume(equal(A, ones(2, 2)))], /a term of shape n × n/],
  };
  for (const [name, [proof, complaint]] of Object.entries(attacks)) {
    it(name, () => expect(() => prove(proof)).toThrow(complaint));
  }
});

describe("hypotheses", () => {
  it("stay until they are shown", () => {
    const proof: Proof = [assume(is("perm", A)), assume(is("perm", B)), axiom("perm_mul", [A, B], [0, 1])];
    expect(prove(proof).hypotheses).toEqual([is("perm", A), is("perm", B)]);
    const discharged = prove([...proof, axiom("perm_one", [A]), { rule: "discharge", of: 2, by: 3 }]);
    expect(discharged.hypotheses).toEqual([is("perm", A), is("perm", B)]);
  });

  it("come with the equation that a move uses", () =>
    expect(prove([assume(equal(A, B)), rewrite(mul(A, A), { path: [1, 1], by: 0 })]).hypotheses).toEqual([
      equal(A, B),
    ]));

  it("come with what shows them", () => {
    const proof: Proof = [
      assume(is("perm", A)),
      axiom("orthogonal_of_perm", [A], [0]),
      { rule: "discharge", of: 1, by: 0 },
    ];
    expect(prove(proof).hypotheses).toEqual([is("perm", A)]);
  });

  it("of what shows a kind change their sizes with it: A of one size says nothing of A of another", () => {
    const k = variable("A", "k", "k");
    const proof: Proof = [
      { rule: "kind", variable: P, fact: 0 },
      axiom("orthogonal_of_perm", [P], [0]),
      assume(is("perm", A)),
      { rule: "instantiate", of: 1, variables: [[P, A]], sizes: [["n", dim("k")]], premises: [2] },
    ];
    expect(prove(proof).conclusion).toEqual(is("orthogonal", k));
    expect(prove(proof).hypotheses).toEqual([is("perm", k)]);
  });

  it("do not come to speak of one layer's running value", () => {
    const F = layers("L", A, (_, y) => mul(y, B));
    const y = variable("y", "n", "n");
    const keeps = (invariant: Proposition, ...step: readonly Entry[]): Proof => [
      assume(is("symmetric", A)),
      ...step,
      { rule: "induct", folds: [F], index: h, running: [y], invariant, base: 0, step: step.length },
    ];
    const unproved = keeps(is("symmetric", y), assume(is("symmetric", mul(y, B))));
    expect(() => prove(unproved)).toThrow(/a running value of its own/);
  });
});

describe("folds", () => {
  const scalar = variable("y", 1, 1);
  const square = (of: Term): Term => mul(of, map("exp", of));

  it("are not shown to keep what only numbers keep", () => {
    const F = layers("L", A, (_, y) => square(y));
    const proof: Proof = [
      assume(equal(transpose(A), A)),
      axiom("transpose_scalar", [square(scalar)]),
      {
        rule: "induct",
        folds: [F],
        index: h,
        running: [scalar],
        invariant: equal(transpose(scalar), scalar),
        base: 0,
        step: 1,
      },
    ];
    expect(() => prove(proof)).toThrow(/a term of shape 1 × 1, received n × n/);
  });

  it("are not opened at a number", () => {
    const F = layers("L", A, (_, y) => scale(trace(y), B));
    const proof: Proof = [
      axiom("trace_scalar", [scalar]),
      rewrite(scale(trace(scalar), B), { path: [1, 0], by: 0 }),
      { rule: "extend", binder: F, index: h, running: scalar, by: 1 },
    ];
    expect(() => prove(proof)).toThrow(/a term of shape 1 × 1, received n × n/);
  });

  it("are not one of the other when their layers are as many only by name", () => {
    const [F, G] = [layers("L", A, (_, y) => y), layers("M", A, (_, y) => y)] as [Fold, Fold];
    const y = variable("y", "n", "n");
    const proof: Proof = [
      refl(A),
      refl(y),
      { rule: "fuse", fold: F, onto: G, index: h, running: y, context: y, base: 0, step: 1 },
    ];
    expect(() => prove(proof)).toThrow(/folds of as many layers/);
  });

  it("are fused for a running value that nothing else names", () => {
    const y = variable("y", "n", "n");
    const F = layers("L", mul(y, A), (_, x) => x) as Fold;
    const onto = layers("L", A, (_, x) => x) as Fold;
    const step = equal(open(F, h, mul(y, y)), mul(y, y));
    const proof: Proof = [
      refl(mul(y, A)),
      refl((step as { lhs: Term }).lhs),
      { rule: "fuse", fold: F, onto, index: h, running: y, context: mul(y, y), base: 0, step: 1 },
    ];
    expect(() => prove(proof)).toThrow(/^proof, entry 2/);
  });
});

describe("definitions", () => {
  const treacherous = define("treacherous", ["A"], (of) =>
    of!.op === "transpose" ? zeros(of!.rows, of!.cols) : ones(of!.rows, of!.cols),
  );
  let calls = 0;
  const moody = define("moody", ["A"], (of) =>
    calls++ % 2 === 0 ? zeros(of!.rows, of!.cols) : ones(of!.rows, of!.cols),
  );

  it("that answer by how an argument is written do not make 0 = 1", () => {
    const twice = transpose(transpose(A));
    const proof: Proof = [axiom("transpose_transpose", [A]), rewrite(treacherous(twice), { path: [1, 0], by: 0 })];
    expect(() => prove(proof)).toThrow(/as its definition makes it/);
  });

  it("that answer differently each time do not make 0 = 1", () => {
    const [first, second] = [moody(A), moody(A)];
    expect(first).not.toBe(second);
    const accepted = [first, second].filter((term) => {
      try {
        return prove([{ rule: "unfold", term }]);
      } catch {
        return false;
      }
    });
    expect(accepted.length).toBeLessThanOrEqual(1);
  });

  it("that name a variable of their own do not stay when it is replaced", () => {
    const global = define("with_global", ["A"], (of) => mul(of!, B));
    const proof: Proof = [refl(global(A)), { rule: "instantiate", of: 0, variables: [[B, X]] }];
    expect(() => prove(proof)).toThrow(/as its definition makes it/);
    expect(shown(proof[0]!, { rule: "instantiate", of: 0, variables: [[A, X]] })).toEqual(equal(global(X), global(X)));
  });

  it("cannot be made again", () =>
    expect(() => define("softmax", ["A"], (of) => of!)).toThrow(/softmax, which is defined already/));

  it("hold for arguments under a binder", () => {
    const S = bigSum("p", (i) => total(bigSum("q", (j) => hadamard(member("W", i), member("V", j)))));
    expect(shown(refl(S))).toEqual(equal(S, S));
  });
});

describe("brackets and order", () => {
  it("are free in sums, entrywise products and maxima; brackets alone in products and blocks", () => {
    const swaps = [add, hadamard, max].map((op) => rewrite(op(op(A, B), X), { path: [1], regroup: op(X, op(B, A)) }));
    for (const entry of swaps) expect(prove([entry]).axioms).toEqual(["regroup"]);
    expect(prove([rewrite(mul(mul(A, B), X), { path: [1], regroup: mul(A, mul(B, X)) })]).axioms).toEqual(["regroup"]);
  });

  it("are free in what operations, binders and definitions are made of", () => {
    const swapped = (op: (of: Term) => Term): void => {
      const [from, to] = [op(add(add(A, B), mul(mul(A, B), X))), op(add(mul(A, mul(B, X)), add(B, A)))];
      expect(shown(rewrite(from, { path: [1], regroup: to }))).toEqual(equal(from, to));
    };
    swapped((of) => scale(trace(of), transpose(of)));
    swapped((of) => bigSum("p", (i) => mul(member("W", i), of)));
    swapped((of) => softmax(of));
    swapped((of) => max(softmax(mul(of, of)), map("exp", of)));
  });

  it("do not cross operations, slices, functions or masks", () => {
    const pairs: readonly (readonly [Term, Term])[] = [
      [add(A, hadamard(B, X)), hadamard(add(A, B), X)],
      [scale(trace(A), B), scale(trace(B), A)],
      [map("exp", add(A, B)), map("sin", add(A, B))],
      [mul(tri("n", "n"), A), mul(tri("n", "n", { above: 1 }), A)],
      [bigSum("p", (i) => member("W", i)), bigSum("q", (i) => member("W", i))],
      [softmax(A), softmax(A).unfolded],
      [add(softmax(A), B), add(B, softmax(A).unfolded)],
    ];
    for (const [from, to] of pairs)
      expect(() => prove([rewrite(from, { path: [1], regroup: to })])).toThrow(/brackets and order/);
  });
});
