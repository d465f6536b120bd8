/**
 * `commutant claims`: each sentence of the catalogue with the verdict that is computed for it; the sentences that cannot
 * be stated yet; the claims about architectures.
 *
 * A list shows no counterexamples, so none is made small for it; a few sentences by name are shown with theirs.
 */
import { setImmediate as turn } from "node:timers/promises";
import type { DecideOptions } from "../check/decide.ts";
import { decided, type Evidence, type Listed, type Result } from "../check/sentence.ts";
import { catalogue } from "../claim/facts.ts";
import { claimsNamed } from "../claim/library.ts";
import { missing } from "../claim/missing.ts";
import type { Sentence } from "../claim/notes.ts";
import { jsonText } from "../report/json.ts";
import { decisionText } from "../report/proof.ts";
import { didYouMean, Fault } from "../term/fault.ts";
import { isAcceptedByRocq } from "./accepted.ts";
import { coloursOfOutput } from "./colours.ts";
import { progressBar } from "./progress.ts";
import { inThreads, startThreads, threadsFor } from "./threads.ts";
import { compileLate } from "./v8.ts";

/** Options of the command as they are parsed. */
export interface ClaimsFlags {
  readonly json?: boolean;
  readonly missing?: boolean;
  readonly models?: boolean;
}

/** Whether Rocq has accepted the proofs. */
export interface Rechecked {
  readonly rocq?: boolean;
}

/** Sentences that are shown in full; more are a line each. */
const SHOWN_IN_FULL = 3;
const LISTED: DecideOptions = { looks: 4, shrink: { sizes: 0, entries: 0 } };

/** Writes to standard output what was asked for. */
export async function claimsCommand(names: readonly string[], flags: ClaimsFlags): Promise<void> {
  if (flags.missing === true) return listMissing(flags);
  if (flags.models === true) return listModelClaims(names, flags);
  const chosen = sentencesNamed(names);
  const full = chosen.length <= SHOWN_IN_FULL;
  const begun = clock();
  const results = full ? await inFull(chosen) : await listedAll(chosen);
  const answers = results.map(({ id, verdict, method, ms, rocq }) => ({ id, verdict, method, ms, rocq }));
  if (flags.json === true) process.stdout.write(jsonText({ results: answers }));
  else process.stdout.write(full ? (results as Result[]).map(fullText).join("\n") : listText(results, clock() - begun));
}

function listMissing({ json = false }: ClaimsFlags): void {
  const lines = missing.map(({ catalogue, title, needs }) => `  ${catalogue.padEnd(44)}needs ${needs}\n      ${title}`);
  process.stdout.write(
    json ? jsonText({ missing }) : `${lines.join("\n")}\n\n${missing.length} sentences are not stated yet\n`,
  );
}

function listModelClaims(names: readonly string[], { json = false }: ClaimsFlags): void {
  const claims = claimsNamed(names);
  const told = claims.map(({ id, title, formula, scope, source }) => ({ id, title, formula, scope, source }));
  const lines = told.map(({ id, title, formula, scope }) => `${id}  (${scope})\n    ${title}\n    ${formula}\n`);
  process.stdout.write(json ? jsonText(told) : `${lines.join("\n")}\n${claims.length} claims\n`);
}

/** The sentences of areas and ids; all of them without names. */
function sentencesNamed(names: readonly string[]): readonly Sentence[] {
  const all = [...catalogue.values()].flat();
  if (names.length === 0) return all;
  return names.flatMap((name) => {
    const found = catalogue.get(name) ?? all.filter((one) => one.catalogue === name);
    if (found.length > 0) return found;
    throw new Fault({
      op: "claims",
      expected: `the id of a sentence that is stated, or an area (${[...catalogue.keys()].join(", ")})`,
      received: name,
      next: didYouMean(name, [...all.map((one) => one.catalogue), ...catalogue.keys()]),
    });
  });
}

/** Time for a part. unit  millisecond */
const PATIENCE = 4000;
const clock = (): number => performance.now();

