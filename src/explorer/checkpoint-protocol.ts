/** What the page tells the worker that checks a checkpoint, and what it hears. */
import type { Verdict } from "../check/judge.ts";

/** What is to be checked. A file crosses as what it is: a name for bytes on disk. */
export interface Order {
  readonly files: readonly File[];
  readonly samples: number;
  readonly seed: number;
}

/** A claim of the model, as far as it has come. */
export interface ClaimRow {
  readonly claim: string;
  readonly title: string;
  readonly verdict: Verdict | "does not apply";
  /** `8/8 heads`. */
  readonly count: string;
  readonly remark: string;
  readonly isFailure: boolean;
  /** Singular values that a rank bound is about. */
  readonly spectrum?: readonly number[];
  /** The smallest counterexample, as the terminal shows it, with the command that shows it again. */
  readonly details?: string;
}

/** What is heard. */
export type News =
  | { readonly kind: "reading"; readonly done: number; readonly all: number }
  | { readonly kind: "model"; readonly description: string; readonly architecture: string; readonly engine: string }
  | { readonly kind: "checking"; readonly done: number; readonly all: number; readonly row: ClaimRow }
  | { readonly kind: "skipped"; readonly rows: readonly ClaimRow[] }
  | { readonly kind: "done"; readonly summary: string; readonly isFailure: boolean }
  | { readonly kind: "failed"; readonly message: string };
