/** `commutant rocq`: proofs of claims written for Rocq, and checked by it. */
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { type Claim, isNotApplicable, siteOf } from "../claim/claim.ts";
import { claimsNamed } from "../claim/library.ts";
import type { Axiom } from "../kernel/axiom.ts";
import { AXIOMS } from "../kernel/axioms.ts";
import type { Architecture } from "../model/architecture.ts";
import { architectureNamed } from "../model/architectures.ts";
import { search } from "../prover/search.ts";
import { moduleName, ROCQ_HEADER, rocqModule } from "../report/rocq.ts";
import { ruleTable } from "../report/rocq-rules.ts";

/** The laws that are proved by hand; see proofs/rocq. */
const PRELUDE = fileURLToPath(new URL("../../proofs/rocq", import.meta.url));
const CLOSED = "Closed under the global context";
const INSTALL = `coqc is not there. Install Rocq with MathComp:
  Debian   apt-get install --no-install-recommends coq libcoq-mathcomp-algebra
  opam     opam install coq.8.16.1 coq-mathcomp-algebra.1.15.0
`;

/** Options of the command as they are parsed. */
export interface RocqFlags {
  readonly out: string;
  readonly architecture: string;
  readonly check?: boolean;
}

/** A claim with what came of it. */
interface Checked {
  readonly claim: string;
  readonly verdict: "proved + rocq" | "conflict" | "not proved";
  readonly detail: string;
}

/** Runs the command; answers the exit code. */
export function rocqCommand(names: readonly string[], { out, architecture, check = false }: RocqFlags): number {
  const model = architectureNamed(architecture);
  const folder = resolve(out);
  const project = new Project(folder);
  const { modules, unproved } = modulesOf(claimsNamed(names), model);
  project.write(modules, architecture);
  if (spawnSync("coqc", ["--version"]).error !== undefined) {
    process.stderr.write(`${INSTALL}The project is written to ${folder}.\n`);
    return 2;
  }
  const checked = [...project.check(modules), ...unproved];
  if (check) checked.push(project.audit());
  for (const { claim, verdict, detail } of checked)
    process.stdout.write(`${MARKS[verdict]} ${verdict}  ${claim}${detail === "" ? "" : `\n${detail}`}\n`);
  if (checked.some(({ verdict }) => verdict === "conflict")) return 1;
  return checked.some(({ verdict }) => verdict === "not proved") ? 3 : 0;
}

const MARKS = { "proved + rocq": "✓", conflict: "‼", "not proved": "?" } as const;

/** A claim's module: its text begins with its name. */
interface Module {
  readonly claim: string;
  readonly name: string;
  readonly text: string;
}

/** The proofs of the claims that an architecture has, and what was not proved. */
function modulesOf(claims: readonly Claim[], architecture: Architecture): { modules: Module[]; unproved: Checked[] } {
  const modules: Module[] = [];
  const unproved: Checked[] = [];
  for (const claim of claims) {
    const statement = claim.state(siteOf(architecture));
    if (isNotApplicable(statement) || claim.refutedFor?.(architecture) !== undefined) continue;
    const found = search({ statement, hypotheses: [], minima: new Map() });
    if (found.kind === "proved") {
      const name = moduleName(claim.id);
      modules.push({ claim: claim.id, name, text: rocqModule(name, found.proof) });
    } else unproved.push({ claim: claim.id, verdict: "not proved", detail: "" });
  }
  return { modules, unproved };
}

/** A folder with the laws, the modules, and what Rocq has accepted before. */
class Project {
  readonly #folder: string;
  readonly #accepted: string;

  constructor(folder: string) {
    this.#folder = folder;
    this.#accepted = join(folder, "accepted.json");
  }

