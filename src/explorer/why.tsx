/** "Why may I?": the rule of a step, its instance, its conditions with what shows them, and a case in which it fails. */
import { useEffect, useState } from "preact/hooks";
import type { LawFailure } from "../report/derivation/failure.ts";
import type { Reading } from "../report/derivation/reading.ts";
import type { LawRow, StepRow } from "../report/derivation/schema.ts";
import { titleOf } from "./chain.tsx";
import { ask } from "./desk.ts";
import { Fact } from "./fact.tsx";
import { Line } from "./formula.tsx";
import { Matrix, Sides } from "./matrix.tsx";

interface WhyProps {
  readonly reading: Reading;
  readonly step: StepRow;
  readonly shapes: boolean;
}

/** The reasons of a step. */
export function Why({ reading, step, shapes }: WhyProps) {
  const laws = step.parts.flatMap(({ law }) => law ?? []);
  const different = laws.filter(({ name }, i) => laws.findIndex((other) => other.name === name) === i);
  const fact = reading.factOf(step);
  return (
    <>
      <h3>{titleOf(step)}</h3>
      {fact === undefined ? (
        <p class="words">{step.words}</p>
      ) : (
        <Fact key={fact.id} reading={reading} fact={fact} shapes={shapes} />
      )}
      {different.map((law) => (
        <Law key={law.name} reading={reading} law={law} shapes={shapes} named={law.name !== step.title} />
      ))}
    </>
  );
}

function Law({
  reading,
  law,
  shapes,
  named,
}: {
  readonly reading: Reading;
  readonly law: LawRow;
  readonly shapes: boolean;
  readonly named: boolean;
}) {
  return (
    <section class="law" aria-label={law.name}>
      {named ? <h4>{law.name.replaceAll("_", "_\u200b")}</h4> : null}
      <p class="schema">{law.schema}</p>
      {law.instance.length === 0 ? null : (
        <dl class="instance" aria-label="here">
          {law.instance.map(({ parameter, term }) => (
            <div key={parameter}>
              <dt>{parameter}</dt>
              <dd>
                <Line reading={reading} id={term} shapes={shapes} />
              </dd>
            </div>
          ))}
        </dl>
      )}
      {law.conditions.length > 0 ? (
        <>
          <h5>which it needs</h5>
          {law.conditions.map((id) => (
            <Fact key={id} reading={reading} fact={reading.fact(id)} shapes={shapes} />
          ))}
          <Fails law={law.name} />
        </>
      ) : null}
      <p class="source">
        <small>source: {law.source}</small>
      </p>
    </section>
  );
}

function Fails({ law }: { readonly law: string }) {
  const [found, setFound] = useState<{ readonly failure?: LawFailure } | undefined>();
  useEffect(() => {
    let current = true;
    void ask("fails", { law }).then((answer) => {
      if (current) setFound(answer);
    });
    return () => {
      current = false;
    };
  }, [law]);
  if (found === undefined) return <p class="empty">looking for a case in which it fails …</p>;
  if (found.failure === undefined) return <p class="empty">No case was found in which it fails.</p>;
  return <FailingCase failure={found.failure} />;
}

function FailingCase({ failure: { without, sizes, values, outcome, says } }: { readonly failure: LawFailure }) {
  const empty = Object.entries(sizes).filter(([, size]) => size === 0);
  return (
    <section class="fails" aria-label="A case in which it fails">
      <h5>without “{without.join("”, “")}” it fails</h5>
      <div class="matrices">
        {Object.entries(values).map(([name, rows]) => (
          <Matrix key={name} label={name} rows={rows} />
        ))}
      </div>
      {empty.length === 0 ? null : <p>where {empty.map(([symbol]) => `${symbol} = 0`).join(", ")}</p>}
      {outcome.kind === "no value" ? (
        <p>
          <code>{outcome.of}</code> has no value there.
        </p>
      ) : outcome.kind === "is not" ? (
        <>
          <p>
            It would say that <code>{says}</code>, and that is
          </p>
          <Matrix label={`not ${outcome.property}`} rows={outcome.value} />
        </>
      ) : (
        <>
          <p>
            It would say that <code>{says}</code>, and there
          </p>
          <div class="matrices">
            <Sides lhs={outcome.lhs} rhs={outcome.rhs} relation={outcome.relation} />
          </div>
        </>
      )}
    </section>
  );
}
