/**
 * The safetensors format, to the letter.
 *
 *     8 bytes   N, the header's length, little-endian
 *     N bytes   UTF-8 JSON, starting with "{", perhaps padded with blanks:
 *               {"name": {"dtype": "F32", "shape": [2, 3], "data_offsets": [begin, end]}, …,
 *                "__metadata__": {"string": "string", …}}
 *     the rest  the data area; offsets count from its start
 *
 * Laws, each checked before a byte of data is touched:
 *
 * - N is at most 100 MB and the file holds it;
 * - a name occurs once, an entry has those three keys and no other;
 * - `end − begin = product(shape) × size(dtype)`;
 * - in order of their offsets, tensors cover the data area: no overlap, no hole, no rest;
 * - memory taken is in proportion to the bytes that are there, never to a number they claim.
 *
 * This file is pure: it reads bytes, not files, and runs in a browser.
 *
 * source  https://github.com/huggingface/safetensors, README "Format" and `tensor.rs`
 */
import { Fault } from "../term/fault.ts";
import type { JsonCursor } from "./json.ts";
import { decodeUtf8, excerpt, readArray, readInteger, readJson, readObject, readString } from "./json.ts";
import type { Dtype, TensorView } from "./view.ts";
import { DTYPE_BYTES, isDtype, tensorBytes } from "./view.ts";

export type { Dtype, TensorView } from "./view.ts";
export { toFloat32, toFloat64 } from "./view.ts";

/** One tensor of a header. */
export interface TensorEntry {
  readonly name: string;
  readonly dtype: Dtype;
  readonly shape: readonly number[];
  /** Bytes from the start of the data area. */
  readonly begin: number;
  readonly end: number;
}

/** A header that obeys every law of the format. */
export interface SafetensorsHeader {
  readonly tensors: ReadonlyMap<string, TensorEntry>;
  readonly metadata: ReadonlyMap<string, string>;
  /** Bytes from the start of the file to the data area. */
  readonly dataStart: number;
  /** Bytes of the data area, which runs to the end of the file. */
  readonly dataBytes: number;
}

/** A tensor to write; `data` holds its elements as the format wants them, little-endian. */
export interface TensorData {
  readonly dtype: Dtype;
  readonly shape: readonly number[];
  readonly data: ArrayBufferView;
}

/** Bytes before the JSON: its length. */
export const PREFIX_BYTES = 8;

const MAX_HEADER_BYTES = 100_000_000; // the reference implementation's limit
const OPEN_BRACE = 0x7b;
const METADATA = "__metadata__";
const LFS_POINTER = "version "; // the first 8 bytes of a Git LFS pointer file
const DAMAGED = "the file is damaged or not safetensors: download or convert it again";

/**
 * The length that a file's first 8 bytes give its header.
 *
 * unit    bytes
 * throws  Fault when the file is too short for it, or it is over 100 MB
 */
export function headerLength(prefix: Uint8Array, fileSize: number, name: string): number {
  if (fileSize < PREFIX_BYTES || prefix.length < PREFIX_BYTES) {
    const received = fileSize === 0 ? "an empty file" : `${Math.min(fileSize, prefix.length)} bytes`;
    throw new Fault({ op: name, expected: "an 8-byte header length", received, next: DAMAGED });
  }
  const length = new DataView(prefix.buffer, prefix.byteOffset, PREFIX_BYTES).getBigUint64(0, true);
  const most = Math.min(MAX_HEADER_BYTES, fileSize - PREFIX_BYTES);
  if (length <= most) return Number(length);
  const next = String.fromCharCode(...prefix.subarray(0, 8)) === LFS_POINTER ? "run `git lfs pull` first" : DAMAGED;
  const expected = `a header of at most ${most} bytes in a file of ${fileSize}`;
  throw new Fault({ op: name, expected, received: `a header length of ${length}`, next });
}

/**
 * Reads and checks the header at the start of a safetensors file.
 *
 * `bytes` holds at least the length and the JSON; data may follow and is not looked at.
 *
 * throws  Fault naming the file, the tensor and the numbers
 */
