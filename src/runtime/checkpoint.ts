/**
 * A checkpoint on disk. What its files must be is said in folder.ts; here they are opened.
 *
 * A file that changes while it is read is refused, and so is anything that is not a regular file.
 */
import type { FileHandle } from "node:fs/promises";
import { open, readdir, readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { Fault } from "../term/fault.ts";
import type { LoadedModel } from "./family.ts";
import {
  type Checkpoint,
  type CheckpointOptions,
  type Folder,
  parseIndex,
  readCheckpoint,
  type StoredFile,
  type WeightFiles,
  weightFilesIn,
} from "./folder.ts";
import { loadModel } from "./load.ts";

export type { Checkpoint, CheckpointOptions, Region } from "./folder.ts";

/**
 * Opens the checkpoint in a folder: checks every header, then reads all tensors into one buffer.
 *
 * throws  Fault naming the file, when a file is missing, malformed, cut short or changing
 */
export function openCheckpoint(folder: string, options: CheckpointOptions = {}): Promise<Checkpoint> {
  return readCheckpoint(folderAt(folder), options);
}

/**
 * The model in a folder with `config.json` and safetensors.
 *
 * throws  Fault as {@link openCheckpoint} and {@link loadModel} do
 */
export async function openModel(folder: string): Promise<LoadedModel> {
  return loadModel(await openCheckpoint(folder));
}

/**
 * The files of a folder that hold a model's tensors, as {@link weightFilesIn} finds them.
 *
 * throws  Fault when there are none, or the index names a file that is not there
 */
export function weightFiles(folder: string): Promise<WeightFiles> {
  return weightFilesIn(folderAt(folder));
}

/**
 * The shard of each tensor, as an index file says.
 *
 * throws  Fault when there is no such file, or it is not an index
 */
export async function readIndex(path: string): Promise<Map<string, string>> {
  return parseIndex(await readFile(path).catch(refuse(path, "a shard index")), path);
}

function folderAt(folder: string): Folder {
  const path = (file: string): string => join(folder, file);
  return {
    name: folder,
    path,
    list: () => readdir(folder).catch(refuse(folder, "a folder with config.json and model.safetensors")),
    bytes: (file, expected) => readFile(path(file)).catch(refuse(path(file), expected)),
    file: (file) => storedFile(path(file)),
  };
}

/** What tells that a file is still the same one. */
interface Stamp {
  readonly size: number;
  readonly mtimeMs: number;
  readonly ino: number;
}

/** A file that must be the one that was found, after each use of it. */
async function storedFile(path: string): Promise<StoredFile> {
  const stamp = await stampOf(path);
  return {
    path,
    size: stamp.size,
    lend: async (use) => {
      const result = await withFile(path, (file) => use((into, position) => readInto(file, path, into, position)));
      await expectSame(path, stamp);
      return result;
    },
  };
}

async function expectSame(path: string, stamp: Stamp): Promise<void> {
  const now = await stampOf(path);
  if (now.size === stamp.size && now.mtimeMs === stamp.mtimeMs && now.ino === stamp.ino) return;
  const received = `one that changed while it was read, from ${stamp.size} to ${now.size} bytes`;
  throw new Fault({ op: path, expected: "a file at rest", received, next: "wait until it is written, then try again" });
}

/** Fills `into` from a position in a file. */
async function readInto(file: FileHandle, path: string, into: Uint8Array, position: number): Promise<void> {
  for (let at = 0; at < into.length; ) {
    const { bytesRead } = await file.read(into, at, into.length - at, position + at);
    if (bytesRead === 0) {
      const expected = `${into.length} bytes at position ${position}`;
      const next = "the file was cut short while it was read: try again";
      throw new Fault({ op: path, expected, received: `${at} bytes`, next });
    }
    at += bytesRead;
  }
}

async function withFile<T>(path: string, use: (file: FileHandle) => Promise<T>): Promise<T> {
  const file = await open(path).catch(refuse(path, "a readable file"));
  try {
    return await use(file);
  } finally {
    await file.close();
  }
}

/** The stamp of a regular file; anything else, as a pipe that would block, is refused. */
async function stampOf(path: string): Promise<Stamp> {
  const status = await stat(path).catch(refuse(path, "a safetensors file"));
  if (status.isFile()) return status;
  const received = status.isDirectory() ? "a folder" : "a device or pipe";
  throw new Fault({ op: path, expected: "a safetensors file", received });
}

/** Turns what the file system refused into a Fault about `path`. */
function refuse(path: string, expected: string): (cause: NodeJS.ErrnoException) => never {
  return (cause) => {
    const received = REFUSALS[cause.code ?? ""] ?? cause.message;
    throw new Fault({ op: path, expected, received }, { cause });
  };
}

const REFUSALS: Readonly<Record<string, string>> = {
  ENOENT: "nothing at this path",
  ENOTDIR: "a file, not a folder",
  EISDIR: "a folder, not a file",
  EACCES: "no permission to read it",
};