async function inFull(chosen: readonly Sentence[]): Promise<readonly (Result & Rechecked)[]> {
  const progress = progressBar();
  const results: (Result & Rechecked)[] = [];
  for (const [done, sentence] of chosen.entries()) {
    progress.update(done, chosen.length, sentence.catalogue);
    await turn();
    results.push(withRocq(decided(sentence, { milliseconds: PATIENCE, clock })));
  }
  progress.stop();
  return results;
}

/** The verdict on a sentence, for a list. throws  Fault when there is no such sentence */
export function listedNamed(id: string): Listed & Rechecked {
  const [sentence] = sentencesNamed([id]);
  const { parts: _, ...listed } = withRocq(decided(sentence!, { ...LISTED, milliseconds: PATIENCE, clock }));
  return listed;
}

/** Whether Rocq has accepted every proof that a verdict rests on; nothing where it rests on none. */
function withRocq(result: Result): Result & Rechecked {
  const proofs = result.parts.flatMap(({ decision }) => (decision.verdict === "proved" ? [decision] : []));
  return proofs.length === 0 ? result : { ...result, rocq: proofs.every(isAcceptedByRocq) };
}

/** From so many sentences on threads are worth their start. */
const WORTH_THREADS = 40;

/** Decides sentences with all processors; the list is in the order that was asked for. */
async function listedAll(chosen: readonly Sentence[]): Promise<readonly (Listed & Rechecked)[]> {
  compileLate();
  const ids = chosen.map((one) => one.catalogue);
  const progress = progressBar();
  let done = 0;
  const results = await inThreads(ids, {
    others: startThreads(threadsFor(ids.length, WORTH_THREADS) - 1, "./claims-worker.js"),
    data: undefined,
    answerTo: async (id) => listedNamed(id),
    onAnswer: ({ id }) => progress.update(++done, ids.length, id),
  });
  progress.stop();
  return results;
}

function fullText({ id, verdict, parts }: Result): string {
  const colours = coloursOfOutput();
  const texts = parts.map(({ part, decision }) => {
    const title = part.exists === true ? "said to fail for some values" : "said of all values";
    const rocq = decision.verdict === "proved" && isAcceptedByRocq(decision);
    return decisionText({ named: { id: part.id, title, formula: decision.text }, decision, rocq }, colours);
  });
  return `${id} is ${verdict.replaceAll("-", " ")}\n\n${texts.join("\n")}`;
}

function listText(results: readonly (Listed & Rechecked)[], ms: number): string {
  const lines = results.map(
    ({ id, verdict, method, rocq }) =>
      `  ${id.padEnd(46)}${verdict.padEnd(22)}${method}${rocq === true ? " + rocq" : ""}`,
  );
  const count = (of: (one: Listed) => string, named: Readonly<Record<string, string>>): string =>
    Object.entries(named)
      .map(([key, words]) => [results.filter((one) => of(one) === key).length, words] as const)
      .filter(([number]) => number > 0)
      .map(([number, words]) => `${number} ${words}`)
      .join(", ");
  const verdicts = count(({ verdict }) => verdict, VERDICTS);
  const evidence = count((one) => one.evidence, EVIDENCE);
  return `${lines.join("\n")}\n\n${results.length} sentences: ${verdicts}\n${evidence}\n${missing.length} not stated yet; ${timeText(results, ms)}\n`;
}

/** Verdicts in words, in the order in which they are counted. */
const VERDICTS = { true: "true", "true-under-condition": "true under a condition", false: "false", open: "open" };
/** What verdicts rest on, in words. */
const EVIDENCE = {
  proved: "proved",
  exact: "refuted exactly",
  ladder: "refuted on the precision ladder",
  samples: "holding on samples",
  open: "open",
} satisfies Record<Evidence, string>;

function timeText(results: readonly Listed[], whole: number): string {
  const times = results.map(({ ms }) => ms).sort((a, b) => a - b);
  const at = (part: number): string => `${times[Math.floor(part * (times.length - 1))]!.toFixed(1)} ms`;
  return `in ${(whole / 1000).toFixed(1)} s, p50 ${at(0.5)}, p95 ${at(0.95)}`;
}
