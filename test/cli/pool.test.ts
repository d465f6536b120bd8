import { describe, expect, it } from "vitest";
import { chooseEngine } from "../../src/cli/engine.ts";
import { sharedOf, type Whole } from "../../src/cli/pool.ts";
import { type Checkpoint, openCheckpoint } from "../../src/runtime/checkpoint.ts";
import { loadModel } from "../../src/runtime/load.ts";

const OPTIONS = { samples: 1, seed: 1, clock: () => 0 };

async function opened(kind: string) {
  const chosen = await chooseEngine(kind, 1);
  const { allocate } = chosen;
  const checkpoint = await openCheckpoint("checkpoints/induction", allocate === undefined ? {} : { allocate });
  return { chosen, checkpoint, shared: sharedOf(2, wholeOf(checkpoint), { engine: chosen, chosen, kind }, OPTIONS) };
}

function wholeOf(checkpoint: Checkpoint): Whole {
  const { architecture, bindings } = loadModel(checkpoint);
  return {
    model: { name: "m", architecture, bindings },
    checkpoint,
    claims: [],
    plan: { tasks: [], notApplicable: [] },
  };
}

/** What a thread gets of it. */
function sent<T>(value: T): T {
  return structuredClone(value);
}

describe("weights of a check by several threads", () => {
  it("lie in the engine's memory, of which each has a part, and are not copied", async () => {
    const { chosen, checkpoint, shared } = await opened("wasm");
    const { name } = shared.tensors[0]!;
    const { buffer, byteOffset } = checkpoint.tensors.get(name)!;
    new Uint8Array(buffer, byteOffset)[0] = 77;
    expect(shared.tensors.every((tensor) => tensor.buffer === undefined)).toBe(true);
    expect(shared.parts).toHaveLength(2);
    for (const { memory } of shared.parts!) expect(new Uint8Array(memory.buffer, byteOffset)[0]).toBe(77);
    await chosen.close();
  });

  it("lie in memory that threads share, where an engine has none of its own", async () => {
    const { checkpoint, shared } = await opened("plain");
    const [first] = sent(shared.tensors);
    new Uint8Array(first!.buffer!, first!.byteOffset)[0] = 77;
    const { buffer, byteOffset } = checkpoint.tensors.get(first!.name)!;
    expect(new Uint8Array(buffer, byteOffset)[0]).toBe(77);
  });

  it("are refused where they lie in memory of one thread", async () => {
    const { chosen, checkpoint } = await opened("plain");
    const tensors = new Map(
      [...checkpoint.tensors].map(([name, view]) => [name, { ...view, buffer: new ArrayBuffer(8) }]),
    );
    const own = { ...wholeOf(checkpoint), checkpoint: { ...checkpoint, tensors } };
    expect(() => sharedOf(1, own, { engine: chosen, chosen, kind: "plain" }, OPTIONS)).toThrow(
      "--workers: expected a checkpoint in shared memory, received one of its own",
    );
  });
});
