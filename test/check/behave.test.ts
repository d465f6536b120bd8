import { describe, expect, it } from "vitest";
import { judgeBehaviour } from "../../src/check/behave.ts";
import type { Result } from "../../src/check/judge.ts";
import { behaviours } from "../../src/claim/behaviour.ts";
import { functionRuntime } from "../../src/runtime/function.ts";
import { decoder, type Parts } from "../bugs/decoder.ts";
import { type CONFIGS, smallModel } from "../bugs/weights.ts";

const options = { samples: 5, seed: 7, clock: () => 0 };

async function verdictOn(
  claim: string,
  family: keyof typeof CONFIGS,
  parts: Partial<Parts>,
  more: { readonly path?: string; readonly calls?: { count: number } } = {},
): Promise<Result> {
  const behaviour = behaviours.find(({ id }) => id === claim)!;
  const model = decoder(smallModel(family, 1), parts);
  const { calls = { count: 0 }, ...replay } = more;
  const run: typeof model.run = (...request) => {
    calls.count++;
    return model.run(...request);
  };
  return (await judgeBehaviour(behaviour, functionRuntime({ ...model, run }), { ...options, ...replay })) as Result;
}

/** Claims that one trial of many is enough to show, a model that never shows each, and the smallest tokens. */
const OF_SOME = [
  {
    claim: "behaviour/window-edge",
    family: "mistral",
    parts: { sees: ({ query, key, window }) => key <= query && key > query - window! + 1 },
    smallest: { B: 1, C: 12 }, // a window of four, and what is far behind it
  },
  {
    claim: "behaviour/own-row",
    family: "llama",
    parts: { rowsOut: (logits) => logits.map((rows) => [rows[0]!.map(() => 0), ...rows.slice(0, -1)]) },
    smallest: { B: 1, C: 2 },
  },
  {
    claim: "behaviour/places",
    family: "llama",
    parts: { angle: () => 0 },
    smallest: { B: 1, C: 2 },
  },
] as const satisfies readonly {
  readonly claim: string;
  readonly family: keyof typeof CONFIGS;
  readonly parts: Partial<Parts>;
  readonly smallest: object;
}[];

describe.each(OF_SOME)("$claim, which some trial has to show", ({ claim, family, parts, smallest }) => {
  it("holds where one does, and says which", async () => {
    const { verdict, reason } = await verdictOn(claim, family, {});
    expect([verdict, reason]).toEqual(["holds", "seen in sample 1 of 5"]);
  });

  it("is refuted by all of them, and shown the smallest, with a path that runs that one alone", async () => {
    const calls = { count: 0 };
    const result = await verdictOn(claim, family, parts, { calls });
    expect(result).toMatchObject({
      verdict: "refuted",
      samples: 5,
      replay: { path: expect.stringMatching(/^0(:\d+)+$/) },
    });
    expect(result.witness!.sizes).toEqual(smallest);
    const again = { count: 0 };
    const replayed = await verdictOn(claim, family, parts, { path: result.replay.path!, calls: again });
    expect(replayed).toMatchObject({ verdict: "refuted", samples: 1, replay: result.replay });
    expect(replayed.witness!.values).toEqual(result.witness!.values);
    expect(again.count).toBeLessThan(calls.count / 4); // it runs twice, the second time to be shown
  });

  it("holds in that one when the model is mended, and is vacuous when nothing depends on tokens any more", async () => {
    const { path } = (await verdictOn(claim, family, parts)).replay;
    expect(await verdictOn(claim, family, {}, { path: path! })).toMatchObject({ verdict: "holds", samples: 1 });
    const silent = { embedFactor: () => 0 };
    expect(await verdictOn(claim, family, silent, { path: path! })).toMatchObject({
      verdict: "vacuous",
      reason: "in 1 samples nothing depends on the token at all",
    });
    expect(await verdictOn(claim, family, silent)).toMatchObject({
      verdict: "vacuous",
      reason: "in 5 samples nothing depends on the token at all",
    });
  });
});
