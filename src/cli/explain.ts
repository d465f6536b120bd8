/** `commutant explain`: how a claim is shown, or where a proof fails and with which values, as a person would write it. */
import { decide } from "../check/decide.ts";
import { type StatementFlags, statementsNamed } from "../claim/named.ts";
import { derivationLatex } from "../report/derivation/latex.ts";
import { derivationMarkdown } from "../report/derivation/markdown.ts";
import { derivationMathml } from "../report/derivation/mathml.ts";
import type { Derivation } from "../report/derivation/schema.ts";
import { derivationText } from "../report/derivation/text.ts";
import { derivationOf } from "../report/derivation.ts";
import { jsonText } from "../report/json.ts";
import { EXIT } from "../report/report.ts";
import { Fault } from "../term/fault.ts";
import { coloursOfOutput } from "./colours.ts";
import { splitFiles, withLines, withOwn } from "./own.ts";

/** Options of the command as they are parsed. */
export interface ExplainFlags extends StatementFlags {
  readonly format: string;
  readonly unfold?: boolean;
  readonly seed: number;
  readonly steps: number;
  /** unit  second */
  readonly timeLimit: number;
}

const RENDERERS: Readonly<Record<string, (derivation: Derivation, unfold: boolean) => string>> = {
  text: (derivation, unfold) => derivationText(derivation, { unfold, colours: coloursOfOutput() }),
  latex: derivationLatex,
  markdown: derivationMarkdown,
  mathml: derivationMathml,
  json: jsonText,
};

/** Runs the command; answers the exit code. */
export async function explainCommand(words: readonly string[], flags: ExplainFlags): Promise<number> {
  const render = Object.hasOwn(RENDERERS, flags.format) ? RENDERERS[flags.format] : undefined;
  if (render === undefined)
    throw new Fault({ op: "--format", expected: Object.keys(RENDERERS).join(", "), received: flags.format });
  const own = await withOwn(words, flags);
  const statements = await withLines(splitFiles(words).files, async () => statementsNamed(...own));
  const { seed, steps, timeLimit, unfold = false } = flags;
  const derivations = statements.map((named) => {
    const options = { seed, steps, milliseconds: timeLimit * 1000, clock: () => performance.now(), explain: true };
    return { named, derivation: derivationOf(named, named.problem, decide(named.problem, options), { seed }) };
  });
  process.stdout.write(derivations.map(({ derivation }) => render(derivation, unfold)).join("\n"));
  const wrong = derivations.some(
    ({ named, derivation: { verdict } }) => verdict === (named.expected === undefined ? "refuted" : "proved"),
  );
  if (wrong) return EXIT.refuted;
  const open = derivations.some(({ derivation: { verdict } }) => verdict !== "proved" && verdict !== "refuted");
  return open || derivations.length === 0 ? EXIT.untested : EXIT.ok;
}
