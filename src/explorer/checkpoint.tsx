/** A checkpoint that is dropped on the page: read and checked by a worker of this page, and sent nowhere. */
import { useEffect, useRef, useState } from "preact/hooks";
import { linkTo } from "./address.ts";
import type { ClaimRow, News } from "./checkpoint-protocol.ts";
import { Badge, type Status } from "./claims.tsx";
import { Spectrum } from "./plots.tsx";

/** As the command line has them by default, so that a replay is the same. */
const [SAMPLES, SEED] = [20, 42];

interface State {
  readonly model?: Extract<News, { kind: "model" }>;
  readonly progress?: { readonly what: "reading" | "checking"; readonly done: number; readonly all: number };
  readonly rows: readonly ClaimRow[];
  readonly skipped: readonly ClaimRow[];
  readonly end?: Extract<News, { kind: "done" | "failed" }>;
}

const NOTHING: State = { rows: [], skipped: [] };

function after(state: State, news: News): State {
  switch (news.kind) {
    case "reading":
      return { ...state, progress: { what: "reading", done: news.done, all: news.all } };
    case "model":
      return { ...state, model: news };
    case "skipped":
      return { ...state, skipped: news.rows };
    case "checking": {
      const { row, done, all } = news;
      const at = state.rows.findIndex(({ claim }) => claim === row.claim);
      const rows = at < 0 ? [...state.rows, row] : state.rows.with(at, row);
      return { ...state, rows, progress: { what: "checking", done, all } };
    }
    case "done":
    case "failed": {
      const { progress: _, ...rest } = state;
      return { ...rest, end: news };
    }
  }
}

interface CheckpointProps {
  readonly files: readonly File[] | undefined;
  readonly choose: (files: readonly File[]) => void;
  readonly architectures: readonly string[];
  readonly say: (text: string) => void;
}

/** The view of a checkpoint. */
export function Checkpoint({ files, choose, architectures, say }: CheckpointProps) {
  const [state, setState] = useState(NOTHING);
  const worker = useRef<Worker | undefined>(undefined);
  const stop = (): void => {
    worker.current?.terminate();
    worker.current = undefined;
    setState((now) => after(now, { kind: "failed", message: "It was stopped; what is below was found until then." }));
  };
  useEffect(() => {
    if (files === undefined) return;
    setState(NOTHING);
    say("reading the checkpoint …");
    const own = new Worker(new URL("./checkpoint-worker.ts", import.meta.url), { type: "module" });
    worker.current = own;
    own.addEventListener("message", ({ data }: MessageEvent<News>) => {
      setState((now) => after(now, data));
      if (data.kind === "model") say(`checking ${data.description}`);
      if (data.kind === "done") say(data.summary);
      if (data.kind === "failed") say("there is an error");
    });
    own.addEventListener("error", ({ message }) => setState((now) => after(now, { kind: "failed", message })));
    own.postMessage({ files, samples: SAMPLES, seed: SEED });
    return () => own.terminate();
  }, [files]);
  const { model, progress, rows, skipped, end } = state;
  return (
    <section class="dropping" aria-label="Checkpoint">
      <h2>Check a checkpoint</h2>
      <p>
        Drop a folder with <code>config.json</code> and <code>model.safetensors</code> anywhere on this page, or the
        files themselves. They are read where they are, by this page: <strong>nothing is uploaded</strong>.
      </p>
      <label class="drop">
        <span>choose files</span>
        <input
          type="file"
          multiple
          accept=".json,.safetensors"
          onChange={({ currentTarget }) => {
            if (currentTarget.files !== null && currentTarget.files.length > 0) choose([...currentTarget.files]);
          }}
        />
      </label>
      {model === undefined ? null : (
        <p class="model">
          <strong>{model.description}</strong>{" "}
          <span class="faint">
            {model.engine}, {SAMPLES} samples a claim, seed {SEED}
          </span>
        </p>
      )}
      {progress === undefined ? null : (
        <p class="progress">
          <label>
            {progress.what} <progress value={progress.done} max={progress.all} />
          </label>{" "}
          <button type="button" onClick={stop}>
            stop
          </button>
        </p>
      )}
      {end === undefined ? null : end.kind === "done" ? (
        <p class={end.isFailure ? "summary bad" : "summary good"}>{end.summary}</p>
      ) : (
        <pre class="error" role="alert">
          {end.message}
        </pre>
      )}
      {rows.length === 0 ? null : (
        <table class="results">
          <caption class="hidden">Claims of this model</caption>
          <thead>
            <tr>
              <th scope="col">claim</th>
              <th scope="col">verdict</th>
              <th scope="col">where</th>
              <th scope="col">why</th>
            </tr>
          </thead>
          <tbody>
            {[...rows, ...skipped].map((row) => (
              <Row key={row.claim} row={row} architecture={model?.architecture} architectures={architectures} />
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}

function Row({
  row: { claim, title, verdict, count, remark, isFailure, spectrum, details },
  architecture,
  architectures,
}: {
  readonly row: ClaimRow;
  readonly architecture: string | undefined;
  readonly architectures: readonly string[];
}) {
  const named = architecture !== undefined && architectures.includes(architecture) ? architecture : undefined;
  const status = verdict as Status; // its word is shown as it is
  return (
    <tr class={isFailure ? "failure" : undefined}>
      <th scope="row">
        {named === undefined ? claim : <a href={linkTo({ kind: "claim", id: claim, architecture: named })}>{claim}</a>}
        <small>{title}</small>
      </th>
      <td>
        <Badge status={status} />
      </td>
      <td>{count}</td>
      <td>
        {remark}
        {spectrum === undefined ? null : <Spectrum values={spectrum} cliff={spectrum.length} />}
        {details === undefined ? null : (
          <details open={isFailure}>
            <summary>smallest counterexample</summary>
            <pre>{details}</pre>
          </details>
        )}
      </td>
    </tr>
  );
}
