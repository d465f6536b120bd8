import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { JsonValue } from "../../src/runtime/json.ts";
import { parseJson } from "../../src/runtime/json.ts";
import { Fault } from "../../src/term/fault.ts";

const parse = (text: string): JsonValue => parseJson(new TextEncoder().encode(text), "config.json");

describe("parseJson", () => {
  it("reads a configuration", () => {
    const text =
      '{ "model_type": "gpt2",\n\t"n_head": 12, "eps": 1e-05, "names": ["\\u0041\\n", null, true], "x": {} }';
    expect(structuredClone(parse(text))).toEqual(JSON.parse(text));
  });

  it("makes objects without a prototype", () => {
    const value = parse('{"__proto__": {"polluted": 1}, "constructor": 2}') as Record<string, JsonValue>;
    expect(Object.getPrototypeOf(value)).toBeNull();
    expect(Object.keys(value)).toEqual(["__proto__", "constructor"]);
    expect(({} as { polluted?: number }).polluted).toBeUndefined();
  });

  it("agrees with JSON.parse on every JSON text", () => {
    fc.assert(
      fc.property(fc.json({ noUnicodeString: false }), fc.constantFrom(0, 1, "\t"), (text, indent) => {
        const expected: unknown = JSON.parse(text);
        expect(JSON.stringify(parse(JSON.stringify(expected, null, indent)))).toBe(JSON.stringify(expected));
      }),
    );
  });

  it("refuses with a Fault whatever JSON.parse refuses", () => {
    const mutated = fc
      .tuple(fc.json(), fc.nat(), fc.constantFrom(...'{}[]",:0-.e\\ntfu\u0001 '))
      .map(([text, at, mark]) => {
        const place = at % (text.length + 1);
        return text.slice(0, place) + mark + text.slice(place + (at % 2));
      });
    fc.assert(
      fc.property(fc.oneof(mutated, fc.string()), (text) => {
        let lax: unknown;
        try {
          lax = JSON.parse(text);
        } catch {
          expect(() => parse(text)).toThrow(Fault);
          return;
        }
        try {
          expect(JSON.stringify(parse(text))).toBe(JSON.stringify(lax));
        } catch (error) {
          if (!(error instanceof Fault)) throw error; // stricter than JSON.parse, in these
          expect(error.facts.expected).toMatch(/each key once|Unicode|float64/);
        }
      }),
      { numRuns: 5_000 },
    );
  });

  it.each([
    ['{\n  "a": 1,\n  "b" 2\n}', 'config.json: expected `:` at line 3, column 7, received "2\\n}"'],
    ['{"a": 1, "a": 2}', 'config.json: expected each key once at line 1, column 10, received "a" again'],
    ['{"a": 1,}', 'config.json: expected `"` at line 1, column 9, received "}"'],
    ['{"a": 1', 'config.json: expected "," or "}" at line 1, column 8, received the end of the text'],
    ["[1 2]", 'config.json: expected "," or "]" at line 1, column 4, received "2]"'],
    ["", "config.json: expected a JSON value at line 1, column 1, received the end of the text"],
    ["NaN", 'config.json: expected a JSON value at line 1, column 1, received "NaN"'],
    ["[1e999]", 'config.json: expected a number within float64 at line 1, column 2, received "1e999]"'],
    ['"\\ud800"', "expected well-formed Unicode at line 1, column 1"],
    ['"\\x"', "expected a string with JSON's escapes at line 1, column 1"],
    ['"a\nb"', "expected the rest of a string"],
    ["{} {}", 'expected the end of the JSON text at line 1, column 4, received "{}"'],
    [`"${"long ".repeat(20)}`, "expected the rest of a string"],
  ])("says where %j is broken", (text, message) => {
    expect(() => parse(text)).toThrow(Fault);
    expect(() => parse(text)).toThrow(message);
  });

  it("ends at 128 levels of nesting, however deep a text is", () => {
    expect(() => parse("[".repeat(1e6))).toThrow("expected at most 128 levels of nesting at line 1, column 130");
    expect(() => parse(`${"[".repeat(129)}${"]".repeat(129)}`)).not.toThrow();
  });

  it("refuses a byte order mark and other bytes than UTF-8", () => {
    expect(() => parse("\u{feff}{}")).toThrow("line 1, column 1");
    expect(() => parseJson(Uint8Array.of(0x22, 0xff, 0x22), "config.json")).toThrow("config.json: expected UTF-8 text");
  });
});
