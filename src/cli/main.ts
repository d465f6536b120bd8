#!/usr/bin/env node
/**
 * The command line. This file only knows the commands' names and options, so
 * that `--help` and `--version` answer at once; each command is imported when
 * it runs. Errors are dressed here, once.
 */
import { createRequire } from "node:module";
import { Command, InvalidArgumentError } from "commander";

/** Exit code of a usage or internal error; the others are in report/report.ts. */
const USAGE_ERROR = 2;
const DEFAULT_SAMPLES = 20;
const DEFAULT_SEED = 42;
const DEFAULT_DRAWS = 100;
const DEFAULT_STEPS = 20_000;
const DEFAULT_SECONDS = 10;
const DEFAULT_PORT = 4747;

const { version } = createRequire(import.meta.url)("../../package.json") as { version: string };

function natural(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < 0) throw new InvalidArgumentError("expected a natural number");
  return value;
}

function positive(text: string): number {
  const value = natural(text);
  if (value === 0) throw new InvalidArgumentError("expected a number above 0");
  return value;
}

const program = new Command("commutant")
  .description("State an architectural claim once: prove it for all sizes, and check it on a running model.")
  .version(version)
  .showHelpAfterError("(commutant --help lists commands and options)")
  .exitOverride((error) => {
    process.exit(error.exitCode === 0 ? 0 : USAGE_ERROR);
  });

program
  .command("check")
  .description(
    "attack claims on a model: a folder with config.json and safetensors, org/name on the hub, or the model that ships",
  )
  .argument("[model-or-claims...]", "a model, then claims (an id or an area); all claims without any")
  .option("-n, --samples <n>", "samples a claim", positive, DEFAULT_SAMPLES)
  .option("--seed <n>", "seed of all draws", natural, DEFAULT_SEED)
  .option("--path <path>", "take one draw of an earlier run again, as a report's replay line says")
  .option("--at <layer.head>", "only this layer, or this head of it, counted from 0")
  .option("--engine <name>", "wasm, onnx or plain", "wasm")
  .option("--threads <n>", "threads of the wasm engine", positive)
  .option("-v, --verbose", "show counterexamples of expected refutations too, one a claim")
  .option("--json <file>", "write the results as JSON, - for standard output")
  .addHelpText(
    "after",
    "\nExit codes: 0 everything holds, 1 refuted, 2 usage or internal error, 3 something was not tested.",
  )
  .action(async (names: string[], options) => {
    const { checkCommand } = await import("./check.ts");
    process.exitCode = await checkCommand(names, options);
  });

program
  .command("claims")
  .description("list the claims of the library; what the catalogue's sentences come to; what is not stated yet")
  .argument("[areas...]", "only these areas or claims")
  .option("--decide", "decide each sentence of the catalogue that is stated")
  .option("--missing", "the sentences that are not, each with what is missing")
  .option("--json", "as JSON")
  .action(async (names: string[], options) => {
    const { claimsCommand } = await import("./claims.ts");
    await claimsCommand(names, options);
  });

program
  .command("prove")
  .description("decide formulas and claims for all sizes: proved, refuted with the smallest values, or what was tried")
  .argument("[formula-or-claims...]", "a formula such as 'relu(P*x) = P*relu(x)', or claims (an id or an area)")
  .option("-g, --given <declarations>", "what the formula's names are: 'P: perm C; x: C × E'", "")
  .option("--assume <hypothesis...>", "what may be assumed: 'P*M*P' = M', 'c > 0', 'invertible(A+B)'")
  .option("--where <order...>", "orders of sizes: 'i < n'")
  .option("--dims <symbol...>", "size symbols that occur in no shape")
  .option("--file <file>", "decide the statements of a file")
  .option("--architecture <name>", "the architecture that claims are about", "notes")
  .option("--seed <n>", "seed of all draws", natural, DEFAULT_SEED)
  .option("--draws <n>", "draws in search of a counterexample", positive, DEFAULT_DRAWS)
  .option("--steps <n>", "uses of rules a method of proof", positive, DEFAULT_STEPS)
  .option("--time-limit <seconds>", "time a statement", positive, DEFAULT_SECONDS)
  .option("--json <file>", "write verdicts, witnesses and certificates as JSON, - for standard output")
  .addHelpText("after", "\nExit codes: 0 as expected, 1 refuted, 2 usage or internal error, 3 something stayed open.")
  .action(async (words: string[], options) => {
    const { proveCommand } = await import("./prove.ts");
    process.exitCode = await proveCommand(words, options);
  });

