/**
 * The engine of this library: terms compiled for the SIMD tensor machine, once
 * for their sizes and the forms of their values, and run again on other values.
 *
 * Parameters are read where they lie when that is the machine's own memory
 * (`allocate` gives a checkpoint its place there); others are copied into it
 * once. A statement about a head is thus compiled once and runs for all heads
 * of all layers, only the addresses of its parameters change.
 *
 * Laws
 *   - Results do not depend on the number of threads.
 *   - An operation that the machine does not have is refused before anything runs.
 *   - A value that is missing or does not fit is the fault that the float interpreter finds.
 */
import type { Precision } from "../interpret/dense.ts";
import { evaluateFloats } from "../interpret/float.ts";
import type { Bindings } from "../term/binding.ts";
import type { Sizes } from "../term/dimension.ts";
import { Refusal } from "../term/fault.ts";
import type { Term, Variable } from "../term/term.ts";
import { unroll } from "../term/unroll.ts";
import {
  denseBindings,
  type Engine,
  isSelection,
  isStrided,
  keyAt,
  type Selection,
  type Strided,
  type Value,
} from "./engine.ts";
import type { Region } from "./folder.ts";
import type { FloatDtype } from "./view.ts";
import { LIMIT, type MemoryPart } from "./wasm/arena.ts";
import { createMachine, type Machine, type MachineOptions } from "./wasm/machine.ts";
import { DTYPE_BYTES, type Dtype } from "./wasm/operand.ts";
import { type Form, lower, nodesOf, shapeOf } from "./wasm-lowering.ts";
import { assemble, type Program } from "./wasm-program.ts";

/**
 * Choices with plain defaults: how many threads evaluate together, this one among them (as many as the machine has, up
 * to {@link MOST_THREADS}), how much memory they may have, and what a page needs instead of Node's workers.
 */
export type WasmEngineOptions = Partial<
  Pick<MachineOptions, "threads" | "maximumBytes" | "spawn" | "mayWait" | "part">
>;

/** An engine that has memory for parameters. */
export interface WasmEngine extends Engine {
  /**
   * Memory that the engine reads in place; it is not given back before `close`.
   *
   * throws  Fault when there is not so much: four gigabytes in all
   */
  allocate(bytes: number): Region;
  /** Stretches of the rest of its memory, for engines in other threads; as much is left to itself. */
  parts(count: number): readonly MemoryPart[];
}

/** More threads than these wait for memory. */
const MOST_THREADS = 8;
/** Programs from here on wait for the threads to start. unit  operations */
const WORTH_WAITING = 1e8;
/** How many statements at sizes are kept ready, and how many bytes of programs. */
const MOST_PLANS = 64;
const MOST_PROGRAM_BYTES = 2 ** 24;
/** The most memory that one of several engines may take. unit  bytes */
const LARGEST_PART = 2 ** 30;
const PART_ALIGNMENT = 2 ** 16;
/** The workspace grows by doubling up to this. unit  bytes */
const LARGEST_SPARE = 2 ** 28;

/** The SIMD machine in WebAssembly on several threads. */
export function wasmEngine(options: WasmEngineOptions = {}): WasmEngine {
  const { threads = defaultThreads() } = options;
  const machine = createMachine({ ...options, threads });
  const parameters = parameterMemory(machine);
  const workspace = workspaceOf(machine);
  const plans = planMemory();
  let ready = threads === 1;

  const evaluate: Engine["evaluate"] = async (terms, bindings, precision) => {
    const plan = plans.get(terms, bindings.sizes);
    const bound = bind(plan, bindings, precision, parameters);
    const program = plans.program(plan, bound, precision, () => compile(machine, plan, bound, precision, workspace));
    if (!ready && program.work >= WORTH_WAITING) {
      await machine.ready();
      ready = true;
    }
    return program.run(bound);
  };

  return {
    name: "wasm",
    description: `SIMD kernels in WebAssembly, ${threads === 1 ? "one thread" : `${threads} threads`}`,
    evaluate,
    allocate: parameters.allocate,
    parts: (count) => {
      const from = machine.mark();
      const share = Math.min(LARGEST_PART, (LIMIT - from) / (count + 1));
      const bytes = Math.floor(share / PART_ALIGNMENT) * PART_ALIGNMENT;
      machine.confine(from + bytes);
      return Array.from({ length: count }, (_, i) => ({
        memory: machine.memory,
        start: from + (i + 1) * bytes,
        end: from + (i + 2) * bytes,
      }));
    },
    close: async () => machine.close(),
  };
}

