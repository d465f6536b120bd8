/** A derivation as Markdown with formulas in dollars, as GitHub renders them; what steps stand on folds. */
import { latexOf } from "../../interpret/latex.ts";
import { type Chapter, Reading, reasonOf, residualText, saidWith } from "./reading.ts";
import type { Derivation, FactRow, StepRow } from "./schema.ts";
import { smallMatrix } from "./text.ts";

const SIGNS = { le: "\\le", is: "\\text{ is }" };

/** The derivation as Markdown. */
export function derivationMarkdown(derivation: Derivation): string {
  const reading = new Reading(derivation);
  const { claim, verdict, hypotheses, names, stops, counterexample } = derivation;
  const math = (id: string, without?: string): string => latexOf(reading.short(id, without));
  return `${[
    `## ${/[*<]/.test(claim.id) ? `\`${claim.id}\`` : claim.id}`, // in a formula they are no markup
    ...(claim.title === undefined ? [] : [claim.title]),
    `**${verdict}**${verdict === "proved" ? " for all sizes" : ""}${claim.expected === undefined ? "" : `; known: ${claim.expected}`}`,
    ...hypotheses.map((one) => `Assume \`${one}\`.`),
    ...names.map(({ name, term }) => `Write $${name}$ for $${math(term, name)}$.`),
    ...reading.chapters({ unfold: false }).flatMap((chapter) => chapterOf(reading, chapter, math)),
    ...(stops === undefined
      ? []
      : [
          `A proof stops here: it needs`,
          `$$${saidWith(stops.needs, math, SIGNS)}$$`,
          ...(stops.mends ? ["and with that it is proved."] : []),
        ]),
    ...(counterexample === undefined ? [] : [counterexampleOf(counterexample)]),
  ].join("\n\n")}\n`;
}

type Math = (id: string) => string;

function chapterOf(reading: Reading, { title, fact, below }: Chapter, math: Math): readonly string[] {
  const told =
    fact.by.rule === "chain"
      ? chainOf(reading, fact.by.steps, math)
      : [`$$${saidWith(fact.says, math, SIGNS)}$$`, because(fact)];
  const items = below.map((one) => `- \`${one.id}\` $${saidWith(one.says, math, SIGNS)}$ — ${because(one)}`);
  const where = items.length === 0 ? [] : ["<details><summary>where</summary>", items.join("\n"), "</details>"];
  return [...(title === undefined ? [] : [`### ${title}`]), ...told, ...where];
}

function chainOf(reading: Reading, steps: readonly StepRow[], math: Math): readonly string[] {
  const [first] = steps;
  if (first === undefined) return [];
  const lines = steps.flatMap((step, i) => {
    const fact = reading.factOf(step);
    const why = fact === undefined ? step.words : `$${saidWith(fact.says, math, SIGNS)}$`;
    const residual = step.residual === undefined ? "" : ` (residual ${residualText(step.residual)})`;
    return [
      `$$${step.relation === "≤" ? "\\le" : "="} ${math(step.after)}$$`,
      `${i + 1}. \`${step.title}\`: ${why}${residual}`,
    ];
  });
  return [`$$${latexOf(reading.term(first.before))}$$`, ...lines];
}

function because(fact: FactRow): string {
  const { name, from, words } = reasonOf(fact);
  const refs = from.length === 0 ? "" : ` (${from.join(", ")})`;
  return `${name === undefined ? "" : `\`${name}\` `}${words}${refs}`;
}

function counterexampleOf({ sizes, values, reason }: NonNullable<Derivation["counterexample"]>): string {
  const at = Object.entries(sizes).map(([symbol, value]) => `${symbol} = ${value}`);
  const given = Object.entries(values).map(([name, rows]) => `${name} = ${smallMatrix(rows)}`);
  const lines = [...(reason === undefined ? [] : [reason]), ...given];
  return [`Smallest counterexample at ${at.join(", ")}:`, "", "```text", ...lines, "```"].join("\n");
}
