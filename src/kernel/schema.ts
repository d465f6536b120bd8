/**
 * Schemas: what a definition unfolds to, as a term in variables.
 *
 * A defined node means its unfolding, and reads as its name and arguments. The
 * two agree when the unfolding is an instance of one schema, the definition
 * applied to variables: then equal arguments give equal values. The functions
 * of definitions are not asked again: whoever wrote one may have made it answer
 * by how an argument is written, and a node may carry any unfolding.
 */
import { substitute } from "../term/binder.ts";
import { definitionOf } from "../term/definition.ts";
import { Fault } from "../term/fault.ts";
import { parts } from "../term/names.ts";
import { schedule } from "../term/schedule.ts";
import {
  type Defined,
  defined,
  freshName,
  isTerm,
  shapeText,
  type Term,
  type Variable,
  variable,
} from "../term/term.ts";
import { isClosed } from "./closed.ts";

interface Schema {
  readonly parameters: readonly Variable[];
  readonly body: Term;
}

const schemas = new Map<string, Schema>();

/** The schema of a definition for arguments of given shapes. throws  Fault when there is no such definition */
function schemaFor(name: string, args: readonly Term[]): Schema {
  const key = `${name}|${args.map(({ rows, cols }) => `${rows.id}x${cols.id}`).join(",")}`;
  const known = schemas.get(key);
  if (known !== undefined) return known;
  const definition = definitionOf(name);
  if (definition === undefined || definition.parameters.length !== args.length)
    throw new Fault({ op: "unfold", expected: "a definition", received: `${name} of ${args.length}` });
  const parameters = args.map(({ rows, cols }) => variable(freshName(), rows, cols));
  const body: unknown = definition.unfold(...parameters);
  if (!isTerm(body)) throw new Fault({ op: "unfold", expected: "a term", received: typeof body });
  if (!isClosed(body))
    throw new Fault({ op: "unfold", expected: "a closed term, whatever it is put in", received: name });
  const schema = schemas.get(key) ?? { parameters, body }; // the first, should the definition have asked for it too
  schemas.set(key, schema);
  return schema;
}

function instance({ parameters, body }: Schema, args: readonly Term[]): Term {
  return substitute(body, new Map<Term, Term>(parameters.map((parameter, i) => [parameter, args[i]!]))); // as many
}

/** A defined term of other arguments, of the same shapes. */
export function redefined(term: Defined, args: readonly Term[]): Defined {
  return defined(term.name, args, instance(schemaFor(term.name, args), args));
}

const genuine = new WeakSet<Term>();

/**
 * Throws unless each defined term in a term is an instance of its definition. A term is immutable and a definition is
 * made once, so each is asked once.
 */
export function expectGenuine(root: Term): void {
  if (genuine.has(root)) return;
  for (const term of schedule(root, { stop: (inner) => genuine.has(inner), argumentsOf: parts })) {
    if (term.op === "defined" && instance(schemaFor(term.name, term.args), term.args) !== term.unfolded) {
      const of = `${term.name} of ${term.args.map(shapeText).join(", ")}`;
      throw new Fault({ op: "unfold", expected: "a defined term as its definition makes it", received: of });
    }
    genuine.add(term);
  }
}
