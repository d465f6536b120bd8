/**
 * An order of terms that depends on what they are alone, so that normal
 * forms, and the certificates made of them, are the same in every run.
 */
import type { Dim } from "../term/dimension.ts";
import { rationalText } from "../term/rational.ts";
import { schedule } from "../term/schedule.ts";
import { indexText, type Term } from "../term/term.ts";

const PRIME = 0x01000193; // of the FNV hash
const BASIS = 0x811c9dc5;

type Hashes = WeakMap<Term, number>;

/** By all facts of a term, and by those that are not names under which binders are opened. */
const named: Hashes = new WeakMap();
const nameless: Hashes = new WeakMap();

/** The names of opened binders (normaliser.ts): one body is opened under others where it stands in a higher binder. */
const OPENED = /@\d+'*/g;

/** A number for a term's structure: 52 bits, so that two different terms of a proof practically never share one. */
function hashOf(root: Term, hashes: Hashes): number {
  const known = hashes.get(root);
  if (known !== undefined) return known;
  for (const term of schedule(root, { stop: (inner) => hashes.has(inner) })) {
    const facts = factsText(term);
    let [a, b] = hashText(hashes === nameless && facts.includes("@") ? facts.replace(OPENED, "@") : facts);
    for (const argument of term.args) {
      const inner = hashes.get(argument)!; // the schedule lists arguments first
      const [low, high] = [inner % 2 ** 26, Math.floor(inner / 2 ** 26)];
      a = Math.imul(a ^ low, PRIME) + high;
      b = Math.imul(b ^ high, PRIME) + Math.imul(low, 31);
    }
    hashes.set(term, ((a >>> 6) >>> 0) * 2 ** 26 + (b >>> 6));
  }
  return hashes.get(root)!;
}

function hashText(text: string): [number, number] {
  let [a, b] = [BASIS, ~BASIS];
  for (let i = 0; i < text.length; i++) {
    a = Math.imul(a ^ text.charCodeAt(i), PRIME);
    b = Math.imul(b + text.charCodeAt(i), 0x5bd1e995) ^ (b >>> 13);
  }
  return [a, b];
}

function factsText(term: Term): string {
  const shape = (): string => `${term.rows.text}x${term.cols.text}`;
  const sizes = (...of: readonly Dim[]): string => of.map(({ text }) => text).join(",");
  switch (term.op) {
    case "variable":
      return `variable ${term.name}${indexText(term.index)} ${term.kind} ${shape()}`;
    case "constant":
      return `constant ${rationalText(term.value)}`;
    case "size":
      return `size ${term.size.text}`;
    case "map":
      return `map ${term.fn}`;
    case "power":
      return `power ${term.exponent.text}`;
    case "opaque":
      return `opaque ${term.name}${indexText(term.index)} ${term.scope} ${shape()}`;
    case "tri":
      return `tri ${shape()} ${sizes(term.above, term.below)}`;
    case "rows":
    case "cols":
      return `${term.op} ${shape()} ${term.start.text}`;
    case "bigSum":
    case "bigHcat":
    case "bigVcat":
    case "fold":
      return `${term.op} ${term.count.text} ${term.height}`;
    case "state":
      return `state ${term.binder} ${shape()}`;
    case "defined":
      return `defined ${term.name}`;
    default:
      return term.args.length === 0 ? `${term.op} ${shape()}` : term.op;
  }
}

/** Negative, zero or positive: constants first, then sizes, then variables by name, then the others. */
export function compareTerms(a: Term, b: Term): number {
  if (a === b) return 0;
  const rank = rankOf(a) - rankOf(b);
  if (rank !== 0) return rank;
  if (a.op === "variable" && b.op === "variable" && a.name !== b.name) return a.name < b.name ? -1 : 1;
  return hashOf(a, nameless) - hashOf(b, nameless) || hashOf(a, named) - hashOf(b, named) || a.id - b.id;
}

function rankOf({ op }: Term): number {
  return op === "constant" ? 0 : op === "size" ? 1 : op === "variable" ? 2 : 3;
}
