/** The equation chain: the redex boxed in one line, what it becomes in the next; steps open into their parts. */
import type { Reading } from "../report/derivation/reading.ts";
import { residualText } from "../report/derivation/reading.ts";
import type { PartRow, StepRow } from "../report/derivation/schema.ts";
import { Derived } from "./fact.tsx";
import { Line, scrollable } from "./formula.tsx";

interface ChainProps {
  readonly reading: Reading;
  readonly steps: readonly StepRow[];
  readonly shapes: boolean;
  /** The step that is looked at, from 0; none by default. */
  readonly at?: number;
  readonly look?: (step: number) => void;
  readonly open?: ReadonlySet<string>;
  readonly toggle?: (id: string) => void;
  /** Steps that are shown; the others are still to be found. */
  readonly shown?: number;
}

const NONE: ReadonlySet<string> = new Set();

/** The lines of a chain. */
export function Chain({
  reading,
  steps,
  at = -1,
  look,
  open = NONE,
  toggle,
  shapes,
  shown = steps.length,
}: ChainProps) {
  const [first] = steps;
  if (first === undefined) return <p class="empty">Both sides are the same.</p>;
  const marks = (step: StepRow | undefined, which: "redex" | "contractum"): ReadonlyMap<string, string> =>
    new Map((step?.parts ?? []).filter(isTelling).map((part) => [part[which], which]));
  return (
    <ol class="chain">
      <li class="line">
        <div class="formula" ref={scrollable}>
          <Line
            reading={reading}
            id={first.before}
            marked={marks(at === 0 ? first : undefined, "redex")}
            shapes={shapes}
            full
          />
        </div>
      </li>
      {steps.slice(0, shown).map((step, i) => {
        const marked = new Map([
          ...(i === at ? marks(step, "contractum") : []),
          ...(i + 1 === at ? marks(steps[at], "redex") : []),
        ]);
        return (
          <li key={step.id} class={i === at ? "line current" : "line"}>
            <div class="formula" ref={scrollable}>
              <Line
                reading={reading}
                id={step.after}
                relation={step.relation}
                marked={marked}
                shapes={shapes}
                full={i === steps.length - 1}
              />
            </div>
            <div class="by">
              {look === undefined ? (
                <span class="reason">
                  <Reason number={i + 1} step={step} />
                </span>
              ) : (
                <button
                  type="button"
                  class="reason"
                  aria-current={i === at ? "step" : undefined}
                  onClick={() => look(i)}
                >
                  <Reason number={i + 1} step={step} />
                </button>
              )}
              {toggle === undefined || (step.parts.length < 2 && step.parts[0]!.fact === undefined) ? null : (
                <button type="button" class="fold" aria-expanded={open.has(step.id)} onClick={() => toggle(step.id)}>
                  {step.parts.length} {step.parts.length === 1 ? "change" : "changes"}
                </button>
              )}
            </div>
            {open.has(step.id) ? <Parts reading={reading} parts={step.parts} shapes={shapes} /> : null}
          </li>
        );
      })}
    </ol>
  );
}

function Reason({ number, step }: { readonly number: number; readonly step: StepRow }) {
  return (
    <>
      <span class="number">{number}</span> <span class="name">{titleOf(step)}</span>
      {step.residual === undefined ? null : <small class="residual"> residual {residualText(step.residual)}</small>}
    </>
  );
}

/** What a step is called: a fact of the document is a lemma. */
export function titleOf({ title }: StepRow): string {
  return title.replace(/^([a-z]\d+)\b/, "lemma $1").replaceAll("_", "_\u200b"); // long names break at their parts
}

/** Whether a change is what a step is about: not one of brackets. */
function isTelling({ law, fact }: PartRow): boolean {
  return law !== undefined || fact !== undefined;
}

/** The changes of a step, and of each that is a fact, how that is shown. */
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
      {parts.map(({ id, redex, contractum, law, fact, words, backward, residual }) => (
        <li key={id}>
          <div class="formula" ref={scrollable}>
            <Line reading={reading} id={redex} shapes={shapes} /> <span aria-hidden="true">→</span>
            <span class="hidden"> becomes </span> <Line reading={reading} id={contractum} shapes={shapes} />
          </div>
          <small>
            {law?.name ?? (fact === undefined ? words : `lemma ${fact}`)}
            {backward ? ", read backwards" : ""}
            {residual === undefined ? "" : `; residual ${residualText(residual)}`}
          </small>
          {fact === undefined ? null : <Derived reading={reading} fact={reading.fact(fact)} shapes={shapes} />}
        </li>
      ))}
    </ol>
  );
}
