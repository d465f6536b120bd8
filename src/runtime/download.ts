/**
 * Models by name: a folder stays a folder, `org/name` is fetched from the Hugging Face Hub.
 *
 * The cache has the layout of `huggingface_hub` (`HF_HOME`, `HF_HUB_CACHE`), so what Python
 * downloaded is found here, and the other way round:
 *
 *     models--org--name/blobs/<etag>               the bytes
 *     models--org--name/snapshots/<commit>/<file>  a link to them
 *     models--org--name/refs/<revision>            the commit of a branch or tag
 *
 * Laws:
 *
 * - only `config.json`, the index and the safetensors files it names are fetched;
 * - a file gets its name in the cache after its hash was checked;
 * - a ref is written last, so that it names a complete snapshot;
 * - a commit that is complete in the cache, and any revision when the hub is out of reach, needs no network.
 *
 * The library's own `snapshotDownload` fetches every file of a repository and reports no progress.
 */
import { createHash, randomUUID } from "node:crypto";
import { createWriteStream } from "node:fs";
import { copyFile, mkdir, readFile, rename, rm, stat, symlink, writeFile } from "node:fs/promises";
import { basename, dirname, join, relative } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { ReadableStream } from "node:stream/web";
import type { ListFileEntry, RepoId } from "@huggingface/hub";
import { Fault } from "../term/fault.ts";
import { readIndex, weightFiles } from "./checkpoint.ts";
import { CONFIG, INDEX, SINGLE } from "./folder.ts";

/** Options of {@link resolveModel}. */
export interface DownloadOptions {
  /** The hub cache. Default: `HF_HUB_CACHE`, else `HF_HOME/hub`, else `~/.cache/huggingface/hub`. */
  readonly cacheDir?: string;
  /** Called as tensor data arrives with the bytes so far, and of all weights. */
  readonly onProgress?: (bytesRead: number, total: number) => void;
  /** For private and gated models. Default: the environment's `HF_TOKEN`. */
  readonly accessToken?: string;
  /** What speaks to the network. Default: the global `fetch`. */
  readonly fetch?: typeof fetch;
}

/** A model on the hub, at a branch, tag or commit. */
export interface ModelRef {
  readonly name: string;
  readonly revision: string;
}

type Hub = typeof import("@huggingface/hub");

/** One download: what to fetch, from where, into which folder of the cache. */
interface Download {
  readonly hub: Hub;
  readonly model: ModelRef;
  readonly store: string;
  readonly access: Access;
  readonly onProgress: (bytesRead: number, total: number) => void;
}

/** What every call of the hub library takes. */
interface Access {
  readonly accessToken?: string;
  readonly fetch?: typeof fetch;
}

const FORMS = "a folder, or org/name or org/name@revision of a model on huggingface.co";
const PART = /^(?![-.])(?!.*(?:--|\.\.))[\w.-]{1,96}(?<![-.]|\.git)$/; // the hub's rule for an owner's or a model's name
const REVISION = /^\w[\w.-]*(?:\/\w[\w.-]*)*$/;
const COMMIT = /^[0-9a-f]{40}$/;
const ETAG = /^[0-9a-f]{40,64}$/;
const CONVERT = "convert the model to safetensors (`save_pretrained` writes that): pickle is never executed";

/**
 * The folder of a model: the one that is named, or the snapshot of `org/name[@revision]` in the cache.
 *
 * throws  Fault when the name is neither, the hub has no such model, or cannot be reached
 */
export async function resolveModel(ref: string, options: DownloadOptions = {}): Promise<string> {
  if (await isFolder(ref)) return ref;
  const model = parseModelRef(ref);
  const hub = await import("@huggingface/hub");
  const cache = options.cacheDir ?? hub.getHFHubCachePath();
  const store = join(cache, hub.getRepoFolderName({ type: "model", name: model.name }));
  if (COMMIT.test(model.revision) && (await isComplete(snapshotOf(store, model.revision)))) {
    return snapshotOf(store, model.revision);
  }
  try {
    return await download({
      hub,
      model,
      store,
      access: accessOf(options),
      onProgress: options.onProgress ?? (() => {}),
    });
  } catch (cause) {
    const cached = isOutOfReach(hub, cause) ? await cachedSnapshot(store, model) : undefined;
    if (cached !== undefined) return cached;
    throw explain(hub, ref, cause);
  }
}

