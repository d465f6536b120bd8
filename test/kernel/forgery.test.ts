import { describe, expect, it } from "vitest";
import { AXIOM_TOPICS, AXIOMS } from "../../src/kernel/axioms.ts";
import { KIND_FACTS } from "../../src/kernel/kind-facts.ts";
import type { Entry, Proof } from "../../src/kernel/proof.ts";
import { equal, is, le, PROPERTIES } from "../../src/kernel/proposition.ts";
import { REGROUPED } from "../../src/kernel/regroup.ts";
import { isTheorem, prove, type Theorem } from "../../src/kernel/theorem.ts";
import { bigOver, bigSum, bindBig, freshIndex, open } from "../../src/term/binder.ts";
import { define } from "../../src/term/definition.ts";
import { addDim, type Dim, dim } from "../../src/term/dimension.ts";
import { ENTRYWISE } from "../../src/term/entrywise.ts";
import { KINDS } from "../../src/term/kind.ts";
import { rational } from "../../src/term/rational.ts";
import * as terms from "../../src/term/term.ts";
import {
  add,
  closedBig,
  constant,
  defined,
  type Index,
  identity,
  isTerm,
  map,
  mul,
  ones,
  type Term,
  transpose,
  variable,
} from "../../src/term/term.ts";

const A = variable("A", "n", "n");
const B = variable("B", "n", "n");

/** 0 + A = A, a theorem to copy. */
function zeroAdd(): Theorem {
  return prove([{ rule: "axiom", name: "zero_add", args: [A] }]);
}

/** An entry that is no entry by its type: what untrusted code hands over. */
const untyped = (entry: unknown): Entry => entry as Entry;

/** An object whose field answers one thing first, and another one from the n-th read on. */
function fickle(facts: object, field: string, answers: readonly unknown[]): object {
  let reads = 0;
  return Object.defineProperty({ ...facts }, field, {
    enumerable: true,
    get: () => answers[Math.min(reads++, answers.length - 1)],
  });
}

describe("a theorem", () => {
  it("is what the kernel made", () => expect(isTheorem(zeroAdd())).toBe(true));

  const { conclusion, hypotheses, axioms } = zeroAdd();
  const copies: Readonly<Record<string, (theorem: Theorem) => unknown>> = {
    "spread of one": (theorem) => ({ ...theorem }),
    "clone of one": (theorem) =>
      Object.create(Object.getPrototypeOf(theorem), Object.getOwnPropertyDescriptors(theorem)),
    "object with one as its prototype": (theorem) => Object.create(theorem),
    "product of its constructor": (theorem) => new (theorem.constructor as ObjectConstructor)(theorem.conclusion),
    "proxy of one": (theorem) => new Proxy(theorem, {}),
    "reading of its JSON": () => JSON.parse(JSON.stringify({ hypotheses, axioms })),
    "assignment to one's facts": (theorem) => Object.assign({}, theorem, { conclusion: equal(A, B) }),
    "object with the same facts": () => ({ conclusion, hypotheses, axioms }),
    "structured clone": () => structuredClone({ hypotheses, axioms }),
    "name, number, null or nothing": () => null,
  };
  for (const [name, copy] of Object.entries(copies)) {
    it(`is no ${name}`, () => {
      expect(isTheorem(copy(zeroAdd()))).toBe(false);
    });
  }

  it("cannot be changed", () => {
    const theorem = prove([{ rule: "assume", proposition: equal(A, B) }]);
    expect(() => Object.assign(theorem, { hypotheses: [] })).toThrow(TypeError);
    expect(() => (theorem.hypotheses as unknown[]).pop()).toThrow(TypeError);
    expect(() => Object.assign(theorem.hypotheses[0]!, { lhs: A, rhs: A })).toThrow(TypeError);
    expect(() => Object.assign(theorem.conclusion, { rhs: A })).toThrow(TypeError);
  });
});

describe("a list of a proof", () => {
  const moves = [{ path: [1], regroup: A }];
  const saidToBe = (length: unknown): unknown =>
    new Proxy(moves, { get: (list, key) => (key === "length" ? length : Reflect.get(list, key)) });

  it.each([-1, 1.5, Number.NaN, "2", undefined])("has a length, and %s is none", (length) => {
    const entry = untyped({ rule: "rewrite", from: A, moves: saidToBe(length) });
    expect(() => prove([entry])).toThrow(/expected moves/);
  });

  it("that is said to be longer than it is has no further moves", () => {
    const entry = untyped({ rule: "rewrite", from: A, moves: saidToBe(2000) });
    expect(() => prove([entry])).toThrow(/expected an object/);
  });
});

