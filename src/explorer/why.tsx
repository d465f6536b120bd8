/** "Why may I?": the rule of a step, its instance, its conditions with what shows them, and a case in which it fails. */
import { useEffect, useState } from "preact/hooks";
import { type Reading, reasonOf } from "../report/derivation/reading.ts";
import type { FactRow, LawRow, StepRow } from "../report/derivation/schema.ts";
import { ask } from "./desk.ts";
import { Line } from "./formula.tsx";

interface WhyProps {
  readonly reading: Reading;
  readonly step: StepRow | undefined;
  readonly shapes: boolean;
}

/** The reasons of a step. */
export function Why({ reading, step, shapes }: WhyProps) {
  if (step === undefined) return <p>Choose a step to see why it is allowed.</p>;
  const laws = step.parts.flatMap(({ law }) => law ?? []);
  const different = laws.filter(({ name }, i) => laws.findIndex((other) => other.name === name) === i);
  const fact = reading.factOf(step);
  return (
    <>
      <h3>{step.title}</h3>
      {fact === undefined ? <p>{step.words}</p> : <Fact reading={reading} fact={fact} shapes={shapes} depth={0} />}
      {different.map((law) => (
        <Law key={law.name} reading={reading} law={law} shapes={shapes} />
      ))}
    </>
  );
}

function Law({ reading, law, shapes }: { readonly reading: Reading; readonly law: LawRow; readonly shapes: boolean }) {
  return (
    <section class="law" aria-label={law.name}>
      <h4>{law.name}</h4>
      <p>
        <code>{law.schema}</code>
      </p>
      <dl>
        {law.instance.map(({ parameter, term }) => (
          <div key={parameter}>
            <dt>{parameter}</dt>
            <dd>
              <Line reading={reading} id={term} shapes={shapes} />
            </dd>
          </div>
        ))}
      </dl>
      {law.conditions.map((id) => (
        <Fact key={id} reading={reading} fact={reading.fact(id)} shapes={shapes} depth={0} />
      ))}
      {law.conditions.length > 0 ? <Fails law={law.name} /> : null}
      <p>
        <small>{law.source}</small>
      </p>
    </section>
  );
}

/** Nested conditions that are shown at once. */
const DEEPEST = 6;

function Fact({
  reading,
  fact,
  shapes,
  depth,
}: {
  readonly reading: Reading;
  readonly fact: FactRow;
  readonly shapes: boolean;
  readonly depth: number;
}) {
  const { name, from, words } = reasonOf(fact);
  const [lhs, rhs] = fact.says.terms;
  return (
    <div class="fact">
      <Line reading={reading} id={lhs!} shapes={shapes} />{" "}
      {rhs === undefined ? (
        <>is {fact.says.property}</>
      ) : (
        <Line reading={reading} id={rhs} relation={fact.says.relation} shapes={shapes} />
      )}
      <small> {name === undefined ? words : `${name}: ${words}`}</small>
      {depth < DEEPEST
        ? from.map((id) => (
            <Fact key={id} reading={reading} fact={reading.fact(id)} shapes={shapes} depth={depth + 1} />
          ))
        : null}
    </div>
  );
}

function Fails({ law }: { readonly law: string }) {
  const [text, setText] = useState("looking for a case in which it fails …");
  useEffect(() => {
    let current = true;
    const told = ask("fails", { law }).then(
      (found) => found.text,
      (error: Error) => error.message,
    );
    void told.then((found) => {
      if (current) setText(found);
    });
    return () => {
      current = false;
    };
  }, [law]);
  return <p class="fails">{text}</p>;
}