/**
 * The parts of `org/name` or `org/name@revision`.
 *
 * throws  Fault when the text is neither
 */
export function parseModelRef(ref: string): ModelRef {
  const [name = "", revision = "main", ...rest] = ref.split("@");
  const parts = name.split("/");
  const named = parts.length === 2 && parts.every((part) => PART.test(part));
  if (named && rest.length === 0 && REVISION.test(revision) && !revision.includes("..")) return { name, revision };
  throw new Fault({ op: "model", expected: FORMS, received: JSON.stringify(ref), next: "no such folder exists" });
}

/** Fetches what the cache lacks of a snapshot, then says in its ref which commit it is. */
async function download(task: Download): Promise<string> {
  const { hub, model, store, access } = task;
  const { name, revision } = model;
  const { sha } = await hub.modelInfo({ ...access, name, revision, additionalFields: ["sha"] });
  if (!COMMIT.test(sha)) throw new Fault({ op: name, expected: "a commit hash", received: JSON.stringify(sha) });
  const snapshot = snapshotOf(store, sha);
  await fetchSnapshot(task, snapshot, await listRoot(task, sha));
  if (revision !== sha) await writeInto(join(store, "refs", revision), sha);
  return snapshot;
}

/** The files at the root of a repository, by name. */
async function listRoot({ hub, model, access }: Download, revision: string): Promise<Map<string, ListFileEntry>> {
  const entries = new Map<string, ListFileEntry>();
  for await (const entry of hub.listFiles({ ...access, repo: repoOf(model), revision })) {
    if (entry.type === "file") entries.set(entry.path, entry);
  }
  return entries;
}

/** Fetches the configuration first, then the tensors' files that it turns out to need. */
async function fetchSnapshot(task: Download, snapshot: string, entries: ReadonlyMap<string, ListFileEntry>) {
  const need = (file: string): ListFileEntry => entries.get(file) ?? refuseMissing(task.model, file, entries);
  await fetchFile(task, snapshot, need(CONFIG));
  const sharded = !entries.has(SINGLE) && entries.has(INDEX);
  if (sharded) await fetchFile(task, snapshot, need(INDEX));
  const files = sharded ? [...new Set((await readIndex(join(snapshot, INDEX))).values())].sort() : [SINGLE];
  const weights = files.map(need);
  const total = weights.reduce((sum, { size }) => sum + size, 0);
  let bytesRead = 0;
  for (const entry of weights) {
    await fetchFile(task, snapshot, entry, (bytes) => {
      bytesRead += bytes;
      task.onProgress(bytesRead, total);
    });
  }
}

/** Puts one file into a snapshot, from the cache's blobs or from the hub. */
async function fetchFile(task: Download, snapshot: string, entry: ListFileEntry, onBytes = (_bytes: number) => {}) {
  const link = join(snapshot, entry.path);
  const etag = entry.lfs?.oid ?? entry.oid ?? "";
  if (!ETAG.test(etag))
    throw new Fault({ op: entry.path, expected: "a hash as its id", received: JSON.stringify(etag) });
  const blob = join(task.store, "blobs", etag);
  if (await isFile(blob)) onBytes(entry.size);
  else await fetchBlob(task, blob, snapshot, entry, onBytes);
  if (await isFile(link)) return;
  await mkdir(snapshot, { recursive: true });
  await rm(link, { force: true }); // a link whose blob was gone
  await symlink(relative(snapshot, blob), link).catch(() => copyFile(blob, link)); // Windows may refuse links
}

/** Downloads one file beside its place, checks it, and moves it there. */
async function fetchBlob(
  { hub, model, access }: Download,
  blob: string,
  snapshot: string,
  entry: ListFileEntry,
  onBytes: (bytes: number) => void,
): Promise<void> {
  const body = await hub.downloadFile({
    ...access,
    repo: repoOf(model),
    path: entry.path,
    revision: basename(snapshot),
  });
  if (body === null) throw new Fault({ op: entry.path, expected: `a file of ${model.name}`, received: "nothing" });
  const incomplete = `${blob}.${randomUUID()}.incomplete`;
  await mkdir(dirname(blob), { recursive: true });
  try {
    const chunks = Readable.fromWeb(body.stream() as ReadableStream<Uint8Array>); // DOM's type for the same object
    await pipeline(
      chunks,
      (source: AsyncIterable<Uint8Array>) => checked(source, entry, onBytes),
      createWriteStream(incomplete),
    );
    await rename(incomplete, blob);
  } finally {
    await rm(incomplete, { force: true });
  }
}

