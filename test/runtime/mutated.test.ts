import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decodeMessage, encodeFrame, FrameReader } from "../../src/runtime/frame.ts";
import { parseJson } from "../../src/runtime/json.ts";
import { loadModel } from "../../src/runtime/load.ts";
import { decodeSafetensors, encodeSafetensors } from "../../src/runtime/safetensors.ts";
import { Fault } from "../../src/term/fault.ts";
import { CONFIGS, checkpointFiles, smallModel } from "../bugs/weights.ts";

/** unit  milliseconds */
const SECOND = 1000;

/** How many times its bytes a reading may take. */
const TIMES = 2;

/** What reading mutated bytes came to, and the slowest. */
interface Tally {
  faults: number;
  parsed: number;
  slowest: number;
  /** The most memory that a reading took, over the bytes that were there. */
  memory: number;
}

type Memory = (usage: NodeJS.MemoryUsage) => number;

/** Memory for bytes alone: of a short file any object is larger than twice its bytes. */
const buffers: Memory = ({ arrayBuffers }) => arrayBuffers;
/** All memory: for objects, text and bytes. */
const everything: Memory = ({ heapUsed, external }) => heapUsed + external;

/** How often a reading that took much is read again. */
const READINGS = 5;

/** Reads bytes; whatever is thrown must be a fault that says something. */
function take(tally: Tally, bytes: Uint8Array, read: (bytes: Uint8Array) => void, memory = buffers): void {
  const begun = performance.now();
  const before = memory(process.memoryUsage());
  try {
    read(bytes);
    tally.parsed++;
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    expect(error.message).toMatch(/expected .*, received /s);
    tally.faults++;
  }
  let taken = memory(process.memoryUsage()) - before;
  tally.slowest = Math.max(tally.slowest, performance.now() - begun);
  // While buffers are swept, V8 leaves them out of its count: they return in the middle of a reading, which did not
  // take them. What a reading takes it takes each time.
  for (let again = 1; taken > TIMES * bytes.length && again < READINGS; again++)
    taken = Math.min(taken, takenBy(read, bytes, memory));
  tally.memory = Math.max(tally.memory, taken / Math.max(1, bytes.length));
}

function takenBy(read: (bytes: Uint8Array) => void, bytes: Uint8Array, memory: Memory): number {
  const before = memory(process.memoryUsage());
  try {
    read(bytes);
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
  }
  return memory(process.memoryUsage()) - before;
}

function tallyOf(): Tally {
  return { faults: 0, parsed: 0, slowest: 0, memory: 0 };
}

/** Numbers that a size, an offset or a count should never be believed in. */
const NUMBERS = [
  "0",
  "-1",
  "1e9",
  "9007199254740993",
  "1e308",
  "-0",
  "0.5",
  "null",
  '""',
  "[]",
  "{}",
  "true",
  "4294967296",
];

