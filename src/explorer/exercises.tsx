/** Two ways to learn a derivation: to predict the next rule, and to put its parts in order. */
import { useMemo, useState } from "preact/hooks";
import type { Reading } from "../report/derivation/reading.ts";
import type { FactRow, SaidRow, StepRow } from "../report/derivation/schema.ts";
import { Chain, titleOf } from "./chain.tsx";
import { Said } from "./fact.tsx";
import { Line, scrollable } from "./formula.tsx";

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
    const others = [...new Set([...steps.map(titleOf), ...OTHERS])].filter((title) => title !== titleOf(step));
    return shuffled([titleOf(step), ...shuffled(others, step.id).slice(0, CHOICES - 1)], step.id);
  }, [step]);
  const choose = (title: string): void => {
    const right = title === titleOf(step!);
    say(right ? `Yes: ${title}.` : `No, not ${title}.`);
    if (!right) setWrong([...wrong, title]);
    else {
      setWrong([]);
      look(at + 1);
    }
  };
  return (
    <>
      <Chain reading={reading} steps={steps} at={at - 1} shapes={shapes} shown={at} />
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
          {wrong.length === 0 ? null : <p class="no">Not {wrong.at(-1)}: try again.</p>}
        </fieldset>
      )}
    </>
  );
}

/** A part of a derivation: a lemma, or a line of its chain. */
interface Item {
  readonly id: string;
  readonly says: SaidRow | undefined;
  readonly line: Pick<StepRow, "after" | "relation"> | undefined;
  /** The items that must come before it. */
  readonly needs: readonly string[];
}

/** Parts that a reader can keep in view at once. */
const MOST_ITEMS = 14;

/**
 * The parts of a derivation with its graph: a line needs the line before it, and the lemmas and conditions that its
 * step uses; a lemma needs what it is from. When there are too many, conditions are left out, and lemmas next.
 */
function itemsOf(steps: readonly StepRow[], facts: readonly FactRow[]): readonly Item[] {
  const lines = steps.map(({ id, after, relation, parts }, i): Item => {
    const used = parts.flatMap(({ law, fact }) => [...(fact === undefined ? [] : [fact]), ...(law?.conditions ?? [])]);
    return { id, says: undefined, line: { after, relation }, needs: i === 0 ? used : [steps[i - 1]!.id, ...used] };
  });
  const lemma = (fact: FactRow): Item => ({ id: fact.id, says: fact.says, line: undefined, needs: neededBy(fact) });
  const lemmas = facts.filter(({ says }) => says.relation !== "is");
  for (const told of [facts, lemmas])
    if (lines.length + told.length <= MOST_ITEMS) return [...told.map(lemma), ...lines];
  return lines;
}

function neededBy({ by }: FactRow): readonly string[] {
  if (by.rule === "law") return by.law.conditions;
  if (by.rule !== "chain") return "of" in by ? by.of : [];
  const parts = by.steps.flatMap((step) => step.parts);
  return parts.flatMap(({ law, fact }) => [...(fact === undefined ? [] : [fact]), ...(law?.conditions ?? [])]);
}

interface OrderProps {
  readonly reading: Reading;
  readonly steps: readonly StepRow[];
  readonly facts: readonly FactRow[];
  readonly shapes: boolean;
  readonly say: (text: string) => void;
}

/** Shuffled parts are put in an order in which each has what it needs before it; there may be more than one. */
export function Order({ reading, steps, facts, shapes, say }: OrderProps) {
  const items = useMemo(() => itemsOf(steps, facts), [steps, facts]);
  const [order, setOrder] = useState(() => shuffled(items, reading.document.hash));
  const place = new Map(order.map(({ id }, i) => [id, i]));
  const lacks = ({ needs }: Item, i: number): readonly number[] =>
    [...new Set(needs)].flatMap((id) => ((place.get(id) ?? -1) > i ? [place.get(id)!] : []));
  const early = order.filter((item, i) => lacks(item, i).length > 0).length;
  const move = (from: number, by: number): void => {
    const to = from + by;
    if (to < 0 || to >= order.length) return;
    const next = [...order];
    [next[from], next[to]] = [next[to]!, next[from]!];
    setOrder(next);
    say(`moved to place ${to + 1}`);
  };
  const [start] = steps;
  return (
    <>
      <p>
        Put the parts in order, so that each comes after what it needs: a line after the one it follows from, a lemma
        before it is used.
      </p>
      <p role="status" class={early === 0 ? "done" : "grade"}>
        {early === 0
          ? "In order: each part has what it needs before it."
          : `${early} of ${order.length} come before something that they need.`}
      </p>
      <p class="start" ref={scrollable}>
        <span class="tag">start</span> <Line reading={reading} id={start!.before} shapes={shapes} />
      </p>
      <ol class="ordering">
        {order.map((item, i) => {
          const lacking = lacks(item, i);
          return (
            <li key={item.id} class={lacking.length > 0 ? "early" : undefined}>
              <span class="moves">
                <button
                  type="button"
                  aria-label={`move part ${i + 1} up`}
                  disabled={i === 0}
                  onClick={() => move(i, -1)}
                >
                  ↑
                </button>
                <button
                  type="button"
                  aria-label={`move part ${i + 1} down`}
                  disabled={i === order.length - 1}
                  onClick={() => move(i, 1)}
                >
                  ↓
                </button>
              </span>
              <div class="formula" ref={scrollable}>
                {item.says === undefined ? null : <span class="tag">lemma</span>}{" "}
                {item.says === undefined ? (
                  <Line reading={reading} id={item.line!.after} relation={item.line!.relation} shapes={shapes} />
                ) : (
                  <Said reading={reading} says={item.says} shapes={shapes} />
                )}
              </div>
              {lacking.length === 0 ? null : (
                <small>needs what is at {lacking.map((at) => at + 1).join(", ")}, below it</small>
              )}
            </li>
          );
        })}
      </ol>
    </>
  );
}
