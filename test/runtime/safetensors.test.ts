import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { TensorData } from "../../src/runtime/safetensors.ts";
import {
  decodeSafetensors,
  encodeSafetensors,
  headerLength,
  parseHeader,
  toFloat32,
  toFloat64,
} from "../../src/runtime/safetensors.ts";
import { DTYPE_BYTES } from "../../src/runtime/view.ts";
import { Fault } from "../../src/term/fault.ts";

/** A file with this header text and so many zero bytes of data. */
function fileOf(header: string, dataBytes: number): Uint8Array {
  const json = new TextEncoder().encode(header);
  const file = new Uint8Array(8 + json.length + dataBytes);
  new DataView(file.buffer).setBigUint64(0, BigInt(json.length), true);
  file.set(json, 8);
  return file;
}

function parse(header: string, dataBytes: number) {
  const file = fileOf(header, dataBytes);
  return parseHeader(file, file.length, "m.safetensors");
}

/** The header text of one entry, by default two float32. */
function entry(name: string, begin: number, end: number, { dtype = "F32", shape = [2] as unknown } = {}): string {
  return `${JSON.stringify(name)}:${JSON.stringify({ dtype, shape, data_offsets: [begin, end] })}`;
}

/** How many elements a shape has. */
const countOf = (shape: readonly number[]): number => shape.reduce((product, size) => product * size, 1);

describe("an example", () => {
  it("reads back what was written", () => {
    const file = encodeSafetensors({
      W_Q: { dtype: "F32", shape: [2, 2], data: Float32Array.of(1, 2, 3, 4) },
      b: { dtype: "F64", shape: [1], data: Float64Array.of(0.1) },
      positions: { dtype: "I64", shape: [1], data: BigInt64Array.of(7n) },
    });
    const tensors = decodeSafetensors(file, "m.safetensors");
    expect([...tensors.keys()]).toEqual(["b", "positions", "W_Q"]); // wide elements first
    expect(tensors.get("W_Q")?.shape).toEqual([2, 2]);
    expect(toFloat64(tensors.get("W_Q")!)).toEqual(Float64Array.of(1, 2, 3, 4));
    expect(toFloat32(tensors.get("W_Q")!)).toEqual(Float32Array.of(1, 2, 3, 4));
    expect(toFloat64(tensors.get("b")!)).toEqual(Float64Array.of(0.1));
    expect(toFloat32(tensors.get("b")!)).toEqual(Float32Array.of(Math.fround(0.1)));
  });

  it("writes the bytes of the format's own example", () => {
    const file = encodeSafetensors({ test: { dtype: "I32", shape: [2, 2], data: new Int32Array(4) } });
    const header = '{"test":{"dtype":"I32","shape":[2,2],"data_offsets":[0,16]}}';
    expect(new TextDecoder().decode(file.subarray(0, 72))).toBe(`@\0\0\0\0\0\0\0${header.padEnd(64)}`);
    expect(file.length).toBe(72 + 16);
  });

  it("reads metadata, scalars, empty tensors and an empty file of tensors", () => {
    const header = parse(
      `{"__metadata__":{"format":"pt"},${entry("s", 0, 4, { shape: [] })},${entry("e", 4, 4, { shape: [3, 0] })}}  `,
      4,
    );
    expect(header.metadata).toEqual(new Map([["format", "pt"]]));
    expect(header.tensors.get("e")).toEqual({ name: "e", dtype: "F32", shape: [3, 0], begin: 4, end: 4 });
    expect(parse("{}", 0).tensors.size).toBe(0);
  });

  it("reads an empty tensor where another one begins, whichever is listed first", () => {
    const empty = entry("e", 0, 0, { shape: [0] });
    expect(parse(`{${entry("w", 0, 8)},${empty}}`, 8).tensors.size).toBe(2);
    expect(parse(`{${empty},${entry("w", 0, 8)}}`, 8).tensors.size).toBe(2);
  });

  it("keeps names that are members of every object", () => {
    const file = encodeSafetensors(
      new Map(
        ["__proto__", "constructor", "toString"].map((name) => [
          name,
          { dtype: "U8", shape: [1], data: Uint8Array.of(1) },
        ]),
      ),
    );
    expect([...decodeSafetensors(file, "m").keys()].sort()).toEqual(["__proto__", "constructor", "toString"]);
    expect(Object.prototype).not.toHaveProperty("dtype");
  });
});

