/**
 * The notes' sentences as theorems under their names, so that statements written by hand can be shown by them.
 *
 * proofs/rocq/Audit.v shows each statement of Statements.v by the theorem `seed_<sentence>_<part>` of Headlines.v, which
 * is the one of the certificate: another statement, or another theorem, and it does not compile.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { moduleName } from "../report/rocq.ts";
import { LAWS } from "./accepted.ts";
import type { Certified, Place } from "./rocq-batches.ts";

/** The sentences' parts that Audit.v names. */
function audited(): readonly string[] {
  const text = readFileSync(join(LAWS, "Audit.v"), "utf8");
  return [...new Set([...text.matchAll(/Headlines\.(seed_\w+)/g)].map(([, name]) => name!))];
}

function named(certificates: readonly Certified[]): ReadonlyMap<string, string> {
  const seeds = certificates.flatMap(({ hash, ids }) =>
    ids.filter((id) => id.startsWith("seed-")).map((id) => [moduleName(id), hash] as const),
  );
  return new Map(seeds);
}

/** Whether all that Audit.v names is among some certificates. */
export function isAudited(certificates: readonly Certified[]): boolean {
  const known = named(certificates);
  return audited().every((name) => known.has(name));
}

/** The file that names the theorems of the notes' sentences. */
export function headlines(certificates: readonly Certified[], places: ReadonlyMap<string, Place>): string {
  const known = [...named(certificates)].flatMap(([name, hash]) => {
    const place = places.get(hash);
    return place === undefined ? [] : [{ name, file: place.file.replace(/\.v$/, ""), module: place.module }];
  });
  const files = [...new Set(known.map(({ file }) => file))];
  const required = files.map((file) => `From Commutant Require ${file}.`);
  const definitions = known.map(({ name, file, module }) => `Definition ${name} := @${file}.${module}.claim.`);
  return `${[...required, ...definitions].join("\n")}\n`;
}
