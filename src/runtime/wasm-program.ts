/**
 * Programs of the tensor machine: a listing of steps, where its buffers lie,
 * and how it runs again on other values.
 *
 * A listing names memory by places: a base (a buffer, a stored parameter, a
 * constant), a distance from its start, and strides. Assembling gives the
 * bases addresses in a workspace:
 *
 *     words | constants | buffers
 *
 * All programs share the workspace, since nothing in it outlives a run: words
 * and constants are copied there for each run, some hundred bytes for a head.
 * Buffers whose lives do not overlap share memory. Parameters move from run to
 * run (other layers, other heads), so each word that points to one is listed
 * and written anew for each run.
 *
 * Laws
 *   - A step is one instruction, whose operands A and B are the step's.
 *   - A step has entries: nothing of size zero gets here.
 *   - A step writes to one of its own operands only if nobody reads it later.
 */
import type { Dense } from "../interpret/dense.ts";
import type { Selection, Value } from "./engine.ts";
import type { Assembler, Program as Instructions } from "./wasm/assembler.ts";
import { OP_BARRIER, OPERAND_PTR, WORD_A, WORD_B, WORD_OP, WORDS } from "./wasm/layout.ts";
import type { Machine } from "./wasm/machine.ts";
import { type Compute, DTYPE_BYTES, dense, type Operand } from "./wasm/operand.ts";

/** Memory of a program, from its first step to its last; inputs are there before the first. */
export interface Buffer {
  readonly kind: "buffer";
  readonly bytes: number;
  readonly entries: number;
  first: number;
  last: number;
  /** Users that have not read it yet. */
  pending: number;
  address: number;
}

/** What a place is a view of. */
export type Base =
  | Buffer
  | { readonly kind: "parameter"; readonly variable: number }
  | { readonly kind: "constant"; readonly number: number; readonly value: number };

/** An operand whose `ptr` counts from the start of its base. unit  bytes */
export interface Place extends Operand {
  readonly base: Base;
}

/** The place seen in another way: transposed, sliced, repeated. */
export function view(place: Place, change: (operand: Operand) => Operand): Place {
  return { ...change(place), base: place.base };
}

/** Writes one instruction from the target, then the operands. */
export type Write = (assembler: Assembler, ...operands: Operand[]) => void;

/** One instruction: its target, and its operands A and B. */
interface Step {
  readonly write: Write;
  readonly operands: readonly [target: Place, ...Place[]];
}

/** Row numbers: those of a selection, of the inverse of a permutation, of one selection after another. */
export type Rows = { readonly count: number; readonly permutes: boolean; buffer?: Buffer } & (
  | { readonly kind: "given"; readonly variable: number }
  | { readonly kind: "inverse"; readonly of: Rows }
  | { readonly kind: "compose"; readonly outer: Rows; readonly inner: Rows }
);

/** What a run puts into a program's buffers before it starts, each in its order. */
export interface Inputs {
  readonly rows: Rows[];
  readonly dense: { readonly variable: number; readonly buffer: Buffer }[];
  /** Selections that are written out. */
  readonly oneHot: { readonly rows: Rows; readonly cols: number; readonly buffer: Buffer }[];
}

/** What is asked for, row by row; nothing where a side is zero. */
export interface Output {
  readonly rows: number;
  readonly cols: number;
  readonly buffer: Buffer | undefined;
}

/** Steps that are being written down. */
export class Listing {
  readonly compute: Compute;
  readonly steps: Step[] = [];
  readonly buffers: Buffer[] = [];
  readonly constants: number[] = [];
  readonly inputs: Inputs = { rows: [], dense: [], oneHot: [] };
  readonly outputs: Output[] = [];

  constructor(compute: Compute) {
    this.compute = compute;
  }

  /** A number everywhere. */
  constant(value: number): Place {
    let number = this.constants.findIndex((other) => Object.is(other, value));
    if (number < 0) number = this.constants.push(value) - 1;
    const base = { kind: "constant", number, value } as const;
    return { ptr: 0, dtype: this.compute, rowStride: 0, colStride: 0, base };
  }

  /** A buffer that holds an input. */
  input(entries: number, bytesEach = DTYPE_BYTES[this.compute]): Buffer {
    const bytes = entries * bytesEach;
    const buffer: Buffer = { kind: "buffer", bytes, entries, first: -1, last: -1, pending: 0, address: 0 };
    this.buffers.push(buffer);
    return buffer;
  }

  /** A new buffer, row by row. */
  room(rows: number, cols: number): Place {
    const buffer = this.input(rows * cols);
    buffer.first = this.steps.length;
    return this.whole(buffer, cols);
  }

  /** A buffer's entries, row by row. */
  whole(base: Buffer, cols: number): Place {
    return { ...dense(0, this.compute, cols), base };
  }

  /** The row numbers as an operand: int32 is as wide as f32. */
  rowNumbers(rows: Rows): Place {
    this.needRows(rows);
    rows.buffer ??= this.input(rows.count, Int32Array.BYTES_PER_ELEMENT);
    return { ptr: 0, dtype: "f32", rowStride: 1, colStride: 0, base: rows.buffer };
  }

