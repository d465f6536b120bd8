/**
 * The files of a checkpoint, wherever they are: `config.json` and the tensors of `model.safetensors`, or of
 * the shards that `model.safetensors.index.json` lists. A folder on disk (checkpoint.ts) and the files that a page
 * was given are read alike.
 *
 * Laws:
 *
 * - the tensors of all files lie in one buffer, read there straight from the files; no second copy exists;
 * - every header is checked before a byte is allocated for data;
 * - each file's data starts at a multiple of {@link ALIGNMENT} in that buffer's region;
 * - the index and the shards agree, both ways, name by name;
 * - only plain names are opened, and pickle is never executed.
 *
 * This file is pure: it asks a {@link Folder} for bytes, and runs in a browser.
 *
 * Longer than most files here: it tells one story, in order. Which files; their headers;
 * their data; then what an architecture may expect of them.
 */
import { Fault } from "../term/fault.ts";
import type { JsonObject, JsonValue } from "./json.ts";
import { decodeUtf8, excerpt, parseJson, readJson, readObject, readString, readValue } from "./json.ts";
import type { SafetensorsHeader, TensorView } from "./safetensors.ts";
import { headerLength, PREFIX_BYTES, parseHeader, viewTensors } from "./safetensors.ts";
import { isFloat } from "./view.ts";

/** A model's configuration and tensors. */
export interface Checkpoint {
  /** The raw `config.json`; its objects have no prototype. */
  readonly config: JsonObject;
  /** By name; all views lie in one buffer. */
  readonly tensors: ReadonlyMap<string, TensorView>;
  /** Paths of the files that hold the tensors. */
  readonly files: readonly string[];
  /** Bytes of all tensors. */
  readonly bytes: number;
}

/** Where tensors are to lie: `byteOffset` and the bytes asked for must fit in `buffer`. */
export interface Region {
  readonly buffer: SharedArrayBuffer | ArrayBuffer;
  readonly byteOffset: number;
}

/** Options of {@link readCheckpoint}. */
export interface CheckpointOptions {
  /** Gives the memory to read into, called once. Default: a new SharedArrayBuffer. */
  readonly allocate?: (bytes: number) => Region;
  /** Called after each chunk with the bytes read so far, and of all tensors. */
  readonly onProgress?: (bytesRead: number, total: number) => void;
}

/** Where the files of a checkpoint are. */
export interface Folder {
  /** As errors name it. */
  readonly name: string;
  /** The names of its files. throws  Fault when there is no such folder */
  list(): Promise<readonly string[]>;
  /** What errors call a file of it. */
  path(file: string): string;
  /** All bytes of a small file. throws  Fault saying what was `expected` */
  bytes(file: string, expected: string): Promise<Uint8Array>;
  /** A large file, to be read in parts. */
  file(file: string): Promise<StoredFile>;
}

/** A file that is read in parts. */
export interface StoredFile {
  readonly path: string;
  /** unit  byte */
  readonly size: number;
  /**
   * Lends a reader, which fills an array from a position in the file.
   *
   * throws  Fault when the file ends early, or is no longer the one that was found
   */
  lend<T>(use: (fill: (into: Uint8Array, position: number) => Promise<void>) => Promise<T>): Promise<T>;
}

/** Which files of a folder hold the tensors; `shardOf` is the index of a sharded checkpoint. */
export interface WeightFiles {
  readonly files: readonly string[];
  readonly shardOf?: ReadonlyMap<string, string>;
}

/** A tensor that an architecture needs. */
export interface WantedTensor {
  readonly name: string;
  readonly shape: readonly number[];
}

/** File names that every checkpoint on the hub uses. */
export const CONFIG = "config.json";
export const SINGLE = "model.safetensors";
export const INDEX = "model.safetensors.index.json";

/** Each file's data starts at a multiple of this, a cache line: enough for every dtype and for SIMD. */
export const ALIGNMENT = 64;

const CHUNK_BYTES = 16 * 1024 * 1024; // large enough to keep the disk busy, small enough to show progress
const SHARD = /^model-\d+-of-\d+\.safetensors$/;
const PICKLE = /\.(?:bin|pt|pth|ckpt)$/;
const NAMED = 5; // names that an error lists before it counts the rest

interface Shard {
  readonly file: StoredFile;
  readonly header: SafetensorsHeader;
}

/**
 * Reads a checkpoint: checks every header, then reads all tensors into one buffer.
 *
 * throws  Fault naming the file, when a file is missing, malformed, cut short or changing
 */
