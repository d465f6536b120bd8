/** What would make a refuted claim true: another architecture, or more that is known of a variable. */
import { decide } from "../check/decide.ts";
import { statementsNamed } from "../claim/named.ts";
import { ARCHITECTURES } from "../model/architectures.ts";
import { Fault } from "../term/fault.ts";
import type { Kind } from "../term/kind.ts";
import type { Mending, Subject } from "./protocol.ts";

/** Patience for one attempt. unit  millisecond */
const MILLISECONDS = 400;
/** Kinds that are tried, the weakest first. */
const STRONGER: readonly Kind[] = [
  "posscalar",
  "nzscalar",
  "symmetric",
  "lower",
  "orthogonal",
  "invertible",
  "idempotent",
  "diagonal",
  "perm",
  "rowstochastic",
  "orthocols",
];

/** Kinds that are more than one that is given already. */
const STRONGER_THAN: Readonly<Record<string, readonly Kind[]>> = {
  invertible: ["orthogonal", "invdiagonal", "perm"],
  lower: ["diagonal"],
  orthocols: ["orthogonal"],
  orthogonal: ["perm"],
  rowstochastic: ["selection", "perm"],
  selection: ["perm"],
  symmetric: ["diagonal"],
};
/** `P: perm n`, `x: n × m`. */
const GIVEN = /^(\w+\s*:\s*)(?:([a-z]{4,})\s+)?(\S+(?:\s*×\s*\S+)?)$/;

/** Ways to make a claim true that are proved. */
export function mendings(subject: Subject): readonly Mending[] {
  return subject.kind === "claim" ? otherArchitectures(subject) : strongerKinds(subject);
}

function otherArchitectures(subject: Extract<Subject, { kind: "claim" }>): readonly Mending[] {
  return Object.keys(ARCHITECTURES)
    .filter((architecture) => architecture !== subject.architecture)
    .map((architecture) => ({ text: architecture, subject: { ...subject, architecture } }))
    .filter((one) => isProved(one.subject));
}

/** One variable of a stronger kind; where none is enough, all that nothing is known of, of one kind. */
function strongerKinds(subject: Extract<Subject, { kind: "formula" }>): readonly Mending[] {
  const given = subject.given.split(";").map((text) => GIVEN.exec(text.trim()));
  const attempt = (at: readonly number[], kind: Kind): Mending => {
    const changed = given.map((one, i) => (at.includes(i) ? `${one![1]}${kind} ${one![3]}` : (one?.[0] ?? "")));
    return { text: at.map((i) => changed[i]!).join("; "), subject: { ...subject, given: changed.join("; ") } };
  };
  if (given.includes(null)) return []; // written in another way
  const kinds = (kind: string | undefined): readonly Kind[] =>
    kind === undefined ? STRONGER : (STRONGER_THAN[kind] ?? []);
  const single = given.flatMap((one, at) => kinds(one![2]).map((kind) => attempt([at], kind)));
  const found = single.filter((one) => isProved(one.subject));
  const plain = given.flatMap((one, at) => (one![2] === undefined ? [at] : []));
  if (found.length > 0 || plain.length < 2) return found;
  return STRONGER.map((kind) => attempt(plain, kind)).filter((one) => isProved(one.subject));
}

function isProved(subject: Subject): boolean {
  try {
    const { problem } = named(subject);
    return (
      decide(problem, { milliseconds: MILLISECONDS, draws: 10, clock: () => performance.now() }).verdict === "proved"
    );
  } catch (error) {
    if (error instanceof Fault) return false; // a kind that the shape cannot have, a claim that does not apply
    throw error;
  }
}

/** What a subject names. throws  Fault for what cannot be read or is not there */
export function named(subject: Subject): ReturnType<typeof statementsNamed>[number] {
  if (subject.kind === "claim")
    return statementsNamed([subject.id], { given: "", architecture: subject.architecture })[0]!; // an id names one claim, or is a Fault
  const assume = subject.assume.split(";").filter((text) => text.trim() !== "");
  return statementsNamed([subject.text], { given: subject.given, assume, architecture: "notes" })[0]!;
}
