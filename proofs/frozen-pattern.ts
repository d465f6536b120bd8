/**
 * With its pattern frozen, a head is linear in the stream.
 *
 *     npx ts-node proofs/frozen-pattern.ts
 */
import { derivationText, derive, parseProblem } from "../dist/index.js";

export const theorem = parseProblem(
  "A*(s*x + y)*W_OV = s*(A*x*W_OV) + A*y*W_OV",
  "A: n × n; x: n × E; y: n × E; W_OV: E × E; s: scalar",
);

process.stdout.write(derivationText(derive(theorem)));
