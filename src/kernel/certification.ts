/** Making the certificate of a proof. */
import type { Certificate } from "./certificate-schema.ts";
import { CertificateWriter, VERSION } from "./certificate-writer.ts";
import type { Proof } from "./proof.ts";
import { prove, type Theorem } from "./theorem.ts";

/**
 * The certificate of a proof; who has its theorem saves a replay.
 *
 * throws  Fault when the proof does not replay
 */
export function certificateOf(proof: Proof, theorem: Theorem = prove(proof)): Certificate {
  const writer = new CertificateWriter();
  const conclusion = writer.proposition(theorem.conclusion);
  const hypotheses = theorem.hypotheses.map((one) => writer.proposition(one));
  const entries = proof.map((entry) => writer.entry(entry));
  return { format: "commutant-certificate", version: VERSION, conclusion, hypotheses, terms: writer.rows, entries };
}
