/**
 * What Rocq has accepted: certificates by their hash, as the last run over the whole library left them beside the laws
 * (proofs/rocq/accepted.json). They count under the laws that they were checked with, and no others.
 */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { certificateHash, certificateOf } from "../kernel/certificate.ts";
import type { Proof } from "../kernel/proof.ts";
import type { Theorem } from "../kernel/theorem.ts";
import type { Certified, Place } from "./rocq-batches.ts";
import { textKey } from "./rocq-project.ts";

/** The folder of the laws that are proved by hand. */
export const LAWS = fileURLToPath(new URL("../../proofs/rocq", import.meta.url));

/** The files of laws, in the order in which they are compiled. */
export function lawFiles(): readonly string[] {
  return readFileSync(join(LAWS, "_CoqProject"), "utf8").match(/^\S+\.v$/gm) ?? [];
}

/** A run's result as data: under which laws, and which certificates. */
interface Accepted {
  readonly laws: string;
  readonly certificates: Readonly<Record<string, readonly string[]>>;
}

/** The text of a run's result. */
export function recordText(
  laws: string,
  certificates: readonly Certified[],
  places: ReadonlyMap<string, Place>,
): string {
  const accepted = certificates.filter(({ hash }) => places.has(hash)).map(({ hash, ids }) => [hash, ids] as const);
  const data: Accepted = { laws, certificates: Object.fromEntries(accepted) };
  return `${JSON.stringify(data, null, 2)}\n`;
}

let known: ReadonlySet<string> | undefined;

/** Whether Rocq has accepted the certificate of a proof, whose theorem is known. */
export function isAcceptedByRocq({ proof, theorem }: { readonly proof: Proof; readonly theorem: Theorem }): boolean {
  known ??= readRecord();
  return known.has(certificateHash(certificateOf(proof, theorem)));
}

function readRecord(): ReadonlySet<string> {
  const path = join(LAWS, "accepted.json");
  if (!existsSync(path)) return new Set();
  const { laws, certificates } = JSON.parse(readFileSync(path, "utf8")) as Accepted;
  return new Set(laws === textKey(LAWS, "Rules.v") ? Object.keys(certificates) : []);
}
