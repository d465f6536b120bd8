/**
 * `commutant rocq`: certificates written for Rocq, and checked by it.
 *
 * The exit status of `coqc` says nothing of what was admitted, so what is accepted is that a term of all theorems rests on
 * no axiom; with `--check` the kernel's laws, the hand-written statements of the notes, and `coqchk` on everything too.
 */
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { setImmediate as turn } from "node:timers/promises";
import { assertedBy, proofOf } from "../check/proofs.ts";
import type { Proof } from "../kernel/proof.ts";
import { ARCHITECTURES } from "../model/architectures.ts";
import { EXIT } from "../report/report.ts";
import { ruleTable, theoremsTerm } from "../report/rocq-rules.ts";
import { LAWS, lawFiles, recordText } from "./accepted.ts";
import { progressBar } from "./progress.ts";
import { type Accepted, accept, type Certified, certified, type Place, writeBatches } from "./rocq-batches.ts";
import { headlines, isAudited } from "./rocq-headlines.ts";
import { RocqProject } from "./rocq-project.ts";

const INSTALL = `coqc is not there. Install Rocq with MathComp:
  Debian   apt-get install --no-install-recommends coq libcoq-mathcomp-algebra
  opam     opam install coq.8.16.1 coq-mathcomp-algebra.1.15.0
`;

/** Options of the command as they are parsed. */
export interface RocqFlags {
  readonly out: string;
  readonly architecture?: readonly string[];
  readonly check?: boolean;
}

/** A line of what came of something. */
interface Line {
  readonly name: string;
  readonly verdict: "proved + rocq" | "conflict" | "not proved";
  readonly detail?: string;
}

const MARKS = { "proved + rocq": "✓", conflict: "‼", "not proved": "?" } as const;
/** Lines that are shown one by one; of more, those of an architecture or an area are counted. */
const SHOWN = 40;
/** Time for one assertion, most of which a search in vain takes. unit  millisecond */
const PATIENCE = 30_000;

/** Runs the command; answers the exit code. */
export async function rocqCommand(names: readonly string[], flags: RocqFlags): Promise<number> {
  const project = new RocqProject(resolve(flags.out));
  writeLaws(project);
  const hasRocq = spawnSync("coqc", ["--version"]).error === undefined;
  const laws = hasRocq ? project.compile("RuleTable.v") : undefined; // while proofs are searched
  const known = laws?.then((failed) =>
    flags.check === true && failed === undefined ? project.recheck("RuleTable.v") : undefined,
  );
  const { certificates, open } = await proofsOf(names, flags);
  if (laws === undefined) {
    await writeBatches(project, certificates);
    process.stderr.write(`${INSTALL}The project is written to ${flags.out}.\n`);
    return EXIT.usage;
  }
  const failed = await laws;
  if (failed !== undefined) return report([{ name: failed.file, verdict: "conflict", detail: failed.message }]);
  const accepted = await accept(project, certificates);
  const lines = [
    ...linesOf(certificates, accepted),
    ...open.map((name): Line => ({ name, verdict: "not proved" })),
    ...(await gate(project, certificates, accepted, flags, known)),
  ];
  const code = report(lines);
  if (code === EXIT.ok)
    project.write("accepted.json", recordText(project.key("Rules.v"), certificates, accepted.places));
  return code === EXIT.ok && names.length > 0 && open.length > 0 ? EXIT.untested : code;
}

/** The laws that are proved by hand, and the kernel's own restated. */
export function writeLaws(project: RocqProject): void {
  for (const file of lawFiles()) project.write(file, readFileSync(join(LAWS, file), "utf8"));
  project.write("RuleTable.v", ruleTable());
}

async function proofsOf(
  names: readonly string[],
  { architecture = Object.keys(ARCHITECTURES) }: RocqFlags,
): Promise<{ certificates: readonly Certified[]; open: readonly string[] }> {
  const all = assertedBy(names, architecture);
  const proofs: [string, Proof][] = [];
  const open: string[] = [];
  const progress = progressBar();
  try {
    for (const [done, one] of all.entries()) {
      progress.update(done, all.length, one.id);
      await turn();
      const found = proofOf(one, { milliseconds: PATIENCE, clock: () => performance.now(), looks: 1, draws: 1 });
      if (found.kind === "proved") proofs.push([one.id, found.proof]);
      else if (found.kind === "open") open.push(one.id);
    }
  } finally {
    progress.stop();
  }
  return { certificates: certified(proofs), open };
}

