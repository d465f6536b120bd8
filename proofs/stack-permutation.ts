/**
 * L layers are covariant under permutations of the tokens, for every L: the permutation goes through the fold.
 *
 *     npx ts-node proofs/stack-permutation.ts
 */
import { claimOf, derivationText, derive, notes } from "../dist/index.js";

export const theorem = claimOf("permutation/stack", notes({ position: "none" }));

process.stdout.write(derivationText(derive(theorem)));