const tensorData: fc.Arbitrary<TensorData> = fc
  .record({
    dtype: fc.constantFrom(...(Object.keys(DTYPE_BYTES) as (keyof typeof DTYPE_BYTES)[])),
    shape: fc.array(fc.nat(4), { maxLength: 3 }),
  })
  .chain(({ dtype, shape }) => {
    const length = countOf(shape) * DTYPE_BYTES[dtype];
    return fc.uint8Array({ minLength: length, maxLength: length }).map((data) => ({ dtype, shape, data }));
  });
const tensorName = fc.string({ unit: "binary" }).filter((name) => name !== "__metadata__");
const tensorMap = fc.array(fc.tuple(tensorName, tensorData), { maxLength: 6 }).map((pairs) => new Map(pairs));

describe("properties", () => {
  it("a file decodes to the tensors it encodes", () => {
    fc.assert(
      fc.property(tensorMap, fc.dictionary(fc.string(), fc.string()), (tensors, metadata) => {
        const file = encodeSafetensors(tensors, metadata);
        const views = decodeSafetensors(file, "m");
        expect(new Set(views.keys())).toEqual(new Set(tensors.keys()));
        for (const [name, { dtype, shape, data }] of tensors) {
          const view = views.get(name)!;
          expect([view.dtype, view.shape]).toEqual([dtype, shape]);
          expect(new Uint8Array(view.buffer, view.byteOffset, view.byteLength)).toEqual(data);
          expect(view.byteOffset % DTYPE_BYTES[dtype]).toBe(0);
        }
        expect(parseHeader(file, file.length, "m").metadata).toEqual(new Map(Object.entries(metadata)));
      }),
    );
  });

  it("a file depends on its tensors, not on their order", () => {
    fc.assert(
      fc.property(tensorMap, (tensors) => {
        expect(encodeSafetensors(new Map([...tensors].reverse()))).toEqual(encodeSafetensors(tensors));
      }),
    );
  });

  it("a header parses without the data behind it", () => {
    fc.assert(
      fc.property(tensorMap, (tensors) => {
        const file = encodeSafetensors(tensors);
        const { dataStart, ...header } = parseHeader(file, file.length, "m");
        expect(parseHeader(file.subarray(0, dataStart), file.length, "m")).toEqual({ ...header, dataStart });
      }),
    );
  });

  it("every prefix of a file is refused", () => {
    const file = encodeSafetensors({ a: { dtype: "F32", shape: [2], data: Float32Array.of(1, 2) } });
    for (let size = 0; size < file.length; size++) {
      expect(() => decodeSafetensors(file.slice(0, size), "m")).toThrow(Fault);
    }
  });
});

type Mutate = (file: Uint8Array, at: number, value: number) => Uint8Array;

/** The file with a part of its JSON replaced, and the length made to fit again. */
function rewrite(file: Uint8Array, edit: (json: string) => string): Uint8Array {
  const length = Number(new DataView(file.buffer, file.byteOffset).getBigUint64(0, true));
  const data = file.subarray(8 + length);
  const edited = fileOf(edit(new TextDecoder().decode(file.subarray(8, 8 + length))), data.length);
  edited.set(data, edited.length - data.length);
  return edited;
}

const insert = (at: number, what: string) => (json: string) => {
  const place = at % (json.length + 1);
  return json.slice(0, place) + what + json.slice(place);
};
const ODD_NUMBERS = [
  "-1",
  "1e3",
  "1.0",
  "9007199254740992",
  "1e999",
  "00",
  "4294967296",
  "9".repeat(400),
  "null",
  "NaN",
];
const ODD_TEXTS = ['{"a":', "[[[[", '"__proto__":{},', "\\ud800", "\0", "}", ",", '"', "\u{feff}", "true"];

