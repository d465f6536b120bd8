/**
 * The gate: what Rocq must reject is rejected. A planted axiom, a proof that is admitted, a step that was changed and a
 * claim that was restated each turn it red, and the same files without the plant are accepted.
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { assertedBy, proofOf } from "../../src/check/proofs.ts";
import { LAWS, lawFiles, recordText } from "../../src/cli/accepted.ts";
import { allText, writeLaws } from "../../src/cli/rocq.ts";
import { accept, type Certified, certified } from "../../src/cli/rocq-batches.ts";
import { headlines } from "../../src/cli/rocq-headlines.ts";
import { RocqProject } from "../../src/cli/rocq-project.ts";
import { axiom } from "../../src/kernel/axiom.ts";
import { AXIOMS } from "../../src/kernel/axioms.ts";
import type { Proof } from "../../src/kernel/proof.ts";
import { equal } from "../../src/kernel/proposition.ts";
import { moduleName, rocqFile } from "../../src/report/rocq.ts";
import { ruleTable } from "../../src/report/rocq-rules.ts";
import { dim } from "../../src/term/dimension.ts";
import { add, identity, mul, type Term, variable } from "../../src/term/term.ts";

const MAIN = resolve(import.meta.dirname, "../../dist/cli/main.js");
const hasRocq = spawnSync("coqc", ["--version"]).status === 0;
/** Time for Rocq on a machine that does much else. unit  millisecond */
const PATIENCE = 600_000;
const text = (file: string): string => readFileSync(join(LAWS, file), "utf8");

function certificatesOf(...names: readonly string[]): readonly Certified[] {
  const proofs = assertedBy(names, ["notes"]).flatMap((one) => {
    const found = proofOf(one, {});
    return found.kind === "proved" ? [[one.id, found.proof] as const] : [];
  });
  return certified(proofs);
}

/** A file of certificates, or of one proof. */
const written = (...certificates: readonly Certified[]): string =>
  rocqFile(certificates.map(({ ids, proof }) => ({ name: moduleName(ids[0]!), note: ids.join(", "), proof })));
const writtenProof = (proof: Proof): string => rocqFile([{ name: "it", note: "a proof", proof }]);

