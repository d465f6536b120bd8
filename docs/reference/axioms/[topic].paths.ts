/** A page for each topic of axioms: the law as the kernel states it of variables, where it is proved, and where it is from. */
import { AXIOM_TOPICS } from "../../../dist/kernel/axioms.js";
import { failureOf, type LawFailure } from "../../../dist/report/derivation/failure.js";
import { schemaText } from "../../../dist/report/derivation/laws.js";
import { smallMatrix } from "../../../dist/report/derivation/text.js";

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

function rowOf(axiom: (typeof AXIOM_TOPICS)[string][number]): string {
  const { name, parameters, mathcomp, source } = axiom;
  const failure = failureOf(axiom);
  return [
    `## ${name} {#${name}}`,
    "",
    "```text",
    schemaText(name),
    "```",
    "",
    `\`${parameters}\``,
    "",
    ...(failure === undefined ? [] : [failureText(failure), ""]),
    `Rocq: \`${mathcomp}\`. Source: ${source.replaceAll("<", "&lt;")}.`,
    "",
  ].join("\n");
}

export default {
  paths: () =>
    Object.entries(AXIOM_TOPICS).map(([topic, axioms]) => {
      const count = `${axioms.length} ${axioms.length === 1 ? "law" : "laws"}. The kernel assumes them; each is proved in Rocq, and tested on exact numbers.`;
      return { params: { topic }, content: [`# ${topic}`, "", count, "", ...axioms.map(rowOf)].join("\n") };
    }),
};
