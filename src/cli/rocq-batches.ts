/**
 * Theorems in batches: one import of MathComp costs more than the proof of most claims, so many are checked together.
 *
 * What Rocq has accepted is found again by the hash of its certificate (certificates.json), so a later run compiles what
 * is new. A batch that Rocq rejects is compiled again without the theorem that it complains of, which is told.
 */
import { createHash } from "node:crypto";
import { setImmediate as turn } from "node:timers/promises";
import { certificateHash, certificateOf } from "../kernel/certificate.ts";
import type { Proof } from "../kernel/proof.ts";
import { moduleName, ROCQ_HEADER, rocqModule } from "../report/rocq.ts";
import type { RocqProject } from "./rocq-project.ts";

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

interface Module {
  readonly hash: string;
  readonly name: string;
  readonly text: string;
}

const INDEX = "certificates.json";
/** Text of a batch, beyond which another is begun. unit  character */
const BATCH = 1_000_000;

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
  write: typeof rocqModule = rocqModule,
): Promise<Accepted> {
  const known = new Map(Object.entries(project.read<Record<string, Place>>(INDEX) ?? {}));
  const places = new Map<string, Place>();
  const conflicts: Conflict[] = [];
  const kept = await stillAccepted(project, certificates, known);
  for (const [hash, place] of kept) places.set(hash, place);
  const modules = await modulesOf(
    certificates.filter(({ hash }) => !places.has(hash)),
    write,
  );
  const batch = async (some: readonly Module[]): Promise<void> => {
    if (some.length === 0) return;
    const text = batchText(some);
    const file = batchName(text);
    project.write(file, text);
    const rejected = await project.compile(file);
    if (rejected === undefined) {
      for (const { hash, name } of some) places.set(hash, { file, module: name });
      return;
    }
    const { hash, ...told } = located(some, rejected.file === file ? rejected.message : undefined, rejected.message);
    conflicts.push({ hash, ...told });
    await batch(some.filter((one) => one.hash !== hash));
  };
  await Promise.all(batches(modules).map(batch));
  project.write(INDEX, `${JSON.stringify({ ...Object.fromEntries(known), ...Object.fromEntries(places) }, null, 2)}\n`);
  return { places, conflicts };
}

/** Writes certificates for Rocq, and leaves them there. */
export async function writeBatches(project: RocqProject, certificates: readonly Certified[]): Promise<void> {
  for (const batch of batches(await modulesOf(certificates, rocqModule))) {
    const text = batchText(batch);
    project.write(batchName(text), text);
  }
}

/** A turn of the event loop between modules: terms of the last one are let go of. */
async function modulesOf(certificates: readonly Certified[], write: typeof rocqModule): Promise<readonly Module[]> {
  const modules: Module[] = [];
  for (const { hash, ids, proof } of certificates) {
    const name = moduleName(ids[0]!);
    modules.push({ hash, name, text: `(* ${ids.join(", ")} *)\n${write(name, proof)}` });
    await turn();
  }
  return modules;
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

/** The largest first, so that processors end at about the same time. */
function batches(modules: readonly Module[]): readonly (readonly Module[])[] {
  const made: Module[][] = [];
  let size = BATCH;
  for (const module of [...modules].sort((a, b) => b.text.length - a.text.length)) {
    if (size + module.text.length > BATCH) {
      made.push([]);
      size = 0;
    }
    made.at(-1)!.push(module);
    size += module.text.length;
  }
  return made;
}

const batchText = (modules: readonly Module[]): string => `${ROCQ_HEADER}${modules.map(({ text }) => text).join("\n")}`;

const batchName = (text: string): string => `Batch_${createHash("sha256").update(text).digest("hex").slice(0, 12)}.v`;

/** The module and the lemma that a message is about, by its line. */
function located(modules: readonly Module[], inBatch: string | undefined, message: string): Conflict {
  const line = Number(/line (\d+)/.exec(inBatch ?? "")?.[1] ?? 0);
  const before = batchText(modules).split("\n").slice(0, line).reverse();
  const lemma = before.find((text) => /^(Lemma|Theorem|Definition) /.test(text))?.split(/[ :(]+/)[1] ?? "the laws";
  const name = before.find((text) => text.startsWith("Module "))?.slice("Module ".length, -1);
  const { hash } = modules.find((one) => one.name === name) ?? modules[0]!;
  return { hash, step: lemma, message };
}
