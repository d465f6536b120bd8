/** A model that is a JavaScript function. */
import type { OptionalInput, RunPrecision, Traits } from "../model/traits.ts";
import type { Call, Output, Runtime } from "./runtime.ts";

/** Numbers, row in row: B × C × n. */
export type Nested = readonly (readonly (readonly number[])[])[];

/** What the function is given. */
export interface FunctionInputs extends Readonly<Partial<Record<OptionalInput, readonly (readonly number[])[]>>> {
  readonly input_ids: readonly (readonly number[])[];
}

/** How it is called. */
export interface FunctionCall<State> {
  readonly precision: RunPrecision;
  readonly outputs: readonly string[];
  /** What the earlier run returned as its state, where this one goes on after it. */
  readonly past?: State | undefined;
}

/** A model as a function. */
export interface FunctionModel<State = unknown> {
  readonly name: string;
  readonly traits: Omit<Traits, "inputs" | "outputs" | "precisions" | "cache"> &
    Partial<Pick<Traits, "inputs" | "outputs" | "precisions" | "cache">>;
  /** Outputs by name, and the state that a later run goes on from. */
  readonly run: (
    inputs: FunctionInputs,
    call: FunctionCall<State>,
  ) => FunctionAnswer<State> | Promise<FunctionAnswer<State>>;
}

/** What the function returns. */
export interface FunctionAnswer<State> {
  readonly outputs: Readonly<Record<string, Nested>>;
  readonly state?: State;
}

/** A runtime of a function; it is taken to show logits, in both precisions, unless it says otherwise. */
export function functionRuntime<State>({ name, traits, run }: FunctionModel<State>): Runtime {
  const kept = new Map<string, State | undefined>();
  return {
    name,
    description: "a JavaScript function",
    traits: { inputs: [], outputs: ["logits"], precisions: ["f32", "f64"], cache: false, ...traits },
    run: async ({ input_ids, extra, outputs, precision, past, keepAs }: Call) => {
      const from = past === undefined ? {} : { past: kept.get(past) };
      const answer = await run({ input_ids, ...extra }, { precision, outputs, ...from });
      if (keepAs !== undefined) kept.set(keepAs, answer.state);
      return Object.fromEntries(
        Object.entries(answer.outputs).map(([output, nested]) => [output, outputOf(nested, precision)]),
      );
    },
    forget: async (names) => {
      for (const one of names) kept.delete(one);
    },
    close: async () => kept.clear(),
  };
}

/** Nested numbers as a tensor; rows of different lengths give a shape that does not fit, which is refused by name. */
function outputOf(nested: Nested, precision: RunPrecision): Output {
  const flat = nested.flat(2);
  const shape = [nested.length, nested[0]?.length ?? 0, nested[0]?.[0]?.length ?? 0];
  return { shape, data: precision === "f64" ? Float64Array.from(flat) : Float32Array.from(flat) };
}
