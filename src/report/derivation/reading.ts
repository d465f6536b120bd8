/** A derivation as its renderers read it: facts and terms by their ids, and what a reader is pointed to. */
import type { Term } from "../../term/term.ts";
import type { Derivation, FactRow, SaidRow, StepRow } from "./schema.ts";
import { abbreviated, termsById } from "./terms.ts";

/** A part of a derivation that is told as a whole: the proof, or how far a side comes. */
export interface Chapter {
  readonly title?: string;
  readonly fact: FactRow;
  /** What it stands on, in order. */
  readonly below: readonly FactRow[];
}

/** The facts and terms of a document. */
export class Reading {
  readonly document: Derivation;
  readonly #facts: ReadonlyMap<string, FactRow>;
  readonly #terms: ReadonlyMap<string, Term>;
  /** Short names, by the terms that they stand for. */
  readonly names: ReadonlyMap<Term, string>;

  constructor(document: Derivation) {
    this.document = document;
    this.#facts = new Map(document.facts.map((fact) => [fact.id, fact]));
    this.#terms = termsById(document.terms);
    this.names = new Map(document.names.map(({ name, term }) => [this.term(term), name]));
  }

  /** The term of an id, in full. */
  term(id: string): Term {
    return this.#terms.get(id)!; // the table has every term that the document names
  }

  /** The term of an id, with short names but for one that is being explained. */
  short(id: string, without?: string): Term {
    const names = without === undefined ? this.names : new Map([...this.names].filter(([, name]) => name !== without));
    return abbreviated(this.term(id), names);
  }

  /** The fact of an id. */
  fact(id: string): FactRow {
    return this.#facts.get(id)!; // as of terms
  }

  /** The parts that are told, in order. */
  chapters({ unfold }: { readonly unfold: boolean }): readonly Chapter[] {
    const { proof, stops } = this.document;
    const below = (id: string): readonly FactRow[] => this.#below(id, unfold);
    if (proof !== undefined) return [{ fact: this.fact(proof), below: below(proof) }];
    return (stops?.sides ?? []).map((id) => {
      const side = id.startsWith("l") ? "left" : "right";
      return { title: `the ${side} side`, fact: this.fact(id), below: below(id) };
    });
  }

  /** What a step is about when it is a fact that the document shows. */
  factOf({ title, parts }: StepRow): FactRow | undefined {
    const [named] = title.split(",");
    const part = parts.find(({ fact }) => fact === named);
    return part?.fact === undefined ? undefined : this.fact(part.fact);
  }

  #below(id: string, unfold: boolean): readonly FactRow[] {
    const found = new Set<string>();
    const visit = [id];
    for (let at = visit.pop(); at !== undefined; at = visit.pop()) {
      for (const other of this.#pointed(this.fact(at), unfold)) {
        if (found.has(other)) continue;
        found.add(other);
        visit.push(other);
      }
    }
    return [...found].sort((a, b) => Number(a.slice(1)) - Number(b.slice(1))).map((other) => this.fact(other));
  }

  #pointed({ by }: FactRow, unfold: boolean): readonly string[] {
    if (by.rule === "law") return by.law.conditions;
    if ("of" in by) return by.of;
    if (by.rule !== "chain") return [];
    const parts = by.steps.flatMap(({ parts }) => parts);
    const refs = parts.flatMap(({ fact, law }) => [...(fact === undefined ? [] : [fact]), ...(law?.conditions ?? [])]);
    const named = new Set(by.steps.flatMap((step) => this.factOf(step)?.id ?? []));
    const shown = refs.filter((ref) => unfold || named.has(ref) || this.fact(ref).says.relation === "is");
    return by.from === undefined ? shown : [by.from, ...shown];
  }
}

/** What a fact says, its terms written by a renderer. */
export function saidWith(
  { relation, terms, property }: SaidRow,
  write: (id: string) => string,
  signs = { le: "≤", is: "is" },
): string {
  const [lhs, rhs] = terms.map(write);
  if (relation === "is") return `${lhs} ${signs.is} ${property}`;
  return `${lhs} ${relation === "≤" ? signs.le : relation} ${rhs}`;
}

/** Why a fact holds: a rule, the facts that it is from, and words. */
export function reasonOf({ by }: FactRow): {
  readonly name?: string;
  readonly from: readonly string[];
  readonly words: string;
} {
  if (by.rule === "law") return { name: by.law.name, from: by.law.conditions, words: by.words };
  if (by.rule !== "chain") return { from: "of" in by ? by.of : [], words: by.words };
  const count = by.steps.length;
  const words = count === 0 ? "both sides are the same" : count === 1 ? "in one step" : `in ${count} steps`;
  return { from: by.from === undefined ? [] : [by.from], words };
}

/** A residual in few characters. */
export function residualText({ value, exact }: NonNullable<StepRow["residual"]>): string {
  return exact ? `${value}, exact` : value === 0 ? "0" : value.toExponential(1);
}
