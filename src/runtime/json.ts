/**
 * JSON from strangers: a strict reader that moves through a text once.
 *
 * `JSON.parse` keeps the last of two equal keys, sets prototypes through
 * `__proto__`, builds whatever a text nests, and rounds large integers. A file
 * that came from elsewhere can use each of these to mean two things. So here:
 *
 * - a key occurs once in its object;
 * - objects have no prototype, `__proto__` is a key like any other;
 * - nesting ends at {@link MAX_DEPTH};
 * - an integer is exact or refused;
 * - strings are well-formed Unicode;
 * - every error is a `Fault` with the line and the column.
 *
 * Whoever knows the grammar of a text (`safetensors.ts`) reads it with
 * {@link readObject}, {@link readArray}, {@link readString} and {@link readInteger},
 * and refuses a stray value before it is built; {@link parseJson} reads any value.
 */
import { Fault } from "../term/fault.ts";

/** A JSON value; its objects have no prototype. */
export type JsonValue = null | boolean | number | string | readonly JsonValue[] | JsonObject;

/** A JSON object without a prototype. */
export interface JsonObject {
  readonly [key: string]: JsonValue;
}

/** A place in a text; every read moves it on. */
export interface JsonCursor {
  readonly text: string;
  /** The file's name, for errors. */
  readonly source: string;
  at: number;
}

const MAX_DEPTH = 128; // serde_json's limit, hence the reference reader's
const EXCERPT = 40; // characters of foreign text that an error repeats
const BLANK = new Set([0x20, 0x09, 0x0a, 0x0d]);
const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const FIRST_PRINTABLE = 0x20;
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const NATURAL = /(?:0|[1-9]\d{0,15})(?![\d.eE])/y; // 2⁵³ − 1 has 16 digits
const LITERAL = /true|false|null/y;

/**
 * The value of a JSON text.
 *
 * throws  Fault with line and column when the text is not strict JSON
 */
export function parseJson(bytes: Uint8Array, source: string): JsonValue {
  return readJson(decodeUtf8(bytes, source), source, (cursor) => readValue(cursor, 0));
}

/**
 * What `read` makes of the whole of a text; nothing but blanks may follow.
 *
 * throws  Fault with line and column
 */
export function readJson<T>(text: string, source: string, read: (cursor: JsonCursor) => T): T {
  const cursor: JsonCursor = { text, source, at: 0 };
  const value = read(cursor);
  skipBlank(cursor);
  if (cursor.at < text.length) throw unexpected(cursor, "the end of the JSON text");
  return value;
}

/**
 * The text that UTF-8 bytes spell. A byte order mark stays, for the reader to refuse.
 *
 * throws  Fault when the bytes are not UTF-8
 */
export function decodeUtf8(bytes: Uint8Array, source: string): string {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (cause) {
    throw new Fault({ op: source, expected: "UTF-8 text", received: "other bytes" }, { cause });
  }
}

/** Reads `{"key": value, …}`; `readMember` reads each value. Throws a Fault when a key occurs twice. */
export function readObject(cursor: JsonCursor, readMember: (key: string) => void): void {
  const seen = new Set<string>();
  readBetween(cursor, "{", "}", () => {
    const at = cursor.at;
    const key = readString(cursor);
    if (seen.has(key)) throw unexpected({ ...cursor, at }, "each key once", `${excerpt(key)} again`);
    seen.add(key);
    expectMark(cursor, ":");
    readMember(key);
  });
}

/** Reads `[item, …]`; `readItem` reads each item. */
export function readArray(cursor: JsonCursor, readItem: () => void): void {
  readBetween(cursor, "[", "]", readItem);
}

/** Reads a string of well-formed Unicode. */
export function readString(cursor: JsonCursor): string {
  expectMark(cursor, '"');
  const { text } = cursor;
  const open = cursor.at - 1;
  let escaped = false;
  for (let code = text.charCodeAt(cursor.at); code !== QUOTE; code = text.charCodeAt(cursor.at)) {
    if (!(code >= FIRST_PRINTABLE)) throw unexpected(cursor, 'the rest of a string, then `"`');
    escaped ||= code === BACKSLASH;
    cursor.at += code === BACKSLASH ? 2 : 1;
  }
  cursor.at += 1;
  const string = escaped ? unescaped({ ...cursor, at: open }, cursor.at) : text.slice(open + 1, cursor.at - 1);
  if (/\p{Surrogate}/u.test(string)) throw unexpected({ ...cursor, at: open }, "well-formed Unicode");
  return string;
}

