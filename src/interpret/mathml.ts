/** Terms as MathML: what notation.ts draws, as elements; those that stand for a term carry its id as `data-node`. */
import { shapeText, type Term } from "../term/term.ts";
import { type Abbreviations, type Notation, notationOf } from "./notation.ts";

/** How a term is named in the page, and what it is called for short. */
export interface MathmlOptions {
  readonly names?: Abbreviations;
  readonly idOf?: (term: Term) => string | undefined;
  /** How elements that stand for a term are marked. */
  readonly classOf?: (term: Term) => string | undefined;
  /** Whether shapes stand below the letters. */
  readonly shapes?: boolean;
}

/** The MathML of a term, an `mrow` to stand inside `math`. */
export function mathmlOf(term: Term, { names, ...options }: MathmlOptions = {}): string {
  return rendered(notationOf(term, names), options);
}

/** What sets a function apart from what stands before it, and says that it is one. */
const [SPACE, APPLIED] = ['<mspace width="0.17em"/>', "<mo>\u2061</mo>"];

const element = (name: string, content: string, attributes = ""): string =>
  `<${name}${attributes}>${content}</${name}>`;

function rendered(of: Notation, options: Omit<MathmlOptions, "names">): string {
  const inner = (part: Notation): string => rendered(part, options);
  switch (of.kind) {
    case "row":
      return element("mrow", of.parts.map(inner).join(""));
    case "letter":
      return element("mi", escaped(of.text));
    case "word":
      return element("mi", escaped(of.text), ' mathvariant="normal"');
    case "number":
      return element("mn", escaped(of.text));
    case "sign":
      return element("mo", escaped(of.text));
    case "scripts": {
      const [base, below, above] = [inner(of.base), of.sub && inner(of.sub), of.sup && inner(of.sup)];
      if (below === undefined) return element("msup", `${base}${above}`);
      return above === undefined ? element("msub", `${base}${below}`) : element("msubsup", `${base}${below}${above}`);
    }
    case "fraction":
      return element("mfrac", `${inner(of.over)}${inner(of.under)}`);
    case "root":
      return element("msqrt", inner(of.of));
    case "call":
      return element("mrow", `${SPACE}${inner(of.name)}${APPLIED}${inner(of.to)}`);
    case "fence": {
      const [open, close] = of.open === "(" ? ["(", ")"] : ["[", "]"];
      return element("mrow", `${element("mo", open)}${inner(of.of)}${element("mo", close)}`);
    }
    case "big":
      return element("munder", `${element("mo", of.sign)}${inner(of.under)}`);
    case "term":
      return termElement(of.term, inner(of.of), options);
  }
}

function termElement(
  term: Term,
  content: string,
  { idOf = () => undefined, classOf = () => undefined, shapes = false }: Omit<MathmlOptions, "names">,
): string {
  const [id, mark] = [idOf(term), classOf(term)];
  const attributes = [
    ...(id === undefined ? [] : [` data-node="${escaped(id)}"`]),
    ...(mark === undefined ? [] : [` class="${escaped(mark)}"`]),
  ];
  const drawn =
    shapes && term.op === "variable"
      ? element("munder", `${content}${element("mtext", escaped(shapeText(term)))}`)
      : content;
  return attributes.length === 0 ? drawn : element("mrow", drawn, attributes.join(""));
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
}
