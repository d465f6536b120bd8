import { createHash } from "node:crypto";
import { mkdtempSync, readdirSync, readFileSync, readlinkSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, describe, expect, it } from "vitest";
import { openCheckpoint } from "../../src/runtime/checkpoint.ts";
import { parseModelRef, resolveModel } from "../../src/runtime/download.ts";
import { encodeSafetensors, toFloat64 } from "../../src/runtime/safetensors.ts";
import { Fault } from "../../src/term/fault.ts";

const root = mkdtempSync(join(tmpdir(), "download-"));
afterAll(() => rmSync(root, { recursive: true }));
const newCache = () => mkdtempSync(join(root, "cache-"));

const SHA = "0123456789abcdef0123456789abcdef01234567";
const tensor = (value: number) => ({ dtype: "F32" as const, shape: [1], data: Float32Array.of(value) });
const bytesOf = (text: string) => new TextEncoder().encode(text);
const FIRST = "model-1-of-2.safetensors";
const SECOND = "model-2-of-2.safetensors";

type Files = Readonly<Record<string, Uint8Array>>;
const PLAIN: Files = {
  "config.json": bytesOf('{"model_type":"gpt2"}'),
  "model.safetensors": encodeSafetensors({ a: tensor(7) }),
};
const SHARDED: Files = {
  "config.json": PLAIN["config.json"]!,
  "model.safetensors.index.json": bytesOf(JSON.stringify({ weight_map: { a: FIRST, b: SECOND } })),
  [FIRST]: encodeSafetensors({ a: tensor(1) }),
  [SECOND]: encodeSafetensors({ b: tensor(2) }),
};

/** An entry of the hub's file listing: tensors are large files, named by SHA-256, the rest by git. */
function entryOf(path: string, content: Uint8Array) {
  const size = content.length;
  const oid = createHash("sha1").update(`blob ${size}\0`).update(content).digest("hex");
  if (!path.endsWith(".safetensors")) return { type: "file", path, size, oid };
  return {
    type: "file",
    path,
    size,
    oid,
    lfs: { oid: createHash("sha256").update(content).digest("hex"), size, pointerSize: 130 },
  };
}

/** A hub with one model, `org/name`, whose answers may be other than they should be. It records what was asked. */
function hubWith(
  files: Files,
  {
    serve = (_: string, content: Uint8Array): BodyInit => content as Uint8Array<ArrayBuffer>,
    sha = SHA,
    entry = entryOf,
  } = {},
) {
  const asked: string[] = [];
  const json = (value: unknown, status = 200) =>
    new Response(JSON.stringify(value), { status, headers: { "Content-Type": "application/json" } });
  const fetch = async (input: string | URL | Request, init?: RequestInit): Promise<Response> => {
    const { pathname } = new URL(input instanceof Request ? input.url : input);
    asked.push(pathname);
    if (pathname.startsWith("/api/models/org/name/revision/")) return json({ _id: "1", id: "org/name", sha });
    if (pathname === `/api/models/org/name/tree/${SHA}`) {
      return json([
        ...Object.entries(files).map(([path, content]) => entry(path, content)),
        { type: "directory", path: "onnx", size: 0 },
      ]);
    }
    const path = pathname.replace(`/org/name/resolve/${SHA}/`, "");
    const content = files[path];
    if (content === undefined) return json({ error: "Repository not found" }, 404);
    if (new Headers(init?.headers).get("Range") !== "bytes=0-0") return new Response(serve(path, content));
    return new Response("{", { status: 206, headers: { "content-range": `bytes 0-0/${content.length}`, ETag: '"x"' } });
  };
  return { asked, fetch: fetch as typeof globalThis.fetch };
}

const offline = (async () => {
  throw new TypeError("fetch failed", { cause: new Error("getaddrinfo ENOTFOUND huggingface.co") });
}) as typeof fetch;

async function faultOf(result: Promise<unknown>): Promise<Fault> {
  const error: unknown = await result.catch((cause: unknown) => cause);
  expect(error).toBeInstanceOf(Fault);
  return error as Fault;
}