/** Reads an integer from 0 to 2⁵³ − 1, written with digits alone. */
export function readInteger(cursor: JsonCursor): number {
  skipBlank(cursor);
  const at = cursor.at;
  const value = Number(match(cursor, NATURAL));
  if (!Number.isSafeInteger(value)) throw unexpected({ ...cursor, at }, "an integer from 0 to 2^53 - 1");
  return value;
}

/** Reads any value, `depth` levels down. */
export function readValue(cursor: JsonCursor, depth: number): JsonValue {
  if (depth > MAX_DEPTH) throw unexpected(cursor, `at most ${MAX_DEPTH} levels of nesting`);
  skipBlank(cursor);
  switch (cursor.text[cursor.at]) {
    case "{": {
      const object: Record<string, JsonValue> = Object.create(null);
      readObject(cursor, (key) => {
        object[key] = readValue(cursor, depth + 1);
      });
      return object;
    }
    case "[": {
      const array: JsonValue[] = [];
      readArray(cursor, () => array.push(readValue(cursor, depth + 1)));
      return array;
    }
    case '"':
      return readString(cursor);
    default:
      return readScalar(cursor);
  }
}

/** Foreign text as an error shows it: quoted, and short. */
export function excerpt(text: string): string {
  return JSON.stringify(text.length > EXCERPT ? `${text.slice(0, EXCERPT)}…` : text);
}

function readScalar(cursor: JsonCursor): null | boolean | number {
  const at = cursor.at;
  const literal = match(cursor, LITERAL);
  if (literal !== undefined) return literal === "null" ? null : literal === "true";
  const number = match(cursor, NUMBER);
  if (number === undefined) throw unexpected(cursor, "a JSON value");
  const value = Number(number);
  if (!Number.isFinite(value)) throw unexpected({ ...cursor, at }, "a number within float64");
  return value;
}

function readBetween(cursor: JsonCursor, open: string, close: string, readOne: () => void): void {
  expectMark(cursor, open);
  if (takeMark(cursor, close)) return;
  do {
    skipBlank(cursor);
    readOne();
  } while (takeMark(cursor, ","));
  if (!takeMark(cursor, close)) throw unexpected(cursor, `"," or "${close}"`);
}

/** The string literal from the cursor to `end`, its escapes resolved. */
function unescaped(cursor: JsonCursor, end: number): string {
  try {
    return JSON.parse(cursor.text.slice(cursor.at, end)) as string; // it starts and ends with a quotation mark
  } catch {
    throw unexpected(cursor, "a string with JSON's escapes");
  }
}

/** What a sticky pattern matches here, if anything; the cursor moves past it. */
function match(cursor: JsonCursor, sticky: RegExp): string | undefined {
  sticky.lastIndex = cursor.at;
  const found = sticky.exec(cursor.text)?.[0];
  cursor.at += found?.length ?? 0;
  return found;
}

function expectMark(cursor: JsonCursor, mark: string): void {
  if (!takeMark(cursor, mark)) throw unexpected(cursor, `\`${mark}\``);
}

function takeMark(cursor: JsonCursor, mark: string): boolean {
  skipBlank(cursor);
  if (cursor.text[cursor.at] !== mark) return false;
  cursor.at += 1;
  return true;
}

function skipBlank(cursor: JsonCursor): void {
  while (BLANK.has(cursor.text.charCodeAt(cursor.at))) cursor.at += 1;
}

function unexpected({ text, source, at }: JsonCursor, expected: string, received?: string): Fault {
  let line = 1;
  let lineStart = 0;
  for (let end = text.indexOf("\n"); end !== -1 && end < at; end = text.indexOf("\n", lineStart)) {
    line += 1;
    lineStart = end + 1;
  }
  const place = `line ${line}, column ${at - lineStart + 1}`;
  const here = at < text.length ? excerpt(text.slice(at, at + EXCERPT + 1)) : "the end of the text";
  return new Fault({ op: source, expected: `${expected} at ${place}`, received: received ?? here });
}