/** Passes chunks on, no more than the entry's size, and fails at the end unless the hash is the entry's. */
async function* checked(
  chunks: AsyncIterable<Uint8Array>,
  { path, size, oid, lfs }: ListFileEntry,
  onBytes: (bytes: number) => void,
): AsyncGenerator<Uint8Array> {
  // Large files are named by the SHA-256 of their bytes, small ones by git's hash of a blob.
  const hash = lfs === undefined ? createHash("sha1").update(`blob ${size}\0`) : createHash("sha256");
  let bytesRead = 0;
  for await (const chunk of chunks) {
    hash.update(chunk);
    bytesRead += chunk.length;
    if (bytesRead > size) break;
    onBytes(chunk.length);
    yield chunk;
  }
  const digest = hash.digest("hex");
  if (digest === (lfs?.oid ?? oid)) return;
  const received = `${bytesRead} bytes with hash ${digest}`;
  const next = "the download was damaged on its way: try again";
  throw new Fault({ op: path, expected: `${size} bytes with hash ${lfs?.oid ?? oid}`, received, next });
}

function refuseMissing({ name, revision }: ModelRef, file: string, entries: ReadonlyMap<string, ListFileEntry>): never {
  const received = `${entries.size} files without it`;
  const next = file === SINGLE ? CONVERT : "choose a repository that holds a model for transformers";
  throw new Fault({
    op: `${name}@${revision}`,
    expected: file === SINGLE ? `${SINGLE} or ${INDEX}` : file,
    received,
    next,
  });
}

/** The snapshot that a ref of the cache names, when all its files are there. */
async function cachedSnapshot(store: string, { revision }: ModelRef): Promise<string | undefined> {
  const commit = await readFile(join(store, "refs", revision), "utf8").catch(() => "");
  if (!COMMIT.test(commit)) return undefined;
  const snapshot = snapshotOf(store, commit);
  return (await isComplete(snapshot)) ? snapshot : undefined;
}

async function isComplete(snapshot: string): Promise<boolean> {
  const weights = await weightFiles(snapshot).catch(() => undefined);
  if (weights === undefined) return false;
  const present = await Promise.all([CONFIG, ...weights.files].map((file) => isFile(join(snapshot, file))));
  return present.every(Boolean);
}

/** No answer, or the hub's own trouble: neither says that the model is not there. */
function isOutOfReach(hub: Hub, cause: unknown): boolean {
  if (cause instanceof hub.HubApiError) return cause.statusCode >= 500;
  return !(cause instanceof Fault) && !isFileError(cause);
}

function explain(hub: Hub, ref: string, cause: unknown): Fault {
  if (cause instanceof Fault) return cause;
  const received = message(cause);
  if (isFileError(cause)) return new Fault({ op: ref, expected: "a cache that can be written", received }, { cause });
  if (!isOutOfReach(hub, cause)) {
    const next = "check name and revision; a private or gated model needs a token in HF_TOKEN that may read it";
    return new Fault(
      { op: ref, expected: `a folder, or a readable model on huggingface.co`, received, next },
      { cause },
    );
  }
  const next = "go online once to fill the cache, or pass the folder of a downloaded model";
  return new Fault({ op: ref, expected: "huggingface.co within reach", received, next }, { cause });
}

/** An error's message, and that of its cause: `fetch failed` alone says little. */
function message(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? `${error.message} (${error.cause.message})` : error.message;
}

function isFileError(error: unknown): boolean {
  return error instanceof Error && "syscall" in error && "path" in error;
}

function accessOf({ accessToken = process.env.HF_TOKEN, fetch }: DownloadOptions): Access {
  return { ...(accessToken && { accessToken }), ...(fetch && { fetch }) };
}

function repoOf({ name }: ModelRef): RepoId {
  return { type: "model", name };
}

function snapshotOf(store: string, commit: string): string {
  return join(store, "snapshots", commit);
}

async function writeInto(path: string, text: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, text);
}

async function isFolder(path: string): Promise<boolean> {
  return (await stat(path).catch(() => undefined))?.isDirectory() ?? false;
}

async function isFile(path: string): Promise<boolean> {
  return (await stat(path).catch(() => undefined))?.isFile() ?? false;
}
