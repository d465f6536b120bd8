/**
 * The notes' index form h_ij = Σ_kl A_ik S_jl x_kl, a Kronecker product on the stacked columns, is A x Sᵀ.
 *
 *     npx ts-node proofs/index-form.ts
 */
import { derivationText, derive, parseProblem } from "../dist/index.js";

export const theorem = parseProblem("kron(S, A)*vec(x) = vec(A*x*S')", "A: C × C; x: C × E; S: E × E");

process.stdout.write(derivationText(derive(theorem)));
