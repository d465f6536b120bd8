/**
 * Rotations by angles form a group: turning by a and then by b is turning by a + b.
 *
 *     npx ts-node proofs/rotation-group.ts
 */
import { derivationText, derive, parseProblem } from "../dist/index.js";

export const theorem = parseProblem("rot(a)*rot(b) = rot(a + b)", "a: scalar; b: scalar");

process.stdout.write(derivationText(derive(theorem)));
