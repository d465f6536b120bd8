/** The claims about models that are only run, and their names. */
import { didYouMean, Fault } from "../term/fault.ts";
import { cacheBehaviours } from "./behaviours/cache.ts";
import { maskBehaviours } from "./behaviours/mask.ts";
import { paddingBehaviours } from "./behaviours/padding.ts";
import { positionBehaviours } from "./behaviours/position.ts";
import { runBehaviours } from "./behaviours/run.ts";
import type { Behaviour } from "./trial.ts";

/** The claims about models that are only run. */
export const behaviours: readonly Behaviour[] = [
  ...runBehaviours,
  ...maskBehaviours,
  ...cacheBehaviours,
  ...paddingBehaviours,
  ...positionBehaviours,
];

/**
 * Behaviours by id or area; all of them without a name.
 *
 * throws  Fault naming the closest one
 */
export function behavioursNamed(names: readonly string[], all = names.length === 0): readonly Behaviour[] {
  if (all) return behaviours;
  const ids = behaviours.map(({ id }) => id);
  const unknown = names.find((name) => name !== "behaviour" && !ids.includes(name));
  if (unknown !== undefined) {
    const next = didYouMean(unknown, ids) ?? `known: ${ids.join(", ")}`;
    throw new Fault({ op: "claim", expected: "a claim about a model that is run", received: unknown, next });
  }
  return behaviours.filter(({ id }) => names.includes("behaviour") || names.includes(id));
}
