/**
 * `commutant prove`: formulas, claims and files of statements, decided for all sizes.
 *
 * What only files and JSON need, schemas above all, is imported when they are asked for: a first proof comes at once.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { basename } from "node:path";
import { setImmediate as turn } from "node:timers/promises";
import { type Decision, decide } from "../check/decide.ts";
import { type Named, type StatementFlags, statementsNamed } from "../claim/named.ts";
import { type Asked, decisionLine, decisionText, type Reported, tallyLine } from "../report/proof.ts";
import { EXIT } from "../report/report.ts";
import { Fault } from "../term/fault.ts";
import type { Unreadable } from "../term/statement-file.ts";
import { coloursOfOutput } from "./colours.ts";
import { splitFiles, withLines, withOwn } from "./own.ts";
import { progressBar } from "./progress.ts";

/** Options of the command as they are parsed. */
export interface ProveFlags extends StatementFlags {
  readonly file?: string;
  readonly seed: number;
  readonly draws: number;
  readonly steps: number;
  /** unit  second */
  readonly timeLimit: number;
  readonly json?: string;
}

/** Statements of which each is shown in full; more are a line each. */
const SHOWN_IN_FULL = 3;

/** Runs the command; answers the exit code. */
export async function proveCommand(words: readonly string[], flags: ProveFlags): Promise<number> {
  const statements = await chosen(words, flags);
  const reported = await decideAll(statements, flags);
  if (flags.json !== "-") write(reported, flags);
  if (flags.json !== undefined) await writeJson(reported, flags.json);
  return exitCodeOf(reported);
}

async function chosen(words: readonly string[], flags: ProveFlags): Promise<readonly (Named | Unreadable)[]> {
  if (flags.file === undefined) {
    if (words.length > 0) {
      const own = await withOwn(words, flags);
      return withLines(splitFiles(words).files, async () => statementsNamed(...own));
    }
    throw new Fault({ op: "prove", expected: "a formula, claims, or --file", received: "nothing to prove" });
  }
  if (words.length > 0) throw new Fault({ op: "prove", expected: "words or --file", received: "both" });
  const { readProblems } = await import("../term/statement-file.ts");
  return readProblems(contentOf(flags.file), basename(flags.file)).map((one) =>
    one.kind === "unreadable" ? one : { id: one.id, formula: one.text, problem: one },
  );
}

function contentOf(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    throw new Fault(
      { op: "--file", expected: "a file that can be read", received: (error as Error).message },
      { cause: error },
    ); // from fs
  }
}

async function decideAll(statements: readonly (Named | Unreadable)[], flags: ProveFlags): Promise<readonly Reported[]> {
  const { seed, draws, steps, timeLimit } = flags;
  const clock = (): number => performance.now();
  const explain = statements.length <= SHOWN_IN_FULL;
  const options = { seed, draws, steps, milliseconds: timeLimit * 1000, clock, explain };
  const progress = progressBar();
  const reported: Reported[] = [];
  try {
    for (const [done, one] of statements.entries()) {
      progress.update(done, statements.length, one.id);
      await turn();
      reported.push("fault" in one ? { unreadable: one } : await decidedOne(one, decide(one.problem, options)));
    }
  } finally {
    progress.stop();
  }
  return reported;
}

/** Claims of the library may be among the certificates that Rocq has accepted; a formula is not looked up. */
async function decidedOne(named: Named, decision: Decision): Promise<Reported> {
  if (named.title === undefined || decision.verdict !== "proved") return { named, decision };
  const { isAcceptedByRocq } = await import("./accepted.ts");
  return { named, decision, rocq: isAcceptedByRocq(decision) };
}

async function writeJson(reported: readonly Reported[], file: string): Promise<void> {
  const [{ jsonText }, { proofReportJson }] = [
    await import("../report/json.ts"),
    await import("../report/proof-json.ts"),
  ];
  const text = jsonText(proofReportJson(reported));
  if (file === "-") process.stdout.write(text);
  else writeFileSync(file, text);
}

function write(reported: readonly Reported[], { file }: ProveFlags): void {
  const colours = coloursOfOutput();
  if (reported.length <= SHOWN_IN_FULL && file === undefined)
    for (const one of reported) process.stdout.write(`${decisionText(one, colours)}\n`);
  else for (const one of reported) process.stdout.write(`${decisionLine(one, colours)}\n`);
  if (reported.length > 1 || file !== undefined) process.stdout.write(`\n${tallyLine(reported, colours)}\n`);
}

/** What could not be read counts most, then what is refuted against expectation or not though expected, then what stayed open. */
function exitCodeOf(reported: readonly Reported[]): number {
  if (reported.some((one) => "unreadable" in one)) return EXIT.usage;
  const decided = reported.filter((one) => "decision" in one);
  const wrong = ({ named, decision }: { named: Asked; decision: Decision }): boolean =>
    named.expected === undefined ? decision.verdict === "refuted" : decision.verdict === "proved";
  if (decided.some(wrong)) return EXIT.refuted;
  const settled = decided.every(({ decision: { verdict } }) => verdict === "proved" || verdict === "refuted");
  return settled && decided.length > 0 ? EXIT.ok : EXIT.untested;
}
