/**
 * A residual block is covariant under permutations of the tokens.
 *
 *     npx ts-node proofs/block-permutation.ts
 */
import { claimOf, derivationText, derive, notes } from "../dist/index.js";

export const theorem = claimOf("permutation/block", notes({ position: "none" }));

process.stdout.write(derivationText(derive(theorem)));
