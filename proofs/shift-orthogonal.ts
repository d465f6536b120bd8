/**
 * The rotation of a position shift is orthogonal.
 *
 *     npx ts-node proofs/shift-orthogonal.ts
 */
import { claimOf, derivationText, derive, notes } from "../dist/index.js";

export const theorem = claimOf("position/shift-orthogonal", notes());

process.stdout.write(derivationText(derive(theorem)));
