import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { bigHcat, bigSum, bigVcat, layers } from "../../src/term/binder.ts";
import { divide, min, negate, rotation, softmax, subtract, total } from "../../src/term/definition.ts";
import { addDim } from "../../src/term/dimension.ts";
import { Fault } from "../../src/term/fault.ts";
import { parseFormula, parseStatement } from "../../src/term/formula.ts";
import { parseGiven } from "../../src/term/scope.ts";
import {
  add,
  cols,
  constant,
  hadamard,
  map,
  max,
  mul,
  opaque,
  power,
  rank,
  rows,
  scalarVariable,
  scale,
  size,
  type Term,
  transpose,
  tri,
  variable,
} from "../../src/term/term.ts";

const scope = parseGiven(
  "x: C × E; P: perm C; W, V: E × E; v: C × d; u: E × 1; a: scalar; W_Q[h]: E × d; B[l,h]: E × E; f: entry function; g[l]: row function; F: function 1 × d",
);
const x = variable("x", "C", "E");
const P = variable("P", "C", "C", { kind: "perm" });
const W = variable("W", "E", "E");
const u = variable("u", "E", 1);
const a = scalarVariable("a");
const read = (text: string): Term => parseFormula(text, scope);

describe("a formula", () => {
  const readings: readonly (readonly [string, Term])[] = [
    ["P*x*W", mul(mul(P, x), W)],
    ["P*(x*W)", mul(P, mul(x, W))],
    ["(P*x)'", transpose(mul(P, x))],
    ["-x'", negate(transpose(x))],
    ["x - x + x", add(subtract(x, x), x)],
    ["x.*x./x", divide(hadamard(x, x), x)],
    ["-x*W", mul(negate(x), W)],
    ["x .^ 2", power(x, 2)],
    ["a^E", power(a, "E")],
    ["softmax(x*x')", softmax(mul(x, transpose(x)))],
    ["rows(v, 0, C)", rows(variable("v", "C", "d"), 0, "C")],
    ["cols(hcat(x, v), E, E + d)", cols(read("hcat(x, v)"), "E", "d")],
    ["tri(C, C + E, E)", tri("C", addDim("C", "E"), { above: "E" })],
    ["tri(C, C, -1)", tri("C", "C", { below: 1 })],
    ["tril(C)", tri("C", "C")],
    ["max(a, 0)", max(a, constant(0))],
    ["min(a, 0)", min(a, constant(0))],
    ["rot(a)", rotation(a)],
    ["f(x)", opaque("f", "entry", x)],
    ["F(x)", opaque("F", "matrix", x, { rows: 1, cols: "d" })],
    ["W·W", mul(W, W)],
    ["−x", negate(x)],
  ];

  it("means the term that it says", () => {
    for (const [text, term] of readings) expect(read(text)).toBe(term);
  });

  it("keeps decimals exact, and quotients of constants constants", () => {
    expect(read("0.1")).toBe(constant("1/10"));
    expect(read("1e-5")).toBe(constant("1/100000"));
    expect(read("1/3")).toBe(constant("1/3"));
    expect(read("-2/4")).toBe(constant("-1/2"));
    expect(read("123456789012345678901234567890")).toBe(constant("123456789012345678901234567890"));
  });

  it("divides by numbers", () => {
    expect(read("x/2")).toBe(scale(constant("1/2"), x));
    expect(read("x/E")).toBe(scale(map("recip", size("E")), x));
    expect(read("1/a")).toBe(map("recip", a));
  });

  it("reads a product with a number as a multiple, and 1 × 1 matrices as matrices where they fit", () => {
    expect(read("a*x")).toBe(scale(a, x));
    expect(read("x*a")).toBe(scale(a, x));
    expect(read("a*u'")).toBe(scale(a, transpose(u)));
    expect(read("tr(W)*u'")).toBe(scale(read("tr(W)"), transpose(u)));
    expect(read("u'*u*u'")).toBe(mul(mul(transpose(u), u), transpose(u)));
    expect(read("u'*u*x")).toBe(scale(mul(transpose(u), u), x));
    expect(read("2*E")).toBe(scale(constant(2), size("E")));
  });

  it("sums, joins and stacks over an index", () => {
    const W_Q = (h: Parameters<Parameters<typeof bigSum>[1]>[0]): Term => variable("W_Q", "E", "d", { index: [h] });
    expect(read("sum(h < C, x*W_Q[h])")).toBe(bigSum("C", (h) => mul(x, W_Q(h))));
    expect(read("hcat(h < E, x*W_Q[h])")).toBe(bigHcat("E", (h) => mul(x, W_Q(h))));
    expect(read("vcat(k < 2*E, W_Q[k])")).toBe(bigVcat(addDim("E", "E"), W_Q));
    expect(read("sum(x)")).toBe(total(x));
    expect(read("sum(i < 2, sum(j < 3, B[j,i]))")).toBe(
      bigSum(2, (i) => bigSum(3, (j) => variable("B", "E", "E", { index: [j, i] }))),
    );
  });

  it("folds layers over a running value", () => {
    const expected = layers("d", x, (l, y) => add(y, opaque("g", "row", mul(y, W), { index: [l] })));
    expect(read("layers(l < d, y = x, y + g[l](y*W))")).toBe(expected);
    expect(read("layers(l < d, x = x, x + g[l](x*W))")).toBe(expected);
  });

  it("takes keywords of the parser below as names", () => {
    const odd = parseGiven("in: to × mod; not: mod × true; i: E × E");
    expect(parseFormula("in*not", odd)).toBe(mul(variable("in", "to", "mod"), variable("not", "mod", "true")));
  });
});

