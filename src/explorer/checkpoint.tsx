/** A checkpoint that is dropped on the page: read and checked by a worker of this page, and sent nowhere. */
import { linkTo } from "./address.ts";
import { type Checking, SAMPLES, SEED } from "./checking.ts";
import type { ClaimRow } from "./checkpoint-protocol.ts";
import { Badge, type Status } from "./claims.tsx";
import { Spectrum } from "./plots.tsx";

interface CheckpointProps {
  readonly checking: Checking;
  readonly stop: () => void;
  readonly choose: (files: readonly File[]) => void;
  readonly architectures: readonly string[];
}

/** The view of a checkpoint. */
export function Checkpoint({
  checking: { model, progress, rows, skipped, end },
  stop,
  choose,
  architectures,
}: CheckpointProps) {
  return (
    <section class="dropping" aria-label="Checkpoint">
      <h2>Check a checkpoint</h2>
      <p>
        Drop a folder with <code>config.json</code> and <code>model.safetensors</code> anywhere on this page, or the
        files themselves. They are read where they are, by this page: <strong>nothing is uploaded</strong>.
      </p>
      <label class="drop">
        <span>config.json and model.safetensors</span>
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
            <span>{progressText(progress)}</span> <progress value={progress.done} max={progress.all} />
          </label>
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

const MEGABYTE = 1e6;

function progressText({ kind, done, all }: NonNullable<Checking["progress"]>): string {
  if (kind === "checking") return `${done} of ${all} checks`;
  return `reading ${Math.round(done / MEGABYTE)} of ${Math.round(all / MEGABYTE)} MB`;
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