function defaultThreads(): number {
  const { availableParallelism } = process.getBuiltinModule("node:os");
  return Math.min(MOST_THREADS, availableParallelism());
}

/** Terms at sizes: what they are of, and the programs made for them. */
interface Plan {
  /** The terms written out; made again when more programs are asked for than the usual two. */
  readonly roots: () => readonly Term[];
  readonly variables: readonly Variable[];
  readonly shapes: readonly (readonly [rows: number, cols: number])[];
  readonly programs: Compiled[];
}

/** A program with the forms and the precision that it was made for, or why there is none. */
interface Compiled {
  readonly precision: Precision;
  readonly forms: Int32Array;
  readonly program: Program | Refusal;
}

function planOf(terms: readonly Term[], sizes: Sizes): Plan {
  const written = (): readonly Term[] => terms.map((term) => unroll(term, sizes));
  let kept: readonly Term[] | undefined = written();
  const variables = [...nodesOf(kept)].filter((term) => term.op === "variable");
  const programs: Compiled[] = [];
  const roots = (): readonly Term[] => {
    const answer = kept ?? written();
    kept = programs.length === 0 ? answer : undefined; // a program for each precision, then it is seldom needed again
    return answer;
  };
  return { roots, variables, shapes: variables.map(shapeOf), programs };
}

/** Plans by terms and sizes, those used lately. */
function planMemory() {
  const plans = new Map<string, Plan>(); // in order of last use
  let bytes = 0;
  const drop = (key: string, plan: Plan): void => {
    for (const { program } of plan.programs) if (!(program instanceof Refusal)) bytes -= program.bytes;
    plans.delete(key);
  };
  const shrink = (): void => {
    for (const [key, plan] of plans) {
      if (plans.size === 1 || (plans.size <= MOST_PLANS && bytes <= MOST_PROGRAM_BYTES)) return;
      drop(key, plan);
    }
  };
  return {
    get(terms: readonly Term[], sizes: Sizes): Plan {
      const key = keyAt(terms, sizes);
      const known = plans.get(key);
      if (known !== undefined) plans.delete(key);
      const plan = known ?? planOf(terms, sizes);
      plans.set(key, plan);
      return plan;
    },
    program(plan: Plan, { forms }: Bound, precision: Precision, make: () => Program): Program {
      const known = plan.programs.find((one) => one.precision === precision && sameNumbers(one.forms, forms));
      if (known === undefined) {
        const program = refusalOr(make);
        plan.programs.push({ precision, forms, program });
        if (!(program instanceof Refusal)) bytes += program.bytes;
        shrink();
        return expectProgram(program);
      }
      return expectProgram(known.program);
    },
  };
}

function sameNumbers(a: Int32Array, b: Int32Array): boolean {
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}

function refusalOr<T>(make: () => T): T | Refusal {
  try {
    return make();
  } catch (error) {
    if (error instanceof Refusal) return error;
    throw error;
  }
}

function expectProgram(program: Program | Refusal): Program {
  if (program instanceof Refusal) throw program;
  return program;
}

/** The values of a plan's variables, their forms, and where parameters lie. */
interface Bound {
  readonly values: Value[];
  readonly pointers: number[];
  /** Three numbers a variable: its form's code, and the strides of a stored one. */
  readonly forms: Int32Array;
}

const DENSE = 0;
const SELECTION = 1;
const PERMUTATION = 2;
/** The code of the first dtype; the others follow. */
const STORED = 3;
const DTYPES = ["f64", "f32", "f16", "bf16"] as const satisfies readonly Dtype[];
const STORED_CODE: Readonly<Record<FloatDtype, number>> = {
  F64: STORED,
  F32: STORED + 1,
  F16: STORED + 2,
  BF16: STORED + 3,
};
const FORM_NUMBERS = 3;

