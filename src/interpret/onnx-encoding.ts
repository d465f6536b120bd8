/**
 * ONNX files: the few message types of `onnx.proto` that a graph of matrices
 * needs, written as protocol buffers.
 *
 * Written out here rather than with a library: we only write, two of the six
 * wire types occur, and a library would need a schema as long as what follows
 * (onnx-proto, which has one, is tied to a protobufjs two majors old).
 *
 * source  onnx.proto, IR version 9; protobuf.dev/programming-guides/encoding
 */

/** Element types, by their numbers in `TensorProto.DataType`. */
const DATA_TYPE = { float: 1, int32: 6, int64: 7, bool: 9, double: 11 } as const;

/** The name of an element type. */
export type OnnxType = keyof typeof DATA_TYPE;

/** A named tensor that goes into or comes out of a graph. */
export interface OnnxPort {
  readonly name: string;
  readonly type: OnnxType;
  readonly dims: readonly number[];
}

/** A tensor that is part of a graph; its bytes follow in the file, or lie in another one. */
export interface OnnxTensor extends OnnxPort {
  readonly data: Uint8Array | { readonly location: string };
}

/** One operation; an attribute is an integer, a text, or for a cast the type `to`. */
export interface OnnxNode {
  readonly op: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes: { readonly to?: OnnxType } & Readonly<Record<string, number | string>>;
}

/** Operations in an order in which they can run. */
export interface OnnxGraph {
  readonly name: string;
  readonly inputs: readonly OnnxPort[];
  readonly outputs: readonly OnnxPort[];
  readonly initialisers: readonly OnnxTensor[];
  readonly nodes: readonly OnnxNode[];
}

/** The operator set that graphs are written in: the first with Gelu. */
const OPSET = 20;
/** The file format that came with it. */
const IR_VERSION = 9;

/** `AttributeProto.AttributeType`. */
const ATTRIBUTE_INT = 2;
const ATTRIBUTE_STRING = 3;

/** A graph as the bytes of an ONNX file. */
export function encodeModel(graph: OnnxGraph): Uint8Array {
  const opset = message(8, [text(1, ""), integer(2, OPSET)]);
  return flat([integer(1, IR_VERSION), text(2, "commutant"), message(7, graphFields(graph)), opset]);
}

/** Pieces of a message, and how long they are together; tensors are pieces too, and copied once, at the end. */
interface Encoded {
  readonly length: number;
  readonly pieces: readonly Uint8Array[];
}

function graphFields({ name, nodes, initialisers, inputs, outputs }: OnnxGraph): Encoded[] {
  return [
    ...nodes.map((node, i) => message(1, nodeFields(node, i))),
    text(2, name),
    ...initialisers.map((tensor) => message(5, tensorFields(tensor))),
    ...inputs.map((port) => message(11, portFields(port))),
    ...outputs.map((port) => message(12, portFields(port))),
  ];
}

function nodeFields({ op, inputs, outputs, attributes }: OnnxNode, number: number): Encoded[] {
  return [
    ...inputs.map((name) => text(1, name)),
    ...outputs.map((name) => text(2, name)),
    text(3, `${op}_${number}`),
    text(4, op),
    ...Object.entries(attributes).map(([name, value]) => message(5, [text(1, name), ...attributeFields(name, value)])),
  ];
}

function attributeFields(name: string, value: number | string): Encoded[] {
  if (typeof value === "number") return [integer(3, value), integer(20, ATTRIBUTE_INT)];
  if (name === "to") return attributeFields("", DATA_TYPE[value as OnnxType]); // `to` is declared as a type above
  return [text(4, value), integer(20, ATTRIBUTE_STRING)];
}

function tensorFields({ name, type, dims, data }: OnnxTensor): Encoded[] {
  const head = [...dims.map((size) => integer(1, size)), integer(2, DATA_TYPE[type]), text(8, name)];
  if (data instanceof Uint8Array) return [...head, bytes(9, data)];
  return [...head, message(13, [text(1, "location"), text(2, data.location)]), integer(14, 1)];
}

function portFields({ name, type, dims }: OnnxPort): Encoded[] {
  const shape = message(
    2,
    dims.map((size) => message(1, [integer(1, size)])),
  );
  return [text(1, name), message(2, [message(1, [integer(1, DATA_TYPE[type]), shape])])];
}

const VARINT = 0;
const LENGTH_DELIMITED = 2;

function integer(field: number, value: number): Encoded {
  return joined([tag(field, VARINT), varint(value)]);
}

function text(field: number, value: string): Encoded {
  return bytes(field, new TextEncoder().encode(value));
}

function bytes(field: number, value: Uint8Array): Encoded {
  return joined([tag(field, LENGTH_DELIMITED), varint(value.length), value]);
}

function message(field: number, fields: readonly Encoded[]): Encoded {
  const length = fields.reduce((sum, part) => sum + part.length, 0);
  return joined([tag(field, LENGTH_DELIMITED), varint(length), ...fields.flatMap(({ pieces }) => pieces)]);
}

function tag(field: number, wireType: number): Uint8Array {
  return varint(field * 8 + wireType);
}

/** Seven bits a byte, lowest first; a negative number as its two's complement of 64 bits. */
function varint(value: number): Uint8Array {
  const digits: number[] = [];
  for (let rest = BigInt.asUintN(64, BigInt(value)); digits.length === 0 || rest > 0n; rest >>= 7n) {
    digits.push(Number(rest & 0x7fn) | (rest > 0x7fn ? 0x80 : 0));
  }
  return Uint8Array.from(digits);
}

function joined(pieces: readonly Uint8Array[]): Encoded {
  return { pieces, length: pieces.reduce((sum, piece) => sum + piece.length, 0) };
}

function flat(parts: readonly Encoded[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const piece of parts.flatMap(({ pieces }) => pieces)) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}
