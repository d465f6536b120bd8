/** A derivation as a LaTeX article that `pdflatex` sets; formulas break between factors and summands. */
import { latexOf } from "../../interpret/latex.ts";
import { type Chapter, Reading, reasonOf, residualText, saidWith } from "./reading.ts";
import type { Derivation, FactRow, StepRow } from "./schema.ts";
import { smallMatrix } from "./text.ts";

const SIGNS = { le: "\\le", is: "\\text{ is }" };

/** The derivation as LaTeX. */
export function derivationLatex(derivation: Derivation): string {
  const reading = new Reading(derivation);
  const { claim, verdict, hypotheses, names, stops, counterexample } = derivation;
  const math = (id: string, without?: string): string => latexOf(reading.short(id, without));
  const named = names.map(({ name, term }) => `Write $${name}$ for $${math(term, name)}$.`);
  const body = [
    ...(claim.title === undefined ? [] : [textOf(claim.title)]),
    `\\textbf{${verdict}}${verdict === "proved" ? " for all sizes." : "."}${claim.expected === undefined ? "" : ` Known: ${textOf(claim.expected)}.`}`,
    ...(hypotheses.length === 0 ? [] : [`Assume ${hypotheses.map((one) => `\\texttt{${textOf(one)}}`).join(", ")}.`]),
    ...(named.length === 0 ? [] : [named.join(" ")]),
    ...reading.chapters({ unfold: false }).flatMap((chapter) => chapterOf(reading, chapter, math)),
    ...(stops === undefined ? [] : [`A proof stops here: it needs $${saidWith(stops.needs, math, SIGNS)}$.`]),
    ...(counterexample === undefined ? [] : [counterexampleOf(counterexample)]),
  ];
  return `${PREAMBLE}\n\\begin{document}\n\\section*{${textOf(claim.id)}}\n\n${body.join("\n\n")}\n\\end{document}\n`;
}

const PREAMBLE = String.raw`\documentclass{article}
\usepackage[utf8]{inputenc}
\usepackage[T1]{fontenc}
\usepackage{amsmath,amssymb}
\usepackage[margin=2cm]{geometry}
\setlength{\parindent}{0pt}\setlength{\parskip}{6pt}\raggedright`;

type Math = (id: string) => string;

function chapterOf(reading: Reading, { title, fact, below }: Chapter, math: Math): readonly string[] {
  const told =
    fact.by.rule === "chain"
      ? chainOf(reading, fact.by.steps, math)
      : [`$${saidWith(fact.says, math, SIGNS)}$`, because(fact)];
  const items = below.map(
    (one) => `\\item[\\textit{${one.id}}] $${saidWith(one.says, math, SIGNS)}$ \\hfill ${because(one)}`,
  );
  const where =
    items.length === 0 ? [] : [`\\subsection*{where}\n\\begin{description}\n${items.join("\n")}\n\\end{description}`];
  return [...(title === undefined ? [] : [`\\subsection*{${textOf(title)}}`]), ...told, ...where];
}

function chainOf(reading: Reading, steps: readonly StepRow[], math: Math): readonly string[] {
  const [first] = steps;
  if (first === undefined) return [];
  const lines = steps.map((step, i) => {
    const fact = reading.factOf(step);
    const why = fact === undefined ? textOf(step.words) : `$${saidWith(fact.says, math, SIGNS)}$`;
    const residual = step.residual === undefined ? "" : ` \\quad residual ${residualText(step.residual)}`;
    return `$\\displaystyle ${step.relation === "≤" ? "\\le" : "="} ${math(step.after)}$\\\\\n{\\small (${i + 1}) \\texttt{${textOf(step.title)}}: ${why}${residual}}`;
  });
  return [`$\\displaystyle ${latexOf(reading.term(first.before))}$`, ...lines];
}

function because(fact: FactRow): string {
  const { name, from, words } = reasonOf(fact);
  const refs = from.length === 0 ? "" : ` (${from.join(", ")})`;
  return `{\\small ${name === undefined ? "" : `\\texttt{${textOf(name)}}`}${refs} ${textOf(words)}}`;
}

function counterexampleOf({ sizes, values, reason }: NonNullable<Derivation["counterexample"]>): string {
  const at = Object.entries(sizes).map(([symbol, value]) => `$${symbol}=${value}$`);
  const given = Object.entries(values).map(([name, rows]) => `\\texttt{${textOf(`${name} = ${smallMatrix(rows)}`)}}`);
  return [
    `Smallest counterexample at ${at.join(", ")}.`,
    ...(reason === undefined ? [] : [textOf(reason)]),
    ...given,
  ].join("\\\\\n");
}

/** Characters of titles and words that inputenc does not know, in math mode. */
const SYMBOLS: Readonly<Record<string, string>> = {
  "∀": "$\\forall$",
  "·": "$\\cdot$",
  "≤": "$\\le$",
  "≥": "$\\ge$",
  "×": "$\\times$",
  ᵀ: "$^\\top$",
  "−": "$-$",
  "√": "$\\surd$",
  "→": "$\\to$",
  Σ: "$\\Sigma$",
  ω: "$\\omega$",
  ε: "$\\varepsilon$",
  "∞": "$\\infty$",
  "⊗": "$\\otimes$",
  "⊙": "$\\odot$",
  "²": "$^2$",
  "⁻": "$^-$",
  "¹": "$^1$",
};

function textOf(text: string): string {
  return text.replace(/[\\{}$&#%_^~<>|]|[^\x20-\x7e]/gu, (character) => {
    if (character === "\\") return "\\textbackslash{}";
    if (character === "^") return "\\^{}";
    if (character === "~") return "\\textasciitilde{}";
    if ("<>|".includes(character)) return `$${character}$`;
    if (/[\x20-\x7e]/.test(character)) return `\\${character}`;
    return (
      SYMBOLS[character] ??
      (/[\u00a0-\u00ff–—’“”]/.test(character) ? character : `U+${character.codePointAt(0)!.toString(16)}`)
    );
  });
}
