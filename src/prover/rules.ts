/**
 * Which rule looks at which operation.
 */
import type { Term } from "../term/term.ts";
import type { Rule } from "./normaliser.ts";
import { bindersRule, foldRule } from "./rules/binder.ts";
import { hcatRule, vcatRule } from "./rules/block.ts";
import { detRule } from "./rules/det.ts";
import { diagonalRule, diagRule, variableRule } from "./rules/diagonal.ts";
import { hadamardRule } from "./rules/hadamard.ts";
import { inverseRule } from "./rules/inverse.ts";
import { kronRule } from "./rules/kron.ts";
import { mapRule, opaqueRule } from "./rules/map.ts";
import { maxEntryRule, maxRule } from "./rules/max.ts";
import { naturalPowerRule } from "./rules/power.ts";
import { productRule } from "./rules/product.ts";
import { rankRule } from "./rules/rank.ts";
import { scaleRule } from "./rules/scale.ts";
import { sliceRule } from "./rules/slice.ts";
import { sumRule } from "./rules/sum.ts";
import { traceRule } from "./rules/trace.ts";
import { transposeRule } from "./rules/transpose.ts";
import { triRule } from "./rules/tri.ts";
import { unitRule } from "./rules/unit.ts";
import { vecRule } from "./rules/vec.ts";

const RULES: Readonly<Partial<Record<Term["op"], Rule>>> = {
  variable: variableRule,
  transpose: transposeRule,
  mul: productRule,
  add: sumRule,
  scale: scaleRule,
  hadamard: hadamardRule,
  map: mapRule,
  power: naturalPowerRule,
  opaque: opaqueRule,
  max: maxRule,
  maxEntry: maxEntryRule,
  rank: rankRule,
  trace: traceRule,
  det: detRule,
  inverse: inverseRule,
  kron: kronRule,
  vec: vecRule,
  diag: diagRule,
  diagonal: diagonalRule,
  hcat: hcatRule,
  vcat: vcatRule,
  rows: sliceRule,
  cols: sliceRule,
  tri: triRule,
  size: unitRule,
  ones: unitRule,
  zeros: unitRule,
  identity: unitRule,
  bigSum: bindersRule,
  bigHcat: bindersRule,
  bigVcat: bindersRule,
  fold: foldRule,
};

/** The rule of an operation, when it has one. */
export function ruleFor(op: Term["op"]): Rule | undefined {
  return RULES[op];
}