describe("modules", () => {
  it("use lemmas that the laws have, one an axiom", () => {
    const laws = lawFiles().map(text).join("\n");
    const [head] = certificatesOf("permutation/head");
    const used = new Set([...written(head!).matchAll(/\br_(\w+)/g)].map(([, name]) => name!));
    expect(used.size).toBeGreaterThan(10);
    for (const name of used) {
      expect(laws).toContain(`Lemma r_${name}`);
      expect(AXIOMS.has(name)).toBe(true);
    }
  });

  it("have no law that is assumed or left open", () => {
    for (const file of [...lawFiles(), "Statements.v", "Audit.v", "Real_instances.v"])
      expect(text(file)).not.toMatch(/^\s*(Axiom|Parameter|Conjecture)\b|\badmit\b|\bAdmitted\b/m);
  });

  it("have a lemma for each law of the kernel, and no other", () => {
    const proved = lawFiles().flatMap((file) => [...text(file).matchAll(/^Lemma r_(\w+)/gm)].map(([, name]) => name!));
    expect(proved.sort()).toEqual([...AXIOMS.keys()].sort());
  });

  it("are used as they stand where they hold at any sizes", () => {
    const implicit = lawFiles().flatMap((file) => [...text(file).matchAll(/^Arguments (r_\w+) \{[^}]*\}\.$/gm)]);
    const used = new Set([...ruleTable().matchAll(/^Proof\. exact (r_\w+)\. Qed\.$/gm)].map(([, name]) => name!));
    expect(implicit.length).toBeGreaterThan(30);
    for (const [, name] of implicit) expect(used).toContain(name);
  });

  it("name a text once, whatever its indices and running values are called, and say it of what a fold becomes", () => {
    const [stack] = certificatesOf("permutation/stack");
    const binder = "\\((\\w+) : (?:[^()]|\\([^()]*\\))*\\)";
    const whole = new RegExp(`^Definition t'\\d+((?: ${binder.replace("(\\w+)", "\\w+")})*) : (.*)\\.$`, "gm");
    const definitions = [...written(stack!).matchAll(whole)];
    const numbered = definitions.map(([, binders, said]) => {
      const names = [...binders!.matchAll(new RegExp(binder, "g"))].map(([, name]) => name!);
      return names.reduce((text, name, i) => text.replace(new RegExp(`\\b${name}\\b`, "g"), `$${i}`), said!);
    });
    expect(numbered.length).toBeGreaterThan(10);
    expect(new Set(numbered).size).toBe(numbered.length);
  });

  it("show once what several proofs show", () => {
    const both = written(...certificatesOf("permutation/head"), ...certificatesOf("permutation/stack"));
    const said = [...both.matchAll(/^Lemma \S+ ?(.*)$/gm)].map(([, statement]) => statement!);
    expect(said.length).toBeGreaterThan(20);
    expect(new Set(said).size).toBe(said.length);
  });

  it("show again what another proof shows from more than this one assumes", () => {
    const [A, B] = ["A", "B"].map((name) => variable(name, "n", "n")) as [Term, Term];
    const assumed: Proof = [{ rule: "assume", proposition: equal(A, B) }];
    const turned: Proof = [
      { rule: "assume", proposition: equal(B, A) },
      { rule: "rewrite", from: A, moves: [{ path: [1], by: 0, backward: true }] },
    ];
    const proofs = Object.entries({ assumed, turned });
    const text = rocqFile(proofs.map(([name, proof]) => ({ name, note: "A = B", proof })));
    const second = text.slice(text.indexOf("Module turned."));
    expect(second).toContain("(step'1_1 ");
    expect(second).not.toContain("step'0_");
  });

  it("apply what was shown of variables to what stands for them, where another proof has these names too", () => {
    const [A, U] = ["A", "U1"].map((name) => variable(name, "n", "n")) as [Term, Term];
    const shown = { rule: "axiom", name: "mul_one", args: [U] } as const;
    const instance: Proof = [shown, { rule: "instantiate", of: 0, variables: [[U, mul(A, A)]] }];
    const proofs = Object.entries({ instance, same: [shown] as Proof });
    const text = rocqFile(proofs.map(([name, proof]) => ({ name, note: "A 1 = A", proof })));
    expect(text).toContain("Lemma step'0_0 (U1 : mx R n n)");
    expect(text).toContain("Proof (step'0_0 (mmul A A)).");
  });

  it("refuse to instantiate sizes and variables of a kind", () => {
    const [A, P] = [variable("A", "n", "n"), variable("P", "n", "n", { kind: "symmetric" })];
    const shown = { rule: "axiom", name: "mul_one", args: [A] } as const;
    const sizes: Proof = [shown, { rule: "instantiate", of: 0, sizes: [["n", dim(3)]] }];
    expect(() => writtenProof(sizes)).toThrow("variables of no kind, and no sizes");
    const kind: Proof = [
      { rule: "axiom", name: "mul_one", args: [P] },
      { rule: "kind", variable: variable("Q", "n", "n", { kind: "symmetric" }), fact: 0 },
      { rule: "instantiate", of: 0, variables: [[P, variable("Q", "n", "n", { kind: "symmetric" })]], premises: [1] },
    ];
    expect(() => writtenProof(kind)).toThrow("variables of no kind, and no sizes");
  });

  it("name no variable like a word of a proof", () => {
    const text = writtenProof([{ rule: "axiom", name: "mul_one", args: [variable("node", "n", "n")] }]);
    expect(text).toContain("Variable node_0 : mx R n n.");
  });

  it("keep the name of a hole for the hole", () => {
    const hole = variable("hole", "n", "n");
    const text = writtenProof([{ rule: "axiom", name: "mul_one", args: [hole] }]);
    expect(text).toContain("Variable hole_0 : mx R n n.");
  });
});

