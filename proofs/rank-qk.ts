/**
 * W_QK = W_Q W_Kᵀ has rank at most d_head.
 *
 *     npx ts-node proofs/rank-qk.ts
 */
import { claimOf, derivationText, derive, notes } from "../dist/index.js";

export const theorem = claimOf("rank/W_QK", notes({ position: "none" }));

process.stdout.write(derivationText(derive(theorem)));