  /** Writes the sources: the laws by hand, the kernel's laws restated, and a file of modules. */
  write(modules: readonly Module[], architecture: string): void {
    mkdirSync(this.#folder, { recursive: true });
    for (const file of lawFiles())
      if (this.#changed(file, readFileSync(join(PRELUDE, file), "utf8")))
        cpSync(join(PRELUDE, file), join(this.#folder, file));
    writeFileSync(join(this.#folder, "RuleTable.v"), ruleTable(coverage().covered));
    writeFileSync(join(this.#folder, `Claims_${architecture.replaceAll("-", "_")}.v`), fileOf(modules));
  }

  /** Compiles what was not accepted before in one file, and one by one when Rocq rejects that. */
  check(modules: readonly Module[]): Checked[] {
    const laws = this.#compileLaws();
    if (laws !== undefined) return [{ claim: "the laws", verdict: "conflict", detail: laws }];
    const accepted = new Set<string>(
      existsSync(this.#accepted) ? JSON.parse(readFileSync(this.#accepted, "utf8")) : [],
    );
    const fresh = modules.filter(({ text }) => !accepted.has(this.#hash(text)));
    const rejected = new Map<string, string>();
    if (fresh.length > 0 && this.#compile("Batch", fileOf(fresh)) !== undefined) {
      for (const module of fresh) {
        const message = this.#compile("Single", fileOf([module]));
        if (message !== undefined) rejected.set(module.claim, message);
      }
    }
    for (const { claim, text } of fresh) if (!rejected.has(claim)) accepted.add(this.#hash(text));
    writeFileSync(this.#accepted, `${JSON.stringify([...accepted], null, 2)}\n`);
    return modules.map(({ claim }) => {
      const detail = rejected.get(claim);
      return detail === undefined
        ? { claim, verdict: "proved + rocq", detail: "" }
        : { claim, verdict: "conflict", detail };
    });
  }

  /** The kernel's own laws against the lemmas, and `coqchk` on everything. */
  audit(): Checked {
    const { covered, open } = coverage();
    const claim = `${covered.length} of ${covered.length + open.length} laws of the kernel, and coqchk`;
    const table = this.#compile("RuleTable", ruleTable(covered), "");
    if (table !== undefined) return { claim, verdict: "conflict", detail: table };
    const checked = ["-silent", "-o", "-Q", ".", "Commutant", "Commutant.RuleTable"];
    const { status, stdout, stderr } = this.#run("coqchk", checked);
    if (status !== 0 || !/Axioms: <none>/.test(`${stdout}${stderr}`))
      return { claim, verdict: "conflict", detail: `${stdout}${stderr}` };
    const names = open.map(({ name }) => name).join(", ");
    return open.length === 0
      ? { claim, verdict: "proved + rocq", detail: "" }
      : { claim, verdict: "not proved", detail: `no lemma yet: ${names}` };
  }

  /** The message of the first law that does not compile; laws are compiled when they have changed. */
  #compileLaws(): string | undefined {
    for (const file of lawFiles()) {
      if (existsSync(join(this.#folder, file.replace(/v$/, "vo")))) continue;
      const { status, stderr } = this.#run("coqc", [...OPTIONS, file]);
      if (status !== 0) return `${file}\n${stderr}`;
    }
    return undefined;
  }

  /** What Rocq says against a file; nothing when it accepts it and finds no axiom in it. */
  #compile(name: string, text: string, expected = CLOSED): string | undefined {
    writeFileSync(join(this.#folder, `${name}.v`), text);
    const { status, stdout, stderr } = this.#run("coqc", [...OPTIONS, `${name}.v`]);
    if (status !== 0) return located(text, stderr);
    return stdout.includes(expected) ? undefined : `it rests on axioms:\n${stdout}`;
  }

  #run(command: string, args: readonly string[]): { status: number | null; stdout: string; stderr: string } {
    return spawnSync(command, [...args], { cwd: this.#folder, encoding: "utf8", maxBuffer: 1 << 28 });
  }

  /** Whether a law's file is new; what depends on it is compiled again. */
  #changed(file: string, text: string): boolean {
    const target = join(this.#folder, file);
    if (existsSync(target) && readFileSync(target, "utf8") === text) return false;
    for (const name of readdirSync(this.#folder)) if (name.endsWith(".vo")) rmSync(join(this.#folder, name));
    return true;
  }

  /** A module is accepted under the laws that it was checked with. */
  #hash(text: string): string {
    const hash = createHash("sha256").update(text);
    for (const file of lawFiles()) hash.update(readFileSync(join(PRELUDE, file)));
    return hash.digest("hex");
  }
}

/** The axioms that have a lemma among the laws, and those that have none. */
function coverage(): { readonly covered: readonly Axiom[]; readonly open: readonly Axiom[] } {
  const laws = lawFiles().map((file) => readFileSync(join(PRELUDE, file), "utf8"));
  const names = new Set(laws.flatMap((text) => [...text.matchAll(/^Lemma r_(\w+)/gm)].map(([, name]) => name!)));
  const axioms = [...AXIOMS.values()];
  return { covered: axioms.filter(({ name }) => names.has(name)), open: axioms.filter(({ name }) => !names.has(name)) };
}

/** The files of laws, in the order in which they are compiled. */
function lawFiles(): readonly string[] {
  return readFileSync(join(PRELUDE, "_CoqProject"), "utf8").match(/^\S+\.v$/gm) ?? [];
}

const OPTIONS = ["-Q", ".", "Commutant", "-w", "-all"];

/** Modules in one file, which ends by asking what all of them rest on. */
function fileOf(modules: readonly Module[]): string {
  const theorems = modules.map(({ name }) => `@${name}.claim`).join(", ");
  const all = modules.length === 0 ? "I" : `(${theorems})`;
  return `${ROCQ_HEADER}${modules.map(({ text }) => text).join("\n")}\nDefinition all := ${all}.\nPrint Assumptions all.\n`;
}

/** Rocq's message, with the module and the lemma that it is about. */
function located(text: string, message: string): string {
  const line = Number(/line (\d+)/.exec(message)?.[1] ?? 0);
  const before = text.split("\n").slice(0, line).reverse();
  const lemma = before.find((other) => /^(Lemma|Theorem|Definition) /.test(other))?.split(" ")[1] ?? "the file";
  return `step ${lemma}\n${message.trim()}`;
}