const MUTATIONS: Readonly<Record<string, Mutate>> = {
  "a bit flips": (file, at, value) =>
    file.with(at % file.length, file[at % file.length]! ^ (1 << (value % 8))) as Uint8Array,
  "the end is cut": (file, at) => file.slice(0, at % file.length),
  "a byte is added": (file, _at, value) => Uint8Array.of(...file, value),
  "the length lies": (file, at, value) => file.with(at % 8, value) as Uint8Array,
  "the length is huge": (file, _at, value) => file.with(7, value | 1) as Uint8Array,
  "a number changes": (file, at, value) =>
    rewrite(file, (json) => {
      const numbers = [...json.matchAll(/\d+(?=[,\]])/g)];
      const hit = numbers[at % Math.max(1, numbers.length)];
      return hit === undefined
        ? json
        : json.slice(0, hit.index) + ODD_NUMBERS[value % ODD_NUMBERS.length] + json.slice(hit.index + hit[0].length);
    }),
  "a key occurs twice": (file, _at, value) =>
    rewrite(file, (json) =>
      json.replace(/^\{(?=")/, () => (value % 2 ? '{"a":0,"a":0,' : '{"__metadata__":{},"__metadata__":{},')),
    ),
  "JSON is deep": (file, at, value) => rewrite(file, insert(at, (value % 2 ? "[" : '{"a":').repeat(2_000))),
  "text is inserted": (file, at, value) => rewrite(file, insert(at, ODD_TEXTS[value % ODD_TEXTS.length]!)),
  "text is removed": (file, at, value) =>
    rewrite(file, (json) => json.slice(0, at % json.length) + json.slice((at % json.length) + 1 + (value % 9))),
};

/** The format's checks once more, in another manner: mark each byte of the data area with its owner. */
function expectLawful(file: Uint8Array): void {
  const header = parseHeader(file, file.length, "m");
  const owners = new Uint8Array(header.dataBytes);
  for (const { dtype, shape, begin, end } of header.tensors.values()) {
    expect(end - begin).toBe(countOf(shape) * DTYPE_BYTES[dtype]);
    for (let at = begin; at < end; at++) owners[at]! += 1;
  }
  expect(owners.every((count) => count === 1)).toBe(true);
  expect(header.dataStart + header.dataBytes).toBe(file.length);
}

describe("10,000 mutated files", () => {
  it.each(Object.entries(MUTATIONS))("end in a Fault or in a lawful parse when %s", (_, mutate) => {
    const seen = { refused: 0, read: 0 };
    fc.assert(
      fc.property(tensorMap, fc.nat(), fc.nat(255), (tensors, at, value) => {
        const file = mutate(encodeSafetensors(tensors, { format: "pt" }), at, value);
        try {
          expectLawful(file);
          seen.read += 1;
        } catch (error) {
          if (!(error instanceof Fault)) throw error;
          seen.refused += 1;
        }
      }),
      { numRuns: 1_000 },
    );
    expect(seen.refused).toBeGreaterThan(50);
  });

  it("takes no memory that a header merely claims", () => {
    const claims = [
      fileOf(`{${entry("a", 0, 2 ** 52, { shape: [2 ** 50] })}}`, 8),
      fileOf(`{${entry("a", 0, 8, { dtype: "U8", shape: [2 ** 40, 2 ** 40] })}}`, 8),
      Uint8Array.of(0xff, 0xe0, 0xf5, 0x05, 0, 0, 0, 0, 0x7b), // a header of 99,999,999 bytes
    ];
    const before = process.memoryUsage().arrayBuffers;
    for (let i = 0; i < 1_000; i++) {
      for (const file of claims) expect(() => parseHeader(file, file.length, "m")).toThrow(Fault);
    }
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(64e6);
  });

  it("refuses 40 MB of nesting at its first bracket", () => {
    const file = fileOf("{".padEnd(40e6, '"a":{'), 0);
    const start = performance.now();
    expect(() => parseHeader(file, file.length, "m")).toThrow(Fault);
    expect(performance.now() - start).toBeLessThan(5_000);
  });
});

describe("errors name file, tensor and numbers", () => {
  const w = (begin: number, end: number, options = {}) => entry("w", begin, end, options);
  it.each<[string, number, string]>([
    [
      `{${w(0, 12)}}`,
      12,
      'm.safetensors: tensor "w": expected 8 bytes for F32 of shape "2", received 12 bytes, data_offsets [0, 12]',
    ],
    [`{${w(8, 0)}}`, 8, 'tensor "w": expected begin <= end, received data_offsets [8, 0]'],
    [
      `{${w(0, 8)}}`,
      4,
      "expected offsets within the 4 bytes of data, received data_offsets [0, 8]; the file is cut short",
    ],
    [`{${w(0, 8)},${entry("v", 4, 12)}}`, 12, 'tensor "v": expected data to begin at 8, received 4, an overlap'],
    [`{${w(0, 8)},${entry("v", 12, 20)}}`, 20, 'tensor "v": expected data to begin at 8, received 12, a hole'],
    [`{${w(4, 12)}}`, 12, 'tensor "w": expected data to begin at 0, received 4, a hole'],
    [
      `{${w(0, 8)}}`,
      9,
      "m.safetensors: expected tensors to cover 9 bytes of data, received 1 bytes that belong to none",
    ],
    ["{}", 1, "expected tensors to cover 1 bytes of data"],
    [`{${w(0, 8)},${w(0, 8)}}`, 8, 'expected each key once at line 1, column 55, received "w" again'],
    [`{"__metadata__":{"a":"","a":""}}`, 0, 'received "a" again'],
    [`{"__metadata__":{"a":1}}`, 0, 'expected `"` at line 1, column 22'],
    [`{"__metadata__":null}`, 0, "expected `{` at line 1, column 17"],
    [`{${w(0, 8, { dtype: "F8_E4M3" })}}`, 8, 'received dtype "F8_E4M3"; convert the tensor to F32, F16 or BF16'],
    [`{${w(0, 8, { dtype: "toString" })}}`, 8, 'received dtype "toString"'],
    [
      `{${w(0, 8, { shape: [2 ** 53, 1] })}}`,
      8,
      'tensor "w": expected an integer from 0 to 2^53 - 1 at line 1, column 30',
    ],
    [`{${w(0, 8, { shape: [2 ** 52, 2 ** 52] })}}`, 8, "expected over 2^53 bytes for F32"],
    [`{${w(0, 8, { shape: [-2] })}}`, 8, 'received "-2],'],
    [`{${w(0, 8, { shape: [1.5] })}}`, 8, 'received "1.5],'],
    [`{${w(0, 8, { shape: "2" })}}`, 8, "expected `[` at line 1, column 29"],
    [`{"w":{"dtype":"F32","shape":[2],"data_offsets":[0,8],"strides":[1]}}`, 8, 'received key "strides"'],
    [
      `{"w":{"dtype":"F32","shape":[2],"data_offsets":[0,4,8]}}`,
      8,
      "expected dtype, shape and data_offsets [begin, end]",
    ],
    [`{"w":{"dtype":"F32","shape":[2]}}`, 8, "expected dtype, shape and data_offsets [begin, end]"],
    [`{"w":{"dtype":`, 8, 'tensor "w": expected `"` at line 1, column 15, received the end of the text'],
    [`{} x`, 0, 'expected the end of the JSON text at line 1, column 4, received "x"'],
    [` {}`, 0, 'expected a header starting with "{", received another byte'],
    ["", 0, 'expected a header starting with "{"'],
    ["{ \u{feff}}", 0, "line 1, column 3"],
  ])("%s with %i bytes", (header, dataBytes, text) => {
    expect(() => parse(header, dataBytes)).toThrow(Fault);
    expect(() => parse(header, dataBytes)).toThrow(text);
  });

  it("says what is wrong with a length", () => {
    const ask = (text: string, size: number) => () => headerLength(new TextEncoder().encode(text), size, "m");
    expect(ask("", 0)).toThrow("m: expected an 8-byte header length, received an empty file");
    expect(ask("1234", 4)).toThrow("m: expected an 8-byte header length, received 4 bytes");
    expect(ask("\x09\0\0\0\0\0\0\0", 16)).toThrow(
      "a header of at most 8 bytes in a file of 16, received a header length of 9",
    );
    expect(ask("\x01\xe1\xf5\x05\0\0\0\0", 1e12)).toThrow("at most 100000000 bytes");
    expect(ask("version https://git-lfs.github.com/spec/v1", 130)).toThrow("run `git lfs pull` first");
  });

  it("refuses bytes that are not UTF-8", () => {
    const file = fileOf("{  }", 0).with(9, 0xff) as Uint8Array;
    expect(() => parseHeader(file, file.length, "m")).toThrow("m: expected UTF-8 text, received other bytes");
  });

  it("refuses to write what cannot be read", () => {
    const data = new Float32Array(2);
    expect(() => encodeSafetensors({ a: { dtype: "F32", shape: [3], data } })).toThrow(
      'encodeSafetensors: tensor "a": expected 12 bytes for F32 of shape "3", received 8 bytes',
    );
    expect(() => encodeSafetensors({ __metadata__: { dtype: "F32", shape: [2], data } })).toThrow(Fault);
    expect(() => encodeSafetensors({ "\ud800": { dtype: "F32", shape: [2], data } })).toThrow("well-formed Unicode");
  });
});
