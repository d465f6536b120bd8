/** The page: claims on the left, the chain in the middle, why on the right, numbers below. */
import { useCallback, useEffect, useMemo, useRef, useState } from "preact/hooks";
import { Reading } from "../report/derivation/reading.ts";
import type { Derivation } from "../report/derivation/schema.ts";
import { type Address, addressOf, linkOf, MODES, type Mode } from "./address.ts";
import { Ask } from "./ask.tsx";
import { Chain } from "./chain.tsx";
import { Badge, Claims, type Status } from "./claims.tsx";
import { ask, askQuietly } from "./desk.ts";
import { Order, Predict } from "./exercises.tsx";
import { Line } from "./formula.tsx";
import { Numbers } from "./numbers.tsx";
import type { Listed, Subject } from "./protocol.ts";
import { Table } from "./table.tsx";
import { Why } from "./why.tsx";

/** What single keys do, for the reader who asks. */
const KEYS: readonly (readonly [string, string])[] = [
  ["← →", "the step before, the next step"],
  ["Enter", "open or close the step"],
  ["Esc", "close what is open"],
  ["e", "open or close every step"],
  ["w", "shapes"],
  ["n", "numbers"],
  ["d", "float32 or float64"],
  ["p", "present"],
  ["/", "search"],
  ["?", "these keys"],
];
const KEYS_OFF = "commutant: single keys off";

