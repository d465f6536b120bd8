/**
 * Products of residues on the tensor machine.
 *
 * Modulo a prime p < 2²², 511 products of residues and one residue more are below 2⁵³, so the float64 product of 511
 * columns and 511 rows is the exact one, in any order: an exact product costs what an ordinary one does. Longer ones are
 * made piece by piece, reduced in between.
 */
import type { FieldMachine } from "../interpret/field.ts";
import { multiply } from "../interpret/field-loops.ts";
import { type Modulus, reduce } from "../interpret/modular.ts";
import { createMachine } from "./wasm/machine.ts";
import { dense, sliced } from "./wasm/operand.ts";

/** A machine for {@link runField} that is closed after use. */
export interface WasmField extends FieldMachine {
  close(): void;
}

const BYTES = 8;
/** Columns by rows of one piece. */
const PIECE = 511;
/** Residues below this have exact sums over a piece. */
const SMALL_PRIME = 2 ** 22;
/** Products of fewer multiplications are faster in place. */
const WORTH_CALLING = 4096;

/** Room in the machine's memory, and products by its kernels. */
export function wasmField({ threads = 1 }: { readonly threads?: number } = {}): WasmField {
  const machine = createMachine({ threads });
  const start = machine.mark();
  let at = 0;
  let d: Float64Array = new Float64Array(0);

  const product: FieldMachine["multiply"] = (data, places, shape, of) => {
    const { n, k, m } = shape;
    if (data !== d || of.m >= SMALL_PRIME || n * k * m < WORTH_CALLING) return multiply(data, places, shape, of);
    const [a, b, to] = [places.a, places.b, places.to].map((offset) => at + BYTES * offset) as [number, number, number];
    const [A, B, target] = [dense(a, "f64", k), dense(b, "f64", m), dense(to, "f64", m)];
    for (let from = 0; from < k; from += PIECE) {
      const mark = machine.mark();
      const inner = Math.min(PIECE, k - from);
      const piece = [sliced(A, 0, from), sliced(B, from, 0), n, inner, m] as const;
      machine.run(
        machine
          .assembler()
          .gemm(target, ...piece, { accumulate: from > 0 })
          .finish(),
      );
      machine.release(mark);
      reduceAll(data, places.to, n * m, of);
    }
  };

  return {
    room: (length) => {
      if (d.length < length) {
        machine.release(start);
        at = machine.alloc(BYTES * length);
        d = machine.f64(at, length);
      }
      return d;
    },
    multiply: product,
    close: machine.close,
  };
}

function reduceAll(d: Float64Array, from: number, count: number, of: Modulus): void {
  for (let i = from; i < from + count; i++) d[i] = reduce(d[i]!, of);
}
