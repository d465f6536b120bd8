/**
 * The other reading of the notes: a softmax over the whole matrix is the row softmax with rows rescaled by their shares.
 *
 *     npx ts-node proofs/softmax-whole-matrix.ts
 */
import { derivationText, derive, parseProblem } from "../dist/index.js";

export const theorem = parseProblem("softmax_all(S) = diag(rowsum(exp(S)) / sum(exp(S))) * softmax(S)", "S: n × m");

process.stdout.write(derivationText(derive(theorem)));
