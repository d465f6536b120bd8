/** When a run ends before its plan: at the first failure, or when its time is over. */
import { isFailure, type Result } from "../check/judge.ts";

/** The options that cut a run short. */
export interface LimitFlags {
  readonly bail?: boolean;
  /** unit  second */
  readonly timeLimit?: number;
}

/** A limit at work. */
export interface Limit {
  /** Asked after each result. */
  readonly isEnough: (result: Result) => boolean;
  /** Why so many checks are left, when any are. */
  readonly stopped: (left: number) => string | undefined;
}

/** The limit of a run that begins now. */
export function limitOf({ bail = false, timeLimit }: LimitFlags): Limit {
  const deadline = timeLimit === undefined ? Number.POSITIVE_INFINITY : performance.now() + timeLimit * 1000;
  let failed = false;
  return {
    isEnough: (result) => {
      failed ||= bail && isFailure(result);
      return failed || performance.now() > deadline;
    },
    stopped: (left) => {
      if (left === 0) return undefined;
      const why = failed ? "--bail stops at the first failure" : `the ${timeLimit} s of --time-limit were over`;
      return `${left} checks did not run: ${why}`;
    },
  };
}
