/** Which rewrites are searched when: all always, or those that match too often wait longer and longer. */
import type { EGraph } from "./egraph.ts";
import { Matches, search } from "./machine.ts";
import type { Rewrite } from "./rewrite.ts";

export interface Scheduler {
  /** Matches to be applied of the rewrite with a number, or none if it has to wait. */
  search<D>(iteration: number, egraph: EGraph<D>, rule: number, rewrite: Rewrite<D>): Matches;
  /** Whether an iteration that changed nothing is the last, since no rewrite was waiting. */
  canStop(iteration: number): boolean;
}

/** Every rewrite, every time. */
export function simpleScheduler(): Scheduler {
  return { search: (_iteration, egraph, _rule, { program }) => search(egraph, program), canStop: () => true };
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
    search(iteration, egraph, rule, { program }) {
      bans[rule] ??= { times: 0, until: 0 };
      const ban = bans[rule];
      const nothing = new Matches(program.outputs.length);
      if (iteration < ban.until) return nothing;
      const threshold = matchLimit * 2 ** ban.times;
      const matches = search(egraph, program, { limit: threshold + 1 });
      if (matches.count <= threshold) return matches;
      ban.until = iteration + banLength * 2 ** ban.times++;
      return nothing;
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