/** The whole page. */
export function App() {
  const [address, setAddress] = useState<Address>(() => addressOf(location.hash));
  const [claims, setClaims] = useState<readonly Listed[]>([]);
  const [architectures, setArchitectures] = useState<readonly string[]>([]);
  const [statuses, setStatuses] = useState<ReadonlyMap<string, Status>>(new Map());
  const [derivation, setDerivation] = useState<Derivation | undefined>();
  const [error, setError] = useState<string | undefined>();
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set());
  const [shapes, setShapes] = useState(false);
  const [withNumbers, setWithNumbers] = useState(true);
  const [help, setHelp] = useState(false);
  const [said, say] = useState("");
  const [keysOff, setKeysOff] = useState(() => localStorage.getItem(KEYS_OFF) === "yes");
  const seen = useRef(address.hash);

  const { subject, mode, step } = address;
  const key = JSON.stringify(subject);
  const go = useCallback((change: Partial<Address> | ((now: Address) => Partial<Address>)) => {
    setAddress((now) => {
      const next = { ...now, ...(typeof change === "function" ? change(now) : change) };
      history.replaceState(null, "", linkOf(next));
      return next;
    });
  }, []);
  const choose = useCallback((next: Subject) => {
    seen.current = undefined;
    setOpen(new Set());
    setAddress((now) => {
      const { hash: _, ...rest } = now;
      const to: Address = { ...rest, subject: next, step: 0, choice: { ...now.choice, sizes: {} } };
      history.pushState(null, "", linkOf(to));
      return to;
    });
  }, []);

  useEffect(() => {
    void ask("list", {}).then((listed) => {
      setClaims(listed.claims);
      setArchitectures(listed.architectures);
    });
    const moved = (): void => {
      const next = addressOf(location.hash);
      seen.current = next.hash;
      setAddress(next);
    };
    addEventListener("popstate", moved);
    addEventListener("hashchange", moved);
    return () => {
      removeEventListener("popstate", moved);
      removeEventListener("hashchange", moved);
    };
  }, []);

  useEffect(() => {
    let current = true;
    setError(undefined);
    say("deriving …");
    ask("derive", subject).then(
      (made) => {
        if (!current) return;
        setDerivation(made);
        say(`${made.claim.id} is ${made.verdict}`);
      },
      (failure: Error) => {
        if (!current) return;
        setDerivation(undefined);
        setError(failure.message);
        say("there is an error");
      },
    );
    return () => {
      current = false;
    };
  }, [key]);

  const architecture = subject.kind === "claim" ? subject.architecture : "notes-no-positions";
  useEffect(() => {
    let current = true;
    setStatuses(new Map());
    const decideAll = async (): Promise<void> => {
      for (const { id } of claims) {
        const { verdict } = await askQuietly("verdict", { kind: "claim", id, architecture });
        if (!current) return;
        setStatuses((known) => new Map(known).set(id, verdict));
      }
    };
    void decideAll();
    return () => {
      current = false;
    };
  }, [claims, architecture]);

  const reading = useMemo(() => (derivation === undefined ? undefined : new Reading(derivation)), [derivation]);
  const chapters = useMemo(() => reading?.chapters({ unfold: false }) ?? [], [reading]);
  const steps = useMemo(() => {
    const [first] = chapters;
    return first?.fact.by.rule === "chain" ? first.fact.by.steps : [];
  }, [chapters]);
  const at = Math.min(step, Math.max(0, steps.length - 1));
  const toggle = (id: string): void => {
    const next = new Set(open);
    if (!next.delete(id)) next.add(id);
    setOpen(next);
  };
  const changed = derivation !== undefined && seen.current !== undefined && seen.current !== derivation.hash;

  useEffect(() => {
    const pressed = (event: KeyboardEvent): void => {
      const target = event.target as HTMLElement;
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      if (event.key === "Escape") {
        setHelp(false);
        setOpen(new Set());
        if (mode === "present") go({ mode: "read" });
        target.blur();
        return;
      }
      if (/^(INPUT|SELECT|TEXTAREA)$/.test(target.tagName) || target.getAttribute("role") === "gridcell") return;
      const last = mode === "predict" ? steps.length : steps.length - 1;
      const walk = (by: number): void => go((now) => ({ step: Math.max(0, Math.min(last, now.step + by)) }));
      if (event.key === "ArrowRight" && mode !== "predict") walk(1);
      else if (event.key === "ArrowLeft") walk(-1);
      else if (
        event.key === "Enter" &&
        target.tagName !== "BUTTON" &&
        target.tagName !== "A" &&
        target.tagName !== "SUMMARY"
      ) {
        if (steps[at] !== undefined) toggle(steps[at].id);
      } else if (keysOff) return;
      else if (event.key === "e") setOpen(open.size > 0 ? new Set() : new Set(steps.map(({ id }) => id)));
      else if (event.key === "w") setShapes(!shapes);
      else if (event.key === "n") setWithNumbers(!withNumbers);
      else if (event.key === "d")
        go({ choice: { ...address.choice, precision: address.choice.precision === "f64" ? "f32" : "f64" } });
      else if (event.key === "p") go({ mode: mode === "present" ? "read" : "present" });
      else if (event.key === "?") setHelp(!help);
      else if (event.key === "/") {
        event.preventDefault();
        document.getElementById("search")?.focus();
      }
    };
    addEventListener("keydown", pressed);
    return () => removeEventListener("keydown", pressed);
  });

  /** What the pointer is on is lit in every line in which it stands. */
  const light = (event: MouseEvent | FocusEvent): void => {
    const id = (event.target as Element).closest("[data-node]")?.getAttribute("data-node");
    for (const lit of document.querySelectorAll(".lit")) lit.classList.remove("lit");
    if (id === null || id === undefined) return;
    for (const node of document.querySelectorAll(`main [data-node="${id}"]`)) node.classList.add("lit");
  };

  const shareLink = derivation === undefined ? linkOf(address) : linkOf({ ...address, hash: derivation.hash });
  return (
    <div class={`page ${mode}`}>
      <header>
        <h1>Commutant</h1>
        <fieldset aria-label="Mode" class="modes">
          {MODES.map((one: Mode) => (
            <button
              key={one}
              type="button"
              aria-pressed={mode === one}
              onClick={() => go({ mode: one, step: one === "predict" ? 0 : step })}
            >
              {one}
            </button>
          ))}
        </fieldset>
        <label>
          architecture
          <select
            value={architecture}
            onChange={(event) =>
              subject.kind === "claim" && choose({ ...subject, architecture: event.currentTarget.value })
            }
          >
            {architectures.map((name) => (
              <option key={name}>{name}</option>
            ))}
          </select>
        </label>
        <label>
          <input type="checkbox" checked={shapes} onChange={() => setShapes(!shapes)} /> shapes
        </label>
        <label>
          <input
            type="checkbox"
            checked={!keysOff}
            onChange={() => {
              localStorage.setItem(KEYS_OFF, keysOff ? "no" : "yes");
              setKeysOff(!keysOff);
            }}
          />{" "}
          single keys
        </label>
        <a href={shareLink}>link to this step</a>
      </header>
      <div class="left">
        <Ask choose={choose} />
        <Claims
          claims={claims}
          statuses={statuses}
          chosen={subject.kind === "claim" ? subject.id : undefined}
          choose={(id) => choose({ kind: "claim", id, architecture })}
        />
      </div>
      <main onMouseOver={light} onFocus={light}>
        {changed ? (
          <p class="banner" role="alert">
            The derivation has changed since this link was made.
          </p>
        ) : null}
        {error === undefined ? null : (
          <pre class="error" role="alert">
            {error}
          </pre>
        )}
        {mode === "table" ? (
          <Table claims={claims.filter(({ ofModels }) => ofModels)} architectures={architectures} />
        ) : null}
        {derivation === undefined || reading === undefined || mode === "table" ? null : (
          <>
            <h2>
              {derivation.claim.id} <Badge status={derivation.verdict} />
            </h2>
            {derivation.claim.title === undefined ? null : <p>{derivation.claim.title}</p>}
            {derivation.claim.expected === undefined ? null : <p>known: {derivation.claim.expected}</p>}
            {derivation.reason === undefined ? null : <p>{derivation.reason}</p>}
            {derivation.hypotheses.map((one) => (
              <p key={one}>
                assume <code>{one}</code>
              </p>
            ))}
            {derivation.names.map(({ name, term }) => (
              <p key={name} class="named">
                write {name} for <Line reading={reading} id={term} shapes={shapes} full />
              </p>
            ))}
            {mode === "predict" ? (
              <Predict
                reading={reading}
                steps={steps}
                at={Math.min(step, steps.length)}
                look={(to) => go({ step: to })}
                shapes={shapes}
                say={say}
              />
            ) : mode === "order" ? (
              <Order
                key={derivation.hash}
                reading={reading}
                steps={steps}
                facts={chapters[0]?.below ?? []}
                shapes={shapes}
                say={say}
              />
            ) : (
              chapters.map(({ title, fact }, i) => (
                <section key={fact.id} aria-label={title ?? "derivation"}>
                  {title === undefined ? null : <h3>{title}</h3>}
                  {fact.by.rule === "chain" ? (
                    <Chain
                      reading={reading}
                      steps={fact.by.steps}
                      at={i === 0 ? at : -1}
                      look={(to) => go({ step: to })}
                      open={open}
                      toggle={toggle}
                      shapes={shapes}
                      shown={mode === "present" && i === 0 ? at + 1 : fact.by.steps.length}
                    />
                  ) : (
                    <p>{fact.by.words}</p>
                  )}
                </section>
              ))
            )}
            {derivation.stops === undefined ? null : (
              <Stops reading={reading} stops={derivation.stops} shapes={shapes} />
            )}
            {derivation.counterexample === undefined ? null : <Counterexample of={derivation.counterexample} />}
          </>
        )}
      </main>
      <aside aria-label="Why may I?">
        <h2>Why may I?</h2>
        {reading === undefined || mode === "predict" || mode === "order" || mode === "table" ? null : (
          <Why reading={reading} step={steps[at]} shapes={shapes} />
        )}
      </aside>
      {derivation !== undefined && withNumbers && derivation.terms.length > 0 ? (
        <Numbers
          subject={subject}
          derivation={derivation}
          choice={address.choice}
          choose={(choice) => go({ choice })}
          step={at}
        />
      ) : null}
      {help ? (
        <dialog open aria-label="Keys">
          <dl>
            {KEYS.map(([name, what]) => (
              <div key={name}>
                <dt>
                  <kbd>{name}</kbd>
                </dt>
                <dd>{what}</dd>
              </div>
            ))}
          </dl>
        </dialog>
      ) : null}
      <div class="hidden" role="status" aria-live="polite">
        {said}
      </div>
    </div>
  );
}

