/** GF(p) against exact rationals, which share no code with it, and against the laws of the functions that it models. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { evaluateField, type FieldOutcome, fieldProgram, type Residues, runField } from "../../src/interpret/field.ts";
import { evaluateFloat } from "../../src/interpret/float.ts";
import { type Fractions, fractions, toDense } from "../../src/interpret/fractions.ts";
import { LARGEST_FIELD } from "../../src/interpret/modular.ts";
import { evaluateRational, type RationalMatrix } from "../../src/interpret/rational.ts";
import { evaluateDim } from "../../src/term/dimension.ts";
import { Fault, Refusal } from "../../src/term/fault.ts";
import { parseStatement } from "../../src/term/formula.ts";
import { schedule } from "../../src/term/schedule.ts";
import { parseGiven } from "../../src/term/scope.ts";
import * as term from "../../src/term/term.ts";
import { TERM_SIZES, termArbitrary } from "../term/arbitrary.ts";

const { values: VALUES } = LARGEST_FIELD;
const P = BigInt(VALUES.m);
const powerBig = (base: bigint, exponent: bigint): bigint => {
  let [result, square] = [1n, base % P];
  for (let rest = exponent; rest > 0n; rest >>= 1n, square = (square * square) % P)
    if (rest & 1n) result = (result * square) % P;
  return result;
};
/** Exact rationals modulo p, by Fermat's inverse. */
const residues = ({ entries, denominator }: RationalMatrix): number[] =>
  entries.map((x) => Number((((x * powerBig(denominator, P - 2n)) % P) + P) % P));

const SIZES = { n: 3, m: 2, k: 4 };
const scope = parseGiven(
  "A, B: n × m; S, T: n × n; v: n × 1; a, b: scalar; f: entry function; g: row function k; F: function n × k",
);
/** Values that a seed and a name determine. */
const drawOf =
  (seed: number, sizes: Readonly<Record<string, number>> = SIZES, denominator = 3) =>
  (x: term.Variable): Fractions =>
    fractions(
      evaluateDim(x.rows, sizes),
      evaluateDim(x.cols, sizes),
      (i, j) => ((seed * 31 + x.name.charCodeAt(0) * 17 + 13 * i * i + 7 * j + i * j * seed) % 23) - 11 || 1,
      denominator,
    );
const decide = (text: string, seed: number, key = seed): boolean | string => {
  const { lhs, rhs } = parseStatement(text, scope);
  const outcome = evaluateField([lhs, rhs], { sizes: SIZES, variable: drawOf(seed), key });
  if (outcome.kind === "undefined") return outcome.op;
  const [left, right] = outcome.values as readonly [Residues, Residues];
  return left.data.every((x, i) => x === right.data[i]);
};

