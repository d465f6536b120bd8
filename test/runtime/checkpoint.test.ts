import { appendFileSync, mkdirSync, mkdtempSync, rmSync, truncateSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, describe, expect, it } from "vitest";
import type { CheckpointOptions } from "../../src/runtime/checkpoint.ts";
import { openCheckpoint } from "../../src/runtime/checkpoint.ts";
import { ALIGNMENT, expectTensors } from "../../src/runtime/folder.ts";
import type { TensorData } from "../../src/runtime/safetensors.ts";
import { encodeSafetensors, toFloat64 } from "../../src/runtime/safetensors.ts";
import { Fault } from "../../src/term/fault.ts";

const root = mkdtempSync(join(tmpdir(), "checkpoint-"));
afterAll(() => rmSync(root, { recursive: true }));

/** A new folder with these files. */
function folderOf(files: Readonly<Record<string, string | Uint8Array>>): string {
  const folder = mkdtempSync(join(root, "m-"));
  for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);
  return folder;
}

const f32 = (...values: number[]): TensorData => ({
  dtype: "F32",
  shape: [values.length],
  data: Float32Array.from(values),
});
const CONFIG = '{"model_type":"gpt2"}';
const FIRST = "model-00001-of-00002.safetensors";
const SECOND = "model-00002-of-00002.safetensors";

/** The files of a checkpoint in two shards, some of them replaced or, with undefined, left out. */
function shardedWith(changes: Readonly<Record<string, string | Uint8Array | undefined>> = {}): string {
  const files = {
    "config.json": CONFIG,
    "model.safetensors.index.json": JSON.stringify({
      metadata: { total_size: 20 },
      weight_map: { a: FIRST, b: SECOND },
    }),
    [FIRST]: encodeSafetensors({ a: f32(1, 2, 3) }),
    [SECOND]: encodeSafetensors({ b: f32(4, 5) }),
    ...changes,
  };
  return folderOf(
    Object.fromEntries(Object.entries(files).flatMap(([name, file]) => (file === undefined ? [] : [[name, file]]))),
  );
}

const index = (weightMap: unknown) => ({ "model.safetensors.index.json": JSON.stringify({ weight_map: weightMap }) });

/** The Fault that opening a folder ends in. */
async function faultOf(folder: string, options?: CheckpointOptions): Promise<Fault> {
  const error: unknown = await openCheckpoint(folder, options).catch((cause: unknown) => cause);
  expect(error).toBeInstanceOf(Fault);
  return error as Fault;
}

describe("an example", () => {
  it("opens a folder with one file", async () => {
    const folder = folderOf({
      "config.json": CONFIG,
      "model.safetensors": encodeSafetensors({ a: f32(1, 2), b: f32(3) }),
    });
    const { config, tensors, files, bytes } = await openCheckpoint(folder);
    expect({ ...config }).toEqual({ model_type: "gpt2" });
    expect(toFloat64(tensors.get("a")!)).toEqual(Float64Array.of(1, 2));
    expect(toFloat64(tensors.get("b")!)).toEqual(Float64Array.of(3));
    expect(tensors.get("a")?.buffer).toBeInstanceOf(SharedArrayBuffer);
    expect(files).toEqual([join(folder, "model.safetensors")]);
    expect(bytes).toBe(12);
  });

  it("opens a folder with shards, into one buffer", async () => {
    const { tensors, bytes } = await openCheckpoint(shardedWith());
    const [a, b] = [tensors.get("a")!, tensors.get("b")!];
    expect([toFloat64(a), toFloat64(b)]).toEqual([Float64Array.of(1, 2, 3), Float64Array.of(4, 5)]);
    expect(a.buffer).toBe(b.buffer);
    expect([a.byteOffset, b.byteOffset, bytes]).toEqual([0, ALIGNMENT, 20]);
  });

  it("reads into the memory it is given", async () => {
    const memory = new WebAssembly.Memory({ initial: 1, maximum: 2, shared: true });
    const asked: number[] = [];
    const allocate = (bytes: number) => {
      asked.push(bytes);
      return { buffer: memory.buffer, byteOffset: 1024 };
    };
    await openCheckpoint(shardedWith(), { allocate });
    expect(asked).toEqual([2 * ALIGNMENT]);
    expect(new Float32Array(memory.buffer, 1024, 3)).toEqual(Float32Array.of(1, 2, 3));
    expect(new Float32Array(memory.buffer, 1024 + ALIGNMENT, 2)).toEqual(Float32Array.of(4, 5));
  });

  it("tells its progress in chunks", async () => {
    const size = 40 * 2 ** 20;
    const data = Uint8Array.from({ length: size }, (_, i) => i % 251); // no chunk looks like another
    const folder = folderOf({
      "config.json": CONFIG,
      "model.safetensors": encodeSafetensors({ a: { dtype: "U8", shape: [size], data } }),
    });
    const steps: (readonly [number, number])[] = [];
    const { tensors } = await openCheckpoint(folder, { onProgress: (...step) => steps.push(step) });
    expect(steps.length).toBeGreaterThan(1);
    expect(steps.at(-1)).toEqual([size, size]);
    expect(steps.every(([read, total], i) => total === size && read > (steps[i - 1]?.[0] ?? 0))).toBe(true);
    const { buffer, byteOffset, byteLength } = tensors.get("a")!;
    expect(Buffer.from(buffer, byteOffset, byteLength).equals(data)).toBe(true);
  });
});

