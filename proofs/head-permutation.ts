/**
 * A head is covariant under permutations of the tokens: softmax moves with its rows and columns, and Pᵀ P = 1.
 *
 *     npx ts-node proofs/head-permutation.ts
 */
import { claimOf, derivationText, derive, notes } from "../dist/index.js";

export const theorem = claimOf("permutation/head", notes({ position: "none" }));

process.stdout.write(derivationText(derive(theorem)));