describe("a statement", () => {
  it("is two formulas and a relation", () => {
    expect(parseStatement("P*x = x", scope)).toEqual({ lhs: mul(P, x), rhs: x, relation: "=" });
    expect(parseStatement("rank(x) <= E", scope)).toEqual({ lhs: rank(x), rhs: size("E"), relation: "<=" });
    expect(parseStatement("layers(l < d, y = x, y) = x", scope).rhs).toBe(x);
  });

  it("leaves it to its user whether the sides have one shape", () => {
    expect(parseStatement("x = x'", scope).rhs).toBe(transpose(x));
  });

  it("has one relation", () => {
    expect(() => parseStatement("x", scope)).toThrow("statement: expected one = or <=, received none");
    expect(() => parseStatement("x = x = x", scope)).toThrow("received = and =");
    expect(() => parseStatement("x < x", scope)).toThrow("received <");
  });
});

/** The sentence of the fault of a formula, and what its carets point to. */
function faultOf(text: string): readonly [string, string] {
  try {
    read(text);
  } catch (error) {
    if (error instanceof Fault && error.facts.place !== undefined) {
      const { from, to } = error.facts.place;
      return [error.message.split("\n")[0]!, text.slice(from, to)];
    }
    throw error;
  }
  throw new Error(`${text} has a meaning`);
}

