/**
 * The sum of the heads is their concatenation times the stacked output matrices.
 *
 *     npx ts-node proofs/heads-are-a-concatenation.ts
 */
import { claimOf, derivationText, derive, notes } from "../dist/index.js";

export const theorem = claimOf("heads/sum-is-concatenation", notes({ position: "none" }));

process.stdout.write(derivationText(derive(theorem)));
