/** `commutant exact`: equations at given sizes, those of a real model too, modulo several primes. */
import { availableParallelism } from "node:os";
import { type Exact, exactly, sizesOf, testsFor } from "../check/exact.ts";
import { type Named, type StatementFlags, statementsNamed } from "../claim/named.ts";
import { jsonText } from "../report/json.ts";
import { EXIT } from "../report/report.ts";
import { SIGNS } from "../report/signs.ts";
import { wasmField } from "../runtime/wasm-field.ts";
import { coloursOfOutput } from "./colours.ts";
import { splitFiles, withLines, withOwn } from "./own.ts";

/** Options of the command as they are parsed. */
export interface ExactFlags extends StatementFlags {
  readonly at: string;
  readonly primes: number;
  readonly seed: number;
  readonly json?: boolean;
}

/** A statement with what the residues say. */
interface Looked {
  readonly named: Named;
  readonly found: Exact;
  /** unit  millisecond */
  readonly ms: number;
}

/** What a chance of an error is compared with. */
const SMALL_CHANCE = 2 ** -40;

/** Runs the command; answers the exit code. */
export async function exactCommand(words: readonly string[], flags: ExactFlags): Promise<number> {
  const own = await withOwn(words, flags);
  const statements = await withLines(splitFiles(words).files, async () => statementsNamed(...own));
  const machine = wasmField({ threads: availableParallelism() });
  const looked = statements.map((named) => lookAt(named, flags, machine));
  machine.close();
  if (flags.json === true) process.stdout.write(jsonText({ results: looked.map(resultOf) }));
  else process.stdout.write(`${looked.map(lineOf).join("\n")}\n`);
  const wrong = ({ named, found }: Looked): boolean => found.kind === "refuted" && named.expected === undefined;
  if (looked.some(wrong)) return EXIT.refuted;
  return looked.some(({ found }) => found.kind === "undecided") ? EXIT.untested : EXIT.ok;
}

function lookAt(named: Named, { at, primes, seed }: ExactFlags, machine: ReturnType<typeof wasmField>): Looked {
  const begun = performance.now();
  const { problem } = named;
  const found: Exact =
    problem.kind === "problem"
      ? exactly(problem, sizesOf(problem, at), { primes, seed, machine })
      : { kind: "undecided", reason: problem.fault.message };
  return { named, found, ms: performance.now() - begun };
}

function resultOf({ named, found, ms }: Looked) {
  return { id: named.id, ...found, ms };
}

function lineOf({ named, found, ms }: Looked): string {
  const { bad, doubtful, faint, strong } = coloursOfOutput();
  const paint = found.kind === "refuted" ? bad : doubtful;
  const sign = paint(found.kind === "undecided" ? SIGNS.inconclusive : SIGNS[found.kind]);
  return `  ${sign}  ${strong(named.id)}\n     ${saying(found)}${faint(`, in ${ms.toFixed(0)} ms`)}`;
}

function saying(found: Exact): string {
  switch (found.kind) {
    case "refuted":
      return `refuted: entry (${found.row}, ${found.col}) differs modulo ${found.prime}`;
    case "undecided":
      return `undecided: ${found.reason}`;
    case "holds":
      return `holds exactly modulo ${found.primes.join(", ")}${placeText(found)}; ${errorText(found)}`;
  }
}

function placeText({ arbitrary }: Extract<Exact, { kind: "holds" }>): string {
  return arbitrary.length === 0 ? "" : `, with any function in the place of ${arbitrary.join(", ")}`;
}

function errorText({ errorProbability, exponentials }: Extract<Exact, { kind: "holds" }>): string {
  if (errorProbability <= SMALL_CHANCE || exponentials === 0)
    return `the chance of an error is at most 2^${Math.ceil(Math.log2(errorProbability))}`;
  const tests = testsFor(SMALL_CHANCE, exponentials).toExponential(1);
  return `no bound of an error, since ${exponentials} exponentials would need ${tests} draws for 2^-40`;
}
