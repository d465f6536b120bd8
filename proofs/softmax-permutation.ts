/**
 * Softmax by rows moves with permutations of rows and columns: a theorem of entrywise functions, products and ones.
 *
 *     npx ts-node proofs/softmax-permutation.ts
 */
import { derivationText, derive, parseProblem } from "../dist/index.js";

export const theorem = parseProblem("softmax(P*S*Q) = P*softmax(S)*Q", "P: perm n × n; Q: perm m × m; S: n × m");

process.stdout.write(derivationText(derive(theorem)));
