/** The files that a page was given, as the folder of a checkpoint: read in place, a part at a time, and sent nowhere. */
import type { Folder, StoredFile } from "../runtime/folder.ts";
import { Fault } from "../term/fault.ts";

const NAME = "the files that were dropped";
const BOTH = "drop config.json and model.safetensors together, or the folder that has them";

/** Files by their names, as a folder. */
export function droppedFolder(files: readonly File[]): Folder {
  const find = (name: string, expected: string): File => {
    const found = files.find((file) => file.name === name);
    if (found !== undefined) return found;
    throw new Fault({ op: name, expected, received: `none among ${NAME}`, next: BOTH });
  };
  return {
    name: NAME,
    path: (file) => file,
    list: async () => files.map(({ name }) => name),
    bytes: async (name, expected) => {
      const file = find(name, expected);
      return new Uint8Array(await partOf(file, 0, file.size));
    },
    file: async (name) => storedFile(find(name, "a safetensors file")),
  };
}

function storedFile(file: File): StoredFile {
  const { name: path, size } = file;
  const fill = async (into: Uint8Array, position: number): Promise<void> => {
    const part = await partOf(file, position, position + into.length);
    if (part.byteLength === into.length) return into.set(new Uint8Array(part));
    const expected = `${into.length} bytes at position ${position}`;
    throw new Fault({ op: path, expected, received: `${part.byteLength} bytes` });
  };
  return { path, size, lend: (use) => use(fill) };
}

/** Bytes of a file; a browser refuses those of a file that has changed since it was dropped. */
async function partOf(file: File, from: number, to: number): Promise<ArrayBuffer> {
  try {
    return await file.slice(from, to).arrayBuffer();
  } catch (cause) {
    const received = `one that cannot be read now (${(cause as Error).message})`;
    throw new Fault({ op: file.name, expected: "a file at rest", received, next: "drop it again" }, { cause });
  }
}
