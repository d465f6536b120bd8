/**
 * A researcher's own models and claims, as a file exports them.
 *
 *     export const mine = defineModel({ architecture: llama({ name: "mine", weigh }) });
 *     export const scaled = defineClaim({ id: "mine/scaled", title: "…", formula: "…", scope: "head", state: (site) => … });
 *     export const known = defineClaim({ id: "mine/known", title: "…", formula: "relu(c*x) = c*relu(x)", given: "…" });
 *
 * What cannot be right is a fault where it is defined, so a reader of the file is sent to the line.
 */
import type { Architecture } from "../model/architecture.ts";
import { ARCHITECTURES } from "../model/architectures.ts";
import { Fault } from "../term/fault.ts";
import { type Assertion, type AssertionText, assertion } from "./assertion.ts";
import type { Claim } from "./claim.ts";
import { assertions, library } from "./library.ts";

/** A model of one's own. */
export interface OwnModel {
  readonly defines: "model";
  readonly architecture: Architecture;
}

/** A claim of one's own: about models, or about matrices alone. */
export type OwnClaim =
  | { readonly defines: "claim"; readonly claim: Claim }
  | { readonly defines: "assertion"; readonly assertion: Assertion };

/** What a claim of one's own may leave out. */
type Sourced<T> = Omit<T, "source"> & { readonly source?: string };

const SOURCE = "defined by its user";

/**
 * A row of the table.
 *
 * throws  Fault when an architecture that is known has its name
 */
export function defineModel({ architecture }: { readonly architecture: Architecture }): OwnModel {
  if (!Object.hasOwn(ARCHITECTURES, architecture.name)) return { defines: "model", architecture };
  const received = `${architecture.name}, which the library has`;
  throw new Fault({ op: "defineModel", expected: "a name of its own", received, next: 'give { name: "…" }' });
}

/**
 * A column of the table, or a statement about matrices.
 *
 * throws  Fault when its id is no area and name, or is taken; when its formula, shapes or hypotheses cannot be read
 */
export function defineClaim(claim: Sourced<Claim> | Sourced<AssertionText>): OwnClaim {
  const { id } = claim;
  if (!/^[\w.-]+\/[\w./-]+$/.test(id))
    throw new Fault({ op: "defineClaim", expected: "an id such as area/name", received: JSON.stringify(id) });
  if ([...library, ...assertions].some((known) => known.id === id))
    throw new Fault({ op: "defineClaim", expected: "an id of its own", received: `${id}, which the library has` });
  if ("state" in claim) return { defines: "claim", claim: { source: SOURCE, ...claim } };
  const stated = assertion({ source: SOURCE, ...claim });
  const problem = stated.pose();
  if (problem.kind === "ill-shaped") throw problem.fault;
  return { defines: "assertion", assertion: stated };
}
