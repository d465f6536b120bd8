/** The worker: decides, derives and computes, so that the page never waits. */
import { decide } from "../check/decide.ts";
import type { Assertion } from "../claim/assertion.ts";
import { type Claim, isNotApplicable, siteOf } from "../claim/claim.ts";
import { assertions, library } from "../claim/library.ts";
import type { Named } from "../claim/named.ts";
import { AXIOMS } from "../kernel/axioms.ts";
import { ARCHITECTURES, architectureNamed } from "../model/architectures.ts";
import { failureOf } from "../report/derivation/failure.ts";
import type { Derivation } from "../report/derivation/schema.ts";
import { derivationOf } from "../report/derivation.ts";
import { Fault, Refusal } from "../term/fault.ts";
import { dependencies } from "./dependency.ts";
import { numbersAt } from "./evaluation.ts";
import { mendings, named } from "./mending.ts";
import type { Answer, Choice, Message, NumbersShown, Requests, Subject } from "./protocol.ts";

const LIMITS = { steps: 8000, milliseconds: 6000, clock: () => performance.now() } as const;

const derived = new Map<string, { readonly named: Named; readonly derivation: Derivation }>();

function derive(subject: Subject): { readonly named: Named; readonly derivation: Derivation } {
  const key = JSON.stringify(subject);
  const known = derived.get(key);
  if (known !== undefined) return known;
  const one = named(subject);
  const decision = decide(one.problem, { ...LIMITS, explain: true });
  const made = { named: one, derivation: derivationOf(one, one.problem, decision) };
  derived.set(key, made);
  return made;
}

const verdicts = new Map<string, Requests["verdict"]["answers"]>();

function verdict(subject: Subject): Requests["verdict"]["answers"] {
  const key = JSON.stringify(subject);
  const known = derived.get(key)?.derivation ?? verdicts.get(key) ?? decided(subject);
  verdicts.set(key, { verdict: known.verdict });
  return { verdict: known.verdict };
}

function decided(subject: Subject): Requests["verdict"]["answers"] {
  try {
    return { verdict: decide(named(subject).problem, { ...LIMITS, milliseconds: 2000 }).verdict };
  } catch (error) {
    if (error instanceof Fault) return { verdict: "does not apply" };
    throw error;
  }
}

/** Both sides, the values and the residual of each step, in floats at the sizes that were chosen. */
function numbers(subject: Subject, choice: Choice): NumbersShown {
  const { named: one, derivation } = derive(subject);
  if (one.problem.kind === "problem") return numbersAt(one.problem, derivation, choice);
  throw new Fault({ op: "numbers", expected: "terms that fit together", received: one.problem.fault.message });
}

/** A law without its conditions. */
function fails(law: string): Requests["fails"]["answers"] {
  const axiom = AXIOMS.get(law);
  if (axiom === undefined) throw new Fault({ op: "law", expected: "the name of a law", received: law });
  const failure = failureOf(axiom);
  return failure === undefined ? {} : { failure };
}

/** What the claims of an architecture build on. */
function dependenciesOf(architecture: string): Requests["dependencies"]["answers"] {
  const site = siteOf(architectureNamed(architecture));
  const stated = library.flatMap((claim) => {
    const statement = claim.state(site);
    return isNotApplicable(statement) ? [] : [{ id: claim.id, statement }];
  });
  return { on: Object.fromEntries(dependencies(stated)) };
}

function answer(message: Message): unknown {
  switch (message.ask) {
    case "list": {
      const listed = (all: readonly (Claim | Assertion)[], ofModels: boolean) =>
        all.map(({ id, title, formula }) => ({ id, title, formula, area: id.split("/")[0]!, ofModels }));
      const claims = [...listed(library, true), ...listed(assertions, false)];
      return { claims, architectures: Object.keys(ARCHITECTURES) };
    }
    case "derive":
      return derive(message.of).derivation;
    case "verdict":
      return verdict(message.of);
    case "numbers":
      return numbers(message.of.subject, message.of.choice);
    case "fails":
      return fails(message.of.law);
    case "dependencies":
      return dependenciesOf(message.of.architecture);
    case "mendings":
      return { ways: mendings(message.of) };
  }
}

function reply(message: Message): Answer {
  try {
    return { ticket: message.ticket, value: answer(message) };
  } catch (error) {
    if (error instanceof Fault || error instanceof Refusal) return { ticket: message.ticket, error: error.message };
    throw error;
  }
}

self.addEventListener("message", ({ data }: MessageEvent<Message>) => self.postMessage(reply(data)));
