/**
 * The one error of the library: what a caller did that cannot be done.
 *
 * Its facts are fields; the sentence is derived from them:
 * `op: expected X, received Y; next step`. Low code throws it short, and the
 * border (command line, file reader) adds what the user wrote.
 */

/** The facts of a {@link Fault}. */
export interface FaultFacts {
  /** The operation, file or option that refused. */
  readonly op: string;
  readonly expected: string;
  readonly received: string;
  /** What to do next. */
  readonly next?: string;
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

function sentence({ op, expected, received, next }: FaultFacts): string {
  return `${op}: expected ${expected}, received ${received}${next === undefined ? "" : `; ${next}`}`;
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