  /** Has a run find these row numbers, after those that they are made of. */
  needRows(rows: Rows): void {
    if (this.inputs.rows.includes(rows)) return;
    if (rows.kind === "inverse") this.needRows(rows.of);
    if (rows.kind === "compose") for (const part of [rows.outer, rows.inner]) this.needRows(part);
    this.inputs.rows.push(rows);
  }

  /** Writes down a step. Returns its target. */
  step(write: Write, target: Place, ...operands: Place[]): Place {
    for (const { base } of [target, ...operands])
      if (base.kind === "buffer") base.last = Math.max(base.last, this.steps.length);
    this.steps.push({ write, operands: [target, ...operands] });
    return target;
  }

  /** A step entry by entry: into an operand that is not read again where there is one, else into a new buffer. */
  entrywise(rows: number, cols: number, write: Write, ...operands: Place[]): Place {
    const own = operands.find((place) => this.#mayOverwrite(place, rows, cols, operands));
    const target = own === undefined ? this.room(rows, cols) : this.whole(own.base as Buffer, cols); // as was checked
    return this.step(write, target, ...operands);
  }

  /** A step row by row: into A when it is not read again, else into a new buffer. */
  rowwise(rows: number, cols: number, write: Write, A: Place, ...others: Place[]): Place {
    if (others.some(({ base }) => base === A.base)) return this.step(write, this.room(rows, cols), A, ...others);
    const own = this.#mayOverwrite(A, rows, cols, []);
    const target = own ? this.whole(A.base as Buffer, cols) : this.room(rows, cols); // as was checked
    return this.step(write, target, A, ...others);
  }

  #mayOverwrite(place: Place, rows: number, cols: number, operands: readonly Place[]): boolean {
    if (place.base.kind !== "buffer" || place.base.pending > 0 || !this.isWhole(place, rows, cols)) return false;
    const { rowStride, colStride } = place;
    return operands.every(
      (other) =>
        other.base !== place.base ||
        (other.ptr === 0 && other.rowStride === rowStride && other.colStride === colStride),
    );
  }

  /** Whether a place is a whole buffer of the program's dtype, row by row. */
  isWhole({ base, ptr, dtype, rowStride, colStride }: Place, rows: number, cols: number): boolean {
    return (
      base.kind === "buffer" &&
      base.entries === rows * cols &&
      ptr === 0 &&
      dtype === this.compute &&
      (rows === 1 || rowStride === cols) &&
      (cols === 1 || colStride === 1)
    );
  }
}

/** The values of a run: of each variable, and where its parameter lies. */
export interface Bound {
  readonly values: readonly Value[];
  readonly pointers: readonly number[];
}

/** A listing in memory. */
export interface Program {
  readonly work: number;
  /** unit  bytes that are copied for each run */
  readonly bytes: number;
  /** The values asked for, as new matrices. */
  run(bound: Bound): Dense[];
}

const ALIGNMENT = 64;
const WORD_BYTES = 4;

function aligned(bytes: number): number {
  return Math.ceil(bytes / ALIGNMENT) * ALIGNMENT;
}

/**
 * A program that is ready to run; `workspace` gives the address of that many bytes, which it may give to all.
 *
 * throws  Fault when there is no memory left
 */
export function assemble(
  machine: Machine,
  listing: Listing,
  pointers: readonly number[],
  workspace: (bytes: number) => number,
): Program {
  const { compute, steps, constants } = listing;
  const wordsRoom = aligned(2 * steps.length * WORDS * WORD_BYTES); // threads meet before each step at most
  const constantsRoom = aligned(constants.length * DTYPE_BYTES[compute]);
  const base = workspace(wordsRoom + constantsRoom + arrange(listing.buffers, wordsRoom + constantsRoom));
  for (const buffer of listing.buffers) buffer.address += base;
  const constantsAt = base + wordsRoom;
  const floats = compute === "f64" ? machine.f64 : machine.f32;
  const ends = { constantsAt, size: DTYPE_BYTES[compute], pointers };
  const { words, finished } = wordsOf(machine, steps, (place) => ({ ...place, ptr: addressOf(place, ends) }));
  const patches = patchesOf(words, steps);
  const wordsInPlace = machine.i32(base, words.length);
  const constantsInPlace = floats(constantsAt, constants.length);
  const constantValues = compute === "f64" ? Float64Array.from(constants) : Float32Array.from(constants);
  const fill = filler(machine, listing);
  const read = listing.outputs.map(({ rows, cols, buffer }) => {
    const data = buffer === undefined ? undefined : floats(buffer.address, rows * cols);
    return (): Dense => ({ rows, cols, data: data?.slice() ?? emptied(compute) });
  });
  const program = { ...finished, ptr: base };
  return {
    work: finished.work,
    bytes: words.byteLength,
    run: (bound) => {
      for (const { at, variable, offset } of patches) words[at] = bound.pointers[variable]! + offset;
      wordsInPlace.set(words);
      constantsInPlace.set(constantValues);
      fill(bound.values);
      if (program.length > 0) machine.run(program);
      return read.map((output) => output());
    },
  };
}

