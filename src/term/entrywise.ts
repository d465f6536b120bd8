/**
 * Names of the functions of one entry that terms may apply.
 *
 * Some are made of others (silu, gelu, …); they have names of their own so that
 * interpreters can compute them in one pass.
 */

/** Each function with its formula. */
export const ENTRYWISE = Object.freeze({
  recip: "1/x",
  exp: "eˣ",
  log: "ln x",
  sqrt: "√x",
  sin: "sin x",
  cos: "cos x",
  tanh: "tanh x",
  erf: "2/√π ∫₀ˣ e^(−t²) dt",
  sigmoid: "1/(1 + e^(−x))",
  relu: "max(x, 0)",
  abs: "|x|",
  sign: "−1, 0 or 1",
  round: "the nearest whole number, the even one of two",
  square: "x²",
  silu: "x · sigmoid(x)",
  gelu: "x · Φ(x), Φ(x) = (1 + erf(x/√2))/2",
  gelu_tanh: "x/2 · (1 + tanh(√(2/π) (x + 0.044715 x³)))",
} as const);

/** The name of an entrywise function. */
export type Entrywise = keyof typeof ENTRYWISE;

/** Whether a text names an entrywise function. */
export function isEntrywise(name: string): name is Entrywise {
  return typeof name === "string" && Object.hasOwn(ENTRYWISE, name); // not an object whose text is one
}