describe("a fault points to", () => {
  const PRODUCT = "*: expected as many rows on the right as columns on the left, or a number, received";
  const faults: readonly (readonly [text: string, message: string, place: string])[] = [
    ["x*W + relu(x*v*W)*W", `${PRODUCT} C × E times C × d`, "x*v"],
    ["softmax(x)*(x + v)", "add: expected two matrices of one shape, received C × E and C × d", "(x + v)"],
    ["W*inv(x)", "inv: expected a square matrix, received C × E", "inv(x)"],
    ["x*Wq", "formula: expected a declared name, received Wq; did you mean W?", "Wq"],
    ["sotfmax(x)", "formula: expected a known function, received sotfmax; did you mean softmax?", "sotfmax"],
    ["x(W)", "formula: expected a known function, received x; write * for a product", "x"],
    ["kron(x)", "kron: expected kron(A, B), received 1 argument", "kron(x)"],
    ["1 + layernorm(x)", "layernorm: expected layernorm(A, e), received 1 argument", "layernorm(x)"],
    ["x/W", "/: expected a number, 1 × 1, below, received E × E; ./ divides entry by entry, inv(B) inverts", "x/W"],
    ["a/0", "rational: expected a nonzero denominator, received 1/0", "a/0"],
    ["x^2", "^: expected a number, 1 × 1, received C × E; .^ takes entries to a power", "x^2"],
    ["a x", "formula: expected an operator before it, received two operands side by side; write * for a product", "x"],
    ["2(x)", "formula: expected a name before a bracket, received number; write * for a product", "2"],
    ["+x", "formula: expected - or nothing before an operand, received +", "+x"],
    ["'x", "formula: expected something to transpose, received '", "'"],
    ["x % W", 'formula: expected a name, a number or an operator, received "%"', "%"],
    ["softmax(x*W", "formula: expected ), received the end", ""],
    ["x*)", "formula: expected another operator or operand, received )", ")"],
    ["", "formula: expected a formula, received nothing", ""],
    ["x + (W = V)", "formula: expected a term, received a relation, =", "(W = V)"],
    ["f(W = V)", "formula: expected a term, received a relation, =", "W = V"],
    ["[x]", "formula: expected a formula, received array", "[x]"],
    ["W_Q", "W_Q: expected 1 index, received 0", "W_Q"],
    ["W[0]", "W: expected no indices, received 1", "W[0]"],
    [
      "W_Q[h]",
      "W_Q: expected a number or the index of a sum, blocks or layers, received h; bind it, as in sum(h < H, W_Q[h])",
      "h",
    ],
    ["sum(h < Q, W_Q[h])", "size: expected a size symbol, received Q; known: C, E, d", "Q"],
    ["max(h < C, x)", "formula: expected sum, hcat, vcat or layers before a range, received max", "max"],
    ["sum(2 < C, x)", "sum: expected the name of an index, received 2", "2"],
    ["sum(h < C)", "sum: expected sum(h < H, A), received 1 argument", "sum(h < C)"],
    ["layers(l < d, x)", "layers: expected layers(l < L, y = A, B), received 2 arguments", "layers(l < d, x)"],
    [
      "x + layers(l < d, y = x, y')",
      "fold: expected two matrices of one shape, received C × E and E × C",
      "layers(l < d, y = x, y')",
    ],
    [
      "rows(x, C, 0)",
      "slice: expected an end that is never before its start, received C to 0; state the order, such as i <= j, with the sizes",
      "rows(x, C, 0)",
    ],
    [
      "ones(C - 1, 1)",
      "size: expected a size that is never negative, received C − (1); state an order of the sizes, such as i <= n",
      "C - 1",
    ],
    ["ones(1.5, 1)", "size: expected size symbols, natural numbers, +, - and *, received number", "1.5"],
  ];

  it("the part of the formula that fails", () => {
    for (const [text, message, place] of faults) expect(faultOf(text)).toEqual([message, place]);
  });

  it("a line of carets", () => {
    expect(() => read("x*W + x*v")).toThrow(`${PRODUCT} C × E times C × d\n  x*W + x*v\n        ^^^`);
  });

  it("nothing when brackets are nested too deep to read", () => {
    const text = `${"(".repeat(50_000)}x${")".repeat(50_000)}`;
    expect(() => read(text)).toThrow(
      "formula: expected fewer levels of nesting, received 100001 characters; name its parts",
    );
  });
});

it("whatever the text, the answer is a term or a fault", () => {
  const piece = fc.constantFrom(
    "x",
    "W",
    "a",
    "(",
    ")",
    "[",
    "]",
    "'",
    "*",
    ".*",
    "+",
    "-",
    "^",
    "<",
    "=",
    ",",
    "sum",
    "2",
    "layers",
    "h",
    " ",
    "#",
    '"',
    "\n",
    "in",
    "é",
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
      try {
        read(pieces.join(""));
      } catch (error) {
        expect(error).toBeInstanceOf(Fault);
      }
    }),
    { numRuns: 5000 },
  );
});
