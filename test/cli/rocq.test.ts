/**
 * The gate: what Rocq must reject is rejected. A planted false law, an admitted one, a proof that was changed and a
 * claim that was restated each turn it red, and the same files without the plant are accepted.
 */
import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { isNotApplicable, siteOf } from "../../src/claim/claim.ts";
import { claimsNamed } from "../../src/claim/library.ts";
import { AXIOMS } from "../../src/kernel/axioms.ts";
import { notes } from "../../src/model/notes.ts";
import { search } from "../../src/prover/search.ts";
import { ROCQ_HEADER, rocqModule } from "../../src/report/rocq.ts";

const PRELUDE = resolve(import.meta.dirname, "../../proofs/rocq");
const hasRocq = spawnSync("coqc", ["--version"]).status === 0;
const LAWS = readFileSync(join(PRELUDE, "_CoqProject"), "utf8").match(/^\S+\.v$/gm) ?? [];

function moduleOf(id: string): string {
  const [claim] = claimsNamed([id]);
  const statement = claim!.state(siteOf(notes()));
  if (isNotApplicable(statement)) throw new Error(statement.notApplicable);
  const found = search({ statement, hypotheses: [], minima: new Map() });
  if (found.kind !== "proved") throw new Error(`${id} has no proof`);
  return rocqModule("it", found.proof);
}

describe("modules", () => {
  it("use lemmas that the laws have, one an axiom", () => {
    const laws = LAWS.map((file) => readFileSync(join(PRELUDE, file), "utf8")).join("\n");
    const text = moduleOf("permutation/head");
    const used = new Set([...text.matchAll(/apply: r_(\w+)/g)].map(([, name]) => name!));
    expect(used.size).toBeGreaterThan(10);
    for (const name of used) {
      expect(laws).toContain(`Lemma r_${name}`);
      expect(AXIOMS.has(name)).toBe(true);
    }
  });

  it("have no law that is assumed or left open", () => {
    for (const file of LAWS)
      expect(readFileSync(join(PRELUDE, file), "utf8")).not.toMatch(
        /^\s*(Axiom|Parameter|Conjecture)\b|\badmit\b|\bAdmitted\b/m,
      );
  });

  it("have a lemma for each law of the kernel, and no other", () => {
    const proved = LAWS.flatMap((file) =>
      [...readFileSync(join(PRELUDE, file), "utf8").matchAll(/^Lemma r_(\w+)/gm)].map(([, name]) => name!),
    );
    expect(proved.sort()).toEqual([...AXIOMS.keys()].sort());
  });
});

describe.skipIf(!hasRocq)("the gate", () => {
  const folder = mkdtempSync(join(tmpdir(), "rocq-"));

  function accepts(text: string): boolean {
    writeFileSync(join(folder, "Gate.v"), text);
    const { status, stdout } = spawnSync("coqc", ["-Q", ".", "Commutant", "-w", "-all", "Gate.v"], {
      cwd: folder,
      encoding: "utf8",
    });
    return status === 0 && stdout.includes("Closed under the global context");
  }

  const file = (module: string): string => `${ROCQ_HEADER}${module}\nPrint Assumptions it.claim.\n`;
  let module = "";

  beforeAll(() => {
    for (const name of readdirSync(PRELUDE).filter((name) => name.endsWith(".v")))
      cpSync(join(PRELUDE, name), join(folder, name));
    for (const law of LAWS) {
      const { status, stderr } = spawnSync("coqc", ["-Q", ".", "Commutant", "-w", "-all", law], {
        cwd: folder,
        encoding: "utf8",
      });
      if (status !== 0) throw new Error(`${law}: ${stderr}`);
    }
    module = moduleOf("permutation/mlp");
  }, 600_000);

  it("accepts a proof of the library", { timeout: 60_000 }, () => {
    expect(accepts(file(module))).toBe(true);
  });

  it("rejects a law that is false", { timeout: 60_000 }, () => {
    const [lemma] = /^Lemma law_\w+ .*\nProof\. apply: r_\w+; .* Qed\.$/m.exec(module)!;
    const planted = lemma.replace(/ = .*\.$/m, " = (zeros R _ _).");
    expect(planted).not.toBe(lemma);
    expect(accepts(file(module.replace(lemma, planted)))).toBe(false);
  });

  it("rejects a law that is admitted, though coqc compiles it", { timeout: 60_000 }, () => {
    const admitted = module.replace(/Proof\. .*apply: r_selection_of_perm.* Qed\./, "Admitted.");
    expect(admitted).not.toBe(module);
    expect(accepts(file(admitted))).toBe(false);
  });

  it("rejects a step that names another step", { timeout: 60_000 }, () => {
    const mutated = module.replace(/exact: step_1 \|/g, "exact: step_0 |");
    expect(mutated).not.toBe(module);
    expect(accepts(file(mutated))).toBe(false);
  });

  it("rejects a claim that is restated", { timeout: 60_000 }, () => {
    const restated = module.replace(/^Theorem claim : (.*) = (.*)\.$/m, "Theorem claim : $1 = madd ($2) ($2).");
    expect(restated).not.toBe(module);
    expect(accepts(file(restated))).toBe(false);
  });
});
