/** The check of a checkpoint: a worker of this page, what it has told, and a way to stop it. */
import { useEffect, useRef, useState } from "preact/hooks";
import type { ClaimRow, News } from "./checkpoint-protocol.ts";

/** As the command line has them by default, so that a replay is the same. */
export const [SAMPLES, SEED] = [20, 42];

/** How far a check has come. */
export interface Checking {
  readonly model?: Extract<News, { kind: "model" }>;
  readonly progress?: Extract<News, { kind: "reading" | "checking" }>;
  readonly rows: readonly ClaimRow[];
  readonly skipped: readonly ClaimRow[];
  readonly end?: Extract<News, { kind: "done" | "failed" }>;
}

const NOTHING: Checking = { rows: [], skipped: [] };

function after(state: Checking, news: News): Checking {
  switch (news.kind) {
    case "reading":
      return { ...state, progress: news };
    case "model":
      return { ...state, model: news };
    case "skipped":
      return { ...state, skipped: news.rows };
    case "checking": {
      const at = state.rows.findIndex(({ claim }) => claim === news.row.claim);
      const rows = at < 0 ? [...state.rows, news.row] : state.rows.with(at, news.row);
      return { ...state, rows, progress: news };
    }
    case "done":
    case "failed": {
      const { progress: _, ...rest } = state;
      return { ...rest, end: news };
    }
  }
}

/**
 * Checks files as soon as there are some, whatever a reader looks at meanwhile. One worker, so one copy of the weights:
 * pages are not isolated, so workers share no memory. It ends with the check, and its memory with it.
 */
export function useChecking(
  files: readonly File[] | undefined,
  say: (text: string) => void,
): { readonly checking: Checking; readonly stop: () => void } {
  const [checking, setChecking] = useState(NOTHING);
  const worker = useRef<Worker | undefined>(undefined);
  const end = (news: Extract<News, { kind: "done" | "failed" }>): void => {
    worker.current?.terminate();
    setChecking((now) => after(now, news));
    say(news.kind === "done" ? news.summary : "there is an error");
  };
  const stop = (): void => end({ kind: "failed", message: "It was stopped; what is below was found until then." });
  useEffect(() => {
    if (files === undefined) return;
    setChecking(NOTHING);
    say("reading the checkpoint …");
    const own = new Worker(new URL("./checkpoint-worker.ts", import.meta.url), { type: "module" });
    worker.current = own;
    own.addEventListener("message", ({ data }: MessageEvent<News>) => {
      if (data.kind === "done" || data.kind === "failed") return end(data);
      setChecking((now) => after(now, data));
      if (data.kind === "model") say(`checking ${data.description}`);
    });
    own.addEventListener("error", ({ message }) => end({ kind: "failed", message }));
    own.postMessage({ files, samples: SAMPLES, seed: SEED });
    return () => own.terminate();
  }, [files]);
  return { checking, stop };
}
