/**
 * Frames: messages between processes, each a safetensors file with its length before it.
 *
 *     8 bytes   N, little-endian
 *     N bytes   a safetensors file; what is said beside tensors is in its metadata, each value a JSON text
 *
 * Laws
 *   - memory taken is in proportion to the bytes that came, never to a length that is claimed;
 *   - bytes that are no frame are a fault at once where their length says so, and never wait for more.
 */
import { Fault } from "../term/fault.ts";
import { type JsonValue, parseJson } from "./json.ts";
import { encodeSafetensors, parseHeader, type TensorData, type TensorView, viewTensors } from "./safetensors.ts";

/** A message: what is said, and tensors by name. */
export interface Message {
  readonly says: Readonly<Record<string, JsonValue>>;
  readonly tensors: ReadonlyMap<string, TensorView>;
}

/** The most that one frame may hold: a batch of logits, not a checkpoint. */
export const LARGEST_FRAME = 2 ** 31; // bytes
const PREFIX = 8;

/** A message as a frame. */
export function encodeFrame(
  says: Readonly<Record<string, unknown>>,
  tensors: Readonly<Record<string, TensorData>> = {},
): Uint8Array {
  const metadata = Object.fromEntries(Object.entries(says).map(([key, value]) => [key, JSON.stringify(value)]));
  const file = encodeSafetensors(tensors, metadata);
  const frame = new Uint8Array(PREFIX + file.length);
  new DataView(frame.buffer).setBigUint64(0, BigInt(file.length), true);
  frame.set(file, PREFIX);
  return frame;
}

/**
 * The message of a frame without its length.
 *
 * throws  Fault when it is not safetensors, or its metadata is not JSON
 */
export function decodeMessage(file: Uint8Array, name: string): Message {
  const header = parseHeader(file, file.byteLength, name);
  const says: Record<string, JsonValue> = {};
  for (const [key, text] of header.metadata) says[key] = parseJson(new TextEncoder().encode(text), `${name}: ${key}`);
  return { says, tensors: viewTensors(header, file.buffer as ArrayBuffer, file.byteOffset + header.dataStart) };
}

/** Takes bytes as they come and gives whole frames, without their length. */
export class FrameReader {
  readonly #name: string;
  #chunks: Uint8Array[] = [];
  #held = 0;

  constructor(name: string) {
    this.#name = name;
  }

  /** Whether a frame has begun and not ended. */
  get isInside(): boolean {
    return this.#held > 0;
  }

  /**
   * The frames that these bytes complete.
   *
   * throws  Fault when what comes cannot be a frame
   */
  take(chunk: Uint8Array): readonly Uint8Array[] {
    this.#chunks.push(chunk);
    this.#held += chunk.length;
    const frames: Uint8Array[] = [];
    for (let length = this.#next(); length !== undefined && this.#held >= PREFIX + length; length = this.#next())
      frames.push(this.#cut(PREFIX + length).subarray(PREFIX));
    return frames;
  }

  /** The length that the next frame says it has. */
  #next(): number | undefined {
    if (this.#held < PREFIX) return undefined;
    if (this.#chunks[0]!.length < PREFIX) this.#chunks = [concat(this.#chunks, this.#held)];
    const head = this.#chunks[0]!;
    const length = new DataView(head.buffer, head.byteOffset, PREFIX).getBigUint64(0, true);
    if (length <= LARGEST_FRAME) return Number(length);
    const shown = JSON.stringify(new TextDecoder().decode(head.subarray(0, 40)));
    throw new Fault({
      op: this.#name,
      expected: `a frame of at most ${LARGEST_FRAME} bytes`,
      received: `a length of ${length}, in bytes that begin ${shown}`,
      next: "something else writes to the same pipe",
    });
  }

  /** The first bytes, taken out. */
  #cut(length: number): Uint8Array {
    const all = this.#chunks.length === 1 ? this.#chunks[0]! : concat(this.#chunks, this.#held);
    this.#held -= length;
    this.#chunks = this.#held === 0 ? [] : [all.subarray(length)];
    return all.subarray(0, length);
  }
}

function concat(chunks: readonly Uint8Array[], length: number): Uint8Array {
  const all = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) {
    all.set(chunk, at);
    at += chunk.length;
  }
  return all;
}
