/** The three plots: a heat map, a spectrum with its cliff, phasors that turn. */
import type { Rows } from "./protocol.ts";

const CELL = 22;
/** Steps of the scale that is safe for colour-blind readers (cividis), from low to high. */
const SCALE = ["#00224e", "#1a386f", "#434e6c", "#616468", "#7d7c78", "#9b9476", "#bcae6c", "#dec958", "#fee838"];

/** A matrix as colours, from the least of `range` to the most. */
export function HeatMap({
  label,
  rows,
  range,
}: {
  readonly label: string;
  readonly rows: Rows;
  readonly range: readonly [number, number];
}) {
  const [least, most] = range;
  const colour = (x: number): string => {
    const part = most === least ? 0 : (x - least) / (most - least);
    return SCALE[Math.min(SCALE.length - 1, Math.floor(part * SCALE.length))]!;
  };
  const [height, width] = [rows.length * CELL, (rows[0]?.length ?? 0) * CELL];
  return (
    <figure>
      <figcaption>{label}</figcaption>
      <svg
        role="img"
        aria-label={`${label}: heat map from ${least.toFixed(2)} to ${most.toFixed(2)}`}
        width={width}
        height={height}
      >
        {rows.map((row, i) =>
          row.map((x, j) => (
            <rect key={`${i},${j}`} x={j * CELL} y={i * CELL} width={CELL - 1} height={CELL - 1} fill={colour(x)}>
              <title>{`(${i}, ${j}): ${x.toFixed(3)}`}</title>
            </rect>
          )),
        )}
      </svg>
    </figure>
  );
}

const HEIGHT = 90;
const BAR = 18;
/** Below this part of the largest a singular value is 0 to a reader. */
const NOTHING = 1e-6;

/** Singular values as bars; after the claimed rank comes the cliff. */
export function Spectrum({
  values,
  cliff,
}: {
  readonly values: readonly number[];
  readonly cliff: number | undefined;
}) {
  const largest = values[0] ?? 1;
  const height = (x: number): number =>
    largest === 0 ? 0 : Math.max(x > NOTHING * largest ? 2 : 0, (x / largest) * HEIGHT);
  const at = cliff === undefined || cliff >= values.length ? undefined : cliff * BAR - 1.5;
  return (
    <figure>
      <figcaption>singular values{cliff === undefined ? "" : `, the cliff at ${cliff}`}</figcaption>
      <svg
        role="img"
        aria-label={`singular values ${values.map((x) => x.toPrecision(2)).join(", ")}${cliff === undefined ? "" : `; the bound is ${cliff}`}`}
        width={values.length * BAR}
        height={HEIGHT + 2}
      >
        {values.map((x, i) => (
          <g key={i}>
            <title>{x.toPrecision(4)}</title>
            <rect class="bar" x={i * BAR} y={HEIGHT - height(x)} width={BAR - 4} height={height(x)} />
            <rect class="ground" x={i * BAR} y={HEIGHT} width={BAR - 4} height={2} />
          </g>
        ))}
        {at === undefined ? null : <line class="cliff" x1={at} x2={at} y1={0} y2={HEIGHT + 2} />}
      </svg>
    </figure>
  );
}

const RADIUS = 34;
const PHASORS = 4;

/** e^{iωp} for some frequencies: a shift of the position turns each by an angle of its own, the same at every position. */
export function Phasors({ position, shift }: { readonly position: number; readonly shift: number }) {
  const frequencies = Array.from({ length: PHASORS }, (_, k) => 10_000 ** (-k / PHASORS));
  const size = 2 * RADIUS + 8;
  const degrees = (angle: number): number => (-angle * 180) / Math.PI; // the plane's y points up, the page's down
  return (
    <figure>
      <figcaption>
        positions {position} and, dashed, {position + shift}: each wave turns by its own angle
      </figcaption>
      <svg
        role="img"
        aria-label={`phasors at position ${position} and ${position + shift}`}
        width={size * PHASORS}
        height={size}
      >
        {frequencies.map((frequency, k) => {
          const [x, y] = [size * (k + 0.5), size / 2];
          const hand = (name: string, p: number) => (
            <g transform={`translate(${x} ${y})`}>
              <line class={name} x1={0} y1={0} x2={RADIUS} y2={0} style={{ rotate: `${degrees(frequency * p)}deg` }} />
            </g>
          );
          return (
            <g key={frequency}>
              <circle class="orbit" cx={x} cy={y} r={RADIUS} />
              {hand("before", position)}
              {hand("after", position + shift)}
            </g>
          );
        })}
      </svg>
    </figure>
  );
}
