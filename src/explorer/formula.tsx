/** Formulas as MathML, and matrices as grids that a keyboard can walk. */
import { useState } from "preact/hooks";
import { mathmlOf } from "../interpret/mathml.ts";
import type { Reading } from "../report/derivation/reading.ts";
import { numberText } from "../report/matrix.ts";
import type { Rows } from "./protocol.ts";

/** How a line is drawn. */
export interface LineProps {
  readonly reading: Reading;
  readonly id: string;
  readonly relation?: string | undefined;
  readonly marked?: ReadonlyMap<string, string>;
  readonly shapes: boolean;
  readonly full?: boolean;
}

/** A term of a derivation. */
export function Line({ reading, id, relation, marked = new Map(), shapes, full = false }: LineProps) {
  const ids = new Map(reading.document.terms.map((row) => [reading.term(row.id), row.id]));
  const options = {
    ...(full ? {} : { names: reading.names }),
    idOf: (term: Parameters<typeof mathmlOf>[0]) => ids.get(term),
    classOf: (term: Parameters<typeof mathmlOf>[0]) => marked.get(ids.get(term) ?? ""),
    shapes,
  };
  const sign = relation === undefined ? "" : `<mo>${relation}</mo>`;
  // what mathmlOf writes is escaped by it
  return <math dangerouslySetInnerHTML={{ __html: `<mrow>${sign}${mathmlOf(reading.term(id), options)}</mrow>` }} />;
}

const ARROWS: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
};

/** A matrix as a grid; arrows walk it, and entries that differ from another matrix are marked. */
export function Matrix({ label, rows, other }: { readonly label: string; readonly rows: Rows; readonly other?: Rows }) {
  const [[row, col], setPlace] = useState<readonly [number, number]>([0, 0]);
  const walk = (event: KeyboardEvent): void => {
    const step = ARROWS[event.key];
    if (step === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    const next = [clamp(row + step[0], rows.length), clamp(col + step[1], rows[0]?.length ?? 0)] as const;
    setPlace(next);
    const grid = event.currentTarget as HTMLElement;
    grid.querySelector<HTMLElement>(`[data-at="${next[0]},${next[1]}"]`)?.focus();
  };
  if (rows.length === 0) return <p>{label}: no value in floats</p>;
  return (
    <figure class="matrix">
      <figcaption>{label}</figcaption>
      {/* biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: a table of numbers that arrows walk is a grid */}
      <table role="grid" aria-label={label} onKeyDown={walk}>
        <tbody>
          {rows.slice(0, LARGEST).map((entries, i) => (
            <tr key={i}>
              {entries.slice(0, LARGEST).map((x, j) => {
                const differs = other !== undefined && isOther(x, other[i]?.[j]);
                return (
                  <td
                    key={j}
                    // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: a cell of a grid
                    role="gridcell"
                    data-at={`${i},${j}`}
                    tabIndex={i === row && j === col ? 0 : -1}
                    class={differs ? "differs" : undefined}
                  >
                    {numberText(x)}
                    {differs ? <span class="hidden"> differs</span> : null}
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </figure>
  );
}

/** Rows and columns that are shown. */
const LARGEST = 8;

function clamp(at: number, count: number): number {
  return Math.max(0, Math.min(Math.min(count, LARGEST) - 1, at));
}

/** Whether two entries are different numbers to a reader: their texts differ. */
function isOther(x: number, y: number | undefined): boolean {
  return y === undefined || numberText(x) !== numberText(y);
}
