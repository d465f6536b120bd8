import { describe, expect, it } from "vitest";
import { parseRelations, parseSyntax, type Syntax } from "../../src/term/syntax.ts";

/** The tree with every node as its piece of the text. */
function pieces(syntax: Syntax): string {
  const { text, from, to } = syntax.place;
  const inside: Syntax[] =
    syntax.kind === "infix"
      ? [syntax.left, syntax.right]
      : syntax.kind === "call"
        ? [syntax.callee, ...syntax.args]
        : syntax.kind === "name"
          ? [...syntax.index]
          : syntax.kind === "number"
            ? []
            : [syntax.operand];
  return `⟨${text.slice(from, to)}⟩${inside.map(pieces).join("")}`;
}

describe("syntax", () => {
  it("knows the place of every node", () => {
    expect(pieces(parseSyntax("softmax( x*W' ) + -(y)"))).toBe(
      "⟨softmax( x*W' ) + -(y)⟩⟨softmax( x*W' )⟩⟨softmax⟩⟨x*W'⟩⟨x⟩⟨W'⟩⟨W⟩⟨-(y)⟩⟨(y)⟩",
    );
    expect(pieces(parseSyntax("((f[l , 0] (x)))"))).toBe("⟨((f[l , 0] (x)))⟩⟨f[l , 0]⟩⟨l⟩⟨0⟩⟨x⟩");
  });

  it("groups as mathjs does", () => {
    expect(pieces(parseSyntax("a-b-c"))).toBe("⟨a-b-c⟩⟨a-b⟩⟨a⟩⟨b⟩⟨c⟩");
    expect(pieces(parseSyntax("a/b*c"))).toBe("⟨a/b*c⟩⟨a/b⟩⟨a⟩⟨b⟩⟨c⟩");
    expect(pieces(parseSyntax("-a*b"))).toBe("⟨-a*b⟩⟨-a⟩⟨a⟩⟨b⟩");
    expect(pieces(parseSyntax("-a^2"))).toBe("⟨-a^2⟩⟨a^2⟩⟨a⟩⟨2⟩");
    expect(pieces(parseSyntax("a.*b'"))).toBe("⟨a.*b'⟩⟨a⟩⟨b'⟩⟨b⟩");
  });

  it("reads numbers as their text", () => {
    expect(parseSyntax("0.10")).toMatchObject({ kind: "number", text: "0.10" });
    expect(parseSyntax("2.*x")).toMatchObject({ kind: "infix", op: ".*" });
    expect(parseSyntax("1e-5")).toMatchObject({ kind: "number", text: "1e-5" });
  });
});

describe("relations", () => {
  it("split a statement at its top", () => {
    const { sides, relations } = parseRelations("sum(h < H, x) <= layers(l < L, y = x, y)");
    expect(relations).toEqual(["<="]);
    expect(sides.map(({ place: { text, from, to } }) => text.slice(from, to))).toEqual([
      "sum(h < H, x)",
      "layers(l < L, y = x, y)",
    ]);
  });

  it("chain", () => {
    expect(parseRelations("i < j ≤ n").relations).toEqual(["<", "<="]);
    expect(parseRelations("x").relations).toEqual([]);
  });

  it("need a side on each side", () => {
    expect(() => parseRelations("= x")).toThrow("formula: expected a formula, received nothing");
    expect(() => parseRelations("x = ")).toThrow("formula: expected a formula, received nothing\n  x = \n     ^");
  });
});
