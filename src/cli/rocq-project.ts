/**
 * A folder that Rocq compiles: the laws, the kernel's laws restated, batches of theorems, what audits them, and one term
 * of them all.
 *
 *   Prelude.v … Rules.v   proved by hand (proofs/rocq)
 *   RuleTable.v           the kernel's laws, each closed by the lemma of its name
 *   Batch_<key>.v         modules, each with the theorem `claim` of one certificate
 *   Headlines.v           theorems of the notes under the names of their sentences; Audit.v shows Statements.v by them
 *   All.v                 every theorem in one term, and what that term rests on
 *
 * A file is compiled when it, or what it needs, has another text than when it was compiled last; so a certificate that
 * was accepted is not looked at again, and one changed law has all of them looked at again.
 */
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";

/** What a command answered. */
export interface Ran {
  readonly status: number | null;
  readonly output: string;
}

/** A file that does not compile, and what Rocq says of it. */
export interface Rejected {
  readonly file: string;
  readonly message: string;
}

const OPTIONS = ["-noglob", "-Q", ".", "Commutant", "-w", "-all"];
/** Rocq's own sizes are for long sessions: a nursery that fits a cache, and garbage that may stay, are a tenth faster. */
const MEMORY = "s=1M,o=400";
/** What Rocq prints of a term that rests on no axiom. */
const CLOSED = "Closed under the global context";

/** A folder of files of Rocq, and what was compiled of them. */
export class RocqProject {
  readonly #folder: string;
  readonly #jobs: number;
  readonly #compiled: Map<string, string>;
  readonly #running = new Map<string, Promise<Rejected | undefined>>();
  readonly #waiting: (() => void)[] = [];
  readonly #keys = new Map<string, string>();
  #free: number;

  constructor(folder: string, jobs = availableParallelism()) {
    this.#folder = folder;
    this.#jobs = jobs;
    this.#free = jobs;
    mkdirSync(folder, { recursive: true });
    this.#compiled = new Map(Object.entries(this.read<Record<string, string>>("compiled.json") ?? {}));
  }

  /** How many files are compiled at once. */
  get jobs(): number {
    return this.#jobs;
  }

