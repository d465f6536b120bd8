/** A page for each area of claims: formulas as they are decided, and what they come to, computed as the page is built. */
import { decide } from "../../../dist/check/decide.js";
import { catalogue } from "../../../dist/claim/facts.js";
import { library } from "../../../dist/claim/library.js";
import { truthOf } from "../../../dist/claim/notes.js";
import { textOf } from "./problem.ts";

type Sentence = NonNullable<ReturnType<typeof catalogue.get>>[number];
type Part = Sentence["asserted"][number];

/** The time that a part may take. unit  millisecond */
const PATIENCE = 4000;

function verdictOf(sentence: Sentence): string {
  return truthOf(sentence, ({ pose }: Part) => {
    const { verdict } = decide(pose(), { milliseconds: PATIENCE, clock: () => performance.now() });
    return verdict === "proved" || verdict === "refuted" ? verdict : "open";
  });
}

function sentencePage(area: string, sentences: readonly Sentence[]): string {
  const parts = (all: readonly Part[]): string => all.map((part) => textOf(part.pose())).join("\n");
  const rows = sentences.map((sentence) => {
    const when =
      sentence.conditioned === undefined
        ? []
        : ["with its condition:", "", "```text", parts(sentence.conditioned), "```", ""];
    return [
      `## ${sentence.catalogue}`,
      "",
      `**${verdictOf(sentence)}**`,
      "",
      "```text",
      parts(sentence.asserted),
      "```",
      "",
      ...when,
    ].join("\n");
  });
  return [`# ${area}`, "", `${sentences.length} sentences, decided as this page was built.`, "", ...rows].join("\n");
}

function libraryPage(): string {
  const rows = library.map(({ id, title, formula, source, scope }) =>
    [
      `## ${id}`,
      "",
      `${title} (${scope}); [its derivation](../claim/${id.replace("/", "-")})`,
      "",
      "```text",
      formula,
      "```",
      "",
      `Source: ${source.replaceAll("<", "&lt;")}`,
      "",
    ].join("\n"),
  );
  return [
    "# Claims about models",
    "",
    "`commutant check` attacks them, `commutant prove --architecture` decides them.",
    "",
    ...rows,
  ].join("\n");
}

export default {
  paths: () => [
    { params: { area: "models" }, content: libraryPage() },
    ...[...catalogue].map(([area, sentences]) => ({ params: { area }, content: sentencePage(area, sentences) })),
  ],
};
