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

/** One of the formulas of a fact, with a setting of its own. */
export interface Said extends Setting {
  readonly says: string;
  /** Set where the sentence says that some values break the formula. */
  readonly exists?: true;
}

/** More of a fact. */
export interface FactOptions extends Setting {
  /** Under which condition it holds: the same formulas of other declarations, or under other assumptions. */
  readonly when?: Setting;
}

/** A formula that some values break, says the sentence. */
export const breaks = (says: string, setting: Setting = {}): Said => ({ says, ...setting, exists: true });

/** A sentence of the catalogue, said of what is given by one or more formulas. */
export function fact(
  catalogue: string,
  given: string,
  says: string | Said | readonly (string | Said)[],
  { when, ...setting }: FactOptions = {},
): Sentence {
  const said = [says].flat().map((one) => (typeof one === "string" ? { says: one } : one));
  const asserted = partsOf(catalogue, said, { given, ...setting }, {});
  if (when === undefined) return { catalogue, asserted };
  return { catalogue, asserted, conditioned: partsOf(`${catalogue} when`, said, { given, ...setting }, when) };
}

/** A formula's own setting goes before what is common to all; a condition before both. */
function partsOf(id: string, said: readonly Said[], common: Setting, condition: Setting): readonly Part[] {
  return said.map(({ says, exists, ...own }, i) => {
    const one = said.length === 1 ? id : `${id} ${i + 1}`;
    const setting = { ...common, ...own, ...condition };
    return { id: one, pose: () => posed(one, says, setting), ...(exists === undefined ? {} : { exists }) };
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
