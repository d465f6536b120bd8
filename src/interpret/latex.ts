/** Terms as LaTeX, for `amsmath`: what notation.ts draws, in TeX's commands. */
import type { Term } from "../term/term.ts";
import { type Abbreviations, type Notation, notationOf } from "./notation.ts";

/** The LaTeX of a term, in math mode. */
export function latexOf(term: Term, names?: Abbreviations): string {
  return latexOfNotation(notationOf(term, names));
}

/** Signs that TeX has by name; all others are ASCII. */
const SIGNS: Readonly<Record<string, string>> = {
  "−": "-",
  "⊤": "\\top",
  "⊙": "\\odot",
  "⊗": "\\otimes",
  "⊘": "\\oslash",
  "≤": "\\le",
  "×": "\\times",
  "∘": "\\circ",
  "∣": "\\mid",
  "⋯": "\\cdots",
  "⋮": "\\vdots",
  "↦": "\\mapsto",
  "‖": "\\Vert",
  "∑": "\\sum",
  "◯": "\\bigcirc",
};
const LETTERS: Readonly<Record<string, string>> = { ι: "\\iota", ν: "\\nu" };

/** Words that TeX sets as operators of its own. */
const OPERATORS: ReadonlySet<string> = new Set(["exp", "log", "sin", "cos", "tanh", "det", "max", "min"]);

/** The LaTeX of a drawing. */
export function latexOfNotation(of: Notation): string {
  switch (of.kind) {
    case "row":
      return of.parts.map(latexOfNotation).join(" ");
    case "letter":
      return LETTERS[of.text] ?? escaped(of.text);
    case "number":
      return of.text;
    case "word":
      return OPERATORS.has(of.text) ? `\\${of.text}` : `\\mathrm{${wordLatex(of.text)}}`;
    case "sign":
      return SIGNS[of.text] ?? of.text;
    case "scripts": {
      const below = of.sub === undefined ? "" : `_{${latexOfNotation(of.sub)}}`;
      const above = of.sup === undefined ? "" : `^{${latexOfNotation(of.sup)}}`;
      return `{${latexOfNotation(of.base)}}${below}${above}`;
    }
    case "fraction":
      return `\\frac{${latexOfNotation(of.over)}}{${latexOfNotation(of.under)}}`;
    case "root":
      return `\\sqrt{${latexOfNotation(of.of)}}`;
    case "call":
      return `${functionLatex(of.name)} ${latexOfNotation(of.to)}`;
    case "fence": {
      const inner = latexOfNotation(of.of);
      const [open, close] = of.open === "(" ? ["(", ")"] : ["[", "]"];
      // a fence of the size of what it holds does not break
      return /\\(frac|sqrt|sum)/.test(inner) ? `\\left${open}${inner}\\right${close}` : `${open}${inner}${close}`;
    }
    case "big":
      return `${SIGNS[of.sign]!}_{${latexOfNotation(of.under)}}`;
    case "term":
      return latexOfNotation(of.of);
  }
}

/** A name that is set apart from what stands before it. */
function functionLatex(name: Notation): string {
  return name.kind === "word" && !OPERATORS.has(name.text)
    ? `\\operatorname{${wordLatex(name.text)}}`
    : latexOfNotation(name);
}

function wordLatex(text: string): string {
  return escaped(text).replaceAll(" ", "\\ ");
}

function escaped(text: string): string {
  return text.replace(/[\\{}$&#%_^~]/g, (character) => (character === "\\" ? "\\backslash " : `\\${character}`));
}