export function parseHeader(bytes: Uint8Array, fileSize: number, name: string): SafetensorsHeader {
  const dataStart = PREFIX_BYTES + headerLength(bytes, fileSize, name);
  if (bytes.length < dataStart) {
    throw new Fault({ op: name, expected: `${dataStart} bytes of header`, received: `${bytes.length} bytes` });
  }
  if (dataStart === PREFIX_BYTES || bytes[PREFIX_BYTES] !== OPEN_BRACE) {
    throw new Fault({ op: name, expected: 'a header starting with "{"', received: "another byte", next: DAMAGED });
  }
  const text = decodeUtf8(bytes.subarray(PREFIX_BYTES, dataStart), name);
  const header = readJson(text, name, readHeader);
  const dataBytes = fileSize - dataStart;
  for (const entry of header.tensors.values()) expectSpan(entry, dataBytes, name);
  expectCover([...header.tensors.values()], dataBytes, name);
  return { ...header, dataStart, dataBytes };
}

/** The tensors of a header whose data area lies in `buffer` from `dataOffset` on. */
export function viewTensors(
  header: SafetensorsHeader,
  buffer: SharedArrayBuffer | ArrayBuffer,
  dataOffset: number,
): Map<string, TensorView> {
  const views = new Map<string, TensorView>();
  for (const { name, dtype, shape, begin, end } of header.tensors.values()) {
    views.set(name, { name, dtype, shape, byteOffset: dataOffset + begin, byteLength: end - begin, buffer });
  }
  return views;
}

/**
 * The tensors of a whole file in memory, as views into it.
 *
 * throws  Fault as {@link parseHeader} does
 */
export function decodeSafetensors(file: Uint8Array, name: string): Map<string, TensorView> {
  const header = parseHeader(file, file.byteLength, name);
  return viewTensors(header, file.buffer, file.byteOffset + header.dataStart);
}

/**
 * A safetensors file with these tensors.
 *
 * Wide elements come first, then by name, and the header is padded to 8 bytes, so every
 * tensor is aligned and equal tensors give equal bytes. The result is checked as a reader would.
 *
 * throws  Fault when a shape does not fit its data, or a name cannot be written
 */
export function encodeSafetensors(
  tensors: ReadonlyMap<string, TensorData> | Readonly<Record<string, TensorData>>,
  metadata: Readonly<Record<string, string>> = {},
): Uint8Array<ArrayBuffer> {
  const entries = [...(tensors instanceof Map ? tensors : Object.entries(tensors))].sort(byWidthThenName);
  const dataBytes = entries.reduce((sum, [, { data }]) => sum + data.byteLength, 0);
  const header = new TextEncoder().encode(headerText(entries, metadata));
  const file = new Uint8Array(PREFIX_BYTES + header.length + dataBytes);
  new DataView(file.buffer).setBigUint64(0, BigInt(header.length), true);
  file.set(header, PREFIX_BYTES);
  let at = PREFIX_BYTES + header.length;
  for (const [, { data }] of entries) {
    file.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), at);
    at += data.byteLength;
  }
  parseHeader(file, file.length, "encodeSafetensors");
  return file;
}

type NamedData = readonly [name: string, tensor: TensorData];

function byWidthThenName([nameA, a]: NamedData, [nameB, b]: NamedData): number {
  const byWidth = DTYPE_BYTES[b.dtype] - DTYPE_BYTES[a.dtype];
  return byWidth !== 0 ? byWidth : nameA < nameB ? -1 : 1;
}

/** The header's JSON. Members are joined as text: an object would lose a tensor named `__proto__`. */
function headerText(entries: readonly NamedData[], metadata: Readonly<Record<string, string>>): string {
  const members: string[] = Object.keys(metadata).length > 0 ? [`"${METADATA}":${JSON.stringify(metadata)}`] : [];
  let begin = 0;
  for (const [name, { dtype, shape, data }] of entries) {
    const end = begin + data.byteLength;
    members.push(`${JSON.stringify(name)}:${JSON.stringify({ dtype, shape, data_offsets: [begin, end] })}`);
    begin = end;
  }
  const text = `{${members.join(",")}}`;
  const bytes = new TextEncoder().encode(text).length;
  return text + " ".repeat(-bytes & 7);
}

