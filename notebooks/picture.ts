/**
 * What cells show: Markdown, and pictures as SVG without scripts.
 *
 * Colours tell signs apart for every eye (blue below zero, orange above), and each panel has a white ground, so that a
 * picture reads alike on light and dark pages.
 */

const DISPLAY: unique symbol = Symbol.for("Jupyter.display") as never; // the name by which the kernel asks

/** Something that a notebook shows when it is the value of a cell. */
export interface Shown {
  readonly [DISPLAY]: () => Readonly<Record<string, string>>;
}

/** Markdown, with formulas in dollars. */
export function markdown(...parts: readonly string[]): Shown {
  return { [DISPLAY]: () => ({ "text/markdown": parts.join("\n\n") }) };
}

/** A table in Markdown. */
export function table(head: readonly string[], rows: readonly (readonly (string | number)[])[]): Shown {
  const line = (cells: readonly (string | number)[]): string => `| ${cells.join(" | ")} |`;
  return markdown([line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n"));
}

/** An SVG of the given size; `body` is its content. unit  pixel */
export function svg(width: number, height: number, body: string, title = ""): Shown {
  const name = title === "" ? "" : `<title>${escaped(title)}</title>`;
  const ground = `<rect width="${width}" height="${height}" rx="6" fill="#ffffff"/>`;
  const open = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" font-family="sans-serif" font-size="12" fill="#222222">`;
  return { [DISPLAY]: () => ({ "image/svg+xml": `${open}${name}${ground}${body}</svg>` }) };
}

/** Text at a place, anchored at its start, middle or end. */
export function label(x: number, y: number, text: string, anchor: "start" | "middle" | "end" = "start"): string {
  return `<text x="${at(x)}" y="${at(y)}" text-anchor="${anchor}">${escaped(text)}</text>`;
}

/** A matrix of numbers with its name. shape  n × m */
export type Panel = readonly [title: string, rows: readonly (readonly number[])[]];

const BLUE = [0, 114, 178] as const;
const ORANGE = [213, 94, 0] as const;
/** Lines, in their order: Okabe and Ito's colours. */
const INKS = ["#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9"] as const;

/** Matrices side by side, each entry a square, shaded by its size relative to the largest of its matrix. */
export function heatMaps(...panels: readonly Panel[]): Shown {
  const widest = Math.max(...panels.flatMap(([, rows]) => rows.map((row) => row.length)));
  const side = Math.max(6, Math.min(30, Math.floor(240 / widest)));
  const top = 34;
  let left = 12;
  const drawn = panels.map(([title, rows]) => {
    const largest = Math.max(...rows.flat().map(Math.abs), Number.MIN_VALUE);
    const width = Math.max((rows[0]?.length ?? 0) * side, 8 * title.length * 0.8);
    const squares = rows.flatMap((row, i) =>
      row.map((x, j) => {
        const place = `x="${left + j * side}" y="${top + i * side}" width="${side - 1}" height="${side - 1}"`;
        return `<rect ${place} fill="${shade(x / largest)}"/>`;
      }),
    );
    const text = label(left, 22, title) + squares.join("");
    left += width + 24;
    return text;
  });
  const tallest = Math.max(...panels.map(([, rows]) => rows.length));
  return svg(
    Math.ceil(left - 12),
    top + tallest * side + 12,
    drawn.join(""),
    panels.map(([title]) => title).join(", "),
  );
}

/** From white to blue below zero, to orange above. */
function shade(x: number): string {
  const to = x < 0 ? BLUE : ORANGE;
  const part = Math.min(1, Math.abs(x));
  return `#${to
    .map((c) =>
      Math.round(255 + (c - 255) * part)
        .toString(16)
        .padStart(2, "0"),
    )
    .join("")}`;
}

/** Bars with their names below and their values above. */
export function bars(title: string, values: readonly (readonly [string, number])[]): Shown {
  const [width, height, top] = [46, 130, 46];
  const [most, least] = [Math.max(0, ...values.map(([, v]) => v)), Math.min(0, ...values.map(([, v]) => v))];
  const y = (v: number): number => top + ((most - v) / (most - least || 1)) * height;
  const body = values.map(([name, v], i) => {
    const x = 14 + i * width;
    const box = `x="${x}" y="${at(Math.min(y(v), y(0)))}" width="${width - 8}" height="${at(Math.abs(y(v) - y(0)))}"`;
    const number = label(x + width / 2 - 4, Math.min(y(v), y(0)) - 4, short(v), "middle");
    const below = label(x + width / 2 - 4, top + height + 18, name, "middle");
    return `<rect ${box} fill="${v < 0 ? INKS[0] : INKS[1]}"/>${number}${below}`;
  });
  return svg(
    Math.max(20 + values.length * width, 30 + title.length * 7),
    top + height + 30,
    label(14, 20, title) + body.join(""),
    title,
  );
}

/** A line with its name: y over x. */
export type Series = readonly [name: string, points: readonly (readonly [number, number])[]];

/** How axes are scaled and named. */
export interface Axes {
  readonly x: string;
  readonly y: string;
  readonly logX?: boolean;
  readonly logY?: boolean;
}

/** Lines over common axes; on a logarithmic axis, what is not positive is left out. */
export function plot(title: string, series: readonly Series[], { x, y, logX = false, logY = false }: Axes): Shown {
  const [width, height, left, top] = [460, 220, 64, 40];
  const kept = series.map(
    ([name, points]) =>
      [name, points.filter(([a, b]) => (!logX || a > 0) && (!logY || b > 0) && Number.isFinite(b))] as const,
  );
  const across = scaleOf(
    kept.flatMap(([, points]) => points.map(([a]) => a)),
    logX,
  );
  const up = scaleOf(
    kept.flatMap(([, points]) => points.map(([, b]) => b)),
    logY,
  );
  const px = (v: number): number => left + across.part(v) * width;
  const py = (v: number): number => top + (1 - up.part(v)) * height;
  const axis = `<path d="M${left} ${top}V${top + height}H${left + width}" fill="none" stroke="#666666"/>`;
  const ticks = [
    ...across.ticks.map((v) => label(px(v), top + height + 16, tick(v), "middle")),
    ...up.ticks.map(
      (v) => `<path d="M${left} ${at(py(v))}h${width}" stroke="#e4e4e4"/>${label(left - 6, py(v) + 4, tick(v), "end")}`,
    ),
  ];
  const drawn = kept.map(([name, points], i) => {
    const ink = INKS[i % INKS.length]!;
    const path = points.map(([a, b], k) => `${k === 0 ? "M" : "L"}${at(px(a))} ${at(py(b))}`).join("");
    const key = `<rect x="${left + width + 14}" y="${top + i * 18}" width="12" height="3" fill="${ink}"/>`;
    return `<path d="${path}" fill="none" stroke="${ink}" stroke-width="2"/>${key}${label(left + width + 32, top + 6 + i * 18, name)}`;
  });
  const names = label(left + width / 2, top + height + 36, x, "middle") + label(left, top - 8, y, "middle");
  const wide = left + width + 48 + 7 * Math.max(...series.map(([name]) => name.length));
  return svg(
    wide,
    top + height + 48,
    label(left + 60, 20, title) + ticks.join("") + axis + drawn.join("") + names,
    title,
  );
}

interface Scale {
  readonly part: (v: number) => number;
  readonly ticks: readonly number[];
}

function scaleOf(values: readonly number[], log: boolean): Scale {
  const of = log ? Math.log10 : (v: number) => v;
  const [low, high] = [of(Math.min(...values)), of(Math.max(...values))];
  const [from, to] = log ? [Math.floor(low), Math.ceil(high)] : [low, high];
  const span = to - from || 1;
  const step = log ? Math.max(1, Math.ceil(span / 6)) : stepOf(span / 5);
  const first = Math.ceil(from / step - 1e-9);
  const count = Math.floor(to / step + 1e-9) - first + 1;
  const ticks = Array.from({ length: count }, (_, i) => (first + i) * step);
  return { part: (v) => (of(v) - from) / span, ticks: log ? ticks.map((v) => 10 ** v) : ticks };
}

/** A step of 1, 2 or 5 and zeros, not below the one asked for. */
function stepOf(least: number): number {
  const power = 10 ** Math.floor(Math.log10(least));
  return power * ([1, 2, 5].find((n) => n * power >= least * (1 - 1e-9)) ?? 10);
}

function tick(v: number): string {
  if (v === 0) return "0";
  const size = Math.abs(v);
  return size >= 1e-3 && size < 1e5 ? String(Number(v.toPrecision(3))) : v.toExponential(0);
}

/** A number in three digits. */
export function short(v: number): string {
  if (v === 0) return "0";
  const size = Math.abs(v);
  return size >= 1e-3 && size < 1e5 ? String(Number(v.toPrecision(3))) : v.toExponential(1);
}

function at(v: number): string {
  return String(Math.round(v * 10) / 10);
}

function escaped(text: string): string {
  return text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;").replace(/"/g, "&quot;");
}
