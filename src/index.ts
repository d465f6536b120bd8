/** Commutant: claims about transformers, stated as terms, checked on running models. */
export { type Attack, type AttackOptions, attack, type Counterexample } from "./check/attack.ts";
export { runBehaviours } from "./check/behave.ts";
export { judgeConformance } from "./check/conformance.ts";
export { type DecideOptions, type Decision, decide } from "./check/decide.ts";
export type { Draw, SizeRange } from "./check/draw.ts";
export { isFailure, type Result, type Verdict, type Witness } from "./check/judge.ts";
export { FALSE_CLAIM_RATIO, type Reading, read, type Sides, TRUE_CLAIM_RATIO } from "./check/ladder.ts";
export { type Model, type Subject, subjectsOf } from "./check/model.ts";
export { type CheckOptions, type Plan, planCheck, runCheck } from "./check/plan.ts";
export { samplable, singularValues } from "./check/sample.ts";
export { behaviours, behavioursNamed } from "./claim/behaviour.ts";
export { type Claim, headAt, type NotApplicable, type Scope, type Site, siteOf } from "./claim/claim.ts";
export { defineClaim, defineModel, type OwnClaim, type OwnModel } from "./claim/define.ts";
export { claimOf, claimsNamed, library } from "./claim/library.ts";
export type { Behaviour } from "./claim/trial.ts";
export { type Config, defineConfig } from "./cli/config.ts";
export { type Dense, denseOf, type Precision, rowsOf } from "./interpret/dense.ts";
export { evaluateFloat, evaluateFloats } from "./interpret/float.ts";
export {
  certificateHash,
  certificateOf,
  certificateText,
  readCertificate,
  replayCertificate,
} from "./kernel/certificate.ts";
export type { Certificate } from "./kernel/certificate-schema.ts";
export { isTheorem, type Theorem } from "./kernel/theorem.ts";
export {
  type Architecture,
  type Context,
  lastStream,
  parameter,
  permutedContext,
  tokenVariable,
} from "./model/architecture.ts";
export { architectureNamed } from "./model/architectures.ts";
export { attention, maskedAttention, pattern, scores } from "./model/attention.ts";
export { type LlamaOptions, llama } from "./model/llama.ts";
export { type NotesOptions, notes } from "./model/notes.ts";
export type { Traits } from "./model/traits.ts";
export type { Weigh } from "./model/weighing.ts";
export { derivationLatex } from "./report/derivation/latex.ts";
export { derivationMarkdown } from "./report/derivation/markdown.ts";
export { derivationMathml } from "./report/derivation/mathml.ts";
export type { Derivation } from "./report/derivation/schema.ts";
export { derivationText } from "./report/derivation/text.ts";
export { derive } from "./report/derivation.ts";
export { type Checkpoint, openCheckpoint, openModel } from "./runtime/checkpoint.ts";
export { resolveModel } from "./runtime/download.ts";
export { type Engine, plainEngine, type Selection, type Strided, stored, type Value } from "./runtime/engine.ts";
export type { LoadedModel } from "./runtime/family.ts";
export { type FunctionModel, functionRuntime } from "./runtime/function.ts";
export { loadModel, MODEL_TYPES } from "./runtime/load.ts";
export { onnxFileRuntime } from "./runtime/onnx-file.ts";
export { type PythonOptions, pythonRuntime } from "./runtime/python.ts";
export { type Run, runOf } from "./runtime/run.ts";
export type { Runtime } from "./runtime/runtime.ts";
export { termRuntime } from "./runtime/term-runtime.ts";
export { bigHcat, bigSum, bigVcat, layers, open, substitute } from "./term/binder.ts";
export { type Bindings, bind } from "./term/binding.ts";
export * as definitions from "./term/definition.ts";
export { addDim, type Dim, dim, mulDim, type Sizes } from "./term/dimension.ts";
export { Fault, Refusal } from "./term/fault.ts";
export { KINDS, type Kind } from "./term/kind.ts";
export { type Problem, type ProblemOptions, parseProblem } from "./term/problem.ts";
export { schedule, variablesOf } from "./term/schedule.ts";
export { type Statement, statement } from "./term/statement.ts";
export type { Index, Term, Variable } from "./term/term.ts";
export * as terms from "./term/term.ts";
export { unroll } from "./term/unroll.ts";