function Stops({
  reading,
  stops,
  shapes,
}: {
  readonly reading: Reading;
  readonly stops: NonNullable<Derivation["stops"]>;
  readonly shapes: boolean;
}) {
  const [lhs, rhs] = stops.needs.terms;
  return (
    <section class="stops" aria-label="Where a proof stops">
      <h3>
        <span aria-hidden="true">✗</span> a proof stops here: it needs
      </h3>
      <Line reading={reading} id={lhs!} shapes={shapes} />{" "}
      <Line reading={reading} id={rhs!} relation={stops.needs.relation} shapes={shapes} />
      {stops.mends ? <p>and with that it is proved.</p> : null}
    </section>
  );
}

function Counterexample({
  of: { sizes, values, lhs, rhs, reason },
}: {
  readonly of: NonNullable<Derivation["counterexample"]>;
}) {
  const text = (rows: typeof lhs): string => `[${rows.map((row) => row.join(" ")).join("; ")}]`;
  return (
    <section class="counterexample" aria-label="Smallest counterexample">
      <h3>
        smallest counterexample{" "}
        {Object.entries(sizes)
          .map(([symbol, value]) => `${symbol}=${value}`)
          .join(" ")}
      </h3>
      {reason === undefined ? null : <p>{reason}</p>}
      <ul>
        {Object.entries(values)
          .slice(0, 12)
          .map(([name, rows]) => (
            <li key={name}>
              <code>
                {name} = {text(rows)}
              </code>
            </li>
          ))}
      </ul>
      {lhs.length === 0 ? null : (
        <p>
          left <code>{text(lhs)}</code>, right <code>{text(rhs)}</code>
        </p>
      )}
    </section>
  );
}
