/** Both sides of a claim as live matrices, at sizes, values, a mask and a precision that a reader chooses. */
import { useEffect, useState } from "preact/hooks";
import type { Derivation } from "../report/derivation/schema.ts";
import { ask } from "./desk.ts";
import { Matrix, Sides } from "./matrix.tsx";
import { HeatMap, Phasors, Spectrum } from "./plots.tsx";
import { type Choice, MASKS, type NumbersShown, type Subject } from "./protocol.ts";

interface NumbersProps {
  readonly subject: Subject;
  readonly derivation: Derivation;
  readonly choice: Choice;
  readonly choose: (choice: Choice) => void;
  readonly step: number;
}

const LARGEST_SIZE = 8;
const MASK_WORDS: Readonly<Record<Choice["mask"], string>> = {
  stated: "as stated",
  none: "none",
  causal: "causal",
  window: "window of 2",
};

/** The panel of numbers. */
export function Numbers({ subject, derivation, choice, choose, step }: NumbersProps) {
  const [shown, setShown] = useState<NumbersShown | string>("computing …");
  const [[position, shift], turn] = useState<readonly [number, number]>([3, 1]);
  const key = JSON.stringify([subject, choice]);
  useEffect(() => {
    let current = true;
    const told: Promise<NumbersShown | string> = ask("numbers", { subject, choice }).catch(
      (error: Error) => error.message,
    );
    void told.then((found) => {
      if (current) setShown(found);
    });
    return () => {
      current = false;
    };
  }, [key]);
  const isPosition = derivation.claim.id.startsWith("position/");
  return (
    <section id="numbers" aria-label="Numbers">
      <Controls
        derivation={derivation}
        choice={choice}
        choose={choose}
        masks={typeof shown !== "string" && shown.masks}
      >
        {isPosition ? (
          <>
            <Slider label="position" value={position} change={(to) => turn([to, shift])} />
            <Slider label="shift" value={shift} change={(to) => turn([position, to])} />
          </>
        ) : null}
      </Controls>
      {typeof shown === "string" ? (
        <p class="empty">{shown}</p>
      ) : (
        <div class="matrices">
          {shown.lhs.length === 0 ? (
            shown.singular === undefined ? (
              <p class="empty">The sides have no value in floats here.</p>
            ) : null
          ) : (
            <Sides lhs={shown.lhs} rhs={shown.rhs} relation={derivation.claim.says.relation} />
          )}
          <Residuals all={shown.residuals} step={step} />
          {shown.singular === undefined ? null : <Spectrum values={shown.singular} cliff={shown.cliff} />}
          {isPosition ? <Phasors position={position} shift={shift} /> : null}
          {shown.patterns === undefined ? null : <Patterns patterns={shown.patterns} />}
          {shown.variables.length === 0 ? null : (
            <details>
              <summary>
                values of {shown.variables.length === 1 ? "a variable" : `${shown.variables.length} variables`}
              </summary>
              <div class="matrices">
                {shown.variables.map(({ name, rows }) => (
                  <Matrix key={name} label={name} rows={rows} />
                ))}
              </div>
            </details>
          )}
        </div>
      )}
    </section>
  );
}

interface ControlsProps extends Pick<NumbersProps, "derivation" | "choice" | "choose"> {
  readonly masks: boolean;
  readonly children: preact.ComponentChildren;
}

function Controls({ derivation, choice, choose, masks, children }: ControlsProps) {
  const sizes = derivation.numbers?.sizes ?? {};
  const resize = (symbol: string, text: string): void =>
    choose({ ...choice, sizes: { ...choice.sizes, [symbol]: Math.max(1, Math.min(LARGEST_SIZE, Number(text) || 1)) } });
  return (
    <div class="controls">
      <h2>Numbers</h2>
      {Object.entries(sizes).map(([symbol, size]) => (
        <label key={symbol}>
          {symbol}
          <input
            type="number"
            min={1}
            max={LARGEST_SIZE}
            value={choice.sizes[symbol] ?? size}
            onInput={(event) => resize(symbol, event.currentTarget.value)}
          />
        </label>
      ))}
      <label>
        seed
        <input
          type="number"
          min={0}
          value={choice.seed}
          onInput={(event) => choose({ ...choice, seed: Math.max(0, Number(event.currentTarget.value) || 0) })}
        />
      </label>
      {masks ? (
        <label>
          mask
          <select
            value={choice.mask}
            onChange={(event) => {
              const to = event.currentTarget.value;
              choose({ ...choice, mask: MASKS.find((one) => one === to) ?? choice.mask });
            }}
          >
            {MASKS.map((one) => (
              <option key={one} value={one} selected={one === choice.mask}>
                {MASK_WORDS[one]}
              </option>
            ))}
          </select>
        </label>
      ) : null}
      <label>
        dtype
        <select
          value={choice.precision}
          onChange={(event) => choose({ ...choice, precision: event.currentTarget.value === "f32" ? "f32" : "f64" })}
        >
          <option value="f64">float64</option>
          <option value="f32">float32</option>
        </select>
      </label>
      {children}
    </div>
  );
}

const FARTHEST = 12;

function Slider({
  label,
  value,
  change,
}: {
  readonly label: string;
  readonly value: number;
  readonly change: (to: number) => void;
}) {
  return (
    <label>
      {label} {value}
      <input
        type="range"
        min={0}
        max={FARTHEST}
        value={value}
        onInput={(event) => change(Number(event.currentTarget.value))}
      />
    </label>
  );
}

/** The residual of each step as a bar on a scale of powers of ten, the one that is looked at lit. */
function Residuals({ all, step }: { readonly all: NumbersShown["residuals"]; readonly step: number }) {
  const known = all.flatMap((x, i) => (x === undefined ? [] : [{ i, x }]));
  if (known.length === 0) return null;
  return (
    <figure class="residuals">
      <figcaption>residual of each step</figcaption>
      <ol>
        {known.map(({ i, x }) => (
          <li key={i} class={i === step ? "residual current" : "residual"}>
            <span class="number">{i + 1}</span> {x === 0 ? "0" : x.toExponential(1)}
          </li>
        ))}
      </ol>
    </figure>
  );
}

/** The attention patterns of both sides, of the head that a reader chooses, on one scale. */
function Patterns({ patterns }: { readonly patterns: NonNullable<NumbersShown["patterns"]> }) {
  const [chosen, choose] = useState(0);
  const at = Math.min(chosen, patterns.length - 1);
  const pair = patterns[at]!; // there is one
  const all = pair.flat(2).filter(Number.isFinite);
  const range = [Math.min(0, ...all), Math.max(1, ...all)] as const;
  return (
    <div class="patterns">
      {patterns.length === 1 ? null : (
        <label>
          head
          <select value={at} onChange={(event) => choose(Number(event.currentTarget.value))}>
            {patterns.map((_, i) => (
              <option key={i} value={i} selected={i === at}>
                {i + 1} of {patterns.length}
              </option>
            ))}
          </select>
        </label>
      )}
      <HeatMap label="attention on the left side" rows={pair[0]} range={range} />
      <HeatMap label="on the right side" rows={pair[1]} range={range} />
    </div>
  );
}
