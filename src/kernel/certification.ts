/** Making the certificate of a proof. */
import type { Certificate } from "./certificate-schema.ts";
import { CertificateWriter, VERSION } from "./certificate-writer.ts";
import type { Proof } from "./proof.ts";
import { prove } from "./theorem.ts";

/**
 * The certificate of a proof.
 *
 * throws  Fault when the proof does not replay
 */
export function certificateOf(proof: Proof): Certificate {
  const theorem = prove(proof);
  const writer = new CertificateWriter();
  const conclusion = writer.proposition(theorem.conclusion);
  const hypotheses = theorem.hypotheses.map((one) => writer.proposition(one));
  const entries = proof.map((entry) => writer.entry(entry));
  return { format: "commutant-certificate", version: VERSION, conclusion, hypotheses, terms: writer.rows, entries };
}