describe("GF(p)", () => {
  it("is the image of the rationals on random terms", () => {
    const ops = new Set<string>();
    let compared = 0;
    fc.assert(
      fc.property(termArbitrary(), fc.nat(1000), fc.integer({ min: 1, max: 4 }), (root, seed, denominator) => {
        const bindings = { sizes: TERM_SIZES, variable: drawOf(seed, TERM_SIZES, denominator) };
        let [exact, found]: [RationalMatrix[] | undefined, FieldOutcome | undefined] = [undefined, undefined];
        try {
          const outcome = evaluateRational([root], bindings);
          exact = outcome.kind === "values" ? [...outcome.values] : [];
          found = evaluateField([root], { ...bindings, key: seed });
        } catch (error) {
          if (error instanceof Refusal || error instanceof Fault) return; // the rationals have no exp, a field no order
          throw error;
        }
        if (exact.length === 0) expect(found.kind).toBe("undefined");
        if (exact.length === 0 || found.kind === "undefined") return;
        expect([...found.values[0]!.data]).toEqual(residues(exact[0]!));
        compared++;
        for (const { op } of schedule(root)) ops.add(op);
      }),
      { numRuns: 800 },
    );
    expect(compared).toBeGreaterThan(200);
    expect(ops.size).toBeGreaterThan(20);
  });

  it("is float64 where that is exact: small whole numbers", () => {
    const texts = [
      "A*B'*S = S",
      "kron(A, B') = kron(A, B')",
      "vec(S*T) = vec(S*T)",
      "tr(S*T)*det(S) = a",
      "hcat(A, S) = hcat(A, S)",
    ];
    for (const [seed, text] of texts.entries()) {
      const { lhs } = parseStatement(text, scope);
      const whole = drawOf(seed, SIZES, 1);
      const float = evaluateFloat(lhs, { sizes: SIZES, variable: (x) => toDense(whole(x)) }, "f64");
      const found = evaluateField([lhs], { sizes: SIZES, variable: whole, key: 1 }) as Extract<
        FieldOutcome,
        { kind: "values" }
      >;
      expect([...found.values[0]!.data]).toEqual(
        Array.from(float.data, (x) => Number(((BigInt(Math.round(x)) % P) + P) % P)),
      );
    }
  });

  const inverses = [
    "inv(S)*S = I(n)",
    "S*inv(S) = I(n)",
    "inv(S*T) = inv(T)*inv(S)",
    "det(S*T) = det(S)*det(T)",
    "det(inv(S))*det(S) = 1",
  ];
  it.each(inverses)("has inverses and determinants: %s", (text) => {
    for (let seed = 1; seed < 30; seed++) expect([true, "inverse"]).toContain(decide(text, seed));
    expect([1, 2, 3, 4, 5, 6, 7, 8].some((seed) => decide(text, seed) === true)).toBe(true);
  });

  it("has ranks", () => {
    const rank = (rows: readonly (readonly number[])[]): number => {
      const variable = (): Fractions => fractions(rows.length, rows[0]!.length, (i, j) => rows[i]![j]!);
      const outcome = evaluateField([term.rank(term.variable("A", rows.length, rows[0]!.length))], {
        sizes: {},
        variable,
        key: 1,
      });
      return (outcome as Extract<FieldOutcome, { kind: "values" }>).values[0]!.data[0]!;
    };
    expect([
      rank([[0, 0]]),
      rank([
        [0, 2],
        [0, 3],
      ]),
      rank([
        [1, 2],
        [2, 4],
        [0, 1],
      ]),
      rank([
        [0, 0, 1],
        [0, 1, 0],
        [1, 0, 0],
      ]),
    ]).toEqual([0, 1, 2, 3]);
    expect(rank([[VALUES.m, 1]])).toBe(1);
  });

  const laws = [
    "exp(A + B) = exp(A).*exp(B)",
    "exp(-A) = 1*ones(n,m)./exp(A)",
    "exp(zeros(n,m)) = ones(n,m)",
    "softmax(A + v*ones(1,m)) = softmax(A)",
    "rowsum(softmax(S)) = ones(n,1)",
    "tanh(A) = 2*sigmoid(2*A) - ones(n,m)",
    "silu(A) = A.*sigmoid(A)",
    "sigmoid(-A) = ones(n,m) - sigmoid(A)",
    "square(sin(A)) + square(cos(A)) = ones(n,m)",
    "sin(A + B) = sin(A).*cos(B) + cos(A).*sin(B)",
    "cos(A + B) = cos(A).*cos(B) - sin(A).*sin(B)",
    "rot(a)*rot(b) = rot(a + b)",
    "rot(a)' = rot(-a)",
    "exp(a)*rot(b) = rot(b)*exp(a)",
    "f(A' + B')' = f(B + A)",
    "g(vcat(A, B)) = vcat(g(A), g(B))",
    "exp(f(A))./exp(f(A)) = ones(n,m)",
    "exp(f(A) + B) = exp(f(A)).*exp(B)",
    "F(A + B) = F(B + A)",
    "sum(h < k, A) = k*A",
  ];
  it.each(laws)("keeps the law %s", (text) => {
    for (let seed = 1; seed < 25; seed++) expect(decide(text, seed), `seed ${seed}`).toBe(true);
  });

  const mistakes = [
    "exp(A + B) = exp(A) + exp(B)",
    "exp(A.*B) = exp(A).*exp(B)",
    "exp(A) = ones(n,m)",
    "softmax(2*S) = softmax(S)",
    "softmax(S') = softmax(S)'",
    "tanh(A) = sigmoid(A)",
    "sin(A) = cos(A)",
    "sin(2*A) = 2*sin(A)",
    "rot(a)*rot(b) = rot(a - b)",
    "f(A + B) = f(A) + f(B)",
    "f(A) = A",
    "g(A + B) = g(A)",
    "F(A) = g(A)",
  ];
  it.each(mistakes)("sees the mistake in %s", (text) => {
    const verdicts = Array.from({ length: 24 }, (_, seed) => decide(text, seed + 1));
    expect(verdicts.filter((verdict) => verdict === true)).toHaveLength(0);
  });

  it("draws functions by key", () => {
    const sines = Array.from({ length: 20 }, (_, key) => {
      const outcome = evaluateField([parseStatement("sin(a)*exp(a)*exp(f(A)) = exp(A)", scope).lhs], {
        sizes: SIZES,
        variable: drawOf(2),
        key,
      });
      return (outcome as Extract<FieldOutcome, { kind: "values" }>).values[0]!.data[0];
    });
    expect(new Set(sines).size).toBe(20);
  });

  const refused: readonly (readonly [string, string])[] = [
    ["max(A, B) = A", "field cannot interpret max: a finite field has no order"],
    ["maxall(A) = a", "field cannot interpret maxEntry"],
    ["relu(A) = A", "field cannot interpret relu: a finite field has no order"],
    ["sqrt(A) = A", "field cannot interpret sqrt"],
    ["layernorm(A, a) = A", "field cannot interpret sqrt"],
    ["gelu(A) = A", "field cannot interpret gelu"],
    ["exp(exp(A)) = A", "field cannot interpret exp: an exponent of an exponent has no residue"],
    ["softmax(softmax(S)) = S", "an exponent of an exponent has no residue"],
    ["sin(exp(A)) = A", "field cannot interpret exp"],
    ["exp(sin(A)) = A", "field cannot interpret sin"],
  ];
  it.each(refused)("refuses %s", (text, message) => {
    expect(() => decide(text, 1)).toThrow(Refusal);
    expect(() => decide(text, 1)).toThrow(message);
  });

  it("has no value where the rationals have none, and says where", () => {
    expect(decide("ones(n,m)./(A - A) = A", 1)).toBe("recip");
    expect(decide("inv(ones(n,n)) = S", 1)).toBe("inverse");
  });

  it("runs a program again at other sizes and values, and gives new results", () => {
    const { lhs } = parseStatement("A*B' = S", scope);
    const program = fieldProgram([lhs]);
    const at = (n: number): Residues => {
      const sizes = { n, m: 2 };
      return (
        runField(program, { sizes, variable: drawOf(n, sizes), key: 1 }) as Extract<FieldOutcome, { kind: "values" }>
      ).values[0]!;
    };
    const first = at(2);
    const copy = [...first.data];
    expect(at(5).rows).toBe(5);
    expect([...first.data]).toEqual(copy);
    expect(at(60).data).toHaveLength(3600); // more room than there was
  });

  it("wants values of the right size", () => {
    expect(() =>
      evaluateField([term.variable("A", 2, 2)], { sizes: {}, variable: () => fractions(1, 2, () => 1), key: 1 }),
    ).toThrow("value of A: expected 4 entries, received 2");
  });
});
