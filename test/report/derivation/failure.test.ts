/** Each condition of the kernel's laws is needed: there is a case in which the law fails without one. */
import { describe, expect, it } from "vitest";
import { AXIOMS } from "../../../src/kernel/axioms.ts";
import { failureOf } from "../../../src/report/derivation/failure.ts";
import { schemasOf } from "../../../src/report/rocq-rules.ts";

const conditional = [...AXIOMS.values()].filter((axiom) => schemasOf(axiom)[0]!.instance.premises.length > 0);

describe("a law without one of its conditions", () => {
  it("is false where a matrix is no permutation", () => {
    const failure = failureOf(AXIOMS.get("orthogonal_of_perm")!)!;
    expect(failure.without).toStrictEqual(["P is perm"]);
    expect(failure.outcome).toStrictEqual({ kind: "is not", property: "orthogonal", value: [[0]] });
  });

  it("differs where both sides have values", () => {
    const { outcome, values } = failureOf(AXIOMS.get("inv_of_orthogonal")!)!;
    const [q] = values.Q!.flat().map(Number);
    expect(outcome).toMatchObject({ kind: "differs", rhs: [[q]] });
    expect(outcome.kind === "differs" && Number(q) * Number(q)).not.toBe(1);
  });

  it("speaks of what has no value where a matrix has no inverse", () => {
    const { outcome } = failureOf(AXIOMS.get("mul_inv_cancel_of_invertible")!)!;
    expect(outcome).toStrictEqual({ kind: "no value", of: "A*inv(A)" });
  });

  it("fails somewhere, whichever law it is", () => {
    expect(conditional.length).toBeGreaterThan(100);
    const without = conditional.filter((axiom) => failureOf(axiom) === undefined).map(({ name }) => name);
    expect(without).toStrictEqual([]);
  });

  it("is not looked for where there are no conditions", () => {
    expect(failureOf(AXIOMS.get("transpose_mul")!)).toBeUndefined();
  });
});