export async function readCheckpoint(folder: Folder, options: CheckpointOptions = {}): Promise<Checkpoint> {
  const { files, shardOf } = await weightFilesIn(folder);
  const config = await readConfig(folder);
  const shards: Shard[] = [];
  for (const file of files) shards.push(await openShard(await folder.file(file)));
  if (shardOf !== undefined) expectIndexed(folder, shardOf, files, shards);
  const tensors = await readShards(shards, options);
  return { config, tensors, files: shards.map(({ file }) => file.path), bytes: dataBytes(shards) };
}

/**
 * The files of a folder that hold a model's tensors: `model.safetensors`, else the shards of the index.
 *
 * throws  Fault when there are none, or the index names a file that is not there
 */
export async function weightFilesIn(folder: Folder): Promise<WeightFiles> {
  const present = await folder.list();
  if (present.includes(SINGLE)) return { files: [SINGLE] };
  if (!present.includes(INDEX)) throw noWeights(folder.name, present);
  const path = folder.path(INDEX);
  const shardOf = parseIndex(await folder.bytes(INDEX, "a shard index"), path);
  const files = [...new Set(shardOf.values())].sort();
  const missing = files.filter((file) => !present.includes(file));
  const extra = present.filter((file) => SHARD.test(file) && !files.includes(file));
  if (missing.length === 0 && extra.length === 0) return { files, shardOf };
  const received = [count(missing, "not in the folder"), count(extra, "not in the index")].filter(Boolean).join(", ");
  throw new Fault({ op: path, expected: `${files.length} shards`, received, next: "download the checkpoint again" });
}

/**
 * The shard of each tensor, as an index file says.
 *
 * throws  Fault when the JSON is broken, or a shard's name is not a plain file name
 */
export function parseIndex(bytes: Uint8Array, path: string): Map<string, string> {
  const shardOf = new Map<string, string>();
  readJson(decodeUtf8(bytes, path), path, (cursor) =>
    readObject(cursor, (key) => {
      if (key !== "weight_map") readValue(cursor, 1);
      else readObject(cursor, (tensor) => shardOf.set(tensor, expectPlainName(path, readString(cursor))));
    }),
  );
  if (shardOf.size > 0) return shardOf;
  throw new Fault({ op: path, expected: "a weight_map with tensors", received: "none" });
}

async function readConfig(folder: Folder): Promise<JsonObject> {
  const path = folder.path(CONFIG);
  const config = parseJson(await folder.bytes(CONFIG, "the model's configuration"), path);
  if (isObject(config)) return config;
  throw new Fault({ op: path, expected: "a JSON object", received: excerpt(JSON.stringify(config)) });
}

function isObject(value: JsonValue): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function openShard(file: StoredFile): Promise<Shard> {
  const { path, size } = file;
  return file.lend(async (fill) => {
    const prefix = new Uint8Array(Math.min(size, PREFIX_BYTES));
    await fill(prefix, 0);
    const bytes = new Uint8Array(PREFIX_BYTES + headerLength(prefix, size, path));
    await fill(bytes, 0);
    return { file, header: parseHeader(bytes, size, path) };
  });
}

/** Reads the data of all shards into one region, and gives its tensors. */
async function readShards(shards: readonly Shard[], options: CheckpointOptions): Promise<Map<string, TensorView>> {
  const { allocate = allocateShared, onProgress } = options;
  const starts: number[] = [];
  let bytes = 0;
  for (const { header } of shards) {
    starts.push(bytes);
    bytes = Math.ceil((bytes + header.dataBytes) / ALIGNMENT) * ALIGNMENT;
  }
  const { buffer, byteOffset } = expectRoom(allocate(bytes), bytes);
  const total = dataBytes(shards);
  const tensors = new Map<string, TensorView>();
  let bytesRead = 0;
  for (const [i, shard] of shards.entries()) {
    const at = byteOffset + (starts[i] as number);
    await readData(shard, new Uint8Array(buffer, at, shard.header.dataBytes), (chunk) => {
      bytesRead += chunk;
      onProgress?.(bytesRead, total);
    });
    for (const [name, view] of viewTensors(shard.header, buffer, at)) tensors.set(name, view);
  }
  return tensors;
}

/** Reads the data area of a file. */
function readData({ file, header }: Shard, into: Uint8Array, onChunk: (bytes: number) => void): Promise<void> {
  return file.lend(async (fill) => {
    for (let at = 0; at < into.length; at += CHUNK_BYTES) {
      const chunk = into.subarray(at, at + CHUNK_BYTES);
      await fill(chunk, header.dataStart + at);
      onChunk(chunk.length);
    }
  });
}

