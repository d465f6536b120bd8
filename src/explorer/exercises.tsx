/** Two ways to learn a derivation: to predict the next rule, and to put its parts in order. */
import { useMemo, useState } from "preact/hooks";
import type { Reading } from "../report/derivation/reading.ts";
import type { FactRow, StepRow } from "../report/derivation/schema.ts";
import { Chain } from "./chain.tsx";
import { Line } from "./formula.tsx";

/** An order that depends on a text alone, so that a link shows the same exercise. */
function shuffled<T>(items: readonly T[], seed: string): readonly T[] {
  const keyed = items.map((item, i) => [hash(`${seed} ${i}`), item] as const);
  return keyed.sort(([a], [b]) => a - b).map(([, item]) => item);
}

function hash(text: string): number {
  let value = 0x811c9dc5;
  for (const character of text) value = Math.imul(value ^ character.codePointAt(0)!, 0x01000193) >>> 0;
  return value;
}

const CHOICES = 4;
/** Rules that could have been used, when a derivation has few of its own. */
const OTHERS = [
  "transpose: a transpose goes inside",
  "mul_add: products distribute over sums",
  "exp_add: exponentials of sums",
  "trace_mul_comm: factors go around",
];

interface ExerciseProps {
  readonly reading: Reading;
  readonly steps: readonly StepRow[];
  readonly at: number;
  readonly look: (step: number) => void;
  readonly shapes: boolean;
  readonly say: (text: string) => void;
}

/** The next rule is chosen before it is shown. */
export function Predict({ reading, steps, at, look, shapes, say }: ExerciseProps) {
  const [wrong, setWrong] = useState<readonly string[]>([]);
  const step = steps[at];
  const options = useMemo(() => {
    if (step === undefined) return [];
    const others = [...new Set([...steps.map(({ title }) => title), ...OTHERS])].filter(
      (title) => title !== step.title,
    );
    return shuffled([step.title, ...shuffled(others, step.id).slice(0, CHOICES - 1)], step.id);
  }, [step]);
  const choose = (title: string): void => {
    const right = title === step!.title;
    say(right ? `Yes: ${title}.` : `No, not ${title}.`);
    if (!right) setWrong([...wrong, title]);
    else {
      setWrong([]);
      look(at + 1);
    }
  };
  return (
    <>
      <Chain
        reading={reading}
        steps={steps}
        at={at - 1}
        look={() => undefined}
        open={new Set()}
        toggle={() => undefined}
        shapes={shapes}
        shown={at}
      />
      {step === undefined ? (
        <p class="done">That was the last step.</p>
      ) : (
        <fieldset class="choices">
          <legend>Which rule is next?</legend>
          {options.map((title) => (
            <button key={title} type="button" disabled={wrong.includes(title)} onClick={() => choose(title)}>
              {title}
            </button>
          ))}
        </fieldset>
      )}
    </>
  );
}

interface Item {
  readonly id: string;
  readonly term: readonly string[];
  readonly relation: string;
  readonly needs: readonly string[];
}

/** What can be put in order: the facts of a proof by what they stand on, or the lines of its chain. */
function itemsOf(steps: readonly StepRow[], facts: readonly FactRow[]): readonly Item[] {
  const told = facts.map(({ id, says, by }) => {
    const parts = by.rule === "chain" ? by.steps.flatMap((step) => step.parts) : [];
    const laws = [...(by.rule === "law" ? [by.law] : []), ...parts.flatMap(({ law }) => law ?? [])];
    const needs = [
      ...laws.flatMap(({ conditions }) => conditions),
      ...parts.flatMap(({ fact }) => fact ?? []),
      ...("of" in by ? by.of : []),
    ];
    return {
      id,
      term: says.terms,
      relation: says.property === undefined ? says.relation : `is ${says.property}`,
      needs,
    };
  });
  if (steps.length < 2) return told;
  return steps.map(({ id, after, relation }, i) => ({
    id,
    term: [after],
    relation,
    needs: i === 0 ? [] : [steps[i - 1]!.id],
  }));
}

interface OrderProps {
  readonly reading: Reading;
  readonly steps: readonly StepRow[];
  readonly facts: readonly FactRow[];
  readonly shapes: boolean;
  readonly say: (text: string) => void;
}

/** Shuffled steps are put in an order in which each has what it needs before it. */
export function Order({ reading, steps, facts, shapes, say }: OrderProps) {
  const items = useMemo(() => itemsOf(steps, facts), [steps, facts]);
  const [order, setOrder] = useState(() => shuffled(items, reading.document.hash));
  const known = new Set(items.map(({ id }) => id));
  const early = order.filter(({ needs }, i) =>
    needs.some((id) => known.has(id) && order.findIndex((other) => other.id === id) > i),
  );
  const move = (from: number, by: number): void => {
    const to = from + by;
    if (to < 0 || to >= order.length) return;
    const next = [...order];
    [next[from], next[to]] = [next[to]!, next[from]!];
    setOrder(next);
    say(`moved to place ${to + 1}`);
  };
  return (
    <>
      <p role="status" class={early.length === 0 ? "done" : undefined}>
        {early.length === 0
          ? "In order: each step has what it needs before it."
          : `${early.length} of ${order.length} come before something that they need.`}
      </p>
      <ol class="order">
        {order.map((item, i) => (
          <li key={item.id} class={early.includes(item) ? "early" : undefined}>
            <button type="button" aria-label={`move step ${i + 1} up`} onClick={() => move(i, -1)}>
              ↑
            </button>
            <button type="button" aria-label={`move step ${i + 1} down`} onClick={() => move(i, 1)}>
              ↓
            </button>
            {item.term.map((id, k) => (
              <Line
                key={id}
                reading={reading}
                id={id}
                relation={k === 0 && item.term.length > 1 ? undefined : item.relation}
                shapes={shapes}
              />
            ))}
          </li>
        ))}
      </ol>
    </>
  );
}