/** throws  Fault as the float interpreter does, variable by variable in its order */
function bind(plan: Plan, bindings: Bindings<Value>, precision: Precision, parameters: ParameterMemory): Bound {
  const { variables, shapes } = plan;
  const bound = {
    values: [] as Value[],
    pointers: [] as number[],
    forms: new Int32Array(FORM_NUMBERS * variables.length),
  };
  for (let i = 0; i < variables.length; i++) {
    const variable = variables[i]!;
    const value = bindings.variable(variable);
    const [rows, cols] = shapes[i]!;
    if (value.rows !== rows || value.cols !== cols || !isSound(value))
      evaluateFloats([variable], denseBindings(bindings, precision), precision); // finds the fault
    bound.values.push(value);
    const form = FORM_NUMBERS * i;
    if (isSelection(value)) {
      bound.forms[form] = permutes(value) ? PERMUTATION : SELECTION;
      bound.pointers.push(0);
    } else if (isStrided(value)) {
      const { pointer, rowStride, colStride } = parameters.find(value);
      bound.forms[form] = STORED_CODE[value.dtype];
      bound.forms[form + 1] = rowStride;
      bound.forms[form + 2] = colStride;
      bound.pointers.push(pointer);
    } else bound.pointers.push(0);
  }
  return bound;
}

function formOf(forms: Int32Array, variable: number): Form {
  const [code, rowStride, colStride] = forms.subarray(FORM_NUMBERS * variable) as unknown as [number, number, number];
  if (code === DENSE) return { kind: "dense" };
  if (code < STORED) return { kind: "selection", permutes: code === PERMUTATION };
  return { kind: "stored", dtype: DTYPES[code - STORED]!, rowStride, colStride };
}

/** Whether a value is what its kind promises. */
function isSound(value: Value): boolean {
  if (isSelection(value)) return value.indices.length === value.rows && choosesColumns(value);
  if (isStrided(value)) return isInBuffer(value);
  return value.data.length === value.rows * value.cols;
}

function choosesColumns({ indices, cols }: Selection): boolean {
  for (let i = 0; i < indices.length; i++) if (indices[i]! < 0 || indices[i]! >= cols) return false;
  return true;
}

function isInBuffer({ buffer, dtype, byteOffset, rows, cols, rowStride, colStride }: Strided): boolean {
  if (rows === 0 || cols === 0) return true;
  const size = DTYPE_BYTES[DTYPES[STORED_CODE[dtype] - STORED]!];
  const [far, aside] = [(rows - 1) * rowStride, (cols - 1) * colStride];
  const first = byteOffset + (Math.min(far, 0) + Math.min(aside, 0)) * size;
  const end = byteOffset + (Math.max(far, 0) + Math.max(aside, 0) + 1) * size;
  return first >= 0 && end <= buffer.byteLength;
}

let seen = new Int32Array(0);
let mark = 0;

/** Whether each column is chosen once. */
function permutes({ rows, cols, indices }: Selection): boolean {
  if (rows !== cols) return false;
  if (seen.length < cols) seen = new Int32Array(2 * cols);
  mark += 1;
  for (let i = 0; i < rows; i++) {
    if (seen[indices[i]!] === mark) return false;
    seen[indices[i]!] = mark;
  }
  return true;
}

function compile(
  machine: Machine,
  { roots, variables }: Plan,
  { forms, pointers }: Bound,
  precision: Precision,
  workspace: (bytes: number) => number,
): Program {
  const listing = lower({ roots: roots(), variables, form: (variable) => formOf(forms, variable) }, precision);
  return assemble(machine, listing, pointers, workspace);
}

/** One stretch of memory for all programs; it is replaced by a larger one when a program needs that. */
function workspaceOf(machine: Machine): (bytes: number) => number {
  let [address, size] = [0, 0];
  return (bytes) => {
    if (bytes <= size) return address;
    const wanted = Math.max(bytes, Math.min(2 * size, size + LARGEST_SPARE));
    address = machine.alloc(wanted); // programs made before keep the place they have
    size = wanted;
    return address;
  };
}

/** Where a parameter lies in the machine's memory. Strides in elements. */
interface Lying {
  readonly pointer: number;
  readonly rowStride: number;
  readonly colStride: number;
}

