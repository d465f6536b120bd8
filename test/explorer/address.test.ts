/** A link says where a reader is, and is read back as that. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Address, addressOf, linkOf, MODES, START } from "../../src/explorer/address.ts";
import { MASKS } from "../../src/explorer/protocol.ts";

const text = fc.string({ unit: "grapheme", maxLength: 12 });
const subject = fc.oneof(
  fc.record({
    kind: fc.constant("claim" as const),
    id: fc.constantFrom("rank/W_QK", "permutation/head", "gauge/key-bias"),
    architecture: fc.constantFrom("notes", "llama", "no such one"),
  }),
  fc.record({ kind: fc.constant("formula" as const), text, given: text, assume: text }),
);
const address: fc.Arbitrary<Address> = fc.record({
  subject: subject.filter((one) => one.kind === "claim" || one.text !== ""),
  mode: fc.constantFrom(...MODES),
  step: fc.nat({ max: 40 }),
  choice: fc.record({
    sizes: fc.dictionary(fc.constantFrom("C", "d", "r", "n"), fc.integer({ min: 1, max: 8 })),
    seed: fc.nat({ max: 1000 }),
    precision: fc.constantFrom("f32", "f64"),
    mask: fc.constantFrom(...MASKS),
  }),
});

describe("a link", () => {
  it("leads where it says", () => {
    const link = "#/claim/rank/W_QK?architecture=llama&step=1&sizes=d:3&seed=7&mask=causal&hash=sha256:1";
    expect(addressOf(link)).toStrictEqual({
      subject: { kind: "claim", id: "rank/W_QK", architecture: "llama" },
      mode: "read",
      step: 1,
      choice: { sizes: { d: 3 }, seed: 7, precision: "f64", mask: "causal" },
      hash: "sha256:1",
    });
  });

  it("of an address is read back as it", () => {
    fc.assert(
      fc.property(address, (one) => {
        const back = addressOf(linkOf(one));
        expect({ ...back, choice: { ...back.choice, sizes: { ...back.choice.sizes } } }).toEqual(one);
      }),
    );
  });

  it("that cannot be read leads to the start", () => {
    for (const link of ["", "#", "#/nowhere", "#/formula", "#/claim"])
      expect(addressOf(link).subject).toEqual(START.subject);
    expect(addressOf("#/claim/a/b?step=-1&seed=x&sizes=d:x,:3&dtype=f16&mask=all&mode=dream")).toMatchObject({
      step: 0,
      mode: "read",
      choice: START.choice,
    });
  });
});
