/**
 * The form of a derivation document, version 1.
 *
 * `terms` is a table of nodes, arguments before their users; each has an id that is a hash of its content, so the same
 * term has the same id in every line, in every document and after a step that does not touch it. `facts` are what is
 * shown, each from terms and earlier facts; the last fact of a proof is the claim. Renderers read nothing else.
 */
import { z } from "zod";
import { node } from "../../kernel/certificate-schema.ts";
import { VERSION } from "./version.ts";

const text = z.string();
const term = z
  .string()
  .regex(/^[0-9a-f]{12}$/)
  .describe("the id of a term");
const fact = z
  .string()
  .regex(/^[a-z]\d+$/)
  .describe("the id of a fact");
const shape = z.tuple([text, text]).describe("rows and columns");

const said = z.strictObject({
  text,
  relation: z.enum(["=", "≤", "is"]),
  terms: z.array(term).min(1).max(2),
  property: text.optional(),
});

const law = z.strictObject({
  name: text,
  schema: text.describe("what the law says of variables"),
  source: text,
  instance: z.array(z.strictObject({ parameter: text, term })),
  conditions: z.array(fact).describe("what shows its conditions, in their order"),
});

const residual = z
  .strictObject({ value: z.number().nonnegative(), exact: z.boolean() })
  .describe("how far the two terms are apart at the numbers of the document; exact where fractions suffice");

const part = z.strictObject({
  id: text,
  path: z.array(z.int().nonnegative()),
  before: term,
  after: term,
  redex: term,
  contractum: term,
  words: text,
  backward: z.boolean(),
  law: law.optional(),
  fact: fact.optional(),
  residual: residual.optional(),
});

const step = z.strictObject({
  id: text,
  relation: z.enum(["=", "≤"]),
  before: term,
  after: term,
  title: text,
  words: text,
  parts: z.array(part).min(1),
  residual: residual.optional(),
});

const reason = z.discriminatedUnion("rule", [
  z.strictObject({ rule: z.literal("law"), words: text, law }),
  z.strictObject({ rule: z.literal("chain"), words: text, from: fact.optional(), steps: z.array(step) }),
  z.strictObject({ rule: z.enum(["definition", "arithmetic", "hypothesis", "kind"]), words: text }),
  z.strictObject({
    rule: z.enum(["extensionality", "fusion", "induction", "discharge", "instance"]),
    words: text,
    of: z.array(fact).min(1),
  }),
]);

const factRow = z.strictObject({ id: fact, says: said, assuming: z.array(text), by: reason });

const matrix = z.array(z.array(z.union([z.number(), text])));

/** A derivation document. */
export const derivationSchema = z
  .strictObject({
    format: z.literal("commutant-derivation"),
    version: z.literal(VERSION),
    hash: text.describe("sha256 of what is claimed and of how it is shown; it changes when either does"),
    claim: z.strictObject({
      id: text,
      title: text.optional(),
      formula: text,
      expected: text.optional().describe("why it is known to be false"),
      says: said,
    }),
    verdict: z.enum(["proved", "refuted", "holds", "inconclusive"]),
    method: text,
    reason: text.optional(),
    sizes: z.array(z.strictObject({ symbol: text, least: z.int().nonnegative() })),
    variables: z.array(z.strictObject({ name: text, shape, kind: text })),
    hypotheses: z.array(text),
    numbers: z.strictObject({ seed: z.int(), sizes: z.record(text, z.int()) }).optional(),
    names: z.array(z.strictObject({ name: text, term })).describe("short names for terms that recur"),
    terms: z.array(z.strictObject({ id: term, shape, node })),
    facts: z.array(factRow),
    proof: fact.optional().describe("the fact that is the claim"),
    stops: z
      .strictObject({
        sides: z.array(fact).describe("how far each side was brought"),
        needs: said.describe("what a proof would still need"),
        mends: z.boolean().describe("whether the claim is proved when that is assumed"),
      })
      .optional(),
    counterexample: z
      .strictObject({
        method: text,
        sizes: z.record(text, z.int()),
        foundAt: z.record(text, z.int()),
        values: z.record(text, matrix),
        functions: z.array(text),
        lhs: matrix,
        rhs: matrix,
        reason: text.optional(),
      })
      .optional(),
  })
  .describe("How a claim is shown, step by step, as Commutant's kernel replayed it.");

/** A derivation. */
export type Derivation = z.infer<typeof derivationSchema>;
/** What is shown. */
export type FactRow = z.infer<typeof factRow>;
/** A step of a chain. */
export type StepRow = z.infer<typeof step>;
/** One change of a step. */
export type PartRow = z.infer<typeof part>;
/** A law as a reader needs it. */
export type LawRow = z.infer<typeof law>;
/** A proposition. */
export type SaidRow = z.infer<typeof said>;

/** The published form, a JSON schema. */
export function derivationJsonSchema(): object {
  return z.toJSONSchema(derivationSchema);
}
