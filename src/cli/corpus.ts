/**
 * A failure corpus: draws that once broke a claim, seen again before anything else is drawn.
 *
 * The file is meant to be committed. What breaks anew is added to it, so that what was found by chance is then found
 * always.
 */
import { readFile, writeFile } from "node:fs/promises";
import { z } from "zod";
import type { Result } from "../check/judge.ts";
import { Fault } from "../term/fault.ts";

const schema = z.strictObject({
  failures: z.array(z.strictObject({ claim: z.string(), subject: z.string(), seed: z.int(), path: z.string() })),
});
type Failure = z.output<typeof schema>["failures"][number];

/** One check of a plan. */
export interface Check {
  readonly claim: string;
  readonly subject: string;
}

/** A corpus at work. */
export interface Corpus {
  /** Failures that are seen again, of the checks of a plan; each is decided by the first draw that breaks it. */
  readonly replay: (
    planned: readonly Check[],
    run: (check: Check, replay: { readonly seed: number; readonly path: string }) => Promise<Result | undefined>,
  ) => Promise<readonly Result[]>;
  /** Adds failures and writes the file, when there are any. */
  readonly add: (failures: readonly Result[]) => Promise<void>;
}

/**
 * The corpus of a file; none yet is an empty one.
 *
 * throws  Fault when the file is no corpus
 */
export async function openCorpus(file: string): Promise<Corpus> {
  const known = await read(file);
  return {
    replay: async (planned, run) => {
      const seen: Result[] = [];
      for (const { claim, subject, seed, path } of known) {
        const check = planned.find((one) => one.claim === claim && one.subject === subject);
        if (check === undefined || isAmong(seen)(check)) continue;
        const result = await run(check, { seed, path });
        if (result?.verdict === "refuted") seen.push(result);
      }
      return seen;
    },
    add: async (failures) => {
      const added = failures.flatMap(({ claim, subject, replay: { seed, path } }) =>
        path === undefined ? [] : [{ claim, subject, seed, path }],
      );
      if (added.length > 0) await writeFile(file, `${JSON.stringify({ failures: [...known, ...added] }, null, 2)}\n`);
    },
  };
}

/** Whether a check has a result. */
export function isAmong(results: readonly Check[] = []): (check: Check) => boolean {
  return ({ claim, subject }) => results.some((one) => one.claim === claim && one.subject === subject);
}

async function read(file: string): Promise<readonly Failure[]> {
  const text = await readFile(file, "utf8").catch((cause: NodeJS.ErrnoException) => {
    if (cause.code === "ENOENT") return undefined;
    throw new Fault({ op: "--corpus", expected: `a file ${file}`, received: cause.message }, { cause });
  });
  if (text === undefined) return [];
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new Fault({ op: file, expected: "JSON", received: (cause as Error).message }, { cause });
  }
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data.failures;
  const [issue] = parsed.error.issues;
  const expected = "{ failures: [{ claim, subject, seed, path }] }";
  throw new Fault({ op: `${file}: ${issue!.path.join(".")}`, expected, received: issue!.message });
}
