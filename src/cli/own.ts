/** Files of a researcher's own models and claims: loaded, and mistakes in them told at their line. */
import { existsSync } from "node:fs";
import { relative, resolve } from "node:path";
import type { Assertion } from "../claim/assertion.ts";
import type { Claim } from "../claim/claim.ts";
import type { OwnClaim, OwnModel } from "../claim/define.ts";
import type { StatementFlags } from "../claim/named.ts";
import type { Architecture } from "../model/architecture.ts";
import { Fault } from "../term/fault.ts";

/** What a file defines. */
export interface Own {
  readonly models: readonly Architecture[];
  readonly claims: readonly Claim[];
  readonly assertions: readonly Assertion[];
}

/** Words of a command that name files, and the others. */
export function splitFiles(words: readonly string[]): {
  readonly files: readonly string[];
  readonly others: readonly string[];
} {
  const isFile = (word: string): boolean => /\.[cm]?[jt]s$/.test(word) && !/[=<>]/.test(word);
  return { files: words.filter(isFile), others: words.filter((word) => !isFile(word)) };
}

/**
 * What files define.
 *
 * throws  Fault at the file and line where a model or claim is wrong, or two have one name
 */
export async function loadOwn(files: readonly string[]): Promise<Own> {
  if (files.length === 0) return { models: [], claims: [], assertions: [] };
  const { createJiti } = await import("jiti"); // it brings a compiler along
  const jiti = createJiti(import.meta.url, { fsCache: false, sourceMaps: true });
  const defined: (OwnModel | OwnClaim)[] = [];
  for (const file of files) {
    const path = resolve(file);
    if (!existsSync(path))
      throw new Fault({ op: file, expected: "a file of models and claims", received: "none of that name" });
    const module = await jiti.import<Record<string, unknown>>(path).catch((error: unknown) => {
      throw located(error, path);
    });
    const found = Object.values(module).filter(isDefined);
    if (found.length === 0)
      throw new Fault({
        op: file,
        expected: "exports made by defineModel or defineClaim",
        received: Object.keys(module).join(", ") || "no exports",
      });
    defined.push(...found);
  }
  const models = defined.flatMap((one) => (one.defines === "model" ? [one.architecture] : []));
  const claims = defined.flatMap((one) => (one.defines === "claim" ? [one.claim] : []));
  const assertions = defined.flatMap((one) => (one.defines === "assertion" ? [one.assertion] : []));
  expectDistinct(
    "defineModel",
    models.map(({ name }) => name),
    files,
  );
  expectDistinct(
    "defineClaim",
    [...claims, ...assertions].map(({ id }) => id),
    files,
  );
  return { models, claims, assertions };
}

function isDefined(value: unknown): value is OwnModel | OwnClaim {
  return typeof value === "object" && value !== null && "defines" in value;
}

function expectDistinct(op: string, names: readonly string[], files: readonly string[]): void {
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  if (twice !== undefined)
    throw new Fault({ op: `${files.join(", ")}: ${op}`, expected: "a name for each", received: `${twice} twice` });
}

/** Runs what asks models and claims of files for their terms: a mistake that shows only then is told at its line too. */
export async function withLines<T>(files: readonly string[], run: () => Promise<T>): Promise<T> {
  try {
    return await run();
  } catch (error) {
    const stack = error instanceof Error ? (error.stack ?? "") : "";
    const file = files.map((one) => resolve(one)).find((path) => stack.includes(path));
    throw file === undefined ? error : located(error, file);
  }
}

/** The error, with the first line of the file that led to it. */
function located(error: unknown, path: string): Fault {
  const { message, stack = "" } = error as Error;
  const line = stack.split("\n").find((frame) => frame.includes(path) && /:\d+:\d+\)?$/.test(frame));
  const at = /:(\d+):(\d+)\)?$/.exec(line ?? "");
  const place = `${relative(process.cwd(), path)}${at === null ? "" : `:${at[1]}:${at[2]}`}`;
  if (error instanceof Fault) return new Fault({ ...error.facts, op: `${place}: ${error.facts.op}` }, { cause: error });
  return new Fault({ op: place, expected: "a file that loads", received: message }, { cause: error });
}

/** A file is about its own first model; alone, it is asked for all of its own claims. */
export async function withOwn<Flags extends StatementFlags>(
  words: readonly string[],
  flags: Flags,
): Promise<readonly [words: readonly string[], flags: Flags]> {
  const { files, others } = splitFiles(words);
  if (files.length === 0) return [words, flags];
  const own = await loadOwn(files);
  const ids = [...own.claims, ...own.assertions].map(({ id }) => id);
  const [architecture = flags.architecture] = own.models;
  return [others.length > 0 ? others : ids, { ...flags, architecture, own }];
}
