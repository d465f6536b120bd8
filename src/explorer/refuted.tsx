/** What is not proved: the step that fails, the smallest values that show it, and what would make it true. */
import { useEffect, useState } from "preact/hooks";
import type { Reading } from "../report/derivation/reading.ts";
import type { Derivation } from "../report/derivation/schema.ts";
import { SIGNS } from "../report/signs.ts";
import { linkTo } from "./address.ts";
import { askQuietly } from "./desk.ts";
import { Said } from "./fact.tsx";
import { type Entries, Matrix, numberOf, type Relation, Sides } from "./matrix.tsx";
import type { Mending, Subject } from "./protocol.ts";

type Stopped = NonNullable<Derivation["stops"]>;

const BETWEEN = "This is what is left between the two sides.";

/** The side condition that a proof lacks. */
export function Stops({
  reading,
  stops,
  shapes,
}: {
  readonly reading: Reading;
  readonly stops: Stopped;
  readonly shapes: boolean;
}) {
  const { verdict } = reading.document;
  const open = stops.mends ? "With that it is proved. Whether it is so for all values is open." : BETWEEN;
  const broken = stops.mends
    ? "With that it is proved. It is not so for all values, as the counterexample shows."
    : BETWEEN;
  return (
    <section class={`stops ${verdict}`} aria-label="Where a proof stops">
      <h3>
        <span aria-hidden="true">{SIGNS[verdict]}</span> A proof stops here: it needs
      </h3>
      <p class="condition">
        <Said reading={reading} says={stops.needs} shapes={shapes} />
      </p>
      <p>{verdict === "refuted" ? broken : open}</p>
    </section>
  );
}

/** Values of a counterexample that are shown at once; a stack has many. */
const MOST = 12;

/** The smallest values at which the sides differ. */
export function Counterexample({
  of,
  relation,
}: {
  readonly of: NonNullable<Derivation["counterexample"]>;
  readonly relation: Relation;
}) {
  const { sizes, foundAt, values, functions, lhs, rhs, reason, method } = of;
  const all = Object.entries(values);
  const at = (of: Readonly<Record<string, number>>): string =>
    Object.entries(of)
      .map(([symbol, value]) => `${symbol} = ${value}`)
      .join(", ");
  const differing = worst(lhs, rhs, relation);
  return (
    <section class="counterexample" aria-label="Smallest counterexample">
      <h3>Smallest counterexample</h3>
      <p class="sizes">
        {at(sizes)}
        {at(foundAt) === at(sizes) ? null : <span class="faint"> (found at {at(foundAt)})</span>}
      </p>
      {reason === undefined ? null : <pre class="error">{reason}</pre>}
      {functions.map((text) => (
        <p key={text}>
          <code>{text}</code>
        </p>
      ))}
      <div class="matrices">
        {all.slice(0, MOST).map(([name, rows]) => (
          <Matrix key={name} label={name} rows={rows} />
        ))}
      </div>
      {all.length > MOST ? <p class="faint">and {all.length - MOST} more values</p> : null}
      {lhs.length === 0 ? null : (
        <>
          <div class="matrices sides">
            <Sides lhs={lhs} rhs={rhs} relation={relation} />
          </div>
          {differing === undefined ? null : (
            <p>
              Entry ({differing.row}, {differing.col}) is <strong>{differing.left}</strong> on the left and{" "}
              <strong>{differing.right}</strong> on the right
              {method === "ladder" ? "; float64 does not explain it as rounding." : ", computed without rounding."}
            </p>
          )}
        </>
      )}
    </section>
  );
}

/** Where a relation of two matrices fails most. */
function worst(lhs: Entries, rhs: Entries, relation: Relation) {
  let most: { row: number; col: number; left: number | string; right: number | string; by: number } | undefined;
  for (const [row, entries] of lhs.entries())
    for (const [col, left] of entries.entries()) {
      const right = rhs[row]![col]!;
      const difference = numberOf(left) - numberOf(right);
      const by = relation === "≤" ? difference : Math.abs(difference);
      if (by > (most?.by ?? 0)) most = { row, col, left: shortest(left), right: shortest(right), by };
    }
  return most;
}

function shortest(x: number | string): number | string {
  return typeof x === "number" ? Number(x.toPrecision(4)) : x;
}

/** Other architectures, or more that is known, with which it is proved. */
export function Mendings({ subject, stops }: { readonly subject: Subject; readonly stops: Stopped | undefined }) {
  const [ways, setWays] = useState<readonly Mending[] | undefined>();
  const key = JSON.stringify(subject);
  useEffect(() => {
    let current = true;
    setWays(undefined);
    void askQuietly("mendings", subject).then((found) => {
      if (current) setWays(found.ways);
    });
    return () => {
      current = false;
    };
  }, [key]);
  return (
    <section class="mendings" aria-label="What would make it true">
      <h3>What would make it true</h3>
      {stops?.mends ? (
        <p>
          <code>{stops.needs.text}</code>
        </p>
      ) : null}
      {ways === undefined ? (
        <p class="empty">trying …</p>
      ) : ways.length === 0 ? (
        <p class="empty">
          {subject.kind === "claim"
            ? "No architecture of the table has it proved."
            : "No stronger kind of one of its matrices is enough."}
        </p>
      ) : (
        <>
          <p>{subject.kind === "claim" ? "It is proved for the architectures" : "It is proved when this is given:"}</p>
          <ul class="ways">
            {ways.map(({ text, subject: other }) => (
              <li key={text}>
                <a href={linkTo(other)}>
                  <span aria-hidden="true">✓</span> {text}
                </a>
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  );
}
