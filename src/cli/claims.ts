/** `commutant claims`: what the library states, what it comes to, and what it cannot state yet. */
import { setImmediate as turn } from "node:timers/promises";
import { decide } from "../check/decide.ts";
import { facts } from "../claim/facts.ts";
import { claimsNamed } from "../claim/library.ts";
import { missing } from "../claim/missing.ts";
import { sentences, type Truth, truthOf } from "../claim/notes.ts";
import { jsonText } from "../report/json.ts";
import { progressBar } from "./progress.ts";

/** Options of the command as they are parsed. */
export interface ClaimsFlags {
  readonly json?: boolean;
  readonly missing?: boolean;
  readonly decide?: boolean;
}

/** Time for a sentence's parts, each. unit  millisecond */
const PATIENCE = 4000;

/** Lists claims on standard output. */
export async function claimsCommand(names: readonly string[], flags: ClaimsFlags): Promise<void> {
  if (flags.missing === true) return listMissing(flags);
  if (flags.decide === true) return listDecided(flags);
  const claims = claimsNamed(names);
  const told = claims.map(({ id, title, formula, scope, source }) => ({ id, title, formula, scope, source }));
  const lines = told.map(({ id, title, formula, scope }) => `${id}  (${scope})\n    ${title}\n    ${formula}\n`);
  process.stdout.write(flags.json === true ? jsonText(told) : `${lines.join("\n")}\n${claims.length} claims\n`);
}

function listMissing({ json = false }: ClaimsFlags): void {
  const lines = missing.map(({ catalogue, title, needs }) => `  ${catalogue.padEnd(44)}needs ${needs}\n      ${title}`);
  process.stdout.write(
    json ? jsonText({ missing }) : `${lines.join("\n")}\n\n${missing.length} claims are not stated yet\n`,
  );
}

interface Decided {
  readonly id: string;
  readonly verdict: Truth;
  readonly method: string;
  readonly ms: number;
}

/** Every sentence of the catalogue that is stated, decided. */
async function listDecided({ json = false }: ClaimsFlags): Promise<void> {
  const all = [...sentences, ...facts];
  const progress = progressBar();
  const results: Decided[] = [];
  for (const [done, sentence] of all.entries()) {
    progress.update(done, all.length, sentence.catalogue);
    await turn();
    const begun = performance.now();
    const methods = new Set<string>();
    const verdict = truthOf(sentence, ({ pose }) => {
      const { verdict, method } = decide(pose(), { milliseconds: PATIENCE, clock: () => performance.now() });
      methods.add(method);
      return verdict === "proved" || verdict === "refuted" ? verdict : "open";
    });
    results.push({ id: sentence.catalogue, verdict, method: [...methods].join(", "), ms: performance.now() - begun });
  }
  progress.stop();
  if (json) process.stdout.write(jsonText({ results }));
  else process.stdout.write(decidedText(results));
}

function decidedText(results: readonly Decided[]): string {
  const times = results.map(({ ms }) => ms).sort((a, b) => a - b);
  const lines = results.map(({ id, verdict, method }) => `  ${id.padEnd(46)}${verdict.padEnd(22)}${method}`);
  const counts = [...new Set(results.map(({ verdict }) => verdict))].map(
    (verdict) => `${results.filter((one) => one.verdict === verdict).length} ${verdict}`,
  );
  const total = times.reduce((sum, ms) => sum + ms, 0);
  const at = (part: number): string => `${times[Math.floor(part * (times.length - 1))]!.toFixed(1)} ms`;
  const time = `in ${(total / 1000).toFixed(1)} s, p50 ${at(0.5)}, p95 ${at(0.95)}`;
  return `${lines.join("\n")}\n\n${results.length} sentences: ${counts.join(", ")}; ${missing.length} not stated yet; ${time}\n`;
}
