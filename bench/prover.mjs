/**
 * The prover on statement files and on the library, warm, beside SymPy and Z3 with TASO's axioms on the same statements.
 *
 *     node bench/prover.mjs          after npm run build; PYTHON names a Python with sympy and z3-solver
 */
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { claimOf, library } from "../dist/claim/library.js";
import { CertificateWriter } from "../dist/kernel/certificate-writer.js";
import { prove } from "../dist/kernel/theorem.js";
import { ARCHITECTURES } from "../dist/model/architectures.js";
import { notes } from "../dist/model/notes.js";
import { search } from "../dist/prover/search.js";
import { softmax } from "../dist/term/definition.js";
import { readProblems } from "../dist/term/statement-file.js";
import { add, map, mul, scale, size, transpose, variable } from "../dist/term/term.js";

const ROOT = join(import.meta.dirname, "..");
/** Rounds before the compiler is done with what is used, and those that count. */
const [WARM, ROUNDS] = [25, 5];

function statementsOf(file) {
  const text = readFileSync(join(ROOT, "test/fixtures/statements", file), "utf8");
  return readProblems(text, file).filter(({ kind }) => kind === "problem");
}

/** Claims of the library that are proved within the steps given. */
function libraryGoals() {
  const goals = [];
  for (const name of ["notes", "notes-no-positions", "llama"]) {
    const architecture = ARCHITECTURES[name]();
    for (const { id } of library) {
      if (id.startsWith("causality/")) continue;
      try {
        const goal = claimOf(id, architecture);
        if (search(goal, { steps: 4000 }).kind === "proved") goals.push(goal);
      } catch {
        // the architecture cannot have it
      }
    }
  }
  return goals;
}

const now = () => performance.now();
const quantile = (sorted, q) => sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))];

function timed(goals) {
  const proofs = [];
  const rounds = goals.map(() => []);
  for (let round = 0; round < WARM + ROUNDS; round++) {
    for (const [i, goal] of goals.entries()) {
      const begun = now();
      const found = search(goal, { steps: 20_000 });
      if (round >= WARM) rounds[i].push(now() - begun);
      if (round === WARM && found.kind === "proved") proofs.push(found.proof);
    }
  }
  const times = rounds.map((some) => some.reduce((a, b) => a + b, 0) / some.length);
  const sorted = [...times].sort((a, b) => a - b);
  return {
    proofs,
    times,
    rate: (1000 * goals.length) / times.reduce((a, b) => a + b, 0),
    p50: quantile(sorted, 0.5),
    p95: quantile(sorted, 0.95),
  };
}

function replayRate(proofs) {
  for (let round = 0; round < WARM; round++) for (const proof of proofs) prove(proof);
  const begun = now();
  for (let round = 0; round < ROUNDS; round++) for (const proof of proofs) prove(proof);
  return (1000 * ROUNDS * proofs.length) / (now() - begun);
}

/** L blocks, each with weights of its own, written out: covariant under permutations. */
function stack(depth) {
  const [x, P] = [variable("x", "C", "E"), variable("P", "C", "C", { kind: "perm" })];
  const weight = (name, layer, rows, cols) => variable(name, rows, cols, { index: [layer] });
  const layer = (y, l) => {
    const [Q, K, V, O] = ["W_Q", "W_K", "W_V", "W_O"].map((name) =>
      name === "W_O" ? weight(name, l, "d", "E") : weight(name, l, "E", "d"),
    );
    const scores = scale(map("recip", map("sqrt", size("d"))), mul(mul(y, Q), transpose(mul(y, K))));
    const attended = add(y, mul(mul(softmax(scores), mul(y, V)), O));
    return add(attended, mul(map("relu", mul(attended, weight("W_in", l, "E", "F"))), weight("W_out", l, "F", "E")));
  };
  const run = (start) => Array.from({ length: depth }, (_, l) => l).reduce(layer, start);
  return { statement: { lhs: run(mul(P, x)), relation: "=", rhs: mul(P, run(x)) }, hypotheses: [], minima: new Map() };
}

function best(make, rounds = ROUNDS) {
  let least = Number.POSITIVE_INFINITY;
  for (let round = 0; round < rounds; round++) {
    const begun = now();
    make();
    least = Math.min(least, now() - begun);
  }
  return least;
}

const line = (...cells) => console.log(cells.map((cell, i) => String(cell).padEnd(i === 0 ? 26 : 16)).join(""));
const ms = (value) => `${value.toPrecision(3)} ms`;

const sets = { taso: statementsOf("taso.json"), statements: statementsOf("statements.json"), library: libraryGoals() };
line("warm", "proved", "claims/s", "p50", "p95", "replays/s");
const ours = {};
for (const [name, goals] of Object.entries(sets)) {
  const { proofs, times, rate, p50, p95 } = timed(goals);
  ours[name] = times;
  line(name, `${proofs.length}/${goals.length}`, rate.toFixed(0), ms(p50), ms(p95), replayRate(proofs).toFixed(0));
}

for (const depth of [8, 16, 32, 64]) {
  const goal = stack(depth);
  let entries = 0;
  const time = best(() => {
    const found = search(goal, { steps: 1_000_000 });
    entries = found.kind === "proved" ? found.proof.length : Number.NaN;
  }, WARM);
  line(`stack of ${depth} layers`, ms(time), `${(time / depth).toPrecision(3)} ms/layer`, `${entries} entries`);
}
const symbolic = claimOf("permutation/stack", notes({ position: "none" }));
line("symbolic depth", ms(best(() => search(symbolic), 20)));

/** Terms as rows, for a reader in another language. */
function rowsOf(goals) {
  return goals.map(({ id, statement: { lhs, rhs, relation }, hypotheses }) => {
    const writer = new CertificateWriter();
    const [left, right] = [writer.term(lhs), writer.term(rhs)];
    return { id, rows: writer.rows, lhs: left, rhs: right, relation, hypotheses: hypotheses.length };
  });
}

for (const name of ["taso", "statements"]) {
  const goals = sets[name];
  const run = spawnSync(process.env.PYTHON ?? "python3", [join(import.meta.dirname, "prover.py")], {
    input: JSON.stringify(rowsOf(goals)),
    encoding: "utf8",
    maxBuffer: 1 << 28,
  });
  if (run.status !== 0) {
    console.log(`SymPy and Z3 are not here: ${run.stderr.trim().split("\n").at(-1)}`);
    break;
  }
  for (const [other, { proved, translated, seconds }] of Object.entries(JSON.parse(run.stdout))) {
    const time = ours[name].reduce((a, b) => a + b, 0) / 1000;
    line(
      `${name}: ${other}`,
      `${proved}/${goals.length}`,
      `${translated} understood`,
      `${(seconds / time).toFixed(0)} × our time`,
    );
  }
}
