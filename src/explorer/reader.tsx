/** A claim as it is read: what it says, how it is shown, and what it lacks. */
import type { Chapter, Reading } from "../report/derivation/reading.ts";
import type { StepRow } from "../report/derivation/schema.ts";
import { linkTo, type Mode } from "./address.ts";
import { Chain } from "./chain.tsx";
import { Badge } from "./claims.tsx";
import { Order, Predict } from "./exercises.tsx";
import { Fact, Said } from "./fact.tsx";
import { Line, scrollable } from "./formula.tsx";
import type { Subject } from "./protocol.ts";
import { Counterexample, Mendings, Stops } from "./refuted.tsx";

interface ReaderProps {
  readonly reading: Reading;
  readonly chapters: readonly Chapter[];
  readonly steps: readonly StepRow[];
  readonly subject: Subject;
  readonly mode: Mode;
  /** As the address has it; in `predict` one more than there are steps. */
  readonly step: number;
  readonly look: (step: number) => void;
  readonly open: ReadonlySet<string>;
  readonly toggle: (id: string) => void;
  readonly shapes: boolean;
  readonly say: (text: string) => void;
  /** What the claim builds on, and what builds on it. */
  readonly on: readonly string[];
  readonly under: readonly string[];
}

/** How it was decided, where the method's name alone does not say it. */
const METHODS: Readonly<Record<string, string>> = {
  field: "exact numbers modulo a prime",
  rational: "fractions, without rounding",
  ladder: "floats in two precisions",
  "normal form": "both sides have one normal form",
  bounds: "bounds, one after the other",
  induction: "induction over the layers",
};

/** The page of a claim. */
export function Reader(props: ReaderProps) {
  const { reading, chapters, steps, subject, mode, step, look, shapes, say } = props;
  const { stops, counterexample, verdict, hash, terms } = reading.document;
  if (mode === "predict" || mode === "order")
    return (
      <>
        <Head {...props} />
        {steps.length === 0 ? (
          <p class="empty">This claim has no chain of steps to practise with; choose one that is proved in several.</p>
        ) : mode === "predict" ? (
          <Predict
            key={hash}
            reading={reading}
            steps={steps}
            at={Math.min(step, steps.length)}
            look={look}
            shapes={shapes}
            say={say}
          />
        ) : (
          <Order key={hash} reading={reading} steps={steps} facts={chapters[0]!.below} shapes={shapes} say={say} />
        )}
      </>
    );
  return (
    <>
      <Head {...props} />
      {chapters.map((chapter, i) => (
        <Told key={chapter.fact.id} {...props} chapter={chapter} first={i === 0} />
      ))}
      {stops === undefined ? null : <Stops reading={reading} stops={stops} shapes={shapes} />}
      {counterexample === undefined ? null : (
        <Counterexample of={counterexample} relation={reading.document.claim.says.relation} />
      )}
      {verdict === "refuted" && terms.length > 0 && mode === "read" ? (
        <Mendings subject={subject} stops={stops} />
      ) : null}
    </>
  );
}

function Head({ reading, subject, shapes, on, under }: ReaderProps) {
  const { claim, verdict, method, reason, hypotheses, variables, sizes, names, terms } = reading.document;
  const least = sizes.map(({ symbol, least: value }) => `${symbol} ≥ ${value}`).join(", ");
  const related = (label: string, ids: readonly string[]) =>
    ids.length === 0 || subject.kind !== "claim" ? null : (
      <div>
        <dt>{label}</dt>
        <dd>
          {ids.map((id) => (
            <a key={id} href={linkTo({ ...subject, id })}>
              {id}
            </a>
          ))}
        </dd>
      </div>
    );
  return (
    <div class="head">
      <h2>
        <span class="id">{claim.id}</span> <Badge status={verdict} />
      </h2>
      {claim.title === undefined ? null : <p class="title">{claim.title}</p>}
      {terms.length === 0 ? null : (
        <div class={`statement ${verdict}`}>
          <Said reading={reading} says={claim.says} shapes={shapes} full />
        </div>
      )}
      {verdict === "holds" || verdict === "inconclusive" ? (
        <p class="doubt">
          {verdict === "holds"
            ? "No proof: it holds of the samples that were tried, which is evidence and no more."
            : "Neither proved nor refuted."}{" "}
          <span class="tried">({reason})</span>
        </p>
      ) : terms.length === 0 || reason === undefined ? null : (
        <p>{reason}</p>
      )}
      {claim.expected === undefined ? null : <p class="known">known to be false: {claim.expected}</p>}
      <dl class="facts">
        {variables.length === 0 ? null : (
          <div>
            <dt>given</dt>
            <dd class="given">
              {variables.map(({ name, shape, kind }, i) => (
                <span key={`${name} ${i}`}>
                  {name}: {kind === "matrix" ? "" : `${kind} `}
                  {shape.join(" × ")}
                </span>
              ))}
            </dd>
          </div>
        )}
        {least === "" ? null : (
          <div>
            <dt>sizes</dt>
            <dd>
              {verdict === "proved" ? "all, " : ""}
              {least}
            </dd>
          </div>
        )}
        {hypotheses.map((one) => (
          <div key={one}>
            <dt>assume</dt>
            <dd>
              <code>{one}</code>
            </dd>
          </div>
        ))}
        {related("builds on", on)}
        {related("used in", under)}
        <div>
          <dt>decided by</dt>
          <dd>{METHODS[method] ?? method}</dd>
        </div>
      </dl>
      {names.length === 0 ? null : (
        <dl class="names" aria-label="short names">
          {names.map(({ name, term }) => (
            <div key={name}>
              <dt>
                <math>
                  <mi>{name}</mi>
                </math>
              </dt>
              <dd ref={scrollable}>
                <Line reading={reading} id={term} relation="≔" shapes={shapes} full />
              </dd>
            </div>
          ))}
        </dl>
      )}
    </div>
  );
}

/** A chapter: a chain, or what else the claim is from, each with its own derivation. */
function Told({
  reading,
  chapter: { title, fact },
  first,
  mode,
  steps,
  step,
  look,
  open,
  toggle,
  shapes,
}: ReaderProps & { readonly chapter: Chapter; readonly first: boolean }) {
  const at = Math.min(step, Math.max(0, steps.length - 1));
  const { by } = fact;
  return (
    <section aria-label={title ?? "derivation"}>
      <h3>{title === undefined ? "Derivation" : `How far ${title} comes`}</h3>
      {by.rule === "chain" ? (
        <Chain
          reading={reading}
          steps={by.steps}
          {...(first ? { at, look } : {})}
          open={open}
          toggle={toggle}
          shapes={shapes}
          shown={mode === "present" && first ? at + 1 : by.steps.length}
        />
      ) : (
        <Fact reading={reading} fact={fact} shapes={shapes} />
      )}
      {by.rule === "chain" && by.from !== undefined ? (
        <Fact reading={reading} fact={reading.fact(by.from)} shapes={shapes} />
      ) : null}
    </section>
  );
}
