/**
 * The machine's memory: one shared WebAssembly memory, handed out in order.
 *
 * Blocks are aligned to 64 bytes and released together, back to a mark. The
 * memory grows when it must; views are made anew on each request, so they see
 * memory that has grown since (older ones stay valid for what they covered).
 */

import { Fault } from "../../term/fault.ts";

const PAGE = 65536;
const ALIGNMENT = 64;
/** Growth is by at least this much, since each step maps pages in every thread. */
const GROWTH = 64 * PAGE;
/** unit  bytes; the last line stays unused, so that an address past a block's end does not wrap. */
export const LIMIT = 65536 * PAGE;

export interface Arena {
  readonly memory: WebAssembly.Memory;
  /** Reserves bytes, not cleared. Returns their address, a multiple of 64. */
  alloc(bytes: number): number;
  /** Reserves nothing from this address on any more, which others have. */
  confine(end: number): void;
  /** The present end of what is reserved, for {@link Arena.release}. */
  mark(): number;
  /** Gives back everything reserved since the mark. */
  release(mark: number): void;
  f64(ptr: number, length: number): Float64Array;
  f32(ptr: number, length: number): Float32Array;
  i32(ptr: number, length: number): Int32Array;
  u16(ptr: number, length: number): Uint16Array;
  u8(ptr: number, length: number): Uint8Array;
}

/** A stretch of a memory that several threads have, each its own. */
export interface MemoryPart {
  readonly memory: WebAssembly.Memory;
  readonly start: number;
  readonly end: number;
}

/** throws  Fault when the maximum cannot be had */
export function createArena(initialBytes: number, maximumBytes: number, part?: MemoryPart): Arena {
  const maximum = Math.min(65536, Math.ceil(maximumBytes / PAGE));
  const initial = Math.min(maximum, Math.max(1, Math.ceil(initialBytes / PAGE)));
  const memory = part?.memory ?? new WebAssembly.Memory({ initial, maximum, shared: true });
  // Address 0 stays free: no block has a pointer that looks like none.
  let top = part?.start ?? ALIGNMENT;
  let limit = part?.end ?? maximum * PAGE;

  const grow = (end: number, bytes: number): void => {
    const size = memory.buffer.byteLength;
    if (end <= Math.min(size, limit)) return; // the memory may be larger, for others
    const wanted = Math.min(limit, Math.max(end, size + GROWTH));
    try {
      if (end > limit) throw new RangeError(`a maximum of ${limit} bytes`);
      memory.grow(Math.ceil((wanted - size) / PAGE));
    } catch (cause) {
      if (end <= limit && end <= memory.buffer.byteLength) return; // another thread has let it grow
      throw new Fault(
        {
          op: "wasm memory",
          expected: `at most ${limit} bytes (an address has 32 bits)`,
          received: `${top} reserved and ${bytes} more`,
          next: "release blocks, or use a smaller dtype or fewer layers at a time",
        },
        { cause },
      );
    }
  };

  return {
    memory,
    alloc(bytes) {
      if (!Number.isSafeInteger(bytes) || bytes < 0) {
        throw new Fault({ op: "wasm memory", expected: "a number of bytes", received: String(bytes) });
      }
      const end = top + Math.ceil(bytes / ALIGNMENT) * ALIGNMENT;
      grow(end + ALIGNMENT, bytes);
      const ptr = top;
      top = end;
      return ptr;
    },
    confine(end) {
      limit = Math.min(limit, end);
    },
    mark: () => top,
    release(mark) {
      if (mark > top) {
        throw new Fault({
          op: "wasm memory",
          expected: `a mark up to ${top}`,
          received: String(mark),
          next: "release in reverse order",
        });
      }
      top = mark;
    },
    f64: (ptr, length) => new Float64Array(memory.buffer, ptr, length),
    f32: (ptr, length) => new Float32Array(memory.buffer, ptr, length),
    i32: (ptr, length) => new Int32Array(memory.buffer, ptr, length),
    u16: (ptr, length) => new Uint16Array(memory.buffer, ptr, length),
    u8: (ptr, length) => new Uint8Array(memory.buffer, ptr, length),
  };
}
