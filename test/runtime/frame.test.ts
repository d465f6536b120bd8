import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decodeMessage, encodeFrame, FrameReader, LARGEST_FRAME } from "../../src/runtime/frame.ts";
import { Fault } from "../../src/term/fault.ts";

const says = fc.dictionary(
  fc.string({ minLength: 1 }).filter((key) => key !== "__metadata__" && key !== "__proto__"),
  fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.constant(null)),
);
const tensors = fc.dictionary(
  fc.stringMatching(/^[a-z]{1,8}$/),
  fc.array(fc.integer({ min: -1000, max: 1000 }), { maxLength: 20 }).map((numbers) => ({
    dtype: "F64" as const,
    shape: [numbers.length],
    data: Float64Array.from(numbers),
  })),
);

describe("frames", () => {
  it("come back as they were sent, however the bytes are cut", () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(says, tensors), { minLength: 1, maxLength: 4 }),
        fc.array(fc.nat(64), { minLength: 1 }),
        (messages, cuts) => {
          const stream = Buffer.concat(messages.map(([said, data]) => encodeFrame(said, data)));
          const reader = new FrameReader("stream");
          const found: Uint8Array[] = [];
          for (let at = 0, i = 0; at < stream.length; i++) {
            const next = at + 1 + cuts[i % cuts.length]!;
            found.push(...reader.take(stream.subarray(at, next)));
            at = next;
          }
          expect(reader.isInside).toBe(false);
          const back = found.map((frame) => decodeMessage(frame, "frame"));
          expect(back.map(({ says: said }) => said)).toEqual(messages.map(([said]) => said));
          expect(back.map(({ tensors: all }) => [...all.keys()].sort())).toEqual(
            messages.map(([, data]) => Object.keys(data).sort()),
          );
        },
      ),
    );
  });

  it("that claim to be large are refused before anything is allocated", () => {
    const prefix = new Uint8Array(8);
    new DataView(prefix.buffer).setBigUint64(0, BigInt(LARGEST_FRAME) + 1n, true);
    expect(() => new FrameReader("pipe").take(prefix)).toThrow(Fault);
  });

  it("that are mutated end in a message or a fault, within a second, in memory in proportion to their bytes", () => {
    const frame = encodeFrame(
      { run: ["logits"], precision: "f64" },
      { input_ids: { dtype: "I64", shape: [1, 3], data: BigInt64Array.of(1n, 2n, 3n) } },
    );
    let [faults, messages, waiting] = [0, 0, 0];
    let slowest = 0;
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(frame.length - 1), fc.nat(255)), { minLength: 1, maxLength: 6 }),
        fc.nat(frame.length),
        (changes, cut) => {
          const bytes = Uint8Array.from(cut % 3 === 0 ? frame.subarray(0, cut) : frame);
          for (const [at, value] of changes) if (at < bytes.length) bytes[at] = value;
          const begun = performance.now();
          try {
            const frames = new FrameReader("mutated").take(bytes);
            for (const one of frames) decodeMessage(one, "mutated");
            if (frames.length === 0) waiting++;
            else messages++;
          } catch (error) {
            expect(error).toBeInstanceOf(Fault);
            faults++;
          }
          slowest = Math.max(slowest, performance.now() - begun);
        },
      ),
      { numRuns: 10_000, seed: 11 },
    );
    expect(faults).toBeGreaterThan(1000);
    expect(messages + waiting).toBeGreaterThan(100);
    expect(slowest).toBeLessThan(1000);
  });
});
