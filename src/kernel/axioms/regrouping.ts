// biome-ignore-all format: a table, one law a line
/** Brackets and order: what the kernel decides by flattening (regroup.ts), written out so that it can be tested and exported. */
import { add, hadamard, hcat, kron, max, mul, vcat } from "../../term/term.ts";
import { type Axiom, axiom } from "../axiom.ts";
import { equal } from "../proposition.ts";

/** The laws behind a `regroup` move. */
export const regroupingAxioms: readonly Axiom[] = [
  axiom("mul_assoc", "A: n × m; B: m × k; C: k × l", (A, B, C) => equal(mul(mul(A, B), C), mul(A, mul(B, C))), "mulmxA", "Matrix.mul_assoc"),
  axiom("kron_assoc", "A: n × m; B: k × l; C: p × q", (A, B, C) => equal(kron(kron(A, B), C), kron(A, kron(B, C))), "tensmxA", "Matrix.kronecker_assoc"),
  axiom("hcat_assoc", "A: n × m; B: n × k; C: n × l", (A, B, C) => equal(hcat(hcat(A, B), C), hcat(A, hcat(B, C))), "row_mxA", "Matrix.fromCols"),
  axiom("vcat_assoc", "A: m × n; B: k × n; C: l × n", (A, B, C) => equal(vcat(vcat(A, B), C), vcat(A, vcat(B, C))), "col_mxA", "Matrix.fromRows"),
  axiom("add_assoc", "A: n × m; B: n × m; C: n × m", (A, B, C) => equal(add(add(A, B), C), add(A, add(B, C))), "addrA", "add_assoc"),
  axiom("add_comm", "A: n × m; B: n × m", (A, B) => equal(add(A, B), add(B, A)), "addrC", "add_comm"),
  axiom("hadamard_assoc", "A: n × m; B: n × m; C: n × m", (A, B, C) => equal(hadamard(hadamard(A, B), C), hadamard(A, hadamard(B, C))), "mulrA", "Matrix.hadamard_assoc"),
  axiom("hadamard_comm", "A: n × m; B: n × m", (A, B) => equal(hadamard(A, B), hadamard(B, A)), "mulrC", "Matrix.hadamard_comm"),
  axiom("max_assoc", "A: n × m; B: n × m; C: n × m", (A, B, C) => equal(max(max(A, B), C), max(A, max(B, C))), "maxA", "max_assoc"),
  axiom("max_comm", "A: n × m; B: n × m", (A, B) => equal(max(A, B), max(B, A)), "maxC", "max_comm"),
];
