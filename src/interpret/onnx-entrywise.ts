/**
 * Entrywise functions as ONNX operations, for both element types.
 *
 * ONNX Runtime's CPU provider has no Erf of doubles, and with it no Gelu; and
 * the tanh Gelu unfolds with constants of single precision. In float64 these
 * are composed of what there is: erfc is `t · exp(p(2t − 1) − a²)`, with
 * `t = 3/(3 + a)`, for a ≥ 0, where p is the Chebyshev expansion of
 * `ln(e^(a²) erfc(a) / t)`, in powers.
 *
 * source  the form is that of Numerical Recipes, 3rd ed., §6.2.2 (which has 2 for 3); the coefficients were
 *         computed for this file with sixty digits, and what is left out is below 2⁻⁵⁵
 */
import type { Entrywise } from "../term/entrywise.ts";
import { each, filledWith, type Matrix, written, zip } from "./onnx-matrix.ts";
import type { OnnxWriter } from "./onnx-writer.ts";
import { ENTRYWISE_FLOAT } from "./special.ts";

/** What t is made with. */
const ERFC_SCALE = 3;
/** The coefficients of p, constant first. */
const ERFC_POWERS: readonly number[] = [
  -1.0272158614211673, 0.8225221340194065, 0.21128598913594848, 0.02254118221769376, -0.020113320406139744,
  -0.011957869713193873, -8.396700326764598e-5, 0.002800196362017051, 0.0009273607873337627, -0.00045062344311988636,
  -0.00037525169245716886, 2.172383638869349e-5, 0.00010671409179849809, 1.9475007034980795e-5, -2.3860223020617055e-5,
  -1.027610819371647e-5, 3.889427625323071e-6, 3.3834087346657033e-6, -2.2256215223099901e-7, -8.552523602947905e-7,
  -1.3710316873150452e-7, 1.6650092343414224e-7, 6.426243512290795e-8, -2.2650188755537383e-8, -1.4625769781259e-8,
  1.6112622578347834e-9, 1.5355970915447333e-9,
];

/** Below this, erf is its series, since 1 − erfc(x) loses digits. */
const ERF_SERIES_LIMIT = 0.5;
/** Terms of the series: what is left out is below 10⁻¹⁶ at the limit. */
const ERF_SERIES_TERMS = 12;
/** The coefficients of erf(x)/x in powers of x²: 2/√π (−1)ⁿ / (n! (2n + 1)). */
const ERF_POWERS: readonly number[] = Array.from({ length: ERF_SERIES_TERMS }, (_, n) => {
  let factorial = 1;
  for (let i = 2; i <= n; i++) factorial *= i;
  return ((2 / Math.sqrt(Math.PI)) * (-1) ** n) / (factorial * (2 * n + 1));
});

/** √(2/π), of the tanh approximation to gelu. */
const SQRT_2_OVER_PI = Math.sqrt(2 / Math.PI);

type Written = (w: OnnxWriter, A: Matrix) => Matrix;

/** Each entrywise function, as what writes it. */
const WRITTEN: Readonly<Record<Entrywise, Written>> = {
  recip: (w, A) => each(w, "Reciprocal", A),
  exp: (w, A) => each(w, "Exp", A),
  log: (w, A) => each(w, "Log", A),
  sqrt: (w, A) => each(w, "Sqrt", A),
  sin: (w, A) => each(w, "Sin", A),
  cos: (w, A) => each(w, "Cos", A),
  tanh: (w, A) => each(w, "Tanh", A),
  erf: (w, A) => (w.precision === "f32" ? each(w, "Erf", A) : erf(w, A)),
  sigmoid: (w, A) => each(w, "Sigmoid", A),
  relu: (w, A) => each(w, "Relu", A),
  abs: (w, A) => each(w, "Abs", A),
  sign: (w, A) => each(w, "Sign", A),
  round: (w, A) => each(w, "Round", A),
  square: (w, A) => zip(w, "Mul", A, A),
  silu: (w, A) => zip(w, "Mul", A, each(w, "Sigmoid", A)),
  gelu: (w, A) => (w.precision === "f32" ? each(w, "Gelu", A) : gelu(w, A)),
  gelu_tanh: (w, A) => (w.precision === "f32" ? each(w, "Gelu", A, { approximate: "tanh" }) : geluTanh(w, A)),
};

/** A known function of each entry. */
export function entrywise(w: OnnxWriter, fn: Entrywise, A: Matrix): Matrix {
  return A.value === undefined ? WRITTEN[fn](w, A) : filledWith(w, ENTRYWISE_FLOAT[fn](A.value));
}

function times(w: OnnxWriter, factor: number, A: Matrix): Matrix {
  return zip(w, "Mul", filledWith(w, factor), A);
}

function plus(w: OnnxWriter, A: Matrix, summand: number): Matrix {
  return zip(w, "Add", A, filledWith(w, summand));
}

/** A polynomial by Horner's rule. */
function polynomial(w: OnnxWriter, coefficients: readonly number[], A: Matrix): Matrix {
  return coefficients.reduceRight(
    (value, coefficient) => plus(w, zip(w, "Mul", value, A), coefficient),
    filledWith(w, 0),
  );
}

/** erfc(a) for a ≥ 0. */
function erfcOfPositive(w: OnnxWriter, a: Matrix): Matrix {
  const t = zip(w, "Div", filledWith(w, ERFC_SCALE), plus(w, a, ERFC_SCALE));
  const p = polynomial(w, ERFC_POWERS, plus(w, times(w, 2, t), -1));
  return zip(w, "Mul", t, each(w, "Exp", zip(w, "Sub", p, zip(w, "Mul", a, a))));
}

function where(w: OnnxWriter, below: Matrix, limit: number, A: Matrix, B: Matrix): Matrix {
  const truth = w.node("Less", [below.name(), w.scalar(limit)]);
  return written(w.node("Where", [truth, A.name(), B.name()]), below.rows, below.cols);
}

function erf(w: OnnxWriter, x: Matrix): Matrix {
  const a = each(w, "Abs", x);
  const near = zip(w, "Mul", x, polynomial(w, ERF_POWERS, zip(w, "Mul", x, x)));
  const far = zip(w, "Mul", each(w, "Sign", x), zip(w, "Sub", filledWith(w, 1), erfcOfPositive(w, a)));
  return where(w, a, ERF_SERIES_LIMIT, near, far);
}

/** x Φ(x), where Φ(−|x|) is erfc(|x|/√2)/2. */
function gelu(w: OnnxWriter, x: Matrix): Matrix {
  const lower = times(w, 1 / 2, erfcOfPositive(w, times(w, Math.SQRT1_2, each(w, "Abs", x))));
  return zip(w, "Mul", x, where(w, x, 0, lower, zip(w, "Sub", filledWith(w, 1), lower)));
}

function geluTanh(w: OnnxWriter, x: Matrix): Matrix {
  const cubic = plus(w, times(w, 0.044715, zip(w, "Mul", x, x)), 1);
  const tanh = each(w, "Tanh", times(w, SQRT_2_OVER_PI, zip(w, "Mul", x, cubic)));
  return zip(w, "Mul", times(w, 1 / 2, x), plus(w, tanh, 1));
}
