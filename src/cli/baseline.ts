/**
 * A baseline: failures that are known, each allowed until a day.
 *
 *     { "suppressions": [{ "claim": "behaviour/cache", "subject": "model", "until": "2027-01-31", "because": "#12" }] }
 *
 * One that is over, or that nothing needs any more, is a problem of its own: a baseline only gets shorter.
 */
import { readFile } from "node:fs/promises";
import { z } from "zod";
import { isFailure, type Result } from "../check/judge.ts";
import { Fault } from "../term/fault.ts";

const schema = z.strictObject({
  suppressions: z.array(
    z.strictObject({
      claim: z.string(),
      subject: z.string().optional(),
      until: z.iso.date(),
      because: z.string().min(1),
    }),
  ),
});
type Suppression = z.output<typeof schema>["suppressions"][number];

/** A baseline at work. */
export interface Baseline {
  /** The same result, or a failure that is allowed. */
  readonly suppress: (result: Result) => Result;
  /** What is wrong with the baseline, once all results went through it; unused ones only where everything ran. */
  readonly problems: (everythingRan: boolean) => readonly string[];
}

/**
 * The baseline of a file on a day.
 *
 * throws  Fault naming the file and the key
 */
export async function readBaseline(file: string, today: Date): Promise<Baseline> {
  const { suppressions } = parse(await readFile(file, "utf8").catch((cause: Error) => missing(file, cause)), file);
  const day = today.toISOString().slice(0, 10);
  const used = new Set<Suppression>();
  return {
    suppress: (result) => {
      if (!isFailure(result)) return result;
      const known = suppressions.find(
        (one) => one.claim === result.claim && (one.subject ?? result.subject) === result.subject,
      );
      if (known === undefined) return result;
      used.add(known);
      return known.until < day ? result : { ...result, suppressed: { until: known.until, because: known.because } };
    },
    problems: (everythingRan) =>
      suppressions.flatMap((one) => {
        const name = `${file}: ${one.claim}${one.subject === undefined ? "" : ` ${one.subject}`}`;
        if (used.has(one)) return one.until < day ? [`${name} was allowed until ${one.until}, and still fails`] : [];
        return everythingRan ? [`${name} is allowed, and nothing fails there: take it out`] : [];
      }),
  };
}

function missing(file: string, cause: Error): never {
  throw new Fault({ op: "--baseline", expected: `a file ${file}`, received: cause.message }, { cause });
}

function parse(text: string, file: string): z.output<typeof schema> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new Fault({ op: file, expected: "JSON", received: (cause as Error).message }, { cause });
  }
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const expected = "{ suppressions: [{ claim, subject?, until: YYYY-MM-DD, because }] }";
  throw new Fault({ op: `${file}: ${issue!.path.join(".")}`, expected, received: issue!.message });
}
