/** The equation chain: the redex boxed in one line, what it becomes in the next; steps open into their parts. */
import type { Reading } from "../report/derivation/reading.ts";
import { residualText } from "../report/derivation/reading.ts";
import type { PartRow, StepRow } from "../report/derivation/schema.ts";
import { Line } from "./formula.tsx";

interface ChainProps {
  readonly reading: Reading;
  readonly steps: readonly StepRow[];
  /** The step that is looked at, from 0. */
  readonly at: number;
  readonly look: (step: number) => void;
  readonly open: ReadonlySet<string>;
  readonly toggle: (id: string) => void;
  readonly shapes: boolean;
  /** Steps that are shown; the others are still to be found. */
  readonly shown?: number;
}

/** The lines of a chain. */
export function Chain({ reading, steps, at, look, open, toggle, shapes, shown = steps.length }: ChainProps) {
  const [first] = steps;
  if (first === undefined) return <p>Both sides are the same.</p>;
  const marks = (step: StepRow | undefined, which: "redex" | "contractum"): ReadonlyMap<string, string> =>
    new Map((step?.parts ?? []).filter(isTelling).map((part) => [part[which], which]));
  return (
    <ol class="chain">
      <li class="line">
        <Line
          reading={reading}
          id={first.before}
          marked={marks(at === 0 ? first : undefined, "redex")}
          shapes={shapes}
          full
        />
      </li>
      {steps.slice(0, shown).map((step, i) => {
        const marked = new Map([
          ...(i === at ? marks(step, "contractum") : []),
          ...(i + 1 === at ? marks(steps[at], "redex") : []),
        ]);
        return (
          <li key={step.id} class={i === at ? "line current" : "line"} id={`step-${i}`}>
            <Line
              reading={reading}
              id={step.after}
              relation={step.relation}
              marked={marked}
              shapes={shapes}
              full={i === steps.length - 1}
            />
            <button type="button" class="reason" aria-current={i === at ? "step" : undefined} onClick={() => look(i)}>
              <span class="number">{i + 1}</span> {step.title}
              {step.residual === undefined ? null : <small> residual {residualText(step.residual)}</small>}
            </button>
            {step.parts.length > 1 ? (
              <button type="button" class="fold" aria-expanded={open.has(step.id)} onClick={() => toggle(step.id)}>
                {open.has(step.id) ? "close" : `open ${step.parts.length} changes`}
              </button>
            ) : null}
            {open.has(step.id) ? <Parts reading={reading} parts={step.parts} shapes={shapes} /> : null}
          </li>
        );
      })}
    </ol>
  );
}

/** Whether a change is what a step is about: not one of brackets. */
function isTelling({ law, fact }: PartRow): boolean {
  return law !== undefined || fact !== undefined;
}

function Parts({
  reading,
  parts,
  shapes,
}: {
  readonly reading: Reading;
  readonly parts: readonly PartRow[];
  readonly shapes: boolean;
}) {
  return (
    <ol class="parts">
      {parts.map(({ id, redex, contractum, law, words, backward }) => (
        <li key={id}>
          <Line reading={reading} id={redex} shapes={shapes} /> <span aria-hidden="true">→</span>
          <span class="hidden"> becomes </span> <Line reading={reading} id={contractum} shapes={shapes} />
          <small>
            {" "}
            {law?.name ?? words}
            {backward ? ", read backwards" : ""}
          </small>
        </li>
      ))}
    </ol>
  );
}