program
  .command("explain")
  .description(
    "derive a claim step by step, as on a board; of a false one, where a proof fails and the smallest values",
  )
  .argument("<formula-or-claims...>", "a formula, or claims (an id or an area)")
  .option("-g, --given <declarations>", "what the formula's names are: 'P: perm C; x: C × E'", "")
  .option("--assume <hypothesis...>", "what may be assumed: 'P*M*P' = M', 'c > 0', 'invertible(A+B)'")
  .option("--where <order...>", "orders of sizes: 'i < n'")
  .option("--dims <symbol...>", "size symbols that occur in no shape")
  .option("--architecture <name>", "the architecture that claims are about", "notes")
  .option("--format <format>", "text, latex, markdown, mathml or json", "text")
  .option("--unfold", "open every step into the changes that it is made of")
  .option("--seed <n>", "seed of the numbers beside the steps", natural, DEFAULT_SEED)
  .option("--steps <n>", "uses of rules a method of proof", positive, DEFAULT_STEPS)
  .option("--time-limit <seconds>", "time a statement", positive, DEFAULT_SECONDS)
  .addHelpText("after", "\nExit codes: 0 as expected, 1 refuted, 2 usage or internal error, 3 something stayed open.")
  .action(async (words: string[], options) => {
    const { explainCommand } = await import("./explain.ts");
    process.exitCode = explainCommand(words, options);
  });

program
  .command("table")
  .description("the table of architectures: every claim of the library decided for each")
  .argument("[areas...]", "only these areas or claims")
  .option("--architecture <names...>", "only these architectures")
  .option("--cell <architecture/claim>", "the proof or the counterexample behind one cell")
  .option("--format <format>", "text, markdown or json", "text")
  .option("--seed <n>", "seed of all draws", natural, DEFAULT_SEED)
  .option("--time-limit <seconds>", "time a cell", positive, DEFAULT_SECONDS)
  .addHelpText("after", "\nExit codes: 0 every cell decided, 2 usage or internal error, 3 something stayed open.")
  .action(async (names: string[], options) => {
    const { tableCommand } = await import("./table.ts");
    process.exitCode = await tableCommand(names, options);
  });

program
  .command("explore")
  .description("the explorer: claims, derivations and numbers on a page that this machine serves to itself")
  .option("--port <n>", "the port; 0 for any that is free", natural, DEFAULT_PORT)
  .option("--out <dir>", "write the page as static files instead")
  .action(async (options) => {
    const { exploreCommand } = await import("./explore.ts");
    process.exitCode = await exploreCommand(options);
  });

program
  .command("rocq")
  .description("write proofs of claims for Rocq, and have it check them")
  .argument("[claims...]", "claims or areas; all claims without any")
  .option("--out <dir>", "where the project is written", "rocq-project")
  .option("--architecture <name>", "the architecture that claims are about", "notes")
  .option("--check", "check every law of the kernel and run coqchk too")
  .addHelpText(
    "after",
    "\nExit codes: 0 all accepted, 1 Rocq rejects a proof, 2 usage error or no coqc, 3 a claim has no proof.",
  )
  .action(async (names: string[], options) => {
    const { rocqCommand } = await import("./rocq.ts");
    process.exitCode = rocqCommand(names, options);
  });

try {
  await program.parseAsync();
} catch (error) {
  const known = error instanceof Error && (error.name === "Fault" || error.name === "Refusal");
  process.stderr.write(`commutant: ${known ? error.message : error instanceof Error ? error.stack : String(error)}\n`);
  process.exitCode = USAGE_ERROR;
}
