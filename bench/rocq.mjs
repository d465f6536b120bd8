/**
 * Rocq on the library's proofs: time a claim beyond the import of MathComp, batched, and how it grows with the length.
 *
 *     node bench/rocq.mjs [areas…]     after npm run build; coqc on the path; the catalogue's softmax facts by default
 */
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { assertedBy, proofOf } from "../dist/check/proofs.js";
import { writeLaws } from "../dist/cli/rocq.js";
import { certified } from "../dist/cli/rocq-batches.js";
import { RocqProject } from "../dist/cli/rocq-project.js";
import { search } from "../dist/prover/search.js";
import { moduleName, ROCQ_HEADER, rocqFile } from "../dist/report/rocq.js";
import { add, mul, transpose, variable } from "../dist/term/term.js";

const project = new RocqProject(mkdtempSync(join(tmpdir(), "rocq-bench-")), 1);
writeLaws(project);
const rejected = await project.compile("Rules.v");
if (rejected !== undefined) throw new Error(rejected.message);

const RUNS = 3;

let files = 0;
/** The least of some runs: what else a machine does only adds. */
async function seconds(text) {
  const times = [];
  for (let i = 0; i < RUNS; i++) {
    const file = `Bench_${files++}.v`;
    project.write(file, text);
    const begun = performance.now();
    const failed = await project.compile(file);
    if (failed !== undefined) throw new Error(failed.message);
    times.push((performance.now() - begun) / 1000);
  }
  return Math.min(...times);
}

const areas = process.argv.slice(2);
const proofs = assertedBy(
  areas.length === 0 ? ["softmax"] : areas,
  areas.length === 0 ? [] : ["notes", "llama"],
).flatMap((one) => {
  const found = proofOf(one, { milliseconds: 10_000, clock: () => performance.now() });
  return found.kind === "proved" ? [[one.id, found.proof]] : [];
});
const claims = certified(proofs).map(({ ids, proof }) => ({ name: moduleName(ids[0]), note: ids.join(", "), proof }));
const base = await seconds(ROCQ_HEADER);
const text = rocqFile(claims);
const batch = (await seconds(text)) - base;
console.log(`import of the laws and MathComp     ${(1000 * base).toFixed(0)} ms`);
console.log(
  `${claims.length} claims in one batch               ${((1000 * batch) / claims.length).toFixed(0)} ms a claim, ${(batch / claims.length / base).toFixed(2)} imports; ${(text.length / claims.length).toFixed(0)} characters a claim`,
);

/** A product of n sums, each with its transpose: proofs of growing length. */
function longer(n) {
  const [A, B] = [variable("A", "n", "n"), variable("B", "n", "n")];
  const product = Array.from({ length: n }).reduce((of) => mul(of, add(A, B)), A);
  const other = Array.from({ length: n }).reduce((of) => mul(add(transpose(A), transpose(B)), of), transpose(A));
  const found = search({
    statement: { lhs: transpose(product), relation: "=", rhs: other },
    hypotheses: [],
    minima: new Map(),
  });
  const moves = found.proof.reduce((sum, entry) => sum + (entry.moves?.length ?? 1), 0);
  return { moves, text: rocqFile([{ name: `longer_${n}`, note: "a growing proof", proof: found.proof }]) };
}
for (const n of [16, 32, 64, 128]) {
  const { moves, text } = longer(n);
  const time = (await seconds(text)) - base;
  console.log(
    `proof of ${String(moves).padStart(4)} moves                  ${((1000 * time) / moves).toFixed(1)} ms a move, ${((1000 * time) / moves / base / 1000).toFixed(4)} imports`,
  );
}
