/**
 * Which interpreter has a meaning for which operation, asked of the interpreters: each is given a small term of the
 * operation, and what it refuses is written down with the reason that it gives.
 */
import { evaluateField } from "../dist/interpret/field.js";
import { evaluateFloats } from "../dist/interpret/float.js";
import { latexOf } from "../dist/interpret/latex.js";
import { mathmlOf } from "../dist/interpret/mathml.js";
import { onnxProgram } from "../dist/interpret/onnx.js";
import { evaluateRational } from "../dist/interpret/rational.js";
import { RocqTerms } from "../dist/interpret/rocq.js";
import "../dist/model/attention.js"; // softcap, attention and masked_attention are words of formulas too
import { evaluateDim } from "../dist/term/dimension.js";
import { Refusal } from "../dist/term/fault.js";
import { parseFormula } from "../dist/term/formula.js";
import { parseGiven } from "../dist/term/scope.js";
import type { Term, Variable } from "../dist/term/term.js";
import { unroll } from "../dist/term/unroll.js";
import { functionNames, functionOf } from "../dist/term/vocabulary.js";

const GIVEN = "A, B, S, M, V: n × n; v: n × 1; e, t, a: scalar; W[i]: n × n; f: entry function; g: row function n";
const SIZES = { n: 2 };
/** What no usage shows: binders, operators, functions that are unknown. */
const OTHERS: readonly (readonly [string, string])[] = [
  ["A*B", "A*B"],
  ["A+B", "A + B"],
  ["A.*B", "A.*B"],
  ["A'", "A'"],
  ["sum(i < n, W[i])", "sum(i < n, W[i])"],
  ["hcat(i < n, W[i])", "hcat(i < n, W[i])"],
  ["vcat(i < n, W[i])", "vcat(i < n, W[i])"],
  ["layers(i < n, y = A, y*W[i])", "layers(i < n, y = A, y*W[i])"],
  ["tri(n, m)", "tri(n, n)"],
  ["a function of each entry", "f(A)"],
  ["a function of each row", "g(A)"],
];

/** Numbers that are none of the special ones. */
const shaped = ({ rows, cols }: Variable) => {
  const [r, c] = [evaluateDim(rows, SIZES), evaluateDim(cols, SIZES)] as const;
  return { rows: r, cols: c, numbers: Float64Array.from({ length: r * c }, (_, i) => [4, 1, 2, 9][i % 4]!) };
};
const fractions = (of: Variable) => {
  const { numbers, ...shape } = shaped(of);
  return { ...shape, numerators: numbers, denominator: 1 };
};
const dense = (of: Variable) => {
  const { numbers, ...shape } = shaped(of);
  return { ...shape, data: numbers };
};

/** The interpreters, each as something that is done with a term. */
const INTERPRETERS: Readonly<Record<string, (term: Term) => unknown>> = {
  float: (term) => evaluateFloats([term], { sizes: SIZES, variable: dense, opaque: (_, A) => A }, "f64"),
  field: (term) => evaluateField([term], { sizes: SIZES, variable: fractions, key: 1 }),
  rational: (term) => evaluateRational([term], { sizes: SIZES, variable: fractions, opaque: (_, A) => A }),
  onnx: (term) => onnxProgram([unroll(term, SIZES)]),
  latex: (term) => latexOf(term),
  mathml: (term) => mathmlOf(term),
  rocq: (term) => new RocqTerms().term(term),
};

/** A row: what is written, and for each interpreter nothing, or why it refuses. */
export interface Support {
  readonly written: string;
  readonly refusals: Readonly<Record<string, string>>;
}

/** All operations and functions that a formula may use. */
export function support(): readonly Support[] {
  const named = functionNames().flatMap((name) => {
    const known = functionOf(name);
    return known === undefined ? [] : [[known.usage, sampleOf(known.usage)] as const];
  });
  const scope = parseGiven(GIVEN, { dims: ["n"] });
  return [...OTHERS, ...named].map(([written, text]) => ({ written, refusals: refusalsOf(parseFormula(text, scope)) }));
}

/** A usage with arguments that fit: columns where a column is wanted, and sizes of a slice. */
function sampleOf(usage: string): string {
  const [name, ...parameters] = usage.split(/[(), ]+/).filter((part) => part !== "");
  const column = name === "diag" || name === "prod";
  const argument = (parameter: string): string => {
    if (/^[ABSMV]$/i.test(parameter) && parameter !== "m") return column ? "v" : parameter.toUpperCase();
    return (
      ({ i: "0", j: "n", m: "n", n: "n", e: "e", t: "t", cap: "a" } as Readonly<Record<string, string>>)[parameter] ??
      "A"
    );
  };
  if (name === "scale") return "a*A";
  return `${name}(${parameters.map(argument).join(", ")})`;
}

function refusalsOf(term: Term): Readonly<Record<string, string>> {
  const refused = Object.entries(INTERPRETERS).flatMap(([name, interpret]) => {
    try {
      interpret(term);
      return [];
    } catch (error) {
      if (error instanceof Refusal) return [[name, error.reason] as const];
      throw error;
    }
  });
  return Object.fromEntries(refused);
}

/** The matrix as a page, with what is refused and why below it. */
export function supportPage(rows: readonly Support[]): string {
  const names = Object.keys(INTERPRETERS);
  const line = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
  const marks = rows.map(({ written, refusals }) =>
    line([`\`${written}\``, ...names.map((name) => (name in refusals ? "–" : "✓"))]),
  );
  const reasons = new Set(
    rows.flatMap(({ refusals }) => Object.entries(refusals).map(([name, reason]) => `- ${name}: ${reason}`)),
  );
  return [
    "# Operations and interpreters",
    "",
    "What each interpreter has a meaning for, as it says itself when it is asked. A field has one exponential on a path: a second one is refused.",
    "",
    line(["", ...names]),
    line(["", ...names].map(() => "---")),
    ...marks,
    "",
    "## Why",
    "",
    ...reasons,
    "",
  ].join("\n");
}
