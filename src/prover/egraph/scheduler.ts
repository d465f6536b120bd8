/** Which rewrites are searched when: all always, or those that match too often wait longer and longer. */
import type { EGraph } from "./egraph.ts";
import { type Matches, search } from "./machine.ts";
import type { Rewrite } from "./rewrite.ts";

/** Which search it is. */
export interface Turn {
  readonly iteration: number;
  /** The rewrite's number. */
  readonly rule: number;
  /** The version of the index of which all matches were applied. */
  readonly since: number;
}

export interface Scheduler {
  /** Matches of the rewrite with a number that are new since a version of the index, or none if it has to wait. */
  search<D>(at: Turn, egraph: EGraph<D>, rewrite: Rewrite<D>): Matches | undefined;
  /** Whether an iteration that changed nothing is the last, since no rewrite was waiting. */
  canStop(iteration: number): boolean;
}

/** Every rewrite, every time. */
export function simpleScheduler(): Scheduler {
  return { search: ({ since }, egraph, { program }) => search(egraph, program, { since }), canStop: () => true };
}

export interface BackoffOptions {
  readonly matchLimit?: number;
  readonly banLength?: number;
}

/**
 * egg's: a rewrite with more than `matchLimit` matches is not applied and
 * waits `banLength` iterations; both double each time that happens to it.
 */
export function backoffScheduler({ matchLimit = 1000, banLength = 5 }: BackoffOptions = {}): Scheduler {
  const bans: { times: number; until: number }[] = [];
  return {
    search({ iteration, rule, since }, egraph, { program }) {
      bans[rule] ??= { times: 0, until: 0 };
      const ban = bans[rule];
      if (iteration < ban.until) return undefined;
      const threshold = matchLimit * 2 ** ban.times;
      const matches = search(egraph, program, { since, limit: threshold + 1 });
      if (matches.all <= threshold) return matches;
      ban.until = iteration + banLength * 2 ** ban.times++;
      return undefined;
    },
    canStop(iteration) {
      const banned = bans.filter(({ until }) => until > iteration);
      if (banned.length === 0) return true;
      const wait = Math.min(...banned.map(({ until }) => until)) - iteration;
      for (const ban of banned) ban.until -= wait;
      return false;
    },
  };
}