describe("an example", () => {
  it("a folder is itself", async () => {
    expect(await resolveModel(root, { fetch: offline })).toBe(root);
  });

  it("org/name is downloaded into a cache that Python's library reads", async () => {
    const cacheDir = newCache();
    const folder = await resolveModel("org/name", { cacheDir, fetch: hubWith(PLAIN).fetch });
    expect(folder).toBe(join(cacheDir, "models--org--name", "snapshots", SHA));
    expect(readFileSync(join(cacheDir, "models--org--name", "refs", "main"), "utf8")).toBe(SHA);
    expect(readdirSync(join(cacheDir, "models--org--name", "blobs")).sort()).toEqual(
      [
        entryOf("config.json", PLAIN["config.json"]!).oid,
        entryOf("model.safetensors", PLAIN["model.safetensors"]!).lfs?.oid,
      ].sort(),
    );
    const { tensors } = await openCheckpoint(folder);
    expect(toFloat64(tensors.get("a")!)).toEqual(Float64Array.of(7));
  });

  it("shards come by their index, and progress counts their bytes", async () => {
    const steps: number[][] = [];
    const fetch = hubWith(SHARDED).fetch;
    const folder = await resolveModel("org/name", {
      cacheDir: newCache(),
      fetch,
      onProgress: (...step) => steps.push(step),
    });
    expect((await openCheckpoint(folder)).tensors.size).toBe(2);
    const total = SHARDED[FIRST]!.length + SHARDED[SECOND]!.length;
    expect(steps.at(-1)).toEqual([total, total]);
  });

  it("only what a checkpoint needs is asked for", async () => {
    const { asked, fetch } = hubWith({
      ...PLAIN,
      "pytorch_model.bin": bytesOf("x"),
      "other.safetensors": bytesOf("y"),
      "README.md": bytesOf("z"),
    });
    await resolveModel("org/name", { cacheDir: newCache(), fetch });
    const files = asked.filter((path) => path.includes("/resolve/")).map((path) => path.split("/").at(-1));
    expect(new Set(files)).toEqual(new Set(["config.json", "model.safetensors"]));
  });
});

describe("the cache", () => {
  it("answers for a commit without the network, and for a branch when the hub is out of reach", async () => {
    const cacheDir = newCache();
    const folder = await resolveModel("org/name@v1.0", { cacheDir, fetch: hubWith(PLAIN).fetch });
    expect(await resolveModel("org/name@v1.0", { cacheDir, fetch: offline })).toBe(folder);
    const { asked, fetch } = hubWith(PLAIN);
    expect(await resolveModel(`org/name@${SHA}`, { cacheDir, fetch })).toBe(folder);
    expect(asked).toEqual([]);
    expect((await faultOf(resolveModel("org/name", { cacheDir, fetch: offline }))).message).toContain("within reach");
  });

  it("is not asked for a blob twice", async () => {
    const cacheDir = newCache();
    await resolveModel("org/name", { cacheDir, fetch: hubWith(PLAIN).fetch });
    const { asked, fetch } = hubWith(PLAIN);
    await resolveModel("org/name", { cacheDir, fetch });
    expect(asked.filter((path) => path.includes("/resolve/"))).toEqual([]);
  });

  it("an incomplete snapshot is completed online, and is no answer offline", async () => {
    const cacheDir = newCache();
    const folder = await resolveModel("org/name", { cacheDir, fetch: hubWith(PLAIN).fetch });
    rmSync(join(folder, "config.json"));
    expect((await faultOf(resolveModel("org/name", { cacheDir, fetch: offline }))).message).toContain("within reach");
    await resolveModel("org/name", { cacheDir, fetch: hubWith(PLAIN).fetch });
    expect(readdirSync(folder).sort()).toEqual(["config.json", "model.safetensors"]);
  });

  it("a link whose blob is gone is made again", async () => {
    const cacheDir = newCache();
    const folder = await resolveModel("org/name", { cacheDir, fetch: hubWith(PLAIN).fetch });
    rmSync(join(cacheDir, "models--org--name", "blobs"), { recursive: true });
    await resolveModel("org/name", { cacheDir, fetch: hubWith(PLAIN).fetch });
    expect((await openCheckpoint(folder)).tensors.size).toBe(1);
    const link = join(folder, "config.json");
    const target = readlinkSync(link);
    rmSync(link);
    symlinkSync(join(root, "nowhere"), link);
    await resolveModel("org/name", { cacheDir, fetch: hubWith(PLAIN).fetch });
    expect(readlinkSync(link)).toBe(target);
  });

  it.each<[string, (content: Uint8Array) => Uint8Array | ReadableStream<Uint8Array>]>([
    ["changed", (content) => content.with(content.length - 1, 1) as Uint8Array],
    ["cut short", (content) => content.subarray(0, -1)],
    ["too long", (content) => Uint8Array.of(...content, 0)],
    ["without end", () => new ReadableStream({ pull: (stream) => stream.enqueue(new Uint8Array(64)) })],
  ])("keeps no bytes that were %s on their way, and no ref to them", async (_, damage) => {
    const cacheDir = newCache();
    const serve = (path: string, content: Uint8Array): BodyInit =>
      (path === "model.safetensors" ? damage(content) : content) as BodyInit; // ArrayBuffers, not shared ones
    const { fetch } = hubWith(PLAIN, { serve });
    const { message } = await faultOf(resolveModel("org/name", { cacheDir, fetch }));
    expect(message).toMatch(
      /^model\.safetensors: expected \d+ bytes with hash [0-9a-f]{64}, received .*damaged on its way: try again$/,
    );
    const store = join(cacheDir, "models--org--name");
    expect(readdirSync(store).sort()).toEqual(["blobs", "snapshots"]);
    expect(readdirSync(join(store, "blobs"))).toEqual([entryOf("config.json", PLAIN["config.json"]!).oid]);
  });

  it("takes no path from the hub for a hash", async () => {
    const cacheDir = newCache();
    const commit = hubWith(PLAIN, { sha: "../../elsewhere" }).fetch;
    const entry = (path: string, content: Uint8Array) => ({ ...entryOf(path, content), oid: "../../elsewhere" });
    const blob = hubWith(PLAIN, { entry }).fetch;
    expect((await faultOf(resolveModel("org/name", { cacheDir, fetch: commit }))).message).toBe(
      'org/name: expected a commit hash, received "../../elsewhere"',
    );
    expect((await faultOf(resolveModel("org/name", { cacheDir, fetch: blob }))).message).toBe(
      'config.json: expected a hash as its id, received "../../elsewhere"',
    );
    expect(readdirSync(cacheDir)).toEqual([]);
  });
});

