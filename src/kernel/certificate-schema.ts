/**
 * The form of a certificate: a proof as JSON, version 1.
 *
 * `terms` and `entries` are tables. A term is named by its number in the table and has arguments before it; an entry
 * is named by its number, and states what its rule says (proof.ts). So what is used twice is written once, and a
 * certificate is as long as its proof has different parts.
 *
 * Notation   a size is text, `2·H·d + 1`; a number `-1/2`; a free index its name, a bound one the height of its binder.
 *            Names that begin with `~` are of the certificate alone: whoever reads it replaces them by names of his own.
 */
import { z } from "zod";
import { ENTRYWISE, type Entrywise } from "../term/entrywise.ts";
import { KINDS, type Kind } from "../term/kind.ts";
import { VERSION } from "./certificate-writer.ts";
import { PROPERTIES } from "./proposition.ts";

const natural = z.int().nonnegative();
const term = natural.describe("the number of a term");
const entry = natural.describe("the number of an earlier entry");
const text = z.string().min(1).max(4096);
const size = text.describe("a size: 2·H·d + 1");
const index = z.union([natural, text, z.strictObject({ bound: natural })]);
const indices = z.array(index).min(1).optional();
const names = <K extends string>(table: Readonly<Record<K, unknown>>) => z.enum(Object.keys(table) as [K, ...K[]]); // its own keys

const one = z.tuple([term]);
const two = z.tuple([term, term]);

/** A row of the table of terms. */
export const node = z.discriminatedUnion("op", [
  z.strictObject({
    op: z.literal("variable"),
    name: text,
    rows: size,
    cols: size,
    kind: names<Kind>(KINDS).optional(),
    index: indices,
  }),
  z.strictObject({ op: z.literal("constant"), value: text }),
  z.strictObject({ op: z.literal("size"), size }),
  z.strictObject({ op: z.enum(["identity", "iota"]), rows: size }),
  z.strictObject({ op: z.enum(["ones", "zeros"]), rows: size, cols: size }),
  z.strictObject({ op: z.literal("tri"), rows: size, cols: size, above: size, below: size }),
  z.strictObject({
    op: z.enum(["transpose", "inverse", "diag", "diagonal", "vec", "trace", "det", "rank", "maxEntry"]),
    args: one,
  }),
  z.strictObject({ op: z.enum(["add", "mul", "scale", "hadamard", "max", "hcat", "vcat", "kron"]), args: two }),
  z.strictObject({ op: z.literal("map"), fn: names<Entrywise>(ENTRYWISE), args: one }),
  z.strictObject({ op: z.literal("power"), exponent: size, args: one }),
  z.strictObject({
    op: z.literal("opaque"),
    name: text,
    scope: z.enum(["entry", "row", "matrix"]),
    rows: size,
    cols: size,
    index: indices,
    args: one,
  }),
  z.strictObject({ op: z.enum(["rows", "cols"]), start: size, count: size, args: one }),
  z.strictObject({ op: z.enum(["bigSum", "bigHcat", "bigVcat"]), count: size, height: natural, args: one }),
  z.strictObject({ op: z.literal("fold"), count: size, height: natural, args: two }),
  z.strictObject({ op: z.literal("state"), binder: natural, rows: size, cols: size }),
  z.strictObject({ op: z.literal("defined"), name: text, args: z.array(term), unfolded: term }),
]);

const proposition = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.enum(["equal", "le"]), lhs: term, rhs: term }),
  z.strictObject({ kind: z.literal("is"), property: z.enum(PROPERTIES), term }),
]);

const premises = z.array(entry).min(1).optional();
const use = z.strictObject({ name: text, args: z.array(term), premises });
const path = z.array(natural);
const backward = z.literal(true).optional();
const move = z.union([
  z.strictObject({ path, by: entry, backward }),
  z.strictObject({ path, axiom: use, backward }),
  z.strictObject({ path, regroup: term }),
]);

const step = z.discriminatedUnion("rule", [
  z.strictObject({ rule: z.literal("axiom"), name: text, args: z.array(term), premises }),
  z.strictObject({
    rule: z.literal("rewrite"),
    from: z.union([z.strictObject({ term }), z.strictObject({ entry })]),
    moves: z.array(move),
  }),
  z.strictObject({ rule: z.enum(["unfold", "evaluate"]), term }),
  z.strictObject({ rule: z.enum(["evident", "assume"]), proposition }),
  z.strictObject({ rule: z.literal("kind"), variable: term, fact: natural }),
  z.strictObject({ rule: z.literal("extend"), binder: term, index: text, running: term.optional(), by: entry }),
  z.strictObject({
    rule: z.literal("fuse"),
    fold: term,
    onto: term,
    index: text,
    running: term,
    context: term,
    base: entry,
    step: entry,
  }),
  z.strictObject({
    rule: z.literal("induct"),
    folds: z.array(term),
    index: text,
    running: z.array(term),
    invariant: proposition,
    base: entry,
    step: entry,
  }),
  z.strictObject({ rule: z.literal("discharge"), of: entry, by: entry }),
  z.strictObject({
    rule: z.literal("instantiate"),
    of: entry,
    variables: z
      .array(z.tuple([term, term]))
      .min(1)
      .optional(),
    sizes: z
      .array(z.tuple([text, size]))
      .min(1)
      .optional(),
    premises,
  }),
]);

/** A certificate: what it proves, under which hypotheses, and how. */
export const certificateSchema = z
  .strictObject({
    format: z.literal("commutant-certificate"),
    version: z.literal(VERSION),
    conclusion: proposition,
    hypotheses: z.array(proposition),
    terms: z.array(node),
    entries: z.array(step).min(1),
  })
  .describe("A proof that the kernel of Commutant replays; its last entry states the conclusion.");

/** A certificate that has been read. */
export type Certificate = z.infer<typeof certificateSchema>;
/** A row of the table of terms. */
export type NodeRow = z.infer<typeof node>;
/** A proposition about terms by their numbers. */
export type PropositionRow = z.infer<typeof proposition>;
/** A use of an axiom. */
export type UseRow = z.infer<typeof use>;
/** A change of a term. */
export type MoveRow = z.infer<typeof move>;
/** A row of the table of entries. */
export type EntryRow = z.infer<typeof step>;

/** The published form, a JSON schema. */
export function certificateJsonSchema(): object {
  return z.toJSONSchema(certificateSchema);
}
