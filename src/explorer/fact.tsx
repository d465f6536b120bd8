/** A fact with what shows it: its law, its conditions, its own derivation. */
import { useState } from "preact/hooks";
import { type Reading, reasonOf } from "../report/derivation/reading.ts";
import type { FactRow, SaidRow } from "../report/derivation/schema.ts";
import { Chain } from "./chain.tsx";
import { Line, scrollable } from "./formula.tsx";

interface FactProps {
  readonly reading: Reading;
  readonly fact: FactRow;
  readonly shapes: boolean;
  readonly depth?: number;
}

/** Nested conditions that are shown at once. */
const DEEPEST = 6;

/** What is said of terms. */
export function Said({
  reading,
  says,
  shapes,
  full = false,
}: {
  readonly reading: Reading;
  readonly says: SaidRow;
  readonly shapes: boolean;
  readonly full?: boolean;
}) {
  const [lhs, rhs] = says.terms;
  return (
    <span class="said" ref={scrollable}>
      <Line reading={reading} id={lhs!} shapes={shapes} full={full} />{" "}
      {rhs === undefined ? (
        <>is {says.property}</>
      ) : (
        <Line reading={reading} id={rhs} relation={says.relation} shapes={shapes} full={full} />
      )}
    </span>
  );
}

/** A fact, why it holds, and what it is from. */
export function Fact({ reading, fact, shapes, depth = 0 }: FactProps) {
  const { name, from, words } = reasonOf(fact);
  return (
    <div class="fact">
      <Said reading={reading} says={fact.says} shapes={shapes} />
      <small>
        {name === undefined ? null : <code>{name.replaceAll("_", "_\u200b")}</code>} {words}
      </small>
      {depth >= DEEPEST
        ? null
        : from.map((id) => (
            <Fact key={id} reading={reading} fact={reading.fact(id)} shapes={shapes} depth={depth + 1} />
          ))}
      <Derived reading={reading} fact={fact} shapes={shapes} />
    </div>
  );
}

/** The own derivation of a fact that has steps, made when it is opened. */
export function Derived({ reading, fact, shapes }: FactProps) {
  const [open, setOpen] = useState(false);
  if (fact.by.rule !== "chain" || fact.by.steps.length === 0) return null;
  const { steps } = fact.by;
  return (
    <details class="derived" onToggle={(event) => setOpen((event.currentTarget as HTMLDetailsElement).open)}>
      <summary>
        derived in {steps.length} {steps.length === 1 ? "step" : "steps"}
      </summary>
      {open ? <Chain reading={reading} steps={steps} shapes={shapes} /> : null}
    </details>
  );
}