function readHeader(cursor: JsonCursor): Pick<SafetensorsHeader, "tensors" | "metadata"> {
  const tensors = new Map<string, TensorEntry>();
  const metadata = new Map<string, string>();
  readObject(cursor, (key) => {
    if (key === METADATA) readObject(cursor, (label) => metadata.set(label, readString(cursor)));
    else tensors.set(key, readEntry(cursor, key));
  });
  return { tensors, metadata };
}

function readEntry(outer: JsonCursor, name: string): TensorEntry {
  const op = tensorOf(outer.source, name);
  const cursor = { ...outer, source: op }; // so that errors inside name the tensor
  const entry: { dtype?: Dtype; shape?: readonly number[]; offsets?: readonly number[] } = {};
  readObject(cursor, (key) => {
    if (key === "dtype") entry.dtype = expectDtype(op, readString(cursor));
    else if (key === "shape") entry.shape = readIntegers(cursor);
    else if (key === "data_offsets") entry.offsets = readIntegers(cursor);
    else throw new Fault({ op, expected: "the keys dtype, shape and data_offsets", received: `key ${excerpt(key)}` });
  });
  outer.at = cursor.at;
  const { dtype, shape, offsets } = entry;
  const [begin, end] = offsets ?? [];
  if (dtype === undefined || shape === undefined || begin === undefined || end === undefined || offsets?.length !== 2) {
    const received = excerpt(JSON.stringify({ dtype, shape, data_offsets: offsets }));
    throw new Fault({ op, expected: "dtype, shape and data_offsets [begin, end]", received, next: DAMAGED });
  }
  return { name, dtype, shape, begin, end };
}

function tensorOf(source: string, name: string): string {
  return `${source}: tensor ${excerpt(name)}`;
}

function readIntegers(cursor: JsonCursor): number[] {
  const integers: number[] = [];
  readArray(cursor, () => integers.push(readInteger(cursor)));
  return integers;
}

function expectDtype(op: string, dtype: string): Dtype {
  if (isDtype(dtype)) return dtype;
  const expected = `one of ${Object.keys(DTYPE_BYTES).join(", ")}`;
  const next = "convert the tensor to F32, F16 or BF16";
  throw new Fault({ op, expected, received: `dtype ${excerpt(dtype)}`, next });
}

/** A tensor's span lies in the data area and is as long as its shape says. */
function expectSpan(entry: TensorEntry, dataBytes: number, source: string): void {
  const { name, dtype, shape, begin, end } = entry;
  const op = tensorOf(source, name);
  const received = `data_offsets [${begin}, ${end}]`;
  if (begin > end) throw new Fault({ op, expected: "begin <= end", received, next: DAMAGED });
  if (end > dataBytes) {
    const expected = `offsets within the ${dataBytes} bytes of data`;
    throw new Fault({ op, expected, received, next: `the file is cut short: ${DAMAGED}` });
  }
  const bytes = tensorBytes(dtype, shape);
  if (bytes === end - begin) return;
  const expected = `${bytes ?? "over 2^53"} bytes for ${dtype} of shape ${excerpt(shape.join(" × "))}`;
  throw new Fault({ op, expected, received: `${end - begin} bytes, ${received}`, next: DAMAGED });
}

/** In order of their offsets, each tensor starts where the one before it ended, and the last ends the file. */
function expectCover(entries: readonly TensorEntry[], dataBytes: number, source: string): void {
  let covered = 0;
  for (const { name, begin, end } of entries.toSorted((a, b) => a.begin - b.begin || a.end - b.end)) {
    if (begin !== covered) {
      const op = tensorOf(source, name);
      const received = `${begin}, ${begin < covered ? "an overlap" : "a hole"}`;
      throw new Fault({ op, expected: `data to begin at ${covered}`, received, next: DAMAGED });
    }
    covered = end;
  }
  if (covered === dataBytes) return;
  const received = `${dataBytes - covered} bytes that belong to none`;
  throw new Fault({ op: source, expected: `tensors to cover ${dataBytes} bytes of data`, received, next: DAMAGED });
}
