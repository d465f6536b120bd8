/** Matrices as grids that a keyboard walks; those at which a claim fails are marked. */
import { useState } from "preact/hooks";
import type { Derivation } from "../report/derivation/schema.ts";
import { numberText } from "../report/matrix.ts";

/** Numbers, or fractions as text. */
export type Entries = readonly (readonly (number | string)[])[];

/** Rows and columns that are shown. */
const LARGEST = 8;

type Place = readonly [row: number, col: number];

/** Where a key leads in a grid; undefined for other keys. source  WAI-ARIA Authoring Practices, grid */
function moved({ key, ctrlKey }: KeyboardEvent, [row, col]: Place, [rows, cols]: Place): Place | undefined {
  switch (key) {
    case "ArrowLeft":
      return [row, Math.max(0, col - 1)];
    case "ArrowRight":
      return [row, Math.min(cols - 1, col + 1)];
    case "ArrowUp":
      return [Math.max(0, row - 1), col];
    case "ArrowDown":
      return [Math.min(rows - 1, row + 1), col];
    case "Home":
      return [ctrlKey ? 0 : row, 0];
    case "End":
      return [ctrlKey ? rows - 1 : row, cols - 1];
    default:
      return undefined;
  }
}

/** A matrix. */
export function Matrix({
  label,
  rows,
  marked,
}: {
  readonly label: string;
  readonly rows: Entries;
  readonly marked?: (row: number, col: number) => boolean;
}) {
  const [place, setPlace] = useState<Place>([0, 0]);
  const shown = rows.slice(0, LARGEST).map((entries) => entries.slice(0, LARGEST));
  const size: Place = [shown.length, shown[0]?.length ?? 0];
  const at: Place = [Math.min(place[0], size[0] - 1), Math.min(place[1], size[1] - 1)];
  const walk = (event: KeyboardEvent): void => {
    const next = moved(event, at, size);
    if (next === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    setPlace(next);
    const grid = event.currentTarget as HTMLElement;
    grid.querySelector<HTMLElement>(`[data-at="${next[0]},${next[1]}"]`)?.focus();
  };
  if (rows.length === 0 || size[1] === 0) return <p class="empty">{label}: no entries</p>;
  const all = [rows.length, rows[0]!.length] as const;
  return (
    <figure class="matrix">
      <figcaption>
        {label}{" "}
        <span class="shape">
          {all[0]} × {all[1]}
          {all[0] > LARGEST || all[1] > LARGEST ? `, ${size[0]} × ${size[1]} shown` : ""}
        </span>
      </figcaption>
      {/* biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: a table of numbers that arrows walk is a grid */}
      <table role="grid" aria-label={label} onKeyDown={walk}>
        <tbody>
          {shown.map((entries, i) => (
            <tr key={i}>
              {entries.map((x, j) => {
                const differs = marked?.(i, j) ?? false;
                return (
                  <td
                    key={j}
                    // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: a cell of a grid
                    role="gridcell"
                    data-at={`${i},${j}`}
                    tabIndex={i === at[0] && j === at[1] ? 0 : -1}
                    onFocus={() => setPlace([i, j])}
                    class={differs ? "differs" : undefined}
                  >
                    {textOf(x)}
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

/** What a claim says of its sides. */
export type Relation = Derivation["claim"]["says"]["relation"];

/** Both sides of a claim; entries at which it fails are marked, where a reader sees that they do. */
export function Sides({
  lhs,
  rhs,
  relation,
}: {
  readonly lhs: Entries;
  readonly rhs: Entries;
  readonly relation: Relation;
}) {
  const fails = (i: number, j: number): boolean => {
    const [left, right] = [lhs[i]?.[j], rhs[i]?.[j]];
    if (left === undefined || right === undefined || textOf(left) === textOf(right)) return false;
    return relation !== "≤" || numberOf(left) > numberOf(right);
  };
  return (
    <>
      <Matrix label="left side" rows={lhs} marked={fails} />
      <Matrix label="right side" rows={rhs} marked={fails} />
    </>
  );
}

/** An entry, a fraction too. */
export function numberOf(x: number | string): number {
  if (typeof x === "number") return x;
  const [p, q = 1] = x.split("/").map(Number);
  return p! / q;
}

/** Two entries are different numbers to a reader when their texts differ. */
function textOf(x: number | string | undefined): string {
  return typeof x === "number" ? numberText(x) : (x ?? "");
}
