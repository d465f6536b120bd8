/**
 * A head commutes with permutations of the tokens: the claim, its failure
 * under a causal mask, and the smallest counterexample.
 *
 *     npx ts-node proofs/head-permutation.ts
 */
import { attack, definitions, plainEngine, samplable, statement, terms } from "../dist/index.js";

const { mul, ones, scale, map, size, transpose, tri, variable } = terms;
const x = variable("x", "C", "E");
const P = variable("P", "C", "C", { kind: "perm" });
const [W_Q, W_K, W_V] = ["W_Q", "W_K", "W_V"].map((name) => variable(name, "E", "d")) as [
  terms.Term,
  terms.Term,
  terms.Term,
];

/** A head under a 0/1 mask. shape  y: C × E → C × d */
function head(y: terms.Term, mask: terms.Term): terms.Term {
  const scores = scale(map("recip", map("sqrt", size("d"))), mul(mul(y, W_Q), transpose(mul(y, W_K))));
  return mul(definitions.maskedSoftmax(scores, mask), mul(y, W_V));
}

async function decide(name: string, mask: terms.Term): Promise<void> {
  const claim = statement(head(mul(P, x), mask), "=", mul(P, head(x, mask)));
  const bench = {
    engine: plainEngine(),
    parameters: {
      sizes: {},
      variable: () => {
        throw new Error("every variable is drawn");
      },
    },
  };
  const found = await attack(samplable(claim), bench, {
    samples: 200,
    seed: 1,
    range: () => ({ min: 1, max: 6 }),
    shrinkLimit: 1000,
  });
  const { counterexample, samples } = found;
  console.log(
    `${name}: ${counterexample === undefined ? `holds on ${samples} samples` : `refuted at ${JSON.stringify(counterexample.draw.sizes)}`}`,
  );
}

async function main(): Promise<void> {
  await decide("∀ P: h(P·x) = P·h(x), no mask", ones("C", "C"));
  await decide("∀ P: h(P·x) = P·h(x), causal mask", tri("C", "C"));
}

void main();