describe("what the notes claim", () => {
  it("is shown by theorems that there are, each statement once and all of them together", () => {
    const certificates = certificatesOf("seed");
    const names = ({ ids }: Certified): readonly string[] => ids.map((id) => id.replace(/\W/g, "_"));
    const proved = new Set(certificates.flatMap(names));
    const audit = text("Audit.v");
    const named = new Set([...audit.matchAll(/Headlines\.(seed_\w+)/g)].map(([, name]) => name!));
    for (const name of named) expect(proved).toContain(name);
    const others = certificates.map(names).filter((some) => !some.some((name) => named.has(name)));
    const sameOrder = "seed_heads_act_in_parallel_2"; // of the concatenation; the sum of heads is stated
    expect(others.flat().filter((name) => !name.startsWith("seed_parameters"))).toEqual([sameOrder]);
    const stated = [...text("Statements.v").matchAll(/^Definition (\w+) : Prop/gm)].map(([, name]) => name!);
    const shown = [...audit.matchAll(/^Lemma ok_\w+ : (\w+)\./gm)].map(([, name]) => name!);
    expect(shown.sort()).toEqual(stated.sort());
    const together = audit.slice(audit.indexOf("Definition all"));
    for (const [, name] of audit.matchAll(/^Lemma (ok_\w+) :/gm)) expect(together).toMatch(new RegExp(`\\b${name}\\b`));
  });
});

describe("without coqc", () => {
  it("says how to install it, and is a usage error", () => {
    const out = mkdtempSync(join(tmpdir(), "rocq-"));
    const { status, stderr } = spawnSync(
      process.execPath,
      [MAIN, "rocq", "rank/W_QK", "--architecture", "notes", "--out", out],
      { encoding: "utf8", env: { PATH: "" } },
    );
    expect(status).toBe(2);
    expect(stderr).toContain("apt-get install --no-install-recommends coq libcoq-mathcomp-algebra");
    expect(stderr).toContain("opam install");
    const [batch] = readdirSync(out).filter((file) => file.startsWith("Batch_"));
    expect(readFileSync(join(out, batch!), "utf8")).toContain("Module notes_rank_W_QK.");
  });
});

