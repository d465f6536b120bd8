/**
 * A page for each axiom: the law as the kernel states it of variables, where it fails without its conditions, where it is
 * proved, and where it is from; and one for each topic, which lists its laws.
 */
import { failureOf, type LawFailure } from "../../../../dist/report/derivation/failure.js";
import { reasonFor, schemaText } from "../../../../dist/report/derivation/laws.js";
import { smallMatrix } from "../../../../dist/report/derivation/text.js";
import { TOPICS } from "../../../laws.ts";

type Axiom = NonNullable<ReturnType<typeof TOPICS.get>>[number];

/** Where a law fails without its conditions, in a sentence. */
function failureText({ without, sizes, values, outcome }: LawFailure): string {
  const empty = Object.entries(sizes).filter(([, size]) => size === 0);
  const at = [
    ...Object.entries(values).flatMap(([name, rows]) =>
      rows.flat().length === 0 ? [] : [`${name} = ${smallMatrix(rows)}`],
    ),
    ...empty.map(([symbol]) => `${symbol} = 0`),
  ];
  const said =
    outcome.kind === "no value"
      ? `\`${outcome.of}\` has no value`
      : outcome.kind === "is not"
        ? `what is said to be ${outcome.property} is \`${smallMatrix(outcome.value)}\``
        : `the left side is \`${smallMatrix(outcome.lhs)}\` and the right side \`${smallMatrix(outcome.rhs)}\``;
  return `Without *${without.join("* and *")}* it fails: at \`${at.join(", ")}\`, ${said}.`;
}

function axiomPage(topic: string, axiom: Axiom): string {
  const { name, parameters, mathcomp, source } = axiom;
  const [failure, schema, reason] = [failureOf(axiom), schemaText(name), reasonFor(name)];
  return [
    `# ${name}`,
    "",
    "```text",
    schema,
    "```",
    "",
    ...(reason === schema ? [] : [`In words: ${reason}.`, ""]),
    `Of any terms \`${parameters}\`.`,
    "",
    ...(failure === undefined ? [] : [failureText(failure), ""]),
    `The kernel assumes it. Rocq proves it from \`${mathcomp}\`, and a test evaluates it on exact numbers.`,
    "",
    `Source: ${source.replaceAll("<", "&lt;")}. Topic: [${topic}](./).`,
    "",
  ].join("\n");
}

function topicPage(topic: string, axioms: readonly Axiom[]): string {
  const count = `${axioms.length} ${axioms.length === 1 ? "law" : "laws"}.`;
  const rows = axioms.map(({ name }) => `- [\`${name}\`](./${name}): \`${schemaText(name)}\``);
  return [`# Axioms: ${topic.replaceAll("-", " ")}`, "", count, "", ...rows, ""].join("\n");
}

export default {
  paths: () =>
    [...TOPICS].flatMap(([topic, axioms]) => [
      { params: { topic, axiom: "index" }, content: topicPage(topic, axioms) },
      ...axioms.map((axiom) => ({ params: { topic, axiom: axiom.name }, content: axiomPage(topic, axiom) })),
    ]),
};
