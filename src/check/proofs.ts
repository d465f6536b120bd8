/**
 * Every proof of the library: of its claims about architectures, and of the sentences of the catalogue, one after the
 * other. What is refuted has no proof and is passed over; what stays open is told.
 */
import { isNotApplicable, posed, siteOf } from "../claim/claim.ts";
import { catalogue } from "../claim/facts.ts";
import { areaOf, library } from "../claim/library.ts";
import type { Sentence } from "../claim/notes.ts";
import type { Proof } from "../kernel/proof.ts";
import { architectureNamed } from "../model/architectures.ts";
import { didYouMean, Fault } from "../term/fault.ts";
import type { IllShaped, Problem } from "../term/problem.ts";
import { type DecideOptions, decide } from "./decide.ts";

/** Something that the library asserts, under a name: `llama/rank/W_QK`, or `sm-row-sums/2` for a sentence's second part. */
export interface Asserted {
  readonly id: string;
  readonly pose: () => Problem | IllShaped;
}

/**
 * What some names choose of architectures and of the catalogue: claims, sentences, or areas of either; all without names.
 *
 * throws  Fault naming what is not known
 */
export function assertedBy(names: readonly string[], architectures: readonly string[]): readonly Asserted[] {
  const chosen = (...known: readonly string[]): boolean =>
    names.length === 0 || names.some((name) => known.includes(name));
  const claims = library.filter((claim) => chosen(claim.id, areaOf(claim)));
  const sentences = [...catalogue].flatMap(([area, all]) => all.filter((one) => chosen(one.catalogue, area)));
  expectKnown(names);
  return [...architectures.flatMap((name) => claimsOf(name, claims)), ...sentences.flatMap(partsOf)];
}

function expectKnown(names: readonly string[]): void {
  const known = new Set([
    ...library.flatMap((claim) => [claim.id, areaOf(claim)]),
    ...[...catalogue].flatMap(([area, all]) => [area, ...all.map((one) => one.catalogue)]),
  ]);
  const unknown = names.find((name) => !known.has(name));
  if (unknown === undefined) return;
  const expected = "a claim, a sentence of the catalogue, or an area of either";
  throw new Fault({ op: "claims", expected, received: unknown, next: didYouMean(unknown, [...known]) });
}

function claimsOf(name: string, claims: typeof library): readonly Asserted[] {
  const architecture = architectureNamed(name);
  return claims.flatMap((claim) => {
    const stated = claim.state(siteOf(architecture));
    if (isNotApplicable(stated) || claim.refutedFor?.(architecture) !== undefined) return [];
    return [{ id: `${name}/${claim.id}`, pose: () => posed(claim.id, stated) }];
  });
}

function partsOf({ catalogue: id, asserted, conditioned = [] }: Sentence): readonly Asserted[] {
  return [...asserted, ...conditioned].map(({ pose }, i) => ({ id: `${id}/${i + 1}`, pose }));
}

/** What came of an assertion: its proof; nothing where it is false; or that no proof was found. */
export type Found = { readonly kind: "proved"; readonly proof: Proof } | { readonly kind: "refuted" | "open" };

/** The proof of an assertion, where it has one. */
export function proofOf({ pose }: Asserted, options: DecideOptions): Found {
  const decided = decide(pose(), options);
  if (decided.verdict === "proved") return { kind: "proved", proof: decided.proof };
  return { kind: decided.verdict === "refuted" ? "refuted" : "open" };
}
