/**
 * The one error of the library: what a caller did that cannot be done.
 *
 * Its facts are fields; the sentence is derived from them:
 * `op: expected X, received Y; next step`. Low code throws it short, and the
 * border (command line, file reader) adds what the user wrote.
 */

/** A stretch of what the user wrote, from one character up to another. */
export interface Place {
  readonly text: string;
  readonly from: number;
  readonly to: number;
}

/** The facts of a {@link Fault}. */
export interface FaultFacts {
  /** The operation, file or option that refused. */
  readonly op: string;
  readonly expected: string;
  readonly received: string;
  /** What to do next. */
  readonly next?: string | undefined;
  /** What the fault is about, where someone asks: shapes that do not fit, which make a formula meaningless and not unreadable. */
  readonly about?: "shape" | undefined;
  /** Where in a text, when there is one. */
  readonly place?: Place | undefined;
}

/** A caller's mistake, as data with a derived sentence. */
export class Fault extends Error {
  readonly facts: FaultFacts;

  constructor(facts: FaultFacts, options?: ErrorOptions) {
    super(sentence(facts), options);
    this.name = "Fault";
    this.facts = facts;
  }
}

function sentence({ op, expected, received, next, place }: FaultFacts): string {
  const line = `${op}: expected ${expected}, received ${received}${next === undefined ? "" : `; ${next}`}`;
  return place === undefined ? line : `${line}\n${pointer(place)}`;
}

/** The text with carets under the place: `  A*B*C` above `    ^^^`. */
function pointer({ text, from, to }: Place): string {
  const flat = text.replace(/\s/g, " ");
  const width = (part: string): number => [...part].length;
  return `  ${flat}\n  ${" ".repeat(width(flat.slice(0, from)))}${"^".repeat(Math.max(width(flat.slice(from, to)), 1))}`;
}

/** Runs a reading of a place, so that a fault in it says where; a fault that knows its place keeps it. */
export function withPlace<T>(place: Place, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof Fault) || error.facts.place !== undefined) throw error;
    throw new Fault({ ...error.facts, place }, { cause: error });
  }
}

/** The next step for an unknown name: the closest of the known ones, or all of a few. */
export function didYouMean(name: string, known: Iterable<string>): string | undefined {
  const names = [...known];
  const ranked = names.map((other) => ({ other, distance: editDistance(name.toLowerCase(), other.toLowerCase()) }));
  ranked.sort((a, b) => a.distance - b.distance);
  const [best] = ranked;
  if (best !== undefined && best.distance <= Math.floor((name.length + 1) / 3)) return `did you mean ${best.other}?`;
  return names.length > 0 && names.length <= LISTED_NAMES ? `known: ${names.join(", ")}` : undefined;
}

/** How many known names a message lists at most. */
const LISTED_NAMES = 12;

/** Levenshtein's distance: insertions, deletions and replacements of one character. */
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      next.push(Math.min(next[j - 1]! + 1, row[j]! + 1, row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1)));
    }
    row = next;
  }
  return row[b.length]!;
}

/**
 * An interpreter's answer that it has no meaning for an operation: GF(p) has
 * no order, a float has no rank. Not a mistake, and never a wrong value.
 */
export class Refusal extends Error {
  readonly interpreter: string;
  readonly op: string;
  readonly reason: string;

  constructor(interpreter: string, op: string, reason: string) {
    super(`${interpreter} cannot interpret ${op}: ${reason}`);
    this.name = "Refusal";
    this.interpreter = interpreter;
    this.op = op;
    this.reason = reason;
  }
}
