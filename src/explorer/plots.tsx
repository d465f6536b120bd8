/** The three plots: a heat map, a spectrum with its cliff, phasors that turn. */
import type { Rows } from "./protocol.ts";

const CELL = 18;
/** Steps of the scale that is safe for colour-blind readers (cividis), from low to high. */
const SCALE = ["#00224e", "#1a386f", "#434e6c", "#616468", "#7d7c78", "#9b9476", "#bcae6c", "#dec958", "#fee838"];

/** A matrix as colours. */
export function HeatMap({ label, rows }: { readonly label: string; readonly rows: Rows }) {
  const all = rows.flat().filter(Number.isFinite);
  const [least, most] = [Math.min(...all), Math.max(...all)];
  const colour = (x: number): string => {
    const part = most === least ? 0 : (x - least) / (most - least);
    return SCALE[Math.min(SCALE.length - 1, Math.floor(part * SCALE.length))]!;
  };
  const [height, width] = [rows.length * CELL, (rows[0]?.length ?? 0) * CELL];
  return (
    <figure>
      <svg
        role="img"
        aria-label={`${label}: heat map from ${least.toFixed(2)} to ${most.toFixed(2)}`}
        width={width}
        height={height}
      >
        {rows.map((row, i) =>
          row.map((x, j) => (
            <rect key={`${i},${j}`} x={j * CELL} y={i * CELL} width={CELL - 1} height={CELL - 1} fill={colour(x)} />
          )),
        )}
      </svg>
      <figcaption>{label}</figcaption>
    </figure>
  );
}

const HEIGHT = 90;
const BAR = 16;

/** Singular values as bars; those after the rank are nothing. */
export function Spectrum({ values }: { readonly values: readonly number[] }) {
  const largest = values[0] ?? 1;
  const height = (x: number): number => (largest === 0 ? 0 : (x / largest) * HEIGHT);
  return (
    <figure>
      <svg
        role="img"
        aria-label={`singular values ${values.map((x) => x.toPrecision(2)).join(", ")}`}
        width={values.length * BAR}
        height={HEIGHT}
      >
        {values.map((x, i) => (
          <rect key={i} class="bar" x={i * BAR} y={HEIGHT - height(x)} width={BAR - 3} height={height(x)} />
        ))}
      </svg>
      <figcaption>singular values</figcaption>
    </figure>
  );
}

const RADIUS = 34;
const PHASORS = 4;

/** e^{iωp} for some frequencies: a shift of the position turns each by an angle of its own. */
export function Phasors({ position, shift }: { readonly position: number; readonly shift: number }) {
  const frequencies = Array.from({ length: PHASORS }, (_, k) => 10_000 ** (-k / PHASORS));
  const size = 2 * RADIUS + 8;
  return (
    <figure>
      <svg
        role="img"
        aria-label={`phasors at position ${position} and ${position + shift}`}
        width={size * PHASORS}
        height={size}
      >
        {frequencies.map((frequency, k) => {
          const [x, y] = [size * (k + 0.5), size / 2];
          const end = (p: number) => ({
            x2: x + RADIUS * Math.cos(frequency * p),
            y2: y - RADIUS * Math.sin(frequency * p),
          });
          return (
            <g key={frequency}>
              <circle class="orbit" cx={x} cy={y} r={RADIUS} />
              <line class="before" x1={x} y1={y} {...end(position)} />
              <line class="after" x1={x} y1={y} {...end(position + shift)} />
            </g>
          );
        })}
      </svg>
      <figcaption>
        phasors at position {position} and, dashed, {position + shift}
      </figcaption>
    </figure>
  );
}