describe("properties", () => {
  it("a checkpoint holds the same tensors however it is sharded", async () => {
    const names = fc.uniqueArray(
      fc.string({ minLength: 1 }).filter((name) => name !== "__metadata__"),
      { minLength: 1, maxLength: 8 },
    );
    await fc.assert(
      fc.asyncProperty(names, fc.nat(3), async (tensors, shards) => {
        const shardOf = tensors.map((_, i) => `model-${(i * 7) % (shards + 1)}-of-${shards}.safetensors`);
        const files: Record<string, Uint8Array> = {};
        for (const shard of new Set(shardOf)) {
          files[shard] = encodeSafetensors(
            new Map(tensors.flatMap((name, i) => (shardOf[i] === shard ? [[name, f32(i)]] : []))),
          );
        }
        const weightMap = tensors.map((name, i) => `${JSON.stringify(name)}:${JSON.stringify(shardOf[i])}`).join(",");
        const indexed = { "model.safetensors.index.json": `{"weight_map":{${weightMap}}}` };
        const opened = await openCheckpoint(folderOf({ "config.json": CONFIG, ...indexed, ...files }));
        expect(opened.tensors.size).toBe(tensors.length);
        for (const [i, name] of tensors.entries())
          expect(toFloat64(opened.tensors.get(name)!)).toEqual(Float64Array.of(i));
      }),
      { numRuns: 50 },
    );
  });

  it("no file cut short is opened, and nothing is allocated for it", async () => {
    const file = encodeSafetensors({ a: f32(1, 2) });
    const allocate = () => expect.unreachable("allocated for a file that is cut short");
    for (let size = 0; size < file.length; size++) {
      const folder = folderOf({ "config.json": CONFIG, "model.safetensors": file.subarray(0, size) });
      expect((await faultOf(folder, { allocate })).message).toContain("model.safetensors");
    }
  });
});

