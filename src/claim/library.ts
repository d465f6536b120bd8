/** All claims about models and all assertions about matrices, by area. */
import type { Architecture } from "../model/architecture.ts";
import { didYouMean, Fault } from "../term/fault.ts";
import type { Problem } from "../term/problem.ts";
import type { Assertion } from "./assertion.ts";
import { type Claim, isNotApplicable, posed, siteOf } from "./claim.ts";
import { gaugeClaims, parallelClaims } from "./gauge.ts";
import { biasClaims, headClaims, patternClaims } from "./heads.ts";
import { linearityAssertions } from "./linearity.ts";
import { localityClaims } from "./locality.ts";
import { normalisationClaims } from "./normalisation.ts";
import { permutationClaims } from "./permutation.ts";
import { positionAssertions, positionClaims } from "./position.ts";
import { rankClaims } from "./rank.ts";
import { softmaxAssertions } from "./softmax.ts";
import { streamAssertions } from "./stream.ts";
import { weightAssertions } from "./weights.ts";

/** Every claim of the library, in the order in which a report lists them. */
export const library: readonly Claim[] = [
  ...permutationClaims,
  ...headClaims,
  ...patternClaims,
  ...biasClaims,
  ...gaugeClaims,
  ...parallelClaims,
  ...rankClaims,
  ...localityClaims,
  ...normalisationClaims,
  ...positionClaims,
];

/** Every assertion, in the order of the notes. */
export const assertions: readonly Assertion[] = [
  ...streamAssertions,
  ...weightAssertions,
  ...softmaxAssertions,
  ...linearityAssertions,
  ...positionAssertions,
];

/**
 * The claims that some names choose: a claim's id, or an area with all its claims; all of them without names.
 *
 * throws  Fault naming what is not known and what is
 */
export function claimsNamed(names: readonly string[]): readonly Claim[] {
  const unknown = names.find((name) => !library.some((claim) => matches(claim, name)));
  if (unknown !== undefined) {
    const areas = [...new Set(library.map(areaOf))].join(", ");
    throw new Fault({
      op: "claim",
      expected: `the id of a claim, or an area (${areas})`,
      received: unknown,
      next: "`commutant claims --models` lists them",
    });
  }
  return names.length === 0 ? library : library.filter((claim) => names.some((name) => matches(claim, name)));
}

/**
 * What a claim says of an architecture, at a symbolic layer and head.
 *
 * throws  Fault when there is no such claim, or the architecture cannot have it
 */
export function claimOf(id: string, architecture: Architecture): Problem {
  const claim = library.find((one) => one.id === id);
  if (claim === undefined) throw new Fault({ op: "claim", expected: "the id of a claim", received: id });
  const stated = claim.state(siteOf(architecture));
  if (!isNotApplicable(stated)) return posed(id, stated, claim.formula);
  throw new Fault({ op: id, expected: `a claim about ${architecture.name}`, received: stated.notApplicable });
}

/**
 * The id of a claim that is named by it, or by its name alone where no other area has that name.
 *
 * throws  Fault naming the claims that share a name, or what is near to one that no claim has
 */
export function claimIdOf(name: string, own: readonly Claim[] = []): string {
  const ids = [...library, ...own].map(({ id }) => id);
  if (ids.includes(name)) return name;
  const found = ids.filter((id) => id.slice(id.indexOf("/") + 1) === name);
  if (found.length === 1) return found[0]!;
  const expected = found.length > 1 ? `one of ${found.join(", ")}` : "the id of a claim, or its name without the area";
  const names = [...ids, ...ids.map((id) => id.slice(id.indexOf("/") + 1))];
  const next = found.length > 1 ? undefined : (didYouMean(name, names) ?? "`commutant claims --models` lists them");
  throw new Fault({ op: "claim", expected, received: name, next });
}

/** The area of a claim: what its id begins with. */
export function areaOf({ id }: Claim): string {
  return id.split("/")[0]!;
}

function matches(claim: Claim, name: string): boolean {
  return claim.id === name || areaOf(claim) === name;
}