describe("names", () => {
  it("follow the hub's rule", () => {
    expect(parseModelRef("openai-community/gpt2")).toEqual({ name: "openai-community/gpt2", revision: "main" });
    expect(parseModelRef("a/b.c_d@refs/pr/1")).toEqual({ name: "a/b.c_d", revision: "refs/pr/1" });
  });

  it.each([
    "",
    "gpt2",
    "a/b/c",
    "../no-such-folder-beside-this-one",
    "a/..",
    "a/b@",
    "a/b@../../x",
    "a/b@c@d",
    "a/b@/c",
    "-a/b",
    "a/b-",
    "a--b/c",
    "a/b..c",
    "a/b.git",
    "a/b c",
    "a\\b/c",
    `a/${"b".repeat(97)}`,
    "/a/b",
    "a/b/",
  ])("%j is none of them", async (ref) => {
    const { message } = await faultOf(resolveModel(ref, { cacheDir: root, fetch: offline }));
    expect(message).toContain("expected a folder, or org/name or org/name@revision of a model on huggingface.co");
    expect(message).toContain(`received ${JSON.stringify(ref)}; no such folder exists`);
  });

  it("never leave the cache, whatever the text", () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(..."ab/.@-\\: ~") }), (ref) => {
        try {
          const { name, revision } = parseModelRef(ref);
          expect(`${name}/${revision}`.split("/")).not.toContain("..");
          expect(`${name}${revision}`).not.toMatch(/[\\: ~]/);
        } catch (error) {
          expect(error).toBeInstanceOf(Fault);
        }
      }),
      { numRuns: 2_000 },
    );
  });
});

describe("errors say what to do", () => {
  it.each<[string, typeof fetch, string]>([
    [
      "out of reach",
      offline,
      "org/name: expected huggingface.co within reach, received fetch failed (getaddrinfo ENOTFOUND huggingface.co); go online once to fill the cache, or pass the folder of a downloaded model",
    ],
    [
      "in trouble",
      async () => new Response("", { status: 503 }),
      "expected huggingface.co within reach, received Api error with status 503",
    ],
    [
      "without the model",
      async () =>
        new Response('{"error":"Repository not found"}', {
          status: 404,
          headers: { "Content-Type": "application/json" },
        }),
      "org/name: expected a folder, or a readable model on huggingface.co, received Repository not found",
    ],
    [
      "closed to strangers",
      async () => new Response("", { status: 401 }),
      "a private or gated model needs a token in HF_TOKEN that may read it",
    ],
    [
      "without safetensors",
      hubWith({ "config.json": PLAIN["config.json"]!, "pytorch_model.bin": bytesOf("x") }).fetch,
      "org/name@main: expected model.safetensors or model.safetensors.index.json, received 2 files without it; convert the model to safetensors",
    ],
    [
      "without a configuration",
      hubWith({ "model.safetensors": PLAIN["model.safetensors"]! }).fetch,
      "org/name@main: expected config.json, received 1 files without it",
    ],
  ])("a hub that is %s", async (_, fetch, text) => {
    expect((await faultOf(resolveModel("org/name", { cacheDir: newCache(), fetch }))).message).toContain(text);
  });

  it("a repository that lacks a shard of its index", async () => {
    const { [SECOND]: _, ...files } = SHARDED;
    const { message } = await faultOf(resolveModel("org/name", { cacheDir: newCache(), fetch: hubWith(files).fetch }));
    expect(message).toContain(`org/name@main: expected ${SECOND}, received 3 files without it`);
  });

  it("a cache that cannot be written", async () => {
    const cacheDir = join(newCache(), "file");
    writeFileSync(cacheDir, "");
    const { message } = await faultOf(resolveModel("org/name", { cacheDir, fetch: hubWith(PLAIN).fetch }));
    expect(message).toContain("org/name: expected a cache that can be written, received ENOTDIR");
  });
});
