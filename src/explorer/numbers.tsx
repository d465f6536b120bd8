/** Both sides of a claim as live matrices, at sizes and values that a reader chooses. */
import { useEffect, useState } from "preact/hooks";
import type { Derivation } from "../report/derivation/schema.ts";
import { ask } from "./desk.ts";
import { Matrix } from "./formula.tsx";
import { HeatMap, Phasors, Spectrum } from "./plots.tsx";
import type { Choice, NumbersShown, Subject } from "./protocol.ts";

interface NumbersProps {
  readonly subject: Subject;
  readonly derivation: Derivation;
  readonly choice: Choice;
  readonly choose: (choice: Choice) => void;
  readonly step: number;
}

const LARGEST_SIZE = 8;

/** The panel of numbers. */
export function Numbers({ subject, derivation, choice, choose, step }: NumbersProps) {
  const [shown, setShown] = useState<NumbersShown | string>("computing …");
  const [shift, setShift] = useState(1);
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
  const sizes = derivation.numbers?.sizes ?? {};
  const resize = (symbol: string, text: string): void =>
    choose({ ...choice, sizes: { ...choice.sizes, [symbol]: Math.max(1, Math.min(LARGEST_SIZE, Number(text) || 1)) } });
  const isPosition = derivation.claim.id.startsWith("position/");
  return (
    <section id="numbers" aria-label="Numbers">
      <div class="controls">
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
        {isPosition ? (
          <label>
            shift
            <input
              type="range"
              min={0}
              max={12}
              value={shift}
              onInput={(event) => setShift(Number(event.currentTarget.value))}
            />
          </label>
        ) : null}
      </div>
      {typeof shown === "string" ? (
        <p>{shown}</p>
      ) : (
        <div class="matrices">
          <Matrix label="left side" rows={shown.lhs} other={shown.rhs} />
          <Matrix label="right side" rows={shown.rhs} other={shown.lhs} />
          {shown.residuals[step] === undefined ? null : (
            <p class="residual">
              residual of step {step + 1}: {shown.residuals[step] === 0 ? "0" : shown.residuals[step]!.toExponential(1)}
            </p>
          )}
          {shown.singular === undefined ? null : <Spectrum values={shown.singular} />}
          {isPosition ? <Phasors position={3} shift={shift} /> : null}
          {derivation.claim.id.startsWith("permutation/") || derivation.claim.id.startsWith("softmax/") ? (
            <>
              <HeatMap label="left side" rows={shown.lhs} />
              <HeatMap label="right side" rows={shown.rhs} />
            </>
          ) : null}
          <details>
            <summary>values</summary>
            {shown.variables.map(({ name, rows }) => (
              <Matrix key={name} label={name} rows={rows} />
            ))}
          </details>
        </div>
      )}
    </section>
  );
}
