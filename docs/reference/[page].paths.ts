/**
 * The page of `commutant.config.ts`, its keys as the program reads them, in the words of the options that they are; and
 * the page of formulas, with every function and kind that the parser knows.
 */
import { configJsonSchema } from "../../dist/cli/config.js";
import { type Definition, definitionNames, definitionOf } from "../../dist/term/definition.js";
import { ENTRYWISE } from "../../dist/term/entrywise.js";
import { KINDS } from "../../dist/term/kind.js";
import { formulaOf } from "../../dist/term/print.js";
import "../../dist/model/attention.js"; // which defines attention and soft caps
import { variable } from "../../dist/term/term.js";
import { functionNames, functionOf } from "../../dist/term/vocabulary.js";
import { optionsOf } from "../commands.ts";

interface Schema {
  readonly type?: string;
  readonly description?: string;
  readonly enum?: readonly string[];
  readonly items?: Schema;
  readonly anyOf?: readonly Schema[];
  readonly properties?: Readonly<Record<string, Schema>>;
}

/** Keys that are called otherwise than the options they are, and those that no option is. */
const NAMES: Readonly<Record<string, string>> = { reporters: "reporter", timeLimit: "time-limit" };
const OWN: Readonly<Record<string, string>> = {
  models: "what is checked: each a folder, or `org/name` on the hub, or an object with the keys below",
  claims: "claims by their ids or areas; all of them without any",
};

function typeOf({ type, enum: words, items }: Schema): string {
  if (words !== undefined) return words.map((word) => `"${word}"`).join(" or ");
  return type === "array" ? `list of ${items?.type ?? "models"}` : (type ?? "");
}

function tableOf(properties: Readonly<Record<string, Schema>>): readonly string[] {
  const options = optionsOf("check");
  const rows = Object.entries(properties).map(([key, schema]) => {
    const words = OWN[key] ?? options.get(NAMES[key] ?? key);
    if (words === undefined) throw new Error(`the config's key ${key} is no option of commutant check`);
    return `| \`${key}\` | ${typeOf(schema)} | ${words} |`;
  });
  return ["| key | type | what it is |", "|---|---|---|", ...rows];
}

function configPage(): string {
  const { properties = {} } = configJsonSchema() as Schema;
  const model = properties.models?.items?.anyOf?.find((one) => one.properties !== undefined);
  return [
    "# commutant.config.ts",
    "",
    "What a project checks, so that `npx commutant check` needs no arguments. What the command line says goes before it.",
    "",
    "```ts",
    'import { defineConfig } from "commutant";',
    "",
    'export default defineConfig({ models: ["path/to/folder"], claims: ["rank", "causality"], samples: 50 });',
    "```",
    "",
    "## Keys",
    "",
    ...tableOf(properties),
    "",
    "## Keys of a model that is only run",
    "",
    ...tableOf(model?.properties ?? {}),
    "",
  ].join("\n");
}

/** What a definition unfolds to, of matrices of one shape and numbers; some only fit other shapes. */
function unfoldedText({ parameters, unfold }: Definition): string {
  const shapes = [
    ["n", "m"],
    ["n", "n"],
  ] as const;
  for (const [n, m] of shapes) {
    try {
      const args = parameters.map((name) => (/^[A-Z]/.test(name) ? variable(name, n, m) : variable(name, 1, 1)));
      return formulaOf(unfold(...args));
    } catch {} // of another shape
  }
  return "";
}

const cell = (text: string): string => text.replaceAll("|", "\\|");

function formulasPage(): string {
  const defined = definitionNames();
  const core = functionNames().filter((name) => !defined.includes(name) && !(name in ENTRYWISE));
  const usages = core.map((name) => functionOf(name)?.usage ?? BINDERS[name]);
  return [
    "# Formulas",
    "",
    "One grammar for the command line, statement files, the explorer and notebooks. A formula is read and never run.",
    "",
    "## Operators",
    "",
    "| written | means |",
    "|---|---|",
    ...OPERATORS.map(([written, means]) => `| \`${written}\` | ${means} |`),
    "",
    "## Functions",
    "",
    usages.map((usage) => `\`${usage}\``).join(", "),
    "",
    "## Functions of each entry",
    "",
    "| written | of an entry x |",
    "|---|---|",
    ...Object.entries(ENTRYWISE).map(([name, of]) => `| \`${name}(A)\` | ${cell(of)} |`),
    "",
    "## Definitions",
    "",
    "| written | unfolds to |",
    "|---|---|",
    ...defined.map((name) => {
      const definition = definitionOf(name)!;
      const text = unfoldedText(definition);
      return `| \`${name}(${definition.parameters.join(", ")})\` | ${text === "" ? "" : `\`${cell(text)}\``} |`;
    }),
    "",
    "## Kinds",
    "",
    "What is given of a matrix before its shape, `P: perm n`; it is a hypothesis of what is proved.",
    "",
    "| kind | assumes of X |",
    "|---|---|",
    ...Object.entries(KINDS).map(([kind, { assumes }]) => `| \`${kind}\` | ${assumes} |`),
    "",
  ].join("\n");
}

/** How the parser's own words are used. */
const BINDERS: Readonly<Record<string, string>> = {
  tri: "tri(n, m, above, below)",
  layers: "layers(l < L, x, …)",
  derivative: "derivative(…)",
};
const OPERATORS: readonly (readonly [string, string])[] = [
  ["A*B", "product of matrices, or a number times a matrix"],
  ["A'", "transpose"],
  ["A + B, A - B, -A", "sum, difference, opposite"],
  ["A .* B, A ./ B", "product and quotient entry by entry"],
  ["A/s", "a matrix over a number"],
  ["A = B, A <= B", "what is claimed: equal, or nowhere more"],
  ["sum(h < H, …)", "a sum over an index"],
];

export default {
  paths: () => [
    { params: { page: "config" }, content: configPage() },
    { params: { page: "formulas" }, content: formulasPage() },
  ],
};