function emptied(compute: Compute): Dense["data"] {
  return compute === "f64" ? new Float64Array(0) : new Float32Array(0);
}

/** Gives each buffer a place from `start` on that no buffer alive at the same step has. Returns the bytes of all. */
function arrange(buffers: readonly Buffer[], start: number): number {
  const alive: Buffer[] = []; // by address
  let end = start;
  for (const buffer of [...buffers].sort((a, b) => a.first - b.first)) {
    for (let i = alive.length - 1; i >= 0; i--) if (alive[i]!.last < buffer.first) alive.splice(i, 1);
    let address = start;
    let at = 0;
    for (; at < alive.length && alive[at]!.address - address < buffer.bytes; at++)
      address = aligned(alive[at]!.address + alive[at]!.bytes);
    buffer.address = address;
    alive.splice(at, 0, buffer);
    end = Math.max(end, aligned(address + buffer.bytes));
  }
  return end - start;
}

interface Ends {
  readonly constantsAt: number;
  readonly size: number;
  readonly pointers: readonly number[];
}

function addressOf({ base, ptr }: Place, { constantsAt, size, pointers }: Ends): number {
  switch (base.kind) {
    case "buffer":
      return base.address + ptr;
    case "constant":
      return constantsAt + base.number * size;
    case "parameter":
      return pointers[base.variable]! + ptr;
  }
}

/** The words of the steps; the machine's memory is as it was. */
function wordsOf(
  machine: Machine,
  steps: readonly Step[],
  operand: (place: Place) => Operand,
): { readonly words: Int32Array; readonly finished: Instructions } {
  const assembler = machine.assembler();
  for (const { write, operands } of steps) write(assembler, ...operands.map(operand));
  const mark = machine.mark();
  const finished = assembler.finish();
  const words = machine.i32(finished.ptr, finished.length * WORDS).slice();
  machine.release(mark);
  return { words, finished };
}

/** A word that points to a parameter, and how far behind its start. */
interface Patch {
  readonly at: number;
  readonly variable: number;
  readonly offset: number;
}

function patchesOf(words: Int32Array, steps: readonly Step[]): Patch[] {
  const patches: Patch[] = [];
  let next = 0;
  for (let at = 0; at < words.length; at += WORDS) {
    if (words[at + WORD_OP] === OP_BARRIER) continue;
    const [, a, b] = steps[next++]!.operands;
    for (const [place, word] of [[a, WORD_A] as const, [b, WORD_B] as const]) {
      if (place?.base.kind !== "parameter") continue;
      patches.push({ at: at + word + OPERAND_PTR, variable: place.base.variable, offset: place.ptr });
    }
  }
  return patches;
}

/** What writes the values of a run where the program expects them. */
function filler(machine: Machine, { compute, inputs }: Listing): (values: readonly Value[]) => void {
  const floats = compute === "f64" ? machine.f64 : machine.f32;
  const dense = inputs.dense.map(({ variable, buffer }) => {
    return { variable, into: floats(buffer.address, buffer.entries) };
  });
  const found = new Map<Rows, Int32Array>();
  const rows = inputs.rows.map((row) => {
    const numbers = new Int32Array(row.count);
    found.set(row, numbers);
    return {
      find: finder(row, numbers, found),
      numbers,
      into: row.buffer && machine.i32(row.buffer.address, row.count),
    };
  });
  const oneHot = inputs.oneHot.map(({ rows, cols, buffer }) => {
    return { numbers: found.get(rows)!, cols, into: floats(buffer.address, buffer.entries) };
  });
  return (values) => {
    for (const { variable, into } of dense) into.set((values[variable] as Dense).data); // its form says dense
    for (const { find, numbers, into } of rows) {
      find(values);
      into?.set(numbers);
    }
    for (const { numbers, cols, into } of oneHot) {
      into.fill(0);
      for (let i = 0; i < numbers.length; i++) into[i * cols + numbers[i]!] = 1;
    }
  };
}

/** What finds row numbers in a run's values, after those that they are made of. */
function finder(
  rows: Rows,
  into: Int32Array,
  found: ReadonlyMap<Rows, Int32Array>,
): (values: readonly Value[]) => void {
  switch (rows.kind) {
    case "given":
      return (values) => into.set((values[rows.variable] as Selection).indices); // its form says selection
    case "inverse": {
      const of = found.get(rows.of)!;
      return () => {
        for (let i = 0; i < of.length; i++) into[of[i]!] = i;
      };
    }
    case "compose": {
      const [outer, inner] = [found.get(rows.outer)!, found.get(rows.inner)!];
      return () => {
        for (let i = 0; i < into.length; i++) into[i] = inner[outer[i]!]!;
      };
    }
  }
}
