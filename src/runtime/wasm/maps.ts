/** The elementwise maps by name: formulas' names here, numbers in the kernels. */

import {
  BINARY_ADD,
  BINARY_DIV,
  BINARY_MAX,
  BINARY_MIN,
  BINARY_MUL,
  BINARY_SUB,
  UNARY_ABS,
  UNARY_COPY,
  UNARY_COS,
  UNARY_ERF,
  UNARY_EXP,
  UNARY_GELU,
  UNARY_GELU_TANH,
  UNARY_LOG,
  UNARY_NEG,
  UNARY_RECIP,
  UNARY_RELU,
  UNARY_ROUND,
  UNARY_RSQRT,
  UNARY_SIGMOID,
  UNARY_SIGN,
  UNARY_SILU,
  UNARY_SIN,
  UNARY_SQRT,
  UNARY_SQUARE,
  UNARY_TANH,
} from "./layout.ts";

export const UNARY = {
  copy: UNARY_COPY,
  neg: UNARY_NEG,
  recip: UNARY_RECIP,
  sqrt: UNARY_SQRT,
  rsqrt: UNARY_RSQRT,
  abs: UNARY_ABS,
  square: UNARY_SQUARE,
  sign: UNARY_SIGN,
  round: UNARY_ROUND,
  relu: UNARY_RELU,
  exp: UNARY_EXP,
  log: UNARY_LOG,
  tanh: UNARY_TANH,
  sigmoid: UNARY_SIGMOID,
  silu: UNARY_SILU,
  erf: UNARY_ERF,
  gelu: UNARY_GELU,
  gelu_tanh: UNARY_GELU_TANH,
  sin: UNARY_SIN,
  cos: UNARY_COS,
} as const;

export const BINARY = {
  add: BINARY_ADD,
  sub: BINARY_SUB,
  mul: BINARY_MUL,
  div: BINARY_DIV,
  max: BINARY_MAX,
  min: BINARY_MIN,
} as const;

/** `gelu` is x·Φ(x), `gelu_tanh` GPT-2's approximation, `rsqrt` 1/√x with two roundings. */
export type UnaryMap = keyof typeof UNARY;
export type BinaryMap = keyof typeof BINARY;

export const UNARY_MAPS = Object.keys(UNARY) as readonly UnaryMap[];
export const BINARY_MAPS = Object.keys(BINARY) as readonly BinaryMap[];
