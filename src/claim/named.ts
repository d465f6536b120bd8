/** What a person names as something to decide: formulas, claims of an architecture, assertions. */
import type { Architecture } from "../model/architecture.ts";
import { architectureNamed } from "../model/architectures.ts";
import { didYouMean, Fault } from "../term/fault.ts";
import { type IllShaped, type Problem, parseProblem } from "../term/problem.ts";
import type { Assertion } from "./assertion.ts";
import { type Claim, isNotApplicable, posed, siteOf } from "./claim.ts";
import { areaOf, assertions, library } from "./library.ts";

/** How a statement is read; lists as a command line collects them. */
export interface StatementFlags {
  readonly given: string;
  readonly assume?: readonly string[];
  readonly where?: readonly string[];
  readonly dims?: readonly string[];
  readonly architecture: string | Architecture;
  /** Claims and assertions beside those of the library. */
  readonly own?: { readonly claims: readonly Claim[]; readonly assertions: readonly Assertion[] };
}

/** A statement that was named, and whether its refutation is known. */
export interface Named {
  readonly id: string;
  /** The claim in words; a formula has none. */
  readonly title?: string;
  readonly formula: string;
  readonly problem: Problem | IllShaped;
  /** Why it is known to be false, so that its refutation is no failure. */
  readonly expected?: string;
}

/**
 * The statements that words name: one formula, or claims and assertions by id or area.
 *
 * throws  Fault for a formula that cannot be read, a name that nothing has, or a claim that an architecture cannot have
 */
export function statementsNamed(words: readonly string[], flags: StatementFlags): readonly Named[] {
  const [first] = words;
  if (first !== undefined && words.length === 1 && /[=<>]/.test(first)) return [formula(first, flags)];
  const { architecture: about, own = { claims: [], assertions: [] } } = flags;
  const architecture = typeof about === "string" ? architectureNamed(about) : about;
  const named = words.flatMap((word) => {
    const claims = [...library, ...own.claims].filter((one) => names(word, one));
    const facts = [...assertions, ...own.assertions].filter((one) => names(word, one));
    if (claims.length + facts.length === 0) throw unknown(word);
    return [...claims.flatMap((claim) => claimed(claim, architecture, word)), ...facts.map(asserted)];
  });
  return named.filter(({ id }, i) => named.findIndex((other) => other.id === id) === i);
}

function formula(text: string, { given, assume, where, dims }: StatementFlags): Named {
  const options = {
    ...(assume === undefined ? {} : { assume }),
    ...(where === undefined ? {} : { where }),
    ...(dims === undefined ? {} : { dims }),
  };
  return { id: text, formula: text, problem: parseProblem(text, given, options) };
}

/** An area's claims that do not apply are left out; a claim that was asked for by its id says why it does not. */
function claimed(claim: Claim, architecture: Architecture, word: string): readonly Named[] {
  const stated = claim.state(siteOf(architecture));
  if (isNotApplicable(stated)) {
    if (word !== claim.id) return [];
    const expected = "a claim that the architecture can have";
    throw new Fault({ op: claim.id, expected, received: stated.notApplicable, next: "name another --architecture" });
  }
  const { id, title, formula } = claim;
  const because = claim.refutedFor?.(architecture)?.because;
  const problem = posed(id, stated);
  return [{ id, title, formula, problem, ...(because === undefined ? {} : { expected: because }) }];
}

function asserted({ id, title, formula, pose, refuted }: Assertion): Named {
  return { id, title, formula, problem: pose(), ...(refuted === undefined ? {} : { expected: refuted.because }) };
}

function names(word: string, one: { readonly id: string }): boolean {
  return one.id === word || one.id.split("/")[0] === word;
}

function unknown(word: string): Fault {
  const ids = [...library, ...assertions].map(({ id }) => id);
  const areas = [...new Set(library.map(areaOf))];
  return new Fault({
    op: "prove",
    expected: `a formula with = or <=, the id of a claim, or an area (${areas.join(", ")})`,
    received: word,
    next: didYouMean(word, ids) ?? "`commutant claims --models` lists them",
  });
}
