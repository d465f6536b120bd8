import { describe, expect, it } from "vitest";
import { rowsOf } from "../../src/interpret/dense.ts";
import { lastStream } from "../../src/model/architecture.ts";
import { plainEngine } from "../../src/runtime/engine.ts";
import { loadModel } from "../../src/runtime/load.ts";
import { type RunOptions, runOf } from "../../src/runtime/run.ts";
import type { Term } from "../../src/term/term.ts";
import { checkpointOf } from "./reference.ts";

const bert = loadModel(await checkpointOf("bert"));

async function streamsOf(ids: readonly number[], options?: RunOptions): Promise<number[][][]> {
  const run = runOf(bert, ids, options);
  return (await plainEngine().evaluate(run.streams, run.bindings, "f64")).map(rowsOf);
}

describe("a run of a model", () => {
  it("the last stream, block by block, is that of the stack", async () => {
    const run = runOf(bert, [3, 4, 5]);
    const terms: Term[] = [run.streams.at(-1)!, lastStream(bert.architecture, run.tokens, run.context)];
    const [one, other] = await plainEngine().evaluate(terms, run.bindings, "f64");
    expect(one).toEqual(other);
  });

  it("keeping every token, in the first segment, is the default", async () => {
    expect(await streamsOf([3, 4, 5], { keep: [1, 1, 1], segments: [0, 0, 0] })).toEqual(await streamsOf([3, 4, 5]));
  });

  it("a token that is not kept is not seen", async () => {
    const seen = (last: number) => streamsOf([3, 4, last], { keep: [1, 1, 0] });
    const [one, other] = [await seen(5), await seen(6)];
    expect(one.map((stream) => stream.slice(0, 2))).toEqual(other.map((stream) => stream.slice(0, 2)));
    expect(one).not.toEqual(other);
  });

  it.each([
    [Array(65).fill(3), {}, "bert: expected at most 64 tokens, received 65"],
    [[3, 61], {}, "run: expected tokens from 0 to 60, received 61 at 1"],
    [[0.5], {}, "run: expected tokens from 0 to 60, received 0.5 at 0"],
    [[3, 4], { keep: [1] }, "run: expected 2 entries of keep, received 1"],
    [[3, 4], { segments: [1] }, "run: expected 2 entries of segments, received 1"],
    [[3, 4], { segments: [0, 2] }, "run: expected segments from 0 to 1, received 2 at 1"],
  ] as const)("%j with %j is refused", (ids, options, says) => {
    expect(() => runOf(bert, ids, options)).toThrow(says);
  });
});
