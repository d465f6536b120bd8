/**
 * Bindings: what an interpreter needs to know to give a term a value.
 *
 * Sizes for the symbols, a value for each variable (of a family: for each
 * index), and a function for each opaque name.
 */
import type { Sizes } from "./dimension.ts";
import { Fault } from "./fault.ts";
import { indexText, type Opaque, shapeText, type Variable } from "./term.ts";

/** Values of one interpreter, `V`, for what is free in a term. */
export interface Bindings<V> {
  readonly sizes: Sizes;
  /** The value of a variable whose sizes and indices are numbers. */
  readonly variable: (variable: Variable) => V;
  /** The value of an opaque function at an argument. */
  readonly opaque?: (fn: Opaque, argument: V) => V;
}

/**
 * Bindings from a record of values, families under their indexed name, `W_Q[0,1]`.
 *
 * throws  Fault, when a value is asked for that is not there
 */
export function bind<V>(
  sizes: Sizes,
  values: Readonly<Record<string, V>>,
  opaque?: Bindings<V>["opaque"],
): Bindings<V> {
  const value = (variable: Variable): V => {
    const name = `${variable.name}${indexText(variable.index)}`;
    if (Object.hasOwn(values, name)) return values[name]!;
    throw new Fault({
      op: "bind",
      expected: `a value for ${name} (${shapeText(variable)})`,
      received: `values of ${Object.keys(values).join(", ") || "nothing"}`,
    });
  };
  return opaque === undefined ? { sizes, variable: value } : { sizes, variable: value, opaque };
}
