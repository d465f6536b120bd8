/**
 * A page for each sentence of the catalogue: the formulas that say it, what each comes to, decided as the page is built,
 * and the laws that its proof stands on or the counterexample; and one for each area, which lists its sentences.
 */
import { type Decision, decide } from "../../../../dist/check/decide.js";
import { catalogue } from "../../../../dist/claim/facts.js";
import { assertions, library } from "../../../../dist/claim/library.js";
import { truthOf } from "../../../../dist/claim/notes.js";
import { counterexampleLines } from "../../../../dist/report/proof.js";
import { lawLinks } from "../../../laws.ts";
import { textOf } from "../../../problem.ts";

type Sentence = NonNullable<ReturnType<typeof catalogue.get>>[number];
type Part = Sentence["asserted"][number];

/** A part with what it comes to. */
interface Decided {
  readonly part: Part;
  readonly text: string;
  readonly decision: Decision;
}

/** The time that a part may take. unit  millisecond */
const PATIENCE = 4000;
/** What has a page with its whole derivation. */
const DERIVED: ReadonlySet<string> = new Set([...library, ...assertions].map(({ id }) => id));

function decided(part: Part): Decided {
  const problem = part.pose();
  const decision = decide(problem, { milliseconds: PATIENCE, clock: () => performance.now() });
  return { part, text: textOf(problem), decision };
}

function evidenceOf(decision: Decision): readonly string[] {
  switch (decision.verdict) {
    case "proved":
      return [`**proved** for all sizes, from ${lawLinks(decision.theorem.axioms)}.`, ""];
    case "refuted": {
      const { refutation } = decision;
      const shown =
        refutation.method === "ill-shaped"
          ? refutation.reason.split("\n")
          : counterexampleLines(refutation.witness, refutation.method)
              .slice(1)
              .map((line) => line.replace(/^ {2}/, ""));
      return ["**refuted**", "", "```text", ...shown, "```", ""];
    }
    case "holds":
    case "inconclusive":
      return [`**${decision.verdict}**: ${decision.reason}`, ""];
  }
}

function partText({ part: { id, exists }, text, decision }: Decided): readonly string[] {
  const derived = DERIVED.has(id) ? [`[Its derivation](/reference/claim/${id.replace("/", "-")}).`, ""] : [];
  const broken = exists === true ? ["The sentence says that some values break this:", ""] : [];
  return [...broken, "```text", text, "```", "", ...evidenceOf(decision), ...derived];
}

function sentencePage(area: string, sentence: Sentence, verdict: string, all: ReadonlyMap<Part, Decided>): string {
  const parts = (some: readonly Part[]): readonly string[] => some.flatMap((part) => partText(all.get(part)!));
  return [
    `# ${sentence.catalogue}`,
    "",
    `A sentence of the catalogue ([${area}](./)): **${verdict.replaceAll("-", " ")}**.`,
    "",
    "## What it says",
    "",
    ...parts(sentence.asserted),
    ...(sentence.conditioned === undefined ? [] : ["## With its condition", "", ...parts(sentence.conditioned)]),
  ].join("\n");
}

function pagesOf(area: string, sentences: readonly Sentence[]) {
  const rows = sentences.map((sentence) => {
    const all = new Map([...sentence.asserted, ...(sentence.conditioned ?? [])].map((part) => [part, decided(part)]));
    const verdict = truthOf(sentence, (part) => {
      const found = all.get(part)!.decision.verdict;
      return found === "proved" || found === "refuted" ? found : "open";
    });
    const page = sentencePage(area, sentence, verdict, all);
    return { id: sentence.catalogue, verdict: verdict.replaceAll("-", " "), page };
  });
  const list = rows.map(({ id, verdict }) => `| [${id}](./${id}) | ${verdict} |`);
  const head = [`# Sentences: ${area}`, "", `${rows.length} sentences, decided as this page was built.`, ""];
  const table = ["| sentence | verdict |", "|---|---|", ...list, ""];
  return [
    { params: { area, sentence: "index" }, content: [...head, ...table].join("\n") },
    ...rows.map(({ id, page }) => ({ params: { area, sentence: id }, content: page })),
  ];
}

export default { paths: () => [...catalogue].flatMap(([area, sentences]) => pagesOf(area, sentences)) };