describe("errors name the file", () => {
  const weights = encodeSafetensors({ a: f32(1) });
  it.each<[string, () => string, string]>([
    [
      "a missing folder",
      () => join(root, "nowhere"),
      "nowhere: expected a folder with config.json and model.safetensors, received nothing at this path",
    ],
    ["a file as folder", () => join(folderOf({ x: "" }), "x"), "received a file, not a folder"],
    [
      "an empty folder",
      () => folderOf({}),
      "expected model.safetensors or model.safetensors.index.json, received an empty folder",
    ],
    ["other files", () => folderOf({ "a.txt": "", "b.txt": "" }), "received 2 other files (a.txt, b.txt)"],
    [
      "pickle alone",
      () => folderOf({ "config.json": CONFIG, "pytorch_model.bin": "" }),
      "received 1 pickle files (pytorch_model.bin); convert it to safetensors (`save_pretrained` writes that): pickle is never executed",
    ],
    [
      "no config",
      () => folderOf({ "model.safetensors": weights }),
      "config.json: expected the model's configuration, received nothing at this path",
    ],
    [
      "a broken config",
      () => folderOf({ "config.json": '{\n"a": }', "model.safetensors": weights }),
      'config.json: expected a JSON value at line 2, column 6, received "}"',
    ],
    [
      "a config that is no object",
      () => folderOf({ "config.json": "[1]", "model.safetensors": weights }),
      'config.json: expected a JSON object, received "[1]"',
    ],
    [
      "an empty file",
      () => folderOf({ "config.json": CONFIG, "model.safetensors": "" }),
      "model.safetensors: expected an 8-byte header length, received an empty file",
    ],
    [
      "a Git LFS pointer",
      () => folderOf({ "config.json": CONFIG, "model.safetensors": "version https://git-lfs.github.com/spec/v1\n" }),
      "run `git lfs pull` first",
    ],
    [
      "a missing shard",
      () => shardedWith({ [SECOND]: undefined }),
      `index.json: expected 2 shards, received 1 not in the folder (${SECOND})`,
    ],
    [
      "an extra shard",
      () => shardedWith({ "model-00003-of-00003.safetensors": weights }),
      "received 1 not in the index (model-00003-of-00003.safetensors)",
    ],
    [
      "a tensor that its shard lacks",
      () => shardedWith(index({ a: FIRST, b: SECOND, c: SECOND })),
      `expected the tensors of its shards, received 1 differences (c is not in ${SECOND})`,
    ],
    [
      "a tensor that the index lacks",
      () => shardedWith({ [SECOND]: encodeSafetensors({ b: f32(1), c: f32(1) }) }),
      `c of ${SECOND} is not indexed`,
    ],
    [
      "a tensor in two shards",
      () => shardedWith({ [SECOND]: encodeSafetensors({ b: f32(1), a: f32(1) }) }),
      `a of ${SECOND} is not indexed`,
    ],
    [
      "a path as shard",
      () => shardedWith(index({ a: "../x.safetensors" })),
      'plain names of .safetensors files as shards, received "../x.safetensors"',
    ],
    ["an absolute path as shard", () => shardedWith(index({ a: "/x.safetensors" })), 'received "/x.safetensors"'],
    ["pickle as shard", () => shardedWith(index({ a: "pytorch_model.bin" })), 'received "pytorch_model.bin"'],
    ["a number as shard", () => shardedWith(index({ a: 1 })), 'index.json: expected `"` at line 1, column 20'],
    ["an index without tensors", () => shardedWith(index({})), "expected a weight_map with tensors, received none"],
    [
      "an index that is no object",
      () => shardedWith({ "model.safetensors.index.json": "[]" }),
      "expected `{` at line 1, column 1",
    ],
    [
      "a tensor named twice by the index",
      () => shardedWith({ "model.safetensors.index.json": `{"weight_map":{"a":"${FIRST}","a":"${SECOND}"}}` }),
      "expected each key once",
    ],
  ])("%s", async (_, folder, text) => {
    expect((await faultOf(folder())).message).toContain(text);
  });

  it("a folder in the place of a file", async () => {
    const folder = folderOf({ "config.json": CONFIG });
    mkdirSync(join(folder, "model.safetensors"));
    expect((await faultOf(folder)).message).toContain(
      "model.safetensors: expected a safetensors file, received a folder",
    );
    const other = folderOf({ "model.safetensors": weights });
    mkdirSync(join(other, "config.json"));
    expect((await faultOf(other)).message).toContain(
      "config.json: expected the model's configuration, received a folder, not a file",
    );
  });

  it.each<[string, (path: string) => void, string]>([
    ["shrinks", (path) => truncateSync(path, 100), "the file was cut short while it was read: try again"],
    [
      "grows",
      (path) => appendFileSync(path, "x"),
      "expected a file at rest, received one that changed while it was read",
    ],
    [
      "is touched",
      (path) => utimesSync(path, 1, 1),
      "expected a file at rest, received one that changed while it was read",
    ],
  ])("a file that %s while it is read", async (_, change, text) => {
    const folder = folderOf({
      "config.json": CONFIG,
      "model.safetensors": encodeSafetensors({ a: f32(...new Array(64).fill(1)) }),
    });
    const allocate = (bytes: number) => {
      change(join(folder, "model.safetensors")); // after the headers, before the data
      return { buffer: new ArrayBuffer(bytes), byteOffset: 0 };
    };
    const { message } = await faultOf(folder, { allocate });
    expect(message).toContain("model.safetensors: expected");
    expect(message).toContain(text);
  });

  it("memory that is too small", async () => {
    const allocate = () => ({ buffer: new ArrayBuffer(8), byteOffset: 8 });
    expect((await faultOf(shardedWith(), { allocate })).message).toBe(
      "openCheckpoint: allocate: expected room for 128 bytes, received a buffer of 8 bytes, to be used from 8 on",
    );
  });
});

describe("expectTensors", () => {
  const open = async () => {
    const ids: TensorData = { dtype: "I64", shape: [1], data: BigInt64Array.of(1n) };
    const folder = folderOf({
      "config.json": CONFIG,
      "model.safetensors": encodeSafetensors({ a: f32(1, 2), b: f32(1), ids }),
    });
    return { ...(await openCheckpoint(folder)), files: ["model.safetensors"] };
  };
  const a = { name: "a", shape: [2] };
  const b = { name: "b", shape: [1] };

  it("is silent when the tensors are the wanted ones, or may be ignored", async () => {
    const checkpoint = await open();
    expect(() => expectTensors(checkpoint, [b, a], { ignore: (name) => name === "ids" })).not.toThrow();
    expect(() => expectTensors(checkpoint, [a], { ignore: () => true })).not.toThrow();
  });

  it("says all that is wrong at once", async () => {
    const wanted = [
      { name: "a", shape: [1, 2] },
      { name: "ids", shape: [1] },
      ..."pqrstuv".split("").map((name) => ({ name, shape: [] })),
    ];
    const checkpoint = await open();
    expect(() => expectTensors(checkpoint, wanted)).toThrow(
      new Fault({
        op: "tensors of model.safetensors",
        expected: "the 9 tensors of the model",
        received:
          "7 missing (p, q, r, s, t, and 2 more); 1 extra (b); 1 mis-shaped (a: expected [1, 2], received [2]); 1 not float (ids: I64)",
        next: "check that config.json describes these weights",
      }),
    );
  });
});
