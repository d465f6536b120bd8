import { describe, expect, it } from "vitest";
import { didYouMean, Fault, Refusal, withPlace } from "../../src/term/fault.ts";

describe("a fault", () => {
  it("derives its sentence from its facts", () => {
    const facts = { op: "mul", expected: "2 rows", received: "3", next: "transpose it" };
    expect(new Fault(facts).message).toBe("mul: expected 2 rows, received 3; transpose it");
    expect(new Fault(facts).facts).toEqual(facts);
  });

  it("shows its place with carets, which count characters and not code units", () => {
    const place = { text: "𝐀*B", from: 3, to: 4 };
    expect(new Fault({ op: "f", expected: "a", received: "b", place }).message).toBe(
      "f: expected a, received b\n  𝐀*B\n    ^",
    );
    const end = { text: "a\n+", from: 3, to: 3 };
    expect(new Fault({ op: "f", expected: "a", received: "b", place: end }).message).toBe(
      "f: expected a, received b\n  a +\n     ^",
    );
  });
});

describe("withPlace", () => {
  const outer = { text: "abc", from: 0, to: 3 };
  const inner = { text: "abc", from: 1, to: 2 };
  const fail = (): never => {
    throw new Fault({ op: "f", expected: "a", received: "b" });
  };

  it("gives a fault the innermost place", () => {
    expect(() => withPlace(outer, () => withPlace(inner, fail))).toThrow("f: expected a, received b\n  abc\n   ^");
  });

  it("leaves answers and other errors alone", () => {
    expect(withPlace(outer, () => 1)).toBe(1);
    const refusal = new Refusal("float", "rank", "rounding hides it");
    const refuse = (): never => {
      throw refusal;
    };
    expect(() => withPlace(outer, refuse)).toThrow(refusal);
    expect(refusal.message).toBe("float cannot interpret rank: rounding hides it");
  });
});

describe("didYouMean", () => {
  it("names the closest name, or a few, or none", () => {
    expect(didYouMean("sofmax", ["softmax", "max"])).toBe("did you mean softmax?");
    expect(didYouMean("wq", ["W_Q", "W_K"])).toBe("did you mean W_Q?");
    expect(didYouMean("zzz", ["a", "b"])).toBe("known: a, b");
    expect(didYouMean("zzz", [])).toBeUndefined();
    expect(didYouMean("zzzzzz", "abcdefghijklmnop")).toBeUndefined();
  });
});