function linesOf(certificates: readonly Certified[], { places, conflicts }: Accepted): readonly Line[] {
  return certificates.flatMap(({ hash, ids }): readonly Line[] => {
    if (places.has(hash)) return ids.map((name) => ({ name, verdict: "proved + rocq" }));
    const conflict = conflicts.find((one) => one.hash === hash)!; // a certificate is accepted or rejected
    return ids.map((name) => ({ name, verdict: "conflict", detail: `step ${conflict.step}\n${conflict.message}` }));
  });
}

/** What must hold of all that was accepted together. */
async function gate(
  project: RocqProject,
  certificates: readonly Certified[],
  { places }: Accepted,
  { check = false }: RocqFlags,
  known: Promise<string | undefined> | undefined,
): Promise<readonly Line[]> {
  const audited = check && isAudited(certificates);
  if (audited) {
    project.write("Headlines.v", headlines(certificates, places));
    for (const file of ["Statements.v", "Audit.v"]) project.write(file, readFileSync(join(LAWS, file), "utf8"));
  }
  const others = check ? ["RuleTable", ...(audited ? ["Audit"] : [])] : [];
  project.write("All.v", allText([...places.values()], others));
  project.forget("All.v");
  const parts = [
    `${places.size} theorems`,
    ...(check ? [`${others.includes("Audit") ? "the notes as written by hand, " : ""}the kernel's laws, coqchk`] : []),
  ];
  const name = parts.join(", ");
  const conflict = (detail: string): readonly Line[] => [{ name, verdict: "conflict", detail }];
  const rejected = await project.compile("All.v");
  if (rejected !== undefined) return conflict(`${rejected.file}\n${rejected.message}`);
  const [assumed, ...rechecked] = await Promise.all([
    project.assumptions("All.v"),
    known,
    check ? project.recheckBeyond("RuleTable.v", ["All.v"]) : undefined,
  ]);
  if (assumed !== undefined) return conflict(`they rest on axioms\n${assumed}`);
  const told = rechecked.find((one) => one !== undefined);
  return told === undefined ? [{ name, verdict: "proved + rocq" }] : conflict(`coqchk\n${told}`);
}

/** Every theorem in one term. */
export function allText(places: readonly Place[], others: readonly string[] = []): string {
  const files = [...new Set(places.map(({ file }) => file.replace(/\.v$/, "")))];
  const theorems = places.map(({ file, module }) => `@${file.replace(/\.v$/, "")}.${module}.claim`);
  const all = theoremsTerm([...theorems, ...others.map((other) => `@${other}.all`)]);
  const required = [...files, ...others].map((file) => `From Commutant Require ${file}.`);
  return `From Commutant Require Import Rules.\n${required.join("\n")}\nDefinition all : theorems := ${all}.\n`;
}

function report(lines: readonly Line[]): number {
  const shown = lines.length <= SHOWN ? lines : lines.filter(({ verdict }) => verdict !== "proved + rocq");
  const counted = lines.length <= SHOWN ? [] : counts(lines);
  const texts = [...counted, ...shown.map(lineText), ...(lines.length <= SHOWN ? [] : [lineText(lines.at(-1)!)])];
  process.stdout.write(`${[...new Set(texts)].join("\n")}\n`);
  return lines.some(({ verdict }) => verdict === "conflict") ? EXIT.refuted : EXIT.ok;
}

const lineText = ({ name, verdict, detail }: Line): string =>
  `${MARKS[verdict]} ${verdict}  ${name}${detail === undefined ? "" : `\n${detail}`}`;

/** How many of each architecture, and of the catalogue, were accepted. */
function counts(lines: readonly Line[]): readonly string[] {
  const accepted = lines.filter(({ name, verdict }) => verdict === "proved + rocq" && name.includes("/"));
  const groupOf = ({ name }: Line): string => {
    const [first] = name.split("/") as [string];
    return Object.hasOwn(ARCHITECTURES, first) ? first : "the catalogue";
  };
  const groups = [...new Set(accepted.map(groupOf))];
  return groups.map((group) => {
    const count = accepted.filter((line) => groupOf(line) === group).length;
    return `${MARKS["proved + rocq"]} proved + rocq  ${group}: ${count}`;
  });
}