describe.skipIf(!hasRocq)("the gate", () => {
  const folder = mkdtempSync(join(tmpdir(), "rocq-"));
  const project = new RocqProject(folder);
  const certificates = certificatesOf("permutation/mlp", "rank/W_QK", "seed-mlp-per-token");
  const mlp = certificates.find(({ ids }) => ids.includes("notes/permutation/mlp"))!;

  /** What the gate says of certificates whose text was changed; undefined when it accepts all. */
  async function gated(change: (text: string) => string): Promise<string | undefined> {
    const fresh = new RocqProject(folder);
    const text = change(written(mlp));
    if (change !== unchanged) expect(text).not.toBe(written(mlp));
    const other = { ...mlp, hash: text };
    const { places, conflicts } = await accept(fresh, [other], () => text);
    if (conflicts.length > 0) return conflicts[0]!.message;
    fresh.write("All.v", allText([...places.values()]));
    return (await fresh.compile("All.v"))?.message ?? (await fresh.assumptions("All.v"));
  }
  const unchanged = (text: string): string => text;

  beforeAll(async () => {
    writeLaws(project);
    const rejected = await project.compile("Rules.v");
    if (rejected !== undefined) throw new Error(`${rejected.file}: ${rejected.message}`);
  }, PATIENCE);

  it("accepts proofs of the library, and knows them again", { timeout: PATIENCE }, async () => {
    const { places, conflicts } = await accept(project, certificates);
    expect(conflicts).toEqual([]);
    expect([...places.keys()].sort()).toEqual(certificates.map(({ hash }) => hash).sort());
    const again = await accept(new RocqProject(folder), certificates, () => {
      throw new Error("what was accepted is not written again");
    });
    expect(again.places).toEqual(places);
    expect(JSON.parse(recordText("laws", certificates, places)).certificates[mlp.hash]).toContain(
      "notes/permutation/mlp",
    );
    expect(await gated(unchanged)).toBe(undefined);
  });

  it("rejects a theorem that rests on an axiom", { timeout: PATIENCE }, async () => {
    const planted = "Axiom all_equal : forall (R : realFieldType) n m (A B : mx R n m), A = B.\n";
    const told = await gated((text) =>
      text
        .replace("Set Primitive Projections.\n", `${planted}$&`)
        .replace(/(Theorem claim .*\n)Proof .*$/m, "$1Proof (@all_equal _ _ _ _ _)."),
    );
    expect(told).toMatch(/Axioms:\s+.*all_equal/);
  });

  it("rejects a proof that is admitted, though coqc compiles it", { timeout: PATIENCE }, async () => {
    expect(await gated((text) => text.replace(/(Theorem claim .*\n)Proof .*$/m, "$1Admitted."))).toMatch(/Axioms:/);
  });

  it("rejects a step that names another step, with the claim, the step and Rocq's message", {
    timeout: PATIENCE,
  }, async () => {
    const changed = certificates.map((one) => (one === mlp ? { ...one, hash: "changed" } : one));
    const { conflicts, places } = await accept(new RocqProject(folder), changed, (claims) => {
      const at = claims.findIndex(({ proof }) => proof === mlp.proof);
      const lines = rocqFile(claims).split("\n");
      const first = lines.findIndex((line) => line.startsWith("(* notes_permutation_mlp: "));
      const names = [...lines.join("\n").matchAll(new RegExp(`^Lemma (step'${at}_\\d+)`, "gm"))].map(
        ([, name]) => name!,
      );
      const others = lines
        .slice(first)
        .map((line) => line.replaceAll(new RegExp(`(?<=^Proof.*)${names[1]}\\b`, "g"), names[0]!));
      return [...lines.slice(0, first), ...others].join("\n");
    });
    expect(places.size).toBe(changed.length - 1);
    expect(conflicts).toMatchObject([{ hash: "changed", step: expect.stringMatching(/^step'\d+_\d+$|^claim$/) }]);
    expect(conflicts[0]!.message).toMatch(/Error:/);
  });

  it("has coqchk look at what was added to the laws alone, and sees what that assumes", {
    timeout: PATIENCE,
  }, async () => {
    const { places } = await accept(project, certificates);
    project.write("All.v", allText([...places.values()]));
    project.write("Assuming.v", "From Commutant Require Import Rules.\nAxiom zero_is_one : 0 = 1.\n");
    for (const file of ["RuleTable.v", "All.v", "Assuming.v"]) expect(await project.compile(file)).toBe(undefined);
    expect(await project.recheckBeyond("RuleTable.v", ["All.v"])).toBe(undefined);
    expect(await project.recheckBeyond("RuleTable.v", ["All.v", "Assuming.v"])).toContain("Assuming.zero_is_one");
  });

  it("rejects a claim that is restated", { timeout: PATIENCE }, async () => {
    const told = await gated((text) => text.replace(/^(Theorem claim .*) = (.*)\.$/m, "$1 = (madd $2 $2)."));
    expect(told).toMatch(/Error:/);
  });

  it("rejects a law of the kernel that is false", { timeout: PATIENCE }, async () => {
    const law = axiom("mul_one", "A: n × m", (A) => equal(mul(A, identity(A.cols)), add(A, A)), "none", "planted");
    for (const [file, laws, accepted] of [
      ["True.v", [AXIOMS.get("mul_one")!], true],
      ["False.v", [law], false],
    ] as const) {
      project.write(file, ruleTable(laws));
      expect((await project.compile(file)) === undefined).toBe(accepted);
    }
  });

  it("rejects a statement written by hand that says something else", { timeout: PATIENCE }, async () => {
    const audit = text("Audit.v");
    const words = audit.slice(0, audit.indexOf("(* 2. The claims"));
    const [shown] = /^Lemma ok_mlp :[\s\S]*?Qed\.\n/m.exec(audit)!;
    const { places } = await accept(project, certificates);
    const statements = text("Statements.v");
    const other = statements.replace("perm_mx s *m mlp Win bin Wout bout x.", "mlp Win bin Wout bout x.");
    expect(other).not.toBe(statements);
    for (const [file, said] of [
      ["Statements.v", statements],
      ["Other.v", other],
    ] as const) {
      project.write("Headlines.v", headlines(certificates, places));
      project.write(file, said);
      const name = `Audit_${file}`;
      project.write(name, `${words.replace("Import Statements", `Import ${file.slice(0, -2)}`)}${shown}`);
      expect((await project.compile(name)) === undefined).toBe(file === "Statements.v");
    }
  });
});
