/** A derivation on a terminal: the chain line by line, each with its reason; what it stands on below. */
import { formulaOf } from "../../term/print.ts";
import { differenceLines, matrixText } from "../matrix.ts";
import { type Colours, noColours, SIGNS } from "../signs.ts";
import { type Chapter, Reading, reasonOf, residualText, saidWith } from "./reading.ts";
import type { Derivation, FactRow, PartRow, StepRow } from "./schema.ts";

/** How much is shown. */
export interface TextOptions {
  /** Whether steps are opened into the changes they are made of, and what they stand on is derived too. */
  readonly unfold?: boolean;
  readonly colours?: Colours;
}

/** Characters of the longest formula; what is deeper is elided, but for `unfold`. */
const LONGEST = 240;
/** Values of a counterexample that are shown; a stack has many. */
const MOST_VALUES = 12;
/** Rows and columns from which on a matrix is cut. */
const LARGE = 6;

/** The derivation as text. */
export function derivationText(
  derivation: Derivation,
  { unfold = false, colours = noColours }: TextOptions = {},
): string {
  return `${new Board(new Reading(derivation), unfold, colours).lines().join("\n")}\n`;
}

class Board {
  readonly #reading: Reading;
  readonly #unfold: boolean;
  readonly #colours: Colours;

  constructor(reading: Reading, unfold: boolean, colours: Colours) {
    [this.#reading, this.#unfold, this.#colours] = [reading, unfold, colours];
  }

  lines(): readonly string[] {
    const { stops, counterexample } = this.#reading.document;
    return [
      ...this.#head(),
      ...this.#reading.chapters({ unfold: this.#unfold }).flatMap((chapter) => this.#chapter(chapter)),
      ...(stops === undefined ? [] : this.#stopped(stops)),
      ...(counterexample === undefined ? [] : counterexampleLines(counterexample)),
    ];
  }

  #head(): readonly string[] {
    const { claim, verdict, method, hypotheses, sizes, variables, names, numbers, reason } = this.#reading.document;
    const { good, bad, doubtful, strong, faint } = this.#colours;
    const paint = verdict === "proved" ? good : verdict === "refuted" ? bad : doubtful;
    const scope = verdict === "proved" ? "for all sizes" : method;
    const given = variables.map(
      ({ name, shape, kind }) => `${name}: ${kind === "matrix" ? "" : `${kind} `}${shape.join(" × ")}`,
    );
    const least = sizes.map(({ symbol, least: value }) => `${symbol} ≥ ${value}`);
    const at = Object.entries(numbers?.sizes ?? {}).map(([symbol, value]) => `${symbol}=${value}`);
    return [
      `${paint(SIGNS[verdict])} ${strong(verdict)}  ${claim.id}   ${faint(scope)}`,
      ...(claim.title === undefined ? [] : [`  ${claim.title}`]),
      ...(claim.formula === claim.id ? [] : [`  ${claim.formula}`]),
      ...(claim.expected === undefined ? [] : [`  known: ${claim.expected}`]),
      ...(reason === undefined ? [] : [`  ${reason}`]),
      "",
      ...(given.length === 0 ? [] : [`  given     ${given.join("; ")}`]),
      ...(least.length === 0 ? [] : [`  sizes     ${least.join(", ")}`]),
      ...hypotheses.map((one) => `  assume    ${one}`),
      ...names.map(({ name, term }) => `  write     ${name} for ${this.#formula(term, name)}`),
      ...(numbers === undefined ? [] : [faint(`  residuals at ${[...at, `seed ${numbers.seed}`].join(", ")}`)]),
    ];
  }

  #chapter({ title, fact, below }: Chapter): readonly string[] {
    const told = below.flatMap((one) => [
      `    ${one.id.padEnd(5)} ${this.#said(one)}   ${this.#because(one)}`,
      ...(this.#unfold && one.by.rule === "chain" ? this.#chain(one.by.steps, "          ") : []),
    ]);
    return [
      "",
      ...(title === undefined ? [] : [`  ${title}`]),
      ...this.#fact(fact),
      ...(told.length === 0 ? [] : ["", "  where", ...told]),
    ];
  }

  #fact(fact: FactRow): readonly string[] {
    const { by } = fact;
    if (by.rule !== "chain") return [`    ${this.#said(fact)}`, `      ${this.#because(fact)}`];
    return [...(by.from === undefined ? [] : [`    from ${by.from}`]), ...this.#chain(by.steps, "  ")];
  }

  #chain(steps: readonly StepRow[], indent: string): readonly string[] {
    const [first] = steps;
    if (first === undefined) return [];
    const lines = steps.flatMap((step, i) => [
      `${indent}  ${step.relation} ${i === steps.length - 1 ? this.#inFull(step.after) : this.#formula(step.after)}`,
      this.#colours.faint(`${indent}        ${i + 1}  ${this.#why(step)}`),
      ...(this.#unfold && step.parts.length > 1
        ? step.parts.map((part) => this.#part(part, `${indent}             `))
        : []),
    ]);
    return [`${indent}    ${this.#inFull(first.before)}`, ...lines];
  }

  #why(step: StepRow): string {
    const fact = this.#reading.factOf(step);
    const residual = step.residual === undefined ? "" : `   [${residualText(step.residual)}]`;
    return `${step.title}: ${fact === undefined ? step.words : this.#said(fact)}${residual}`;
  }

