/** A researcher's own architecture: Llama whose weights are relu of the scores, squared, each row over the number of keys. */
import { defineClaim, defineModel, headAt, llama, statement, terms, type Weigh } from "commutant";

const { constant, hadamard, map, mul, scale, transpose, variable } = terms;

const squaredRelu: Weigh = (Q, K, { mask }) => {
  const weights = map("square", map("relu", mul(Q, transpose(K))));
  return mask === undefined ? weights : hadamard(weights, mask);
};

export const mine = defineModel({ architecture: llama({ name: "squared-relu", weigh: squaredRelu }) });

export const doubled = defineClaim({
  id: "mine/doubled-input",
  title: "a head's pattern at twice its input is sixteen times what it was",
  formula: "A(2y) = 16 A(y)",
  scope: "head",
  state: (site) => {
    const { architecture } = site;
    const y = variable("y", "C", architecture.width);
    const pattern = (input: typeof y | ReturnType<typeof scale>) =>
      architecture.pattern(input, headAt(site, architecture.context("C")));
    return statement(pattern(scale(constant(2), y)), "=", scale(constant(16), pattern(y)), [y]);
  },
});

export const negated = defineClaim({
  id: "mine/negated-scores",
  title: "squared relu does not see a change of sign",
  formula: "square(relu(-S)) = square(relu(S))",
  given: "S: n × m",
});
