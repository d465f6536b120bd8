/**
 * Statement files: JSON, `{ "entries": [entry, …] }`. An entry is
 *
 *   id        its name
 *   given     its variables: { name, kind, shape? }, shape in size symbols and numbers
 *   lhs, rhs, relation    two formulas and "=" or "<=" (entry by entry)
 *   assume?   side conditions such as "invertible(A+B)" or "c > 0"      see hypothesis.ts
 *   hyp?      equations (or orders) of terms: { lhs, rhs, relation? }
 *   witness?  { C: "A*B" }: values that meet `hyp`. Not an assumption; a name that occurs only here gets its shape from it
 *   where?    orders of sizes such as "i < n"        dims?   size symbols that occur in no shape
 *
 * Other fields (truth, why, check, …) are never read.
 */
import { z } from "zod";
import { Fault } from "./fault.ts";
import { type IllShaped, inField, named, type Problem, problemOf, sortFacts } from "./problem.ts";
import { declareScope } from "./scope.ts";

/** An entry of a file that is no statement. */
export interface Unreadable {
  readonly kind: "unreadable";
  readonly id: string;
  readonly fault: Fault;
}

const Strings = z.union([z.string(), z.array(z.string())]).transform((one) => (typeof one === "string" ? [one] : one));
const Relation = z.enum(["=", "<="]);
const Entry = z.object({
  id: z.string().min(1),
  given: z.array(
    z.object({
      name: z.string(),
      kind: z.string(),
      shape: z.array(z.union([z.string(), z.int().nonnegative()])).default([]),
    }),
  ),
  lhs: z.string(),
  rhs: z.string(),
  relation: Relation,
  assume: Strings.default([]),
  where: Strings.default([]),
  dims: z.array(z.string()).default([]),
  hyp: z.array(z.object({ lhs: z.string(), rhs: z.string(), relation: Relation.default("=") })).default([]),
  witness: z.record(z.string(), z.string()).default({}),
});
const Entries = z.array(z.unknown());
const File = z.union([z.object({ entries: Entries }).transform(({ entries }) => entries), Entries]);

/**
 * The problems of a statement file, in its order; an entry that cannot be read does not hide the others.
 *
 * throws  Fault when the text is not JSON or has no entries
 */
export function readProblems(text: string, file: string): readonly (Problem | IllShaped | Unreadable)[] {
  const entries = File.safeParse(jsonOf(text, file));
  if (!entries.success) {
    const expected = 'statements as {"entries": [{"id", "given", "lhs", "rhs", "relation"}, …]}';
    throw new Fault({ op: file, expected, received: "other JSON" });
  }
  const seen = new Set<string>();
  return entries.data.map((entry, at) => {
    const id = idOf(entry) ?? `number ${at + 1}`;
    try {
      if (seen.has(id)) throw new Fault({ op: "id", expected: "an id of its own", received: id });
      seen.add(id);
      return entryProblem(entry);
    } catch (error) {
      if (!(error instanceof Fault)) throw error;
      return { kind: "unreadable", id, fault: named(error, `${file}, entry ${id}`) } as const;
    }
  });
}

function jsonOf(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Fault({ op: file, expected: "JSON", received: (error as Error).message }, { cause: error }); // a SyntaxError
  }
}

function idOf(entry: unknown): string | undefined {
  return typeof entry === "object" && entry !== null && "id" in entry && typeof entry.id === "string" && entry.id !== ""
    ? entry.id
    : undefined;
}

function entryProblem(raw: unknown): Problem | IllShaped {
  const entry = Entry.safeParse(raw);
  if (!entry.success) {
    const [issue] = entry.error.issues;
    throw new Fault({
      op: issue!.path.join(".") || "entry",
      expected: "a field of the format",
      received: issue!.message,
    });
  }
  const { given, where, dims, ...text } = entry.data;
  const names = new Set(given.map(({ name }) => name));
  const { facts, assume } = sortFacts(where, text.assume, names);
  const scope = inField("given", () => declareScope(given, { dims, where: facts }));
  return problemOf({ ...text, assume }, scope);
}