describe("a term", () => {
  const T = transpose(A);
  terms.rank(T); // what is looked for by the id of its argument is there
  const copies: Readonly<Record<string, () => unknown>> = {
    spread: () => ({ ...T }),
    literal: () => ({ op: "transpose", id: T.id, rows: T.rows, cols: T.cols, height: 0, args: [B] }),
    "object with a term as its prototype": () => Object.create(T),
    proxy: () => new Proxy(T, {}),
    "structured clone": () => structuredClone(T),
    "reading of its JSON": () => JSON.parse(JSON.stringify(T)),
    "product of its constructor": () => new (T.constructor as unknown as new (facts: object) => object)({ ...T }),
  };
  for (const [name, copy] of Object.entries(copies)) {
    it(`is no ${name}, in a proof or in another term`, () => {
      const forged = copy() as Term;
      expect(isTerm(forged)).toBe(false);
      expect(() => prove([{ rule: "rewrite", from: forged, moves: [] }])).toThrow(/expected a number, received object/);
      expect(() => prove([{ rule: "assume", proposition: equal(forged, forged) }])).toThrow(/expected a term/);
      expect(() => terms.rank(forged)).toThrow("rank: expected a term, received object");
      expect(() => terms.defined("square_of", [A], forged)).toThrow(/expected a term/);
    });
  }

  it("keeps the index that it was made with", () => {
    const index = { free: "a" };
    const W = variable("W", 2, 2, { index: [index] });
    index.free = "b";
    expect(W.index).toEqual([{ free: "a" }]);
    expect(() => Object.assign(W.index[0]!, { free: "b" })).toThrow(TypeError);
  });

  it("is not another one whose facts read the same", () => {
    const at = (index: terms.Index): Term => variable("W", 1, 1, { index: [index] });
    expect(at(0)).not.toBe(at({ bound: 0 }));
    expect(() => at({ free: "0" })).toThrow(/the name of an index/);
    expect(() => at({ free: "#1" })).toThrow(/the name of an index/);
    expect(() => at({ free: "a],[b" })).toThrow(/the name of an index/);
    expect(() => at({ free: "a", bound: 1 } as terms.Index)).toThrow(/the name of an index/);
    expect(() => variable("W|[0]", 1, 1)).toThrow("variable: expected a name without |");
    expect(() => variable({ toString: () => "W" } as unknown as string, 1, 1)).toThrow(/a name without/);
    expect(() => map({ toString: () => "exp" } as unknown as "exp", A)).toThrow(/an entrywise function/);
    expect(() => variable("W", 1, 1, { kind: "constructor" as "matrix" })).toThrow(/a kind/);
    expect(() => terms.opaque("f", "entry|1" as "entry", A)).toThrow(/entry, row, matrix/);
    expect(() => terms.closedBig("rows" as "bigSum", dim("p"), A, 1)).toThrow(/bigSum, bigHcat or bigVcat/);
  });

  it("has binders above what they hold", () => {
    const h = freshIndex();
    const inner = bindBig("bigSum", "q", h, variable("W", 1, 1, { index: [h] }));
    expect(() => terms.closedBig("bigSum", dim("p"), inner, inner.height)).toThrow(/a height above 1, received 1/);
    expect(() => terms.closedFold(dim("p"), inner, constant(1), 1)).toThrow(/a height above 1, received 1/);
  });
});

describe("a fresh name", () => {
  it("cannot be named before it is issued", () => {
    const { free } = freshIndex() as { free: string };
    const next = `${free[0]}${Number(free.slice(1)) + 1}`;
    expect(() => variable("W", 1, 1, { index: [{ free: next }] })).toThrow(/a name that does not begin with ~/);
    expect(() => variable(next, 1, 1)).toThrow(/a name that does not begin with ~/);
    expect(() => variable(`${free[0]}0${free.slice(1)}`, 1, 1)).toThrow(/a name that does not begin with ~/);
  });
});

describe("a size", () => {
  it("is made by dim, and cannot be changed", () => {
    const n = dim("n");
    expect(() => dim({ ...n })).toThrow("dim: expected a size made by dim");
    expect(() => ones({ id: dim(3).id, text: "3", monomials: dim(7).monomials }, 1)).toThrow(/made by dim/);
    expect(() => dim(new Proxy(n, {}))).toThrow(/made by dim/);
    expect(() => Object.assign(n.monomials[0]!, { coefficient: 5 })).toThrow(TypeError);
    expect(() => (n.monomials[0]!.symbols as string[]).push("n")).toThrow(TypeError);
  });

  it("is exact: where doubles would take two sizes for one, there is none", () => {
    const largest = dim(Number.MAX_SAFE_INTEGER);
    expect(() => addDim(largest, 1)).toThrow("dim: expected a size below 2^53, received 9007199254740992");
    expect(() => addDim("n", largest, addDim("n", 1))).toThrow(/below 2\^53/);
  });

  it("and constants are exact numbers", () =>
    expect(() => rational(1.5 as unknown as bigint)).toThrow(/two bigints, received number/));
});