/** Each tensor is in the shard that the index names, and each tensor of a shard is in the index. */
function expectIndexed(
  folder: Folder,
  shardOf: ReadonlyMap<string, string>,
  files: readonly string[],
  shards: readonly Shard[],
): void {
  const problems: string[] = [];
  const has = new Map(files.map((file, i) => [file, (shards[i] as Shard).header.tensors]));
  for (const [name, file] of shardOf) if (!has.get(file)?.has(name)) problems.push(`${name} is not in ${file}`);
  for (const [file, tensors] of has) {
    for (const name of tensors.keys())
      if (shardOf.get(name) !== file) problems.push(`${name} of ${file} is not indexed`);
  }
  if (problems.length === 0) return;
  const received = count(problems, "differences");
  const next = "the files are of different versions: download the checkpoint again";
  throw new Fault({ op: folder.path(INDEX), expected: "the tensors of its shards", received, next });
}

/**
 * Checks that a checkpoint has exactly the wanted tensors, as floats of the wanted shapes.
 *
 * `ignore` says which other tensors may be there, as causal masks kept in old files.
 *
 * throws  Fault that lists everything missing, extra, mis-shaped and not float at once
 */
export function expectTensors(
  checkpoint: Pick<Checkpoint, "tensors" | "files">,
  wanted: Iterable<WantedTensor>,
  { ignore = () => false }: { readonly ignore?: (name: string) => boolean } = {},
): void {
  const shapes = new Map(Array.from(wanted, ({ name, shape }) => [name, shape]));
  const misshaped: string[] = [];
  const notFloat: string[] = [];
  for (const [name, shape] of shapes) {
    const tensor = checkpoint.tensors.get(name);
    if (tensor === undefined) continue;
    const [want, have] = [`[${shape.join(", ")}]`, `[${tensor.shape.join(", ")}]`];
    if (want !== have) misshaped.push(`${name}: expected ${want}, received ${have}`);
    if (!isFloat(tensor.dtype)) notFloat.push(`${name}: ${tensor.dtype}`);
  }
  const missing = [...shapes.keys()].filter((name) => !checkpoint.tensors.has(name));
  const extra = [...checkpoint.tensors.keys()].filter((name) => !shapes.has(name) && !ignore(name));
  const received = [
    count(missing, "missing"),
    count(extra, "extra"),
    count(misshaped, "mis-shaped"),
    count(notFloat, "not float"),
  ].filter(Boolean);
  if (received.length === 0) return;
  const op = `tensors of ${checkpoint.files.join(", ")}`;
  const next = "check that config.json describes these weights";
  throw new Fault({ op, expected: `the ${shapes.size} tensors of the model`, received: received.join("; "), next });
}

/** `3 missing (a, b, c)`, or nothing when there are none. */
function count(names: readonly string[], what: string): string {
  if (names.length === 0) return "";
  const rest = names.length > NAMED ? `, and ${names.length - NAMED} more` : "";
  return `${names.length} ${what} (${names.slice(0, NAMED).join(", ")}${rest})`;
}

function expectPlainName(path: string, file: string): string {
  if (/^[^/\\:\0]+\.safetensors$/.test(file)) return file;
  throw new Fault({ op: path, expected: "plain names of .safetensors files as shards", received: excerpt(file) });
}

function expectRoom(region: Region, bytes: number): Region {
  const { buffer, byteOffset } = region;
  if (Number.isSafeInteger(byteOffset) && byteOffset >= 0 && byteOffset + bytes <= buffer.byteLength) return region;
  const received = `a buffer of ${buffer.byteLength} bytes, to be used from ${byteOffset} on`;
  throw new Fault({ op: "openCheckpoint: allocate", expected: `room for ${bytes} bytes`, received });
}

function allocateShared(bytes: number): Region {
  try {
    return { buffer: new SharedArrayBuffer(bytes), byteOffset: 0 };
  } catch (cause) {
    const next = "use a smaller model, or a machine with more memory";
    const facts = { op: "openCheckpoint", expected: `${bytes} bytes of memory`, received: "a refusal", next };
    throw new Fault(facts, { cause });
  }
}

function dataBytes(shards: readonly Shard[]): number {
  return shards.reduce((sum, { header }) => sum + header.dataBytes, 0);
}

function noWeights(folder: string, present: readonly string[]): Fault {
  const expected = `${SINGLE} or ${INDEX}`;
  const pickles = present.filter((file) => PICKLE.test(file));
  if (pickles.length > 0) {
    const next = "convert it to safetensors (`save_pretrained` writes that): pickle is never executed";
    return new Fault({ op: folder, expected, received: count(pickles, "pickle files"), next });
  }
  return new Fault({ op: folder, expected, received: count(present, "other files") || "an empty folder" });
}
