/**
 * Theorems in batches: one import of MathComp costs more than the proof of most claims, and half of what the proofs of an
 * architecture show another one shows too, so many are checked together.
 *
 * What Rocq has accepted is found again by the hash of its certificate (certificates.json), so a later run compiles what
 * is new. A batch that Rocq rejects is compiled again without the theorem that it complains of, which is told.
 */
import { createHash } from "node:crypto";
import { setImmediate as turn } from "node:timers/promises";
import { certificateHash, certificateOf } from "../kernel/certificate.ts";
import type { Proof } from "../kernel/proof.ts";
import { type Claimed, moduleName, NOTE, rocqFile } from "../report/rocq.ts";
import type { Rejected, RocqProject } from "./rocq-project.ts";

/** A certificate, under the names of what it proves. */
export interface Certified {
  readonly hash: string;
  readonly ids: readonly string[];
  readonly proof: Proof;
}

/** Where the theorem of a certificate stands. */
export interface Place {
  readonly file: string;
  readonly module: string;
}

/** A certificate that Rocq rejects: the lemma at which it does, and its message. */
export interface Conflict {
  readonly hash: string;
  readonly step: string;
  readonly message: string;
}

/** What came of certificates. */
export interface Accepted {
  readonly places: ReadonlyMap<string, Place>;
  readonly conflicts: readonly Conflict[];
}

/** A certificate, and how it is named in a batch. */
interface Module extends Claimed {
  readonly hash: string;
}

const INDEX = "certificates.json";
/** What the proofs of a batch come to, beyond which another is begun. unit  move */
const BATCH = 16_000;
/** How many theorems a batch has at most: each is said of all that its batch names, so many small ones cost their square. */
const THEOREMS = 40;

/** Certificates of proofs, each once. */
export function certified(proofs: Iterable<readonly [id: string, proof: Proof]>): readonly Certified[] {
  const found = new Map<string, { hash: string; ids: string[]; proof: Proof }>();
  for (const [id, proof] of proofs) {
    const hash = certificateHash(certificateOf(proof));
    const known = found.get(hash);
    if (known === undefined) found.set(hash, { hash, ids: [id], proof });
    else known.ids.push(id);
  }
  return [...found.values()];
}

/** Has Rocq look at certificates that it has not accepted yet under these laws. */
export async function accept(
  project: RocqProject,
  certificates: readonly Certified[],
  write: typeof rocqFile = rocqFile,
): Promise<Accepted> {
  const known = new Map(Object.entries(project.read<Record<string, Place>>(INDEX) ?? {}));
  const places = new Map<string, Place>();
  const conflicts: Conflict[] = [];
  const kept = await stillAccepted(project, certificates, known);
  for (const [hash, place] of kept) places.set(hash, place);
  const batch = async (some: readonly Module[]): Promise<void> => {
    if (some.length === 0) return;
    await turn(); // terms of the last batch are let go of
    const text = write(some);
    const file = batchName(text);
    project.write(file, text);
    const rejected = await project.compile(file);
    if (rejected === undefined) {
      for (const { hash, name } of some) places.set(hash, { file, module: name });
      return;
    }
    const { hash, ...told } = located(some, text, rejected, file);
    conflicts.push({ hash, ...told });
    await batch(some.filter((one) => one.hash !== hash));
  };
  await Promise.all(batches(certificates.filter(({ hash }) => !places.has(hash))).map(batch));
  project.write(INDEX, `${JSON.stringify({ ...Object.fromEntries(known), ...Object.fromEntries(places) }, null, 2)}\n`);
  return { places, conflicts };
}

/** Writes certificates for Rocq, and leaves them there. */
export async function writeBatches(project: RocqProject, certificates: readonly Certified[]): Promise<void> {
  for (const batch of batches(certificates)) {
    await turn();
    const text = rocqFile(batch);
    project.write(batchName(text), text);
  }
}

/** The certificates whose theorem stands in a batch that compiles as it is. */
async function stillAccepted(
  project: RocqProject,
  certificates: readonly Certified[],
  known: ReadonlyMap<string, Place>,
): Promise<readonly (readonly [string, Place])[]> {
  const places = certificates.flatMap(({ hash }) => {
    const place = known.get(hash);
    return place === undefined || !project.has(place.file) ? [] : [[hash, place] as const];
  });
  const files = [...new Set(places.map(([, { file }]) => file))];
  const compiled = new Map(
    await Promise.all(files.map(async (file) => [file, (await project.compile(file)) === undefined] as const)),
  );
  return places.filter(([, { file }]) => compiled.get(file) === true);
}

/** How long a proof is. unit  move */
function lengthOf(proof: Proof): number {
  return proof.reduce((sum, entry) => sum + (entry.rule === "rewrite" ? entry.moves.length : 1), 0);
}

/** What is claimed of one architecture together, as far as it goes; the largest first, so that processors end at about the same time. */
function batches(certificates: readonly Certified[]): readonly (readonly Module[])[] {
  const made: { modules: Module[]; moves: number }[] = [];
  for (const { hash, ids, proof } of certificates) {
    const moves = lengthOf(proof);
    let last = made.at(-1);
    if (last === undefined || last.moves + moves > BATCH || last.modules.length === THEOREMS) {
      last = { modules: [], moves: 0 };
      made.push(last);
    }
    last.modules.push({ hash, name: moduleName(ids[0]!), note: ids.join(", "), proof });
    last.moves += moves;
  }
  return made.sort((a, b) => b.moves - a.moves).map(({ modules }) => modules);
}

const batchName = (text: string): string => `Batch_${createHash("sha256").update(text).digest("hex").slice(0, 12)}.v`;

/** The claim and the lemma that a message is about, by its line. */
function located(modules: readonly Module[], text: string, { file, message }: Rejected, batch: string): Conflict {
  const line = file === batch ? Number(/line (\d+)/.exec(message)?.[1] ?? 0) : 0;
  const before = text.split("\n").slice(0, line).reverse();
  const lemma = before.find((one) => /^(Lemma|Theorem|Definition) /.test(one))?.split(/[ :(]+/)[1] ?? "the laws";
  const noted = before.find((one) => one.startsWith(NOTE) || one.startsWith("Module ")) ?? "";
  const name = /\w+/.exec(noted.replace("Module ", ""))?.[0];
  const { hash } = modules.find((one) => one.name === name) ?? modules[0]!;
  return { hash, step: lemma, message };
}
