/** A progress bar on a terminal; silence elsewhere. */
import { Presets, SingleBar } from "cli-progress";

/** Reports how much of the work is done, and what is in hand. */
export interface Progress {
  readonly update: (done: number, all: number, doing: string) => void;
  readonly stop: () => void;
}

/** A bar on standard error when it is a terminal. */
export function progressBar(): Progress {
  if (process.stderr.isTTY !== true) return { update: () => {}, stop: () => {} };
  const bar = new SingleBar(
    { format: "  {bar} {value}/{total}  {doing}", clearOnComplete: true, hideCursor: true, stream: process.stderr },
    Presets.shades_classic,
  );
  let started = false;
  return {
    update: (done, all, doing) => {
      if (!started) bar.start(all, 0, { doing });
      started = true;
      bar.setTotal(all);
      bar.update(done, { doing });
    },
    stop: () => bar.stop(),
  };
}
