/**
 * Sinusoidal positions: a shift is one block-diagonal rotation, the same for all positions.
 *
 *     npx ts-node proofs/sinusoidal-shift.ts
 */
import { claimOf, derivationText, derive, notes } from "../dist/index.js";

export const theorem = claimOf("position/sinusoidal-shift", notes());

process.stdout.write(derivationText(derive(theorem)));