describe("the tables that the kernel reads", () => {
  it("cannot be changed from outside", () => {
    const axioms = AXIOMS as Map<string, unknown>;
    expect(() => axioms.set("false", {})).toThrow(TypeError);
    expect(() => Map.prototype.set.call(axioms, "false", {})).toThrow(TypeError);
    expect(() => Object.assign(AXIOMS, { get: () => undefined })).toThrow(TypeError);
    for (const table of [AXIOM_TOPICS, KIND_FACTS, REGROUPED, KINDS, ENTRYWISE, PROPERTIES])
      expect(Object.isFrozen(table)).toBe(true);
    for (const axiom of AXIOMS.values()) expect(Object.isFrozen(axiom)).toBe(true);
    let seen = 0;
    AXIOMS.forEach((_, __, all) => {
      expect(all).toBe(AXIOMS);
      seen++;
    });
    expect(seen).toBe(AXIOMS.size);
  });
});

describe("a proof is read once", () => {
  const everywhere = [equal(A, A), equal(A, A), equal(A, A), equal(A, B)];

  it("so a hypothesis says what was assumed, whatever its object answers later", () => {
    const claim = fickle({ kind: "equal", lhs: A, rhs: A }, "rhs", [A, A, A, B]) as ReturnType<typeof equal>;
    const theorem = prove([{ rule: "assume", proposition: claim }]);
    expect(theorem.hypotheses).toEqual([equal(A, A)]);
    expect(theorem.conclusion).toEqual(equal(A, A));
  });

  it("entry by entry, field by field", () => {
    const entry = fickle({ rule: "assume" }, "proposition", everywhere);
    expect(prove([untyped(entry)]).conclusion).toEqual(equal(A, A));
    const move = fickle({ path: [1] }, "regroup", [add(A, B), add(A, B), B]);
    const regrouped = { rule: "rewrite", from: add(B, A), moves: [move] };
    expect(prove([untyped(regrouped)]).conclusion).toEqual(equal(add(B, A), add(A, B)));
    const args = fickle([], "0", [A, A, B]);
    Object.defineProperty(args, "length", { value: 1 });
    expect(() => prove([untyped({ rule: "axiom", name: "zero_add", args })])).toThrow(/expected terms/);
  });

  it("through a proxy that answers differently each time", () => {
    let reads = 0;
    const args = new Proxy([A], {
      get: (target, key) => (key === "0" ? [A, B][Math.min(reads++, 1)] : Reflect.get(target, key)),
    });
    expect(prove([{ rule: "axiom", name: "zero_add", args }]).conclusion).toEqual(zeroAdd().conclusion);
  });

  it("and later changes of its arrays do not matter", () => {
    const proposition = { kind: "equal", lhs: A, rhs: B } as { kind: "equal"; lhs: Term; rhs: Term };
    const proof: Entry[] = [{ rule: "assume", proposition }];
    const theorem = prove(proof);
    proposition.lhs = B;
    proof.pop();
    expect(theorem.hypotheses).toEqual([equal(A, B)]);
  });

  const malformed: Readonly<Record<string, unknown>> = {
    "no list": {},
    "an entry that is no object": [7],
    "an unknown rule": [{ rule: "believe", proposition: equal(A, B) }],
    "a rule of the language's own": [{ rule: "constructor" }],
    "a name that is no text": [{ rule: "axiom", name: { toString: () => "zero_add" }, args: [A] }],
    "an entry by a name": [{ rule: "rewrite", from: A, moves: [{ path: [1], by: "length" }] }],
    "an entry before the first": [{ rule: "discharge", of: -1, by: -1 }],
    "an entry that is still to come": [{ rule: "discharge", of: 0, by: 0 }],
    "half an entry": [{ rule: "discharge", of: 0.5, by: 0 }],
    "an unknown property": [{ rule: "assume", proposition: { kind: "is", property: "true", term: A } }],
    "an unknown kind of proposition": [{ rule: "assume", proposition: { kind: "less", lhs: A, rhs: A } }],
    "a path that is no number": [{ rule: "rewrite", from: A, moves: [{ path: ["length"], regroup: A }] }],
    "a direction that is no direction": [{ rule: "rewrite", from: A, moves: [{ path: [1], by: 0, backward: 1 }] }],
    "two changes in one": [{ rule: "rewrite", from: A, moves: [{ path: [1], by: 0, regroup: A }] }],
    "a size that is a look-alike": [{ rule: "instantiate", of: 0, sizes: [["n", { ...dim(3) }]] }],
    "nothing at all": [],
  };
  for (const [name, proof] of Object.entries(malformed)) {
    it(`is refused when it has ${name}`, () => expect(() => prove(proof as Proof)).toThrow(/^proof/));
  }

  it("names the entry that is malformed", () =>
    expect(() => prove([{ rule: "axiom", name: "zero_add", args: [A] }, untyped({ rule: "believe" })])).toThrow(
      'proof, entry 1: expected a rule, received "believe"',
    ));
});

