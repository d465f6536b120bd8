/**
 * What the bridge to Python costs, beside the model's own time: GPT-2-small sizes in numpy, 128 tokens, d_model 768.
 * Memory over many samples: a small model attacked 10,000 times.
 *
 *     npm run build && PYTHON=python3 node bench/bridge.mjs
 */

import { judgeBehaviour } from "../dist/check/behave.js";
import { behavioursNamed } from "../dist/claim/behaviour.js";
import { functionRuntime } from "../dist/runtime/function.js";
import { pythonRuntime } from "../dist/runtime/python.js";

const interpreter = process.env.PYTHON ?? "python3";
const runtime = await pythonRuntime({ target: "bench/bridge_model.py:build", interpreter });
const input_ids = [Array.from({ length: 128 }, (_, i) => (i * 7919) % 50257)];
for (const output of ["hidden_states.1", "logits"]) {
  const call = { input_ids, extra: {}, outputs: [output], precision: "f32" };
  const spent = async () => (await runtime.run(call)).seconds.data[0];
  const before = await spent();
  const begun = performance.now();
  const ROUNDS = 15;
  for (let i = 0; i < ROUNDS; i++) await runtime.run(call);
  const total = (performance.now() - begun) / 1000;
  const own = (await spent()) - before - total / ROUNDS; // less the run that asks
  console.log(
    `${output}: the bridge has ${(own / total).toFixed(2)} of the throughput of the model itself (${((total / ROUNDS) * 1000).toFixed(0)} ms a run)`,
  );
}
await runtime.close();

const [causal] = behavioursNamed(["behaviour/causal"]);
const small = functionRuntime({
  name: "small",
  traits: { vocabulary: 7, causal: true, positions: "none" },
  run: ({ input_ids: ids }) => ({
    outputs: { logits: ids.map((row) => row.map((t) => [0, 1, 2, 3, 4, 5, 6].map((v) => Math.sin(t + v)))) },
  }),
});
const heap = () => {
  globalThis.gc?.();
  return process.memoryUsage().heapUsed / 2 ** 20;
};
const options = (samples) => ({ samples, seed: 1, clock: () => 0 });
await judgeBehaviour(causal, small, options(500));
const start = heap();
await judgeBehaviour(causal, small, options(10_000));
console.log(`heap after 10,000 samples over heap after 500: ${(heap() / start).toFixed(2)}`);