/** Bytes with some of them changed, or cut, or one number in their text replaced. */
function mutated(original: Uint8Array, textFrom = 0): fc.Arbitrary<Uint8Array> {
  const text = new TextDecoder("latin1").decode(original);
  const numbers = [...text.matchAll(/(?<=[:[, ])-?\d[\d.e+-]*/g)].filter(({ index }) => index >= textFrom);
  const bytes = fc
    .array(fc.tuple(fc.nat(Math.max(0, original.length - 1)), fc.nat(255)), { minLength: 1, maxLength: 6 })
    .map((changes) => {
      const copy = Uint8Array.from(original);
      for (const [at, value] of changes) copy[at] = value;
      return copy;
    });
  const cut = fc.nat(original.length).map((length) => original.slice(0, length));
  if (numbers.length === 0) return fc.oneof(bytes, cut);
  const number = fc
    .tuple(fc.constantFrom(...numbers), fc.constantFrom(...NUMBERS))
    .map(([{ 0: old, index }, value]) =>
      Uint8Array.from(text.slice(0, index) + value + text.slice(index + old.length), (letter) => letter.charCodeAt(0)),
    );
  return fc.oneof({ weight: 2, arbitrary: number }, bytes, { weight: 1, arbitrary: cut });
}

function expectBounded({ slowest, memory }: Tally): void {
  expect(slowest).toBeLessThan(SECOND);
  expect(memory).toBeLessThanOrEqual(TIMES);
}

const MEGABYTE = 2 ** 20;
/** The first bytes of a file, in which its header is. */
const HEAD = 160;

const RUNS = { seed: 20_000 };

describe("20,000 mutated inputs end in a fault or a lawful parse, within a second, in no more than twice their bytes", () => {
  it("8,000 of them are safetensors", () => {
    const file = encodeSafetensors(
      {
        a: { dtype: "F32", shape: [2, 3], data: new Float32Array(6) },
        b: { dtype: "F64", shape: [4], data: new Float64Array(4) },
        empty: { dtype: "I64", shape: [0, 7], data: new BigInt64Array(0) },
      },
      { format: "pt" },
    );
    const tally = tallyOf();
    fc.assert(
      fc.property(mutated(file, 8), (bytes) => take(tally, bytes, (all) => void decodeSafetensors(all, "mutated"))),
      { ...RUNS, numRuns: 8000 },
    );
    expectBounded(tally);
    expect(tally.faults).toBeGreaterThan(4000);
    expect(tally.parsed).toBeGreaterThan(100);
  });

  it.each(Object.keys(CONFIGS) as (keyof typeof CONFIGS)[])("1,500 of them are configs of %s", (family) => {
    const { config, tensors, files } = checkpointFiles(smallModel(family, 1));
    const text = new TextEncoder().encode(JSON.stringify(config));
    const tally = tallyOf();
    fc.assert(
      fc.property(mutated(text), (bytes) =>
        take(tally, bytes, (all) => {
          const parsed = parseJson(all, "config.json");
          if (typeof parsed !== "object" || parsed === null || Array.isArray(parsed)) return;
          loadModel({ config: parsed as typeof config, tensors, files });
        }),
      ),
      { ...RUNS, numRuns: 1500 },
    );
    expectBounded(tally);
    expect(tally.faults).toBeGreaterThan(700);
    expect(tally.parsed).toBeGreaterThan(10);
  });

  it("6,000 of them are frames of the bridge", () => {
    const frame = encodeFrame(
      { run: ["logits"], precision: "f64" },
      { input_ids: { dtype: "I64", shape: [1, 3], data: BigInt64Array.of(1n, 2n, 3n) } },
    );
    const tally = tallyOf();
    fc.assert(
      fc.property(mutated(frame, 16), (bytes) =>
        take(tally, bytes, (all) => {
          for (const one of new FrameReader("mutated").take(all)) decodeMessage(one, "mutated");
        }),
      ),
      { ...RUNS, numRuns: 6000 },
    );
    expectBounded(tally);
    expect(tally.faults).toBeGreaterThan(1000);
  });

  it("200 of them are files and frames of a megabyte, whose objects and text are counted too", () => {
    const weights = new Float32Array(MEGABYTE / 4);
    const file = encodeSafetensors({ w: { dtype: "F32", shape: [512, 512], data: weights } }, { format: "pt" });
    const frame = encodeFrame({ run: ["logits"] }, { w: { dtype: "F32", shape: [512, 512], data: weights } });
    const readFile = (bytes: Uint8Array) => void decodeSafetensors(bytes, "mutated");
    const readFrame = (bytes: Uint8Array) => {
      for (const one of new FrameReader("mutated").take(bytes)) decodeMessage(one, "mutated");
    };
    for (const [original, read] of [
      [file, readFile],
      [frame, readFrame],
    ] as const) {
      const head = original.slice(0, HEAD);
      const tally = tallyOf();
      fc.assert(
        fc.property(mutated(head, 8), (changed) => {
          const bytes = new Uint8Array(changed.length + original.length - HEAD);
          bytes.set(changed);
          bytes.set(original.subarray(HEAD), changed.length);
          take(tally, bytes, read, everything);
        }),
        { ...RUNS, numRuns: 100 },
      );
      expectBounded(tally);
      expect(tally.faults).toBeGreaterThan(30);
      expect(tally.memory).toBeGreaterThan(0);
    }
  });
});
