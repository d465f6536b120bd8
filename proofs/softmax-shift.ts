/**
 * A number added to a row of scores is not seen by its softmax: why a bias of the keys is irrelevant.
 *
 *     npx ts-node proofs/softmax-shift.ts
 */
import { derivationText, derive, parseProblem } from "../dist/index.js";

export const theorem = parseProblem("softmax(S + c*ones(1,m)) = softmax(S)", "S: n × m; c: n × 1");

process.stdout.write(derivationText(derive(theorem)));
