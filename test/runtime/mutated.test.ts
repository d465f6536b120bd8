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

/** What reading mutated bytes came to, and the slowest. */
interface Tally {
  faults: number;
  parsed: number;
  slowest: number;
  /** The most memory for bytes that a reading took, over the bytes that were there. */
  memory: number;
}

/** Reads bytes; whatever is thrown must be a fault that says something. */
function take(tally: Tally, bytes: Uint8Array, read: (bytes: Uint8Array) => void): void {
  const before = process.memoryUsage().arrayBuffers;
  const begun = performance.now();
  try {
    read(bytes);
    tally.parsed++;
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    expect(error.message).toMatch(/expected .*, received /s);
    tally.faults++;
  }
  tally.slowest = Math.max(tally.slowest, performance.now() - begun);
  tally.memory = Math.max(tally.memory, (process.memoryUsage().arrayBuffers - before) / Math.max(1, bytes.length));
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
  expect(memory).toBeLessThanOrEqual(2);
}

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
});
