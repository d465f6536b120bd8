/**
 * W_OV = W_V W_O has rank at most d_head.
 *
 *     npx ts-node proofs/rank-ov.ts
 */
import { claimOf, derivationText, derive, notes } from "../dist/index.js";

export const theorem = claimOf("rank/W_OV", notes({ position: "none" }));

process.stdout.write(derivationText(derive(theorem)));
