/** Where a reader is, as a link: subject, step, sizes, seed, and the hash of the derivation that he saw. */
import { type Choice, MASKS, type Subject } from "./protocol.ts";

/** Ways to go through a derivation. */
export const MODES = ["read", "predict", "order", "present", "table", "checkpoint"] as const;
/** One of them. */
export type Mode = (typeof MODES)[number];

/** What a link says. */
export interface Address {
  readonly subject: Subject;
  readonly mode: Mode;
  readonly step: number;
  readonly choice: Choice;
  readonly hash?: string;
}

/** Where a reader is who has no link. */
export const START: Address = {
  subject: { kind: "claim", id: "permutation/head", architecture: "notes-no-positions" },
  mode: "read",
  step: 0,
  choice: { sizes: {}, seed: 1, precision: "f64", mask: "stated" },
};

/** The address in a link; what is missing or cannot be read is as at the start. */
export function addressOf(link: string): Address {
  const [path, query = ""] = link.replace(/^#\/?/, "").split("?") as [string, string?];
  const at = new URLSearchParams(query);
  const sizes = Object.fromEntries((at.get("sizes") ?? "").split(",").flatMap((pair) => sizeOf(pair)));
  const mode = MODES.find((one) => one === at.get("mode")) ?? START.mode;
  const choice: Choice = {
    sizes,
    seed: naturalOf(at.get("seed")) ?? START.choice.seed,
    precision: at.get("dtype") === "f32" ? "f32" : "f64",
    mask: MASKS.find((one) => one === at.get("mask")) ?? START.choice.mask,
  };
  const hash = at.get("hash");
  return {
    subject: subjectOf(path, at),
    mode,
    step: naturalOf(at.get("step")) ?? 0,
    choice,
    ...(hash === null ? {} : { hash }),
  };
}

function subjectOf(path: string, at: URLSearchParams): Subject {
  const text = at.get("formula");
  if (path === "formula" && text !== null)
    return { kind: "formula", text, given: at.get("given") ?? "", assume: at.get("assume") ?? "" };
  if (!path.startsWith("claim/")) return START.subject;
  return {
    kind: "claim",
    id: decodeURIComponent(path.slice("claim/".length)),
    architecture: at.get("architecture") ?? "notes-no-positions",
  };
}

function sizeOf(pair: string): readonly (readonly [string, number])[] {
  const [symbol, text] = pair.split(":");
  const size = naturalOf(text ?? null);
  return symbol === undefined || size === undefined ? [] : [[symbol, size]];
}

function naturalOf(text: string | null): number | undefined {
  return text !== null && /^\d{1,9}$/.test(text) ? Number(text) : undefined;
}

/** The link to a subject, with nothing chosen yet. */
export function linkTo(subject: Subject): string {
  return linkOf({ ...START, subject });
}

/** The link of an address. */
export function linkOf({ subject, mode, step, choice, hash }: Address): string {
  const at = new URLSearchParams();
  if (subject.kind === "claim") at.set("architecture", subject.architecture);
  else
    for (const [key, value] of [
      ["formula", subject.text],
      ["given", subject.given],
      ["assume", subject.assume],
    ] as const)
      if (value !== "") at.set(key, value);
  if (mode !== "read") at.set("mode", mode);
  if (step > 0) at.set("step", String(step));
  const sizes = Object.entries(choice.sizes).map(([symbol, size]) => `${symbol}:${size}`);
  if (sizes.length > 0) at.set("sizes", sizes.join(","));
  if (choice.seed !== START.choice.seed) at.set("seed", String(choice.seed));
  if (choice.precision !== "f64") at.set("dtype", choice.precision);
  if (choice.mask !== START.choice.mask) at.set("mask", choice.mask);
  if (hash !== undefined) at.set("hash", hash);
  return `#/${subject.kind === "claim" ? `claim/${subject.id}` : "formula"}?${at}`;
}
