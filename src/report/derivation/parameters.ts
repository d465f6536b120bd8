/** The names of an axiom's parameters, in their order. */
import type { Axiom } from "../../kernel/axiom.ts";
import { parseParameters } from "../../kernel/parameters.ts";

const known = new Map<string, readonly string[]>();

/** `["A", "B"]` for a law of A and B. */
export function parametersOf({ parameters }: Axiom): readonly string[] {
  const names = known.get(parameters) ?? parseParameters(parameters).map(({ name }) => name);
  known.set(parameters, names);
  return names;
}
