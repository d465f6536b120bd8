/** The worker that checks a checkpoint: it reads the files where they are, and runs the same check as the command line. */
import { isFailure, type Result } from "../check/judge.ts";
import { planCheck, runCheck } from "../check/plan.ts";
import { library } from "../claim/library.ts";
import type { Described } from "../report/report.ts";
import { noColours } from "../report/signs.ts";
import { countText, remark, summaryLine, witnessLines } from "../report/text.ts";
import { type Engine, plainEngine } from "../runtime/engine.ts";
import { withFallback } from "../runtime/fallback.ts";
import { type Region, readCheckpoint } from "../runtime/folder.ts";
import { loadModel } from "../runtime/load.ts";
import { wasmEngine } from "../runtime/wasm-engine.ts";
import { evaluateDim } from "../term/dimension.ts";
import { Fault } from "../term/fault.ts";
import type { ClaimRow, News, Order } from "./checkpoint-protocol.ts";
import { droppedFolder } from "./dropped.ts";

const tell = (news: News): void => self.postMessage(news);

async function check({ files, samples, seed }: Order): Promise<void> {
  const { engine, allocate } = engineOfPage();
  const checkpoint = await readCheckpoint(droppedFolder(files), {
    allocate,
    onProgress: (done, all) => tell({ kind: "reading", done, all }),
  });
  const { architecture, sizes, family, bindings } = loadModel(checkpoint);
  const count = (dims: typeof architecture.heads): number =>
    dims.reduce((product, dim) => product * evaluateDim(dim, sizes), 1);
  const description = `${family}: ${count(architecture.layers)} layers, ${count(architecture.heads)} heads, d_model ${evaluateDim(architecture.width, sizes)}, d_head ${evaluateDim(architecture.headWidth, sizes)}`;
  tell({ kind: "model", description, architecture: architecture.name, engine: engine.description });
  const model = { name: family, architecture, bindings: { ...bindings, sizes } };
  const plan = planCheck(model, library);
  const titles = new Map(library.map(({ id, title }) => [id, title]));
  const skipped = plan.notApplicable.map(({ claim, reason }) => skippedRow(claim, titles.get(claim)!, reason));
  tell({ kind: "skipped", rows: skipped });
  const found: Result[] = [];
  await runCheck(model, plan, engine, {
    samples,
    seed,
    clock: () => performance.now(),
    onResult: (result, done, all) => {
      found.push(result);
      const claim = library.find(({ id }) => id === result.claim)!;
      const own = found.filter((other) => other.claim === result.claim);
      tell({ kind: "checking", done, all, row: rowOf(claim, own) });
    },
  });
  tell({ kind: "done", summary: summaryLine(found, noColours), isFailure: found.some(isFailure) });
}

/** SIMD kernels where the browser has shared memory, else plain JavaScript. */
function engineOfPage(): { readonly engine: Engine; readonly allocate: (bytes: number) => Region } {
  try {
    const wasm = withFallback(wasmEngine({ threads: 1 }), plainEngine());
    return { engine: wasm, allocate: wasm.allocate };
  } catch {
    return { engine: plainEngine(), allocate: (bytes) => ({ buffer: new ArrayBuffer(bytes), byteOffset: 0 }) };
  }
}

function skippedRow(claim: string, title: string, reason: string): ClaimRow {
  return { claim, title, verdict: "does not apply", count: "", remark: reason, isFailure: false };
}

function rowOf(claim: Described, results: readonly Result[]): ClaimRow {
  const shown = results.find(isFailure) ?? results[0]!; // there is one
  const details =
    shown.witness === undefined ? {} : { details: [...witnessLines(shown.witness), replayOf(shown)].join("\n") };
  return {
    claim: claim.id,
    title: claim.title,
    verdict: shown.verdict,
    count: countText(claim, shown, results),
    remark: remark(shown, results),
    isFailure: isFailure(shown),
    ...(shown.spectrum === undefined ? {} : { spectrum: shown.spectrum }),
    ...details,
  };
}

/** The command that shows a result again on a terminal. */
function replayOf({ claim, subject, replay }: Result): string {
  const at = /layer (\d+)(?: head (\d+))?/.exec(subject);
  const place = at === null ? "" : ` --at ${at[1]}${at[2] === undefined ? "" : `.${at[2]}`}`;
  return `  replay  npx commutant check path/to/folder ${claim}${place} --seed ${replay.seed}${replay.path === undefined ? "" : ` --path ${replay.path}`}`;
}

self.addEventListener("message", ({ data }: MessageEvent<Order>) => {
  check(data).catch((error: unknown) => {
    if (error instanceof Fault) return tell({ kind: "failed", message: error.message });
    if (!(error instanceof RangeError)) throw error;
    const message = `the checkpoint: expected one that this browser has memory for (${error.message}); check it on a terminal: npx commutant check path/to/folder`;
    tell({ kind: "failed", message });
  });
});
