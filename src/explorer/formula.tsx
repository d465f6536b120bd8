/** Formulas as MathML. What is too deep to be read in a line is cut, until a reader asks for the whole of it. */
import { useState } from "preact/hooks";
import { mathmlOf } from "../interpret/mathml.ts";
import type { Reading } from "../report/derivation/reading.ts";
import type { Term } from "../term/term.ts";

/** How a line is drawn. */
export interface LineProps {
  readonly reading: Reading;
  readonly id: string;
  readonly relation?: string | undefined;
  readonly marked?: ReadonlyMap<string, string>;
  readonly shapes: boolean;
  /** Whether short names are written out. */
  readonly full?: boolean;
}

/** A term of a derivation. */
export function Line({ reading, id, relation, marked = new Map(), shapes, full = false }: LineProps) {
  const [whole, setWhole] = useState(false);
  const ids = idsOf(reading);
  const names = full ? new Map<Term, string>() : reading.names;
  const cut = whole ? new Map<Term, string>() : tooDeep(reading.term(id), names);
  const options = {
    names: new Map([...names, ...cut]),
    idOf: (term: Term) => ids.get(term),
    classOf: (term: Term) => marked.get(ids.get(term) ?? ""),
    shapes,
  };
  const sign = relation === undefined ? "" : `<mo form="infix">${relation}</mo>`;
  return (
    <>
      {/* what mathmlOf writes is escaped by it */}
      <math dangerouslySetInnerHTML={{ __html: `<mrow>${sign}${mathmlOf(reading.term(id), options)}</mrow>` }} />
      {cut.size > 0 || whole ? (
        <button type="button" class="whole" aria-expanded={whole} onClick={() => setWhole(!whole)}>
          {whole ? "shorten" : "show all"}
        </button>
      ) : null}
    </>
  );
}

const known = new WeakMap<Reading, ReadonlyMap<Term, string>>();

function idsOf(reading: Reading): ReadonlyMap<Term, string> {
  const ids = known.get(reading) ?? new Map(reading.document.terms.map((row) => [reading.term(row.id), row.id]));
  known.set(reading, ids);
  return ids;
}

/** Letters and numbers of a line that is read at a glance. */
const GLANCE = 70;
const CUT = "…";

/** What is cut so that as many levels of a term are shown as fit in a line. */
function tooDeep(root: Term, names: ReadonlyMap<Term, string>): ReadonlyMap<Term, string> {
  const argumentsOf = (term: Term): readonly Term[] => (names.has(term) ? [] : term.args);
  let shown: readonly Term[] = [root];
  for (let level = [root]; ; ) {
    const next = [...new Set(level.flatMap(argumentsOf))];
    if (next.length === 0) return new Map();
    if (lettersOf(root, new Set(next.filter((term) => argumentsOf(term).length > 0)), argumentsOf) > GLANCE) break;
    shown = next;
    level = next;
  }
  const cut = shown.flatMap(argumentsOf).filter((term) => argumentsOf(term).length > 0);
  return new Map(cut.map((term) => [term, CUT]));
}

/** The leaves of a term as a tree, in which some terms are one leaf. */
function lettersOf(root: Term, leaves: ReadonlySet<Term>, argumentsOf: (term: Term) => readonly Term[]): number {
  const counts = new Map<Term, number>();
  const count = (term: Term): number => {
    const found = counts.get(term);
    if (found !== undefined) return found;
    const args = leaves.has(term) ? [] : argumentsOf(term);
    const letters = args.length === 0 ? 1 : args.reduce((sum, argument) => sum + count(argument), 0);
    counts.set(term, letters);
    return letters;
  };
  return count(root);
}

const resized = new ResizeObserver((entries) => {
  for (const { target } of entries) measured(target as HTMLElement);
});

/** Lets a keyboard scroll what is wider than its place, and nothing else: a reference of the place. */
export function scrollable(place: HTMLElement | null): void {
  if (place === null) return;
  measured(place);
  resized.observe(place);
}

function measured(place: HTMLElement): void {
  if (place.scrollWidth > place.clientWidth) place.tabIndex = 0;
  else place.removeAttribute("tabindex");
}