  /** The data in a file of the folder, where there is one. */
  read<T>(file: string): T | undefined {
    const path = join(this.#folder, file);
    return existsSync(path) ? (JSON.parse(readFileSync(path, "utf8")) as T) : undefined;
  }

  /** Whether there is such a file. */
  has(file: string): boolean {
    return existsSync(join(this.#folder, file));
  }

  /** Writes a file; one that has this text is left as it is. */
  write(file: string, text: string): void {
    const path = join(this.#folder, file);
    if (!existsSync(path) || readFileSync(path, "utf8") !== text) writeFileSync(path, text);
  }

  /** The text of a file of the folder. */
  text(file: string): string {
    return readFileSync(join(this.#folder, file), "utf8");
  }

  /** Compiles a file and what it needs, as many at once as there are processors; answers what Rocq says against one. */
  compile(file: string): Promise<Rejected | undefined> {
    const running = this.#running.get(file) ?? this.#compile(file);
    this.#running.set(file, running);
    return running;
  }

  /** Has a file that has another text now looked at again. */
  forget(file: string): void {
    this.#running.delete(file);
    this.#keys.clear();
  }

  async #compile(file: string): Promise<Rejected | undefined> {
    const needs = needsOf(this.text(file));
    for (const rejected of await Promise.all(needs.map((one) => this.compile(one))))
      if (rejected !== undefined) return rejected;
    const key = this.key(file);
    if (this.#compiled.get(file) === key && existsSync(join(this.#folder, `${file}o`))) return undefined;
    const { status, output } = await this.#inTurn(() => this.run("coqc", [...OPTIONS, file]));
    if (status !== 0) return { file, message: output.trim() };
    this.#compiled.set(file, key);
    this.write("compiled.json", `${JSON.stringify(Object.fromEntries(this.#compiled), null, 2)}\n`);
    return undefined;
  }

  /** What a file's compiled form follows from: its text, and that of all it needs. */
  key(file: string): string {
    const known = this.#keys.get(file) ?? textKey(this.#folder, file, this.#keys);
    this.#keys.set(file, known);
    return known;
  }

  /** What the term `all` of a file rests on; undefined when that is nothing. */
  async assumptions(file: string): Promise<string | undefined> {
    const asked = `From Commutant Require ${file.replace(/\.v$/, "")}.\nPrint Assumptions ${file.replace(/\.v$/, "")}.all.\n`;
    this.write("Assumptions.v", asked);
    const { status, output } = await this.#inTurn(() => this.run("coqc", [...OPTIONS, "Assumptions.v"]));
    return status === 0 && output.trim() === CLOSED ? undefined : output.trim();
  }

  /** What `coqchk` says against a compiled file and all that it needs, MathComp too; undefined when that is nothing. */
  async recheck(file: string): Promise<string | undefined> {
    const { status, output } = await this.#inTurn(() => this.#coqchk([libraryOf(file)]));
    return status === 0 && /\* Axioms: <none>/.test(output) ? undefined : output.trim();
  }

  /**
   * What `coqchk` says against files that are compiled and what they need, but for a file that {@link recheck} has looked
   * at, and all that this one needs; undefined when that is nothing. What is not looked at again counts as assumed, so no
   * more may be assumed than where no file is added.
   */
  async recheckBeyond(known: string, files: readonly string[]): Promise<string | undefined> {
    const done = this.#needed([known]);
    const others = [...this.#needed(files)].filter((file) => !done.has(file));
    const alone = (some: readonly string[]): Promise<Ran> =>
      this.#inTurn(() => this.#coqchk(some.flatMap((file) => ["-norec", libraryOf(file)])));
    const parts = Array.from({ length: this.#jobs }, (_, i) => others.filter((_, k) => k % this.#jobs === i));
    const [assumed, ...told] = await Promise.all([[known], ...parts.filter((some) => some.length > 0)].map(alone));
    const differs = told.find(({ status, output }) => status !== 0 || output !== assumed!.output);
    return differs?.output.trim();
  }

  #coqchk(args: readonly string[]): Promise<Ran> {
    return this.run("coqchk", ["-silent", "-o", "-Q", ".", "Commutant", ...args]);
  }

  /** Files, and those of the folder that they need. */
  #needed(files: readonly string[], found: Set<string> = new Set()): ReadonlySet<string> {
    for (const file of files.filter((one) => !found.has(one))) {
      found.add(file);
      this.#needed(needsOf(this.text(file)), found);
    }
    return found;
  }

  /** Runs a command in the folder. */
  run(command: string, args: readonly string[]): Promise<Ran> {
    const env = { OCAMLRUNPARAM: MEMORY, ...process.env };
    return new Promise((resolve) => {
      const child = spawn(command, [...args], { cwd: this.#folder, env, stdio: ["ignore", "pipe", "pipe"] });
      const parts: Buffer[] = [];
      for (const stream of [child.stdout, child.stderr]) stream.on("data", (part: Buffer) => parts.push(part));
      child.on("error", (error) => resolve({ status: null, output: error.message }));
      child.on("close", (status) => resolve({ status, output: Buffer.concat(parts).toString("utf8") }));
    });
  }

  async #inTurn<T>(work: () => Promise<T>): Promise<T> {
    if (this.#free === 0) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    else this.#free--;
    try {
      return await work();
    } finally {
      const next = this.#waiting.shift();
      if (next === undefined) this.#free++;
      else next();
    }
  }
}

const libraryOf = (file: string): string => `Commutant.${file.replace(/\.v$/, "")}`;

/** The hash of a file's text and of all it needs in its folder. */
export function textKey(folder: string, file: string, known: Map<string, string> = new Map()): string {
  const text = readFileSync(join(folder, file), "utf8");
  const hash = createHash("sha256").update(text);
  for (const one of needsOf(text)) {
    const key = known.get(one) ?? textKey(folder, one, known);
    known.set(one, key);
    hash.update(key);
  }
  return hash.digest("hex");
}

function needsOf(text: string): readonly string[] {
  const required = [...text.matchAll(/^From Commutant Require (?:Import |Export )?([\w ]+)\.$/gm)];
  return required.flatMap(([, names]) => names!.split(" ").map((name) => `${name}.v`));
}
