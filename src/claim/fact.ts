/**
 * Facts: sentences of the catalogue that formulas can say, each with what it asserts and, where it has one, its condition.
 *
 * What a fact comes to is decided (notes.ts says how a sentence's truth follows from its parts) and never written here.
 */
import { type IllShaped, type Problem, type ProblemOptions, parseProblem } from "../term/problem.ts";
import type { Part, Sentence } from "./notes.ts";

/** What a formula is read with. */
export interface Setting extends Pick<ProblemOptions, "assume" | "where" | "dims"> {
  readonly given?: string;
}

/** More of a fact. */
export interface FactOptions extends Setting {
  /** Under which condition it holds: other declarations or assumptions, or another formula. */
  readonly when?: Setting & { readonly says?: string | readonly string[] };
  /** Set where the sentence says that some values break the equation. */
  readonly exists?: true;
}

/** A sentence of the catalogue, said of what is given by one or more formulas. */
export function fact(
  catalogue: string,
  given: string,
  says: string | readonly string[],
  { when, exists, ...setting }: FactOptions = {},
): Sentence {
  const asserted = partsOf(catalogue, says, { given, ...setting }, exists);
  if (when === undefined) return { catalogue, asserted };
  const { says: other = says, ...more } = when;
  return { catalogue, asserted, conditioned: partsOf(`${catalogue} when`, other, { given, ...setting, ...more }) };
}

function partsOf(id: string, says: string | readonly string[], setting: Setting, exists?: true): readonly Part[] {
  const formulas = typeof says === "string" ? [says] : says;
  return formulas.map((text, i) => {
    const one = formulas.length === 1 ? id : `${id} ${i + 1}`;
    return { id: one, pose: () => posed(one, text, setting), ...(exists === undefined ? {} : { exists }) };
  });
}

function posed(id: string, text: string, { given = "", assume, where, dims }: Setting): Problem | IllShaped {
  return parseProblem(text, given, {
    id,
    ...(assume === undefined ? {} : { assume }),
    ...(where === undefined ? {} : { where }),
    ...(dims === undefined ? {} : { dims }),
  });
}
