/**
 * Attention is covariant under permutations of the tokens: every head is, and so is their sum, however many.
 *
 *     npx ts-node proofs/multi-head-permutation.ts
 */
import { claimOf, derivationText, derive, notes } from "../dist/index.js";

export const theorem = claimOf("permutation/attention", notes({ position: "none" }));

process.stdout.write(derivationText(derive(theorem)));
