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
const DEFAULT_TIMEOUT = 60;
const DEFAULT_PORT = 4747;
const DEFAULT_PRIMES = 3;

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

/** A command that takes formulas and claims, with what they are read with. */
function statementCommand(name: string): Command {
  return program
    .command(name)
    .option("-g, --given <declarations>", "what the formula's names are: 'P: perm C; x: C × E'", "")
    .option("--assume <hypothesis...>", "what may be assumed: 'P*M*P' = M', 'c > 0', 'invertible(A+B)'")
    .option("--where <order...>", "orders of sizes and equations: 'i < n', 'n = 2*i'")
    .option("--dims <symbol...>", "size symbols that occur in no shape")
    .option("--architecture <name>", "the architecture that claims are about", "notes");
}

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
  .option("--workers <n>", "workers that checks are spread over, on the same weights, of one thread each", positive)
  .option("--python <file:function>", "a model in Python instead, as the function of that file builds it")
  .option("--runtime <kind:what>", "a model that is only run: python:FILE:FUNCTION, onnx:FILE, js:FILE or term:FOLDER")
  .option("--as <model-type>", "with --config: what a model that is run is compared with, block by block")
  .option("--config <file>", "the config.json of the reference, its safetensors beside it")
  .option("--against <kind:what>", "another runtime that a model must compute the same as, as --runtime names one")
  .option("--interpreter <program>", "the Python that runs the model", "python3")
  .option("--timeout <seconds>", "time for one answer of a model that is run", positive, DEFAULT_TIMEOUT)
  .option("-v, --verbose", "show counterexamples of expected refutations too, one a claim")
  .option("--json <file>", "write the results as JSON, - for standard output")
  .option("--reporter <names...>", "text, github, json=FILE, junit=FILE, sarif=FILE, html=FILE; text alone without any")
  .option("--shard <i/n>", "run the i-th of n parts; commutant merge puts the JSON of all parts together")
  .option("--bail", "stop at the first failure")
  .option("--time-limit <seconds>", "stop when the time is over; what did not run is no success", positive)
  .option("--baseline <file>", "failures that are known, each allowed until a day")
  .option("--project <file>", "a project's config; commutant.config.ts where no model is named")
  .option("--corpus <file>", "failures of earlier runs: seen again first, and new ones added")
  .addHelpText(
    "after",
    "\nExit codes: 0 everything holds, 1 refuted, 2 usage or internal error, 3 something was not tested.",
  )
  .action(async (names: string[], options, command: Command) => {
    const { checkCommand } = await import("./check.ts");
    process.exitCode = await checkCommand(names, options, (flag) => command.getOptionValueSource(flag) === "cli");
  });

program
  .command("merge")
  .description("put the JSON reports of shards together; a check that none of them ran is a failure")
  .argument("<reports...>", "files that commutant check --json wrote")
  .option("--json <file>", "write the results as JSON, - for standard output")
  .option("--reporter <names...>", "text, github, json=FILE, junit=FILE, sarif=FILE, html=FILE; text alone without any")
  .action(async (files: string[], options) => {
    const { mergeCommand } = await import("./merge.ts");
    process.exitCode = await mergeCommand(files, options);
  });

program
  .command("claims")
  .description("decide the sentences of the catalogue: each with the verdict that is computed for it")
  .argument("[areas-or-sentences...]", "only these; a few sentences by name are shown with proofs and counterexamples")
  .option("--missing", "the sentences that are not stated yet, each with what is missing")
  .option("--models", "the claims about architectures, which check, prove and table decide")
  .option("--json", "as JSON")
  .action(async (names: string[], options) => {
    const { claimsCommand } = await import("./claims.ts");
    await claimsCommand(names, options);
  });

statementCommand("prove")
  .description("decide formulas and claims for all sizes: proved, refuted with the smallest values, or what was tried")
  .argument("[formula-or-claims...]", "a formula such as 'relu(P*x) = P*relu(x)', or claims (an id or an area)")
  .option("--file <file>", "decide the statements of a file")
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

statementCommand("exact")
  .description("look at equations at given sizes, those of a real model too, modulo several primes: no rounding at all")
  .argument("<formula-or-claims...>", "a formula, or claims (an id or an area)")
  .requiredOption("--at <sizes>", "the sizes: 'C = 128, E = 768, d = 64'")
  .option("--primes <n>", "how many primes, up to 6", positive, DEFAULT_PRIMES)
  .option("--seed <n>", "seed of all draws", natural, DEFAULT_SEED)
  .option("--json", "as JSON")
  .addHelpText(
    "after",
    "\nExit codes: 0 no violation, 1 refuted, 2 usage or internal error, 3 something stayed undecided.",
  )
  .action(async (words: string[], options) => {
    const { exactCommand } = await import("./exact.ts");
    process.exitCode = await exactCommand(words, options);
  });

statementCommand("explain")
  .description(
    "derive a claim step by step, as on a board; of a false one, where a proof fails and the smallest values",
  )
  .argument("<formula-or-claims...>", "a formula, or claims (an id or an area)")
  .option("--format <format>", "text, latex, markdown, mathml or json", "text")
  .option("--unfold", "open every step into the changes that it is made of")
  .option("--seed <n>", "seed of the numbers beside the steps", natural, DEFAULT_SEED)
  .option("--steps <n>", "uses of rules a method of proof", positive, DEFAULT_STEPS)
  .option("--time-limit <seconds>", "time a statement", positive, DEFAULT_SECONDS)
  .addHelpText("after", "\nExit codes: 0 as expected, 1 refuted, 2 usage or internal error, 3 something stayed open.")
  .action(async (words: string[], options) => {
    const { explainCommand } = await import("./explain.ts");
    process.exitCode = await explainCommand(words, options);
  });

program
  .command("table")
  .description("the table of architectures: every claim of the library decided for each")
  .argument(
    "[areas-or-files...]",
    "only these areas or claims; a file of models and claims of one's own has its rows alone",
  )
  .option("--architecture <names...>", "only these architectures")
  .option("--cell <architecture/claim>", "the proof or the counterexample behind one cell: llama/key-bias")
  .option("--format <format>", "text, markdown, html or json", "text")
  .option("--json", "as JSON")
  .option("--threads <n>", "threads that decide cells; as many as suits by default", positive)
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
  .description("write every certificate of the library for Rocq, and have it check them")
  .argument("[claims...]", "claims, sentences of the catalogue, or areas of either; all of them without any")
  .option("--out <dir>", "where the project is written, and what was accepted is kept", "rocq-project")
  .option("--architecture <names...>", "only these architectures")
  .option("--check", "check every law of the kernel and the statements written by hand, and run coqchk, too")
  .addHelpText(
    "after",
    "\nExit codes: 0 all accepted, 1 Rocq rejects a proof, 2 usage error or no coqc, 3 a claim that was named has no proof.",
  )
  .action(async (names: string[], options) => {
    const { rocqCommand } = await import("./rocq.ts");
    process.exitCode = await rocqCommand(names, options);
  });

try {
  await program.parseAsync();
} catch (error) {
  const known = error instanceof Error && (error.name === "Fault" || error.name === "Refusal");
  process.stderr.write(`commutant: ${known ? error.message : error instanceof Error ? error.stack : String(error)}\n`);
  process.exitCode = USAGE_ERROR;
}