  #part({ redex, contractum, law, fact, backward }: PartRow, indent: string): string {
    const by = `${law?.name ?? fact ?? "regrouped"}${backward ? ", read backwards" : ""}`;
    return this.#colours.faint(`${indent}${this.#formula(redex)}  →  ${this.#formula(contractum)}   ${by}`);
  }

  #said({ says }: FactRow): string {
    return saidWith(says, (id) => this.#formula(id));
  }

  #because(fact: FactRow): string {
    const { name, from, words } = reasonOf(fact);
    const refs = from.length === 0 ? "" : ` (${from.join(", ")})`;
    return this.#colours.faint(name === undefined ? `${words}${refs}` : `${name}${refs}: ${words}`);
  }

  #formula(id: string, without?: string): string {
    return formulaOf(this.#reading.short(id, without), this.#unfold ? {} : { maxLength: LONGEST });
  }

  /** A formula without short names: a reader looks for the sides of the claim as they are. */
  #inFull(id: string): string {
    return formulaOf(this.#reading.term(id), this.#unfold ? {} : { maxLength: LONGEST });
  }

  #stopped({ needs, mends }: NonNullable<Derivation["stops"]>): readonly string[] {
    const { bad } = this.#colours;
    const missing = saidWith(needs, (id) => this.#formula(id));
    return [
      "",
      `  ${bad("✗")} a proof stops here: it needs`,
      `      ${bad(missing)}`,
      ...(mends ? ["  and with that it is proved"] : []),
    ];
  }
}

/** A counterexample: sizes, values, both sides where they differ. */
function counterexampleLines({
  sizes,
  values,
  functions,
  lhs,
  rhs,
  reason,
}: NonNullable<Derivation["counterexample"]>): readonly string[] {
  const at = Object.entries(sizes).map(([symbol, value]) => `${symbol}=${value}`);
  const given = Object.entries(values);
  return [
    "",
    `  smallest counterexample  ${at.join(" ")}`,
    ...(reason === undefined ? [] : [`      ${reason}`]),
    ...given.slice(0, MOST_VALUES).map(([name, rows]) => `      ${name} = ${smallMatrix(rows)}`),
    ...(given.length > MOST_VALUES ? [`      and ${given.length - MOST_VALUES} more: see --format json`] : []),
    ...functions.map((text) => `      ${text}`),
    ...(lhs.length === 0 ? [] : differenceLines(numbers(lhs), numbers(rhs)).map((line) => `  ${line}`)),
  ];
}

type Rows = NonNullable<Derivation["counterexample"]>["lhs"];

/** A matrix of numbers and fractions in one line; a large one rounded and cut. */
export function smallMatrix(rows: Rows): string {
  if (rows.length > LARGE || (rows[0]?.length ?? 0) > LARGE) return matrixText(numbers(rows));
  return rows.length === 1 && rows[0]!.length === 1
    ? String(rows[0]![0])
    : `[${rows.map((row) => row.join(" ")).join("; ")}]`;
}

function numbers(rows: Rows): number[][] {
  return rows.map((row) => row.map(quotient));
}

function quotient(entry: number | string): number {
  const [over, under = "1"] = String(entry).split("/") as [string, string?];
  return Number(over) / Number(under);
}
