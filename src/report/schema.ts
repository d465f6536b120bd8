/** The schema of a check's report as JSON; strict, so that a new field is a decision. */
import { z } from "zod";

/** A number; what JSON has no word for is a text. */
const entry = z.union([z.number(), z.enum(["NaN", "Infinity", "-Infinity"]).transform(Number)]);
const matrix = z.array(z.array(entry));
const large = z
  .strictObject({
    rows: z.int(),
    cols: z.int(),
    nonzero: z.int(),
    entries: z.array(z.tuple([z.int(), z.int(), entry])),
  })
  .describe("a matrix of many entries: how many are not 0, and the row, column and value of the first of them");
const sizes = z.record(z.string(), z.int());
const check = z.strictObject({ claim: z.string(), subject: z.string() });

const result = z.strictObject({
  claim: z.string(),
  subject: z.string().describe("model, layer 3, layer 3 head 7, or an output of a model that is run"),
  verdict: z.enum(["proved", "holds", "refuted", "precision floor", "inconclusive", "vacuous", "conflict"]),
  expected: z.literal("refuted").optional().describe("the verdict that the architecture is known to have"),
  because: z.string().optional(),
  suppressed: z.strictObject({ until: z.string(), because: z.string() }).optional(),
  samples: z.int(),
  ratio: entry.optional().describe("the lowest ratio of rounding noise to float64 residual"),
  witness: z
    .strictObject({
      sizes,
      foundAt: sizes,
      values: z.record(z.string(), z.union([matrix, large])),
      lhs: matrix,
      rhs: matrix,
      columns: z.array(z.int()).optional(),
      residual32: entry,
      residual64: entry,
    })
    .optional(),
  spectrum: z.array(entry).optional(),
  reason: z.string().optional(),
  replay: z.strictObject({ seed: z.int(), path: z.string().optional(), command: z.string() }),
  ms: z.number(),
});

/** The schema; read, the texts for numbers are numbers again. */
export const reportSchema = z.strictObject({
  model: z.string(),
  description: z.string(),
  engine: z.string(),
  seed: z.int(),
  samples: z.int(),
  claims: z.array(
    z.strictObject({
      id: z.string(),
      title: z.string(),
      formula: z.string(),
      source: z.string(),
      scope: z.enum(["model", "layer", "head", "output"]),
    }),
  ),
  planned: z.array(check).describe("every check of the whole plan, of which a shard has a part"),
  results: z.array(result),
  notApplicable: z.array(z.strictObject({ claim: z.string(), reason: z.string() })),
  stopped: z.string().optional().describe("why checks did not run"),
  problems: z.array(z.string()).optional(),
  carriedOver: z.strictObject({ reference: z.string(), claims: z.array(z.string()) }).optional(),
});

/** A report as it was read. */
export type ReportJson = z.output<typeof reportSchema>;

/** The JSON schema that is published. */
export function reportJsonSchema(): unknown {
  return z.toJSONSchema(reportSchema, { io: "input" });
}
