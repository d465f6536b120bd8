/** The page: claims on the left, the chain in the middle, why on the right, numbers below. */
import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { Reading } from "../report/derivation/reading.ts";
import { linkOf, START } from "./address.ts";
import { useDependencies, useDerivation, useListed, useStatuses } from "./answers.ts";
import { Ask } from "./ask.tsx";
import { titleOf } from "./chain.tsx";
import { useChecking } from "./checking.ts";
import { Checkpoint } from "./checkpoint.tsx";
import { Claims } from "./claims.tsx";
import { useDrop } from "./drop.ts";
import { Header } from "./header.tsx";
import { Keys, useKeys, useKeysOff } from "./keys.tsx";
import { useInView, useNavigation } from "./navigation.ts";
import { Numbers } from "./numbers.tsx";
import { Reader } from "./reader.tsx";
import { Table } from "./table.tsx";
import { Why } from "./why.tsx";

/** The architecture of START, whose subject is a claim. */
const FIRST = START.subject.kind === "claim" ? START.subject.architecture : "notes";

/** The whole page. */
export function App() {
  const { address, seen, go, choose } = useNavigation();
  const { subject, mode, step, choice } = address;
  const [said, say] = useState("");
  const { claims, architectures } = useListed();
  const { derivation, error, busy } = useDerivation(subject, say);
  const architecture = subject.kind === "claim" ? subject.architecture : FIRST;
  const statuses = useStatuses(claims, architecture);
  const on = useDependencies(architecture);
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set());
  const [shapes, setShapes] = useState(false);
  const [withNumbers, setWithNumbers] = useState(true);
  const [help, setHelp] = useState(false);
  const [withClaims, setWithClaims] = useState(false);
  const [keysOff, turnKeys] = useKeysOff();
  const [files, setFiles] = useState<readonly File[] | undefined>();
  const { checking, stop } = useChecking(files, say);
  const key = JSON.stringify(subject);
  useEffect(() => {
    setOpen(new Set());
    setWithClaims(false);
  }, [key]);
  useDrop((dropped) => {
    setFiles(dropped);
    go({ mode: "checkpoint" });
  });

  const reading = useMemo(() => (derivation === undefined ? undefined : new Reading(derivation)), [derivation]);
  const chapters = useMemo(() => reading?.chapters({ unfold: false }) ?? [], [reading]);
  const steps = useMemo(() => {
    const [first] = chapters;
    return first?.fact.by.rule === "chain" ? first.fact.by.steps : [];
  }, [chapters]);
  const at = Math.min(step, Math.max(0, steps.length - 1));
  const current = steps[at];
  useInView(step, derivation);
  const last = mode === "predict" ? steps.length : steps.length - 1;
  const walk = (by: number): void => go((now) => ({ step: Math.max(0, Math.min(last, now.step + by)) }));
  const toggle = (id: string): void =>
    setOpen((now) => {
      const next = new Set(now);
      if (!next.delete(id)) next.add(id);
      return next;
    });
  const isReading = mode === "read" || mode === "present";
  const heard = useRef(at);
  useEffect(() => {
    if (heard.current === at) return;
    heard.current = at;
    if (isReading && current !== undefined) say(`Step ${at + 1} of ${steps.length}: ${titleOf(current)}`);
  }, [at]);

  useKeys(
    {
      ArrowRight: () => (mode === "predict" ? undefined : walk(1)), // it would give the answer away
      ArrowLeft: () => walk(-1),
      Enter: () => (current === undefined ? undefined : toggle(current.id)),
      Escape: () => {
        setOpen(new Set());
        if (mode === "present") go({ mode: "read" });
      },
      // from what is, and not from what was drawn: a key may come before the next drawing
      e: () => setOpen((now) => new Set(now.size > 0 ? [] : steps.map(({ id }) => id))),
      w: () => setShapes((now) => !now),
      n: () => setWithNumbers((now) => !now),
      d: () => go((now) => ({ choice: { ...now.choice, precision: now.choice.precision === "f64" ? "f32" : "f64" } })),
      p: () => go((now) => ({ mode: now.mode === "present" ? "read" : "present" })),
      "/": () => document.getElementById("search")?.focus(),
      "?": () => setHelp(true),
    },
    keysOff,
  );

  /** What the pointer is on is lit in every line in which it stands. */
  const light = (event: MouseEvent | FocusEvent): void => {
    const id = (event.target as Element).closest("[data-node]")?.getAttribute("data-node");
    for (const lit of document.querySelectorAll(".lit")) lit.classList.remove("lit");
    if (id === null || id === undefined) return;
    for (const node of document.querySelectorAll(`main [data-node="${id}"]`)) node.classList.add("lit");
  };

  const changed = derivation !== undefined && seen !== undefined && seen !== derivation.hash;
  const isClaim = mode !== "table" && mode !== "checkpoint";
  return (
    <div class={`page ${mode}${withClaims ? " with-claims" : ""}`}>
      <Header
        mode={mode}
        setMode={(to) => go({ mode: to, step: to === "predict" ? 0 : step })}
        architecture={architecture}
        architectures={architectures}
        setArchitecture={
          subject.kind === "claim" && isClaim ? (name) => choose({ ...subject, architecture: name }) : undefined
        }
        shapes={shapes}
        toggleShapes={() => setShapes(!shapes)}
        link={linkOf(derivation === undefined ? address : { ...address, hash: derivation.hash })}
        showKeys={() => setHelp(true)}
        withClaims={withClaims}
        toggleClaims={() => setWithClaims(!withClaims)}
      />
      <div class="left">
        <Ask key={subject.kind} subject={subject} choose={choose} />
        <Claims
          claims={claims}
          statuses={statuses}
          on={on}
          chosen={subject.kind === "claim" ? subject.id : undefined}
          choose={(id) => choose({ kind: "claim", id, architecture })}
        />
      </div>
      <main aria-busy={busy} onMouseOver={light} onFocus={light}>
        {changed && isClaim ? (
          <p class="banner" role="alert">
            The derivation has changed since this link was made.
          </p>
        ) : null}
        {error === undefined || !isClaim ? null : (
          <pre class="error" role="alert">
            {error}
          </pre>
        )}
        {mode === "table" ? (
          <Table claims={claims.filter(({ ofModels }) => ofModels)} architectures={architectures} />
        ) : mode === "checkpoint" ? (
          <Checkpoint checking={checking} stop={stop} choose={setFiles} architectures={architectures} />
        ) : reading === undefined ? (
          error === undefined ? (
            <p class="empty">deriving …</p>
          ) : null
        ) : (
          <Reader
            reading={reading}
            chapters={chapters}
            steps={steps}
            subject={subject}
            mode={mode}
            step={step}
            look={(to) => go({ step: to })}
            open={open}
            toggle={toggle}
            shapes={shapes}
            say={say}
            on={subject.kind === "claim" ? (on[subject.id] ?? []) : []}
            under={
              subject.kind === "claim" ? claims.flatMap(({ id }) => (on[id]?.includes(subject.id) ? [id] : [])) : []
            }
          />
        )}
      </main>
      {mode === "read" ? (
        <aside aria-label="Why may I?">
          <h2>Why may I?</h2>
          {reading === undefined || current === undefined ? (
            <p class="empty">No step of a derivation to ask about.</p>
          ) : (
            <Why reading={reading} step={current} shapes={shapes} />
          )}
        </aside>
      ) : null}
      {derivation !== undefined && withNumbers && isReading && derivation.terms.length > 0 ? (
        <Numbers
          subject={subject}
          derivation={derivation}
          choice={choice}
          choose={(to) => go({ choice: to })}
          step={at}
        />
      ) : null}
      {help ? <Keys off={keysOff} turn={turnKeys} close={() => setHelp(false)} /> : null}
      <div class="hidden" role="status" aria-live="polite">
        {said}
      </div>
    </div>
  );
}
