/**
 * The MLP is covariant under permutations of the tokens: it treats every row alike.
 *
 *     npx ts-node proofs/mlp-permutation.ts
 */
import { claimOf, derivationText, derive, notes } from "../dist/index.js";

export const theorem = claimOf("permutation/mlp", notes({ position: "none" }));

process.stdout.write(derivationText(derive(theorem)));