interface ParameterMemory {
  readonly allocate: (bytes: number) => Region;
  readonly find: (tensor: Strided) => Lying;
}

/** A copy of a tensor, and the tensor. */
interface Copy extends Lying {
  readonly of: Omit<Strided, "buffer">;
  readonly bytes: number;
}

/** The machine's memory for parameters: what was allocated is read in place, copies of the rest are as old as their buffers. */
function parameterMemory(machine: Machine): ParameterMemory {
  const own = new WeakSet<Strided["buffer"]>();
  own.add(machine.memory.buffer); // of a part: parameters lie in the memory that it is a part of
  const copies = new WeakMap<Strided["buffer"], Map<number, Copy[]>>();
  const free = new Map<number, number[]>(); // by bytes
  const freed = new FinalizationRegistry<Map<number, Copy[]>>((places) => {
    for (const { pointer, bytes } of [...places.values()].flat())
      free.set(bytes, [...(free.get(bytes) ?? []), pointer]);
  });
  const placesOf = (buffer: Strided["buffer"]): Map<number, Copy[]> => {
    const known = copies.get(buffer);
    if (known !== undefined) return known;
    const places = new Map<number, Copy[]>();
    copies.set(buffer, places);
    freed.register(buffer, places);
    return places;
  };
  return {
    allocate(bytes) {
      const pointer = machine.alloc(bytes);
      const { buffer } = machine.u8(pointer, bytes) as { readonly buffer: Strided["buffer"] }; // one of the two
      own.add(buffer);
      return { buffer, byteOffset: pointer };
    },
    find(tensor) {
      if (own.has(tensor.buffer))
        return { pointer: tensor.byteOffset, rowStride: tensor.rowStride, colStride: tensor.colStride };
      const places = placesOf(tensor.buffer);
      const there = places.get(tensor.byteOffset) ?? [];
      const known = there.find(({ of }) => sameTensor(of, tensor));
      if (known !== undefined) return known;
      const fresh = copyOf(machine, tensor, (bytes) => free.get(bytes)?.pop() ?? machine.alloc(bytes));
      places.set(tensor.byteOffset, [...there, fresh]);
      return fresh;
    },
  };
}

function sameTensor(a: Omit<Strided, "buffer">, b: Strided): boolean {
  return (
    a.dtype === b.dtype &&
    a.rows === b.rows &&
    a.cols === b.cols &&
    a.rowStride === b.rowStride &&
    a.colStride === b.colStride
  );
}

/** A tensor without gaps, in its dtype and in the order in which it lies. */
function copyOf(machine: Machine, tensor: Strided, room: (bytes: number) => number): Copy {
  const { buffer, dtype, byteOffset, rows, cols, rowStride, colStride } = tensor;
  const byRows = Math.abs(rowStride) >= Math.abs(colStride);
  const size = DTYPE_BYTES[DTYPES[STORED_CODE[dtype] - STORED]!];
  const [lines, line] = byRows
    ? [axis(rows, rowStride), axis(cols, colStride)]
    : [axis(cols, colStride), axis(rows, rowStride)];
  const bytes = lines.count * line.count * size;
  const pointer = room(bytes);
  const into = machine.u8(pointer, bytes);
  const from = new Uint8Array(buffer);
  const run = line.stride === 1 ? line.count : 1; // entries that lie side by side
  for (let i = 0, at = 0; i < lines.count; i++) {
    for (let j = 0; j < line.count; j += run, at += run * size) {
      const start = byteOffset + (i * lines.stride + j * line.stride) * size;
      into.set(from.subarray(start, start + run * size), at);
    }
  }
  const [next, beside] = [lines.repeats ? 0 : line.count, line.repeats ? 0 : 1];
  const of = { dtype, byteOffset, rows, cols, rowStride, colStride };
  return { pointer, bytes, of, rowStride: byRows ? next : beside, colStride: byRows ? beside : next };
}

/** A side to copy: one entry of those that repeat. */
function axis(
  count: number,
  stride: number,
): { readonly count: number; readonly stride: number; readonly repeats: boolean } {
  const repeats = stride === 0 && count > 1;
  return { count: repeats ? 1 : count, stride, repeats };
}