describe("a definition", () => {
  const [P, Q] = [dim("P"), dim("Q")];
  const W = (...index: Index[]): Term => variable("W", 1, 1, { index });

  it("that names an index which nothing in it binds is not unfolded: what binds it would depend on its arguments", () => {
    const inner = (X: Term): Term => closedBig("bigSum", Q, add(X, W({ bound: 2 })), 8);
    define("forged_loose", ["A"], (X) => closedBig("bigSum", P, inner(X!), 9));
    const x = variable("x", 1, 1);
    const high = bigSum(1, () => x); // x, but a binder high
    const plain = defined(
      "forged_loose",
      [x],
      bigSum(P, (p) => bigSum(Q, () => add(x, W(p)))),
    );
    const other = defined(
      "forged_loose",
      [high],
      bigSum(P, () => bigSum(Q, (q) => add(high, W(q)))),
    );
    for (const term of [plain, other]) expect(() => prove([{ rule: "unfold", term }])).toThrow("a closed term");
    const same: Proof = [
      { rule: "axiom", name: "sum_one", args: [high] },
      { rule: "rewrite", from: plain, moves: [{ path: [1, 0], by: 0, backward: true }] },
    ];
    expect(() => prove(same)).toThrow("a closed term");
  });
});

describe("an index that answers differently each time", () => {
  const V = (...index: Index[]): Term => variable("V", 1, 1, { index });

  it("opens a body under one name, which is the one that the body is kept under", () => {
    const S = bigSum(2, (h) => V(h));
    for (let reads = 1; reads < 6; reads++) {
      const index = fickle({}, "free", [...Array(reads).fill("a"), "b"]) as Index;
      open(S, index);
      for (const [name, other] of [
        ["a", "b"],
        ["b", "a"],
      ] as const) {
        const proof: Proof = [
          { rule: "rewrite", from: V({ free: other }), moves: [] },
          { rule: "extend", binder: S, index: { free: name }, by: 0 },
        ];
        expect(() => prove(proof)).toThrow("an equation of the opened body");
        open(S, fickle({}, "free", [...Array(reads).fill("a"), "b"]) as Index); // as it was before the proof opened it
      }
    }
  });

  it("is none that this library gave", () => {
    const change = (h: Index): Term => {
      Object.defineProperty(h, "free", { get: () => "a" });
      return V(h);
    };
    expect(() => bigSum("H", change)).toThrow(TypeError);
    const high = bigSum("K", (k) => bigSum("G", (g) => add(V(k), V(g))));
    const S = bigSum("H", (h) => V(h));
    expect(() => bigOver("bigSum", S, [high], (h) => add(high, change(h)))).toThrow();
    expect(Object.isFrozen(freshIndex())).toBe(true);
  });

  it("has a name", () => {
    for (const index of [{ free: 5 }, { free: undefined }, {}])
      expect(() =>
        open(
          bigSum(2, (h) => V(h)),
          index as unknown as Index,
        ),
      ).toThrow();
  });
});

describe("what untrusted code may hand over", () => {
  it("has no propositions but those of the kernel's kinds", () => {
    for (const proposition of [equal(A, B), le(A, B), is("perm", A)])
      expect(prove([{ rule: "assume", proposition }]).conclusion).toEqual(proposition);
  });

  it("is checked for the axiom's shapes", () =>
    expect(() => prove([{ rule: "axiom", name: "perm_one", args: [ones("n", "m")] }])).toThrow(
      /a size n, received n × m/,
    ));

  it("has as many terms as the axiom", () =>
    expect(() => prove([{ rule: "axiom", name: "zero_add", args: [A, B] }])).toThrow("expected 1 terms, received 2"));

  it("is not asked for what it is not", () => {
    const size: Dim = dim("n");
    expect(prove([{ rule: "rewrite", from: mul(identity(size), A), moves: [] }]).axioms).toEqual([]);
  });
});
