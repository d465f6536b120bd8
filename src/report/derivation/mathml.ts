/** A derivation as a page of HTML with MathML, without script or style of its own; nodes carry their ids. */
import { mathmlOf } from "../../interpret/mathml.ts";
import type { Term } from "../../term/term.ts";
import { type Chapter, Reading, reasonOf, residualText } from "./reading.ts";
import type { Derivation, FactRow, SaidRow, StepRow } from "./schema.ts";

/** The derivation as HTML with MathML. */
export function derivationMathml(derivation: Derivation): string {
  const page = new Page(new Reading(derivation));
  const { claim, verdict, hypotheses, names } = derivation;
  const body = [
    `<h1>${escaped(claim.id)}</h1>`,
    ...(claim.title === undefined ? [] : [`<p>${escaped(claim.title)}</p>`]),
    `<p><strong>${verdict}</strong></p>`,
    ...hypotheses.map((one) => `<p>assume <code>${escaped(one)}</code></p>`),
    ...names.map(({ name, term }) => `<p>write ${escaped(name)} for ${page.term(term, name)}</p>`),
    ...page.chapters(),
  ];
  return `<!doctype html>\n<html lang="en">\n<head><meta charset="utf-8"><title>${escaped(claim.id)}</title></head>\n<body>\n${body.join("\n")}\n</body>\n</html>\n`;
}

class Page {
  readonly #reading: Reading;
  readonly #ids: ReadonlyMap<Term, string>;

  constructor(reading: Reading) {
    this.#reading = reading;
    this.#ids = new Map(reading.document.terms.map(({ id }) => [reading.term(id), id]));
  }

  chapters(): readonly string[] {
    const { stops } = this.#reading.document;
    const told = this.#reading.chapters({ unfold: false }).flatMap((chapter) => this.#chapter(chapter));
    return stops === undefined ? told : [...told, `<p>a proof stops here: it needs ${this.#said(stops.needs)}</p>`];
  }

  term(id: string, without?: string): string {
    const names = new Map([...this.#reading.names].filter(([, name]) => name !== without));
    return this.#math(mathmlOf(this.#reading.term(id), { names, idOf: (term) => this.#ids.get(term) }));
  }

  #chapter({ title, fact, below }: Chapter): readonly string[] {
    const told =
      fact.by.rule === "chain" ? this.#chain(fact.by.steps) : [`<p>${this.#said(fact.says)} ${because(fact)}</p>`];
    const items = below.map((one) => `<li id="${one.id}">${this.#said(one.says)} ${because(one)}</li>`);
    const where = items.length === 0 ? [] : [`<details><summary>where</summary><ul>${items.join("")}</ul></details>`];
    return [...(title === undefined ? [] : [`<h2>${escaped(title)}</h2>`]), ...told, ...where];
  }

  #chain(steps: readonly StepRow[]): readonly string[] {
    const [first] = steps;
    if (first === undefined) return [];
    const items = steps.map(({ id, relation, after, title, words, residual }) => {
      const line = this.#math(`<mo>${relation}</mo>${this.#row(after)}`);
      const near = residual === undefined ? "" : ` <small>residual ${residualText(residual)}</small>`;
      return `<li id="${id}">${line}<br><code>${escaped(title)}</code>: ${escaped(words)}${near}</li>`;
    });
    return [`<p>${this.term(first.before)}</p>`, `<ol>${items.join("\n")}</ol>`];
  }

  #said({ relation, terms, property }: SaidRow): string {
    const [lhs, rhs] = terms.map((id) => this.#row(id));
    if (relation === "is") return `${this.#math(lhs!)} is ${escaped(property!)}`;
    return this.#math(`${lhs}<mo>${relation}</mo>${rhs}`);
  }

  #row(id: string): string {
    const { names } = this.#reading;
    return mathmlOf(this.#reading.term(id), { names, idOf: (term) => this.#ids.get(term) });
  }

  #math(content: string): string {
    return `<math>${content}</math>`;
  }
}

function because(fact: FactRow): string {
  const { name, from, words } = reasonOf(fact);
  const refs = from.map((id) => `<a href="#${id}">${id}</a>`).join(", ");
  return `<small>${name === undefined ? "" : `<code>${escaped(name)}</code> `}${escaped(words)}${refs === "" ? "" : ` (${refs})`}</small>`;
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
}
