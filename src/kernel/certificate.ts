/**
 * Certificates: proofs as JSON, to keep, to send and to check elsewhere.
 *
 * Nothing here is trusted: a certificate is read into a proof, whose terms the constructors make and whose entries the
 * kernel replays, and what it says of itself is compared with what was proved.
 */
import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";
import { Fault } from "../term/fault.ts";
import { CertificateReader } from "./certificate-reader.ts";
import { type Certificate, certificateSchema } from "./certificate-schema.ts";
import { type Proposition, sameProposition } from "./proposition.ts";
import { prove, type Theorem } from "./theorem.ts";

export { certificateOf } from "./certification.ts";

/** Characters of the longest certificate that is read. */
const LONGEST = 1 << 26;

/** A certificate that was written or read as text, a row a line; equal certificates are equal texts. */
export function certificateText({ format, version, conclusion, hypotheses, terms, entries }: Certificate): string {
  const table = (rows: readonly object[]): string =>
    rows.length === 0 ? "[]" : `[\n${rows.map((row) => JSON.stringify(row)).join(",\n")}\n]`;
  const head = { format, version, conclusion };
  const tables = Object.entries({ hypotheses, terms, entries }).map(([name, rows]) => `"${name}":${table(rows)}`);
  return `${JSON.stringify(head).slice(0, -1)},\n${tables.join(",\n")}}\n`;
}

/** What names a certificate by its content: `sha256:` and 64 digits. */
export function certificateHash(certificate: Certificate): string {
  return `sha256:${bytesToHex(sha256(utf8ToBytes(certificateText(certificate))))}`;
}

/**
 * The certificate in a text or in data that was parsed.
 *
 * throws  Fault when it has another form or version
 */
export function readCertificate(json: unknown): Certificate {
  const read = certificateSchema.safeParse(typeof json === "string" ? parsed(json) : json);
  if (read.success) return read.data;
  const [first] = read.error.issues;
  return refuse(`${first!.message} at ${first!.path.join(".") || "the top"}`, "another form");
}

/**
 * The theorem of a certificate: the kernel replays its entries, and they show what it says that they do.
 *
 * throws  Fault when it has another form, or an entry does not follow, or another theorem was proved
 */
export function replayCertificate(json: unknown): Theorem {
  const certificate = readCertificate(json);
  try {
    return replayed(certificate);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return refuse("a proof that fits in memory", error.message);
  }
}

function replayed(certificate: Certificate): Theorem {
  const reader = new CertificateReader(certificate.terms);
  const theorem = prove(certificate.entries.map((row) => reader.entry(row)));
  const hypotheses = certificate.hypotheses.map((row) => reader.proposition(row));
  const holds = (known: readonly Proposition[], one: Proposition) => known.some((other) => sameProposition(one, other));
  if (!sameProposition(theorem.conclusion, reader.proposition(certificate.conclusion)))
    return refuse("a proof of the conclusion", "a proof of another proposition");
  if (hypotheses.length !== theorem.hypotheses.length || !theorem.hypotheses.every((one) => holds(hypotheses, one)))
    return refuse("a proof from the hypotheses", "a proof from others");
  return theorem;
}

function parsed(text: string): unknown {
  if (text.length > LONGEST) return refuse(`at most ${LONGEST} characters`, String(text.length));
  try {
    return JSON.parse(text);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return refuse("JSON", error.message);
  }
}

function refuse(expected: string, received: string): never {
  throw new Fault({ op: "certificate", expected, received });
}
