/** Data of a graph: stored tensors put side by side, sliced and turned, each element read once. */
import { type Dense, type Precision, zeroDense } from "../interpret/dense.ts";
import { shapeOf } from "../interpret/onnx-layout.ts";
import { dimValue } from "../term/dimension.ts";
import { Fault } from "../term/fault.ts";
import type { Term, Variable } from "../term/term.ts";
import { elementReader, type Strided } from "./engine.ts";

/** A block of a term, and where its entries go: entry (i, j) to `at + i·rowStep + j·colStep`. */
interface Piece {
  readonly term: Term;
  readonly top: number;
  readonly left: number;
  readonly rows: number;
  readonly cols: number;
  readonly at: number;
  readonly rowStep: number;
  readonly colStep: number;
}

/**
 * The entries of parameters put in place.
 *
 * throws  Fault when the term does more than that
 */
export function placedData(term: Term, tensor: (variable: Variable) => Strided, precision: Precision): Dense {
  const [rows, cols] = shapeOf(term);
  const result = zeroDense(rows, cols, precision);
  const pieces: Piece[] = [{ term, top: 0, left: 0, rows, cols, at: 0, rowStep: cols, colStep: 1 }];
  for (let piece = pieces.pop(); piece !== undefined; piece = pieces.pop()) {
    if (piece.term.op === "variable") copy(tensor(piece.term), piece, result.data);
    else pieces.push(...opened(piece).filter((part) => part.rows > 0 && part.cols > 0));
  }
  return result;
}

function copy(tensor: Strided, { top, left, rows, cols, at, rowStep, colStep }: Piece, into: Dense["data"]): void {
  const read = elementReader(tensor);
  const { rowStride, colStride } = tensor;
  for (let i = 0; i < rows; i++) {
    const from = (top + i) * rowStride + left * colStride;
    const to = at + i * rowStep;
    for (let j = 0; j < cols; j++) into[to + j * colStep] = read(from + j * colStride);
  }
}

/** The same block as blocks of the term's arguments. */
function opened(piece: Piece): Piece[] {
  const { term, top, left, rows, cols, rowStep, colStep } = piece;
  const [A, B] = term.args as readonly [Term, Term]; // B where the operation has two
  switch (term.op) {
    case "transpose":
      return [{ ...piece, term: A, top: left, left: top, rows: cols, cols: rows, rowStep: colStep, colStep: rowStep }];
    case "rows":
      return [{ ...piece, term: A, top: top + dimValue(term.start)! }];
    case "cols":
      return [{ ...piece, term: A, left: left + dimValue(term.start)! }];
    case "hcat": {
      const inA = Math.min(Math.max(shapeOf(A)[1] - left, 0), cols);
      const rest = { left: left + inA - shapeOf(A)[1], cols: cols - inA, at: piece.at + inA * colStep };
      return [
        { ...piece, term: A, cols: inA },
        { ...piece, term: B, ...rest },
      ];
    }
    case "vcat": {
      const inA = Math.min(Math.max(shapeOf(A)[0] - top, 0), rows);
      const rest = { top: top + inA - shapeOf(A)[0], rows: rows - inA, at: piece.at + inA * rowStep };
      return [
        { ...piece, term: A, rows: inA },
        { ...piece, term: B, ...rest },
      ];
    }
    default: // a union over all operations would say the same of each other one
      throw new Fault({ op: "onnx data", expected: "parameters put in place", received: term.op });
  }
}
