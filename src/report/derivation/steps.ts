/**
 * Steps as a person writes them on a board, from the changes that a proof makes one by one.
 *
 * Changes that do not touch each other may be told in another order: definitions are opened first, and the same law at
 * several places is one step. Brackets, units and the like belong to the step before them.
 */
import type { Ref } from "../../kernel/proof.ts";
import type { Term } from "../../term/term.ts";
import { type Change, changesOf, placed, type Story, undone } from "./changes.ts";
import { type Theme, themeOf } from "./laws.ts";

/** What holds a step together. */
export type Subject =
  | { readonly kind: "definition"; readonly names: readonly string[] }
  | { readonly kind: "law"; readonly name: string }
  | { readonly kind: "fact"; readonly ref: Ref }
  | { readonly kind: "theme"; readonly theme: Theme }
  | { readonly kind: "algebra"; readonly themes: readonly Theme[] };

/** One step of a chain. */
export interface Step {
  readonly subject: Subject;
  readonly changes: readonly Change[];
}

/** Steps that a reader follows at one sitting; when there are more, neighbours that only rearrange are one. */
const MANY_STEPS = 15;

/** Steps of chains that were told before: every change that a chain causes is named by the steps of that chain. */
const KNOWN = new WeakMap<Story, Map<Ref, readonly Step[]>>();

/** The steps of a chain that begins with a term or with the sides of a fact. */
export function stepsOf(ref: Ref, story: Story): readonly Step[] {
  const known = KNOWN.get(story) ?? new Map<Ref, readonly Step[]>();
  KNOWN.set(story, known);
  const told = known.get(ref) ?? joined(everyStep(ref, story));
  known.set(ref, told);
  return told;
}

function joined(steps: readonly Step[]): readonly Step[] {
  return steps.length > MANY_STEPS ? rearrangementsJoined(steps) : steps;
}

function rearrangementsJoined(steps: readonly Step[]): readonly Step[] {
  const told: Step[] = [];
  for (const step of steps) {
    const [themes, before] = [themesOf(step), told[told.length - 1]];
    const known = before === undefined ? undefined : themesOf(before);
    if (themes === undefined || known === undefined) told.push(step);
    else {
      const subject: Subject = { kind: "algebra", themes: [...new Set([...known, ...themes])] };
      told[told.length - 1] = { subject, changes: [...before!.changes, ...step.changes] };
    }
  }
  return told;
}

/** The themes of a step that only rearranges. */
function themesOf({ subject }: Step): readonly Theme[] | undefined {
  if (subject.kind === "algebra") return subject.themes;
  return subject.kind === "theme" ? [subject.theme] : undefined;
}

function everyStep(ref: Ref, story: Story): readonly Step[] {
  const entry = story.proof[ref]!;
  if (entry.rule !== "rewrite") return [];
  const changes = changesOf(entry, story);
  const [last] = changes.slice(-1);
  const back = last === undefined ? undefined : chainBack(last, story);
  if (back === undefined) return grouped(changes, story);
  const forward = grouped(changes.slice(0, -1), story);
  return [...forward, ...everyStep(back, story).toReversed().map(stepUndone)];
}

/** The chain from the other side that ends where this one has come. */
function chainBack({ path, backward, cause }: Change, { proof }: Story): Ref | undefined {
  if (path.length > 0 || !backward || cause.kind !== "fact") return undefined;
  const entry = proof[cause.ref]!;
  return entry.rule === "rewrite" && typeof entry.from !== "number" ? cause.ref : undefined;
}

function stepUndone({ subject, changes }: Step): Step {
  return { subject, changes: changes.toReversed().map(undone) };
}

function grouped(changes: readonly Change[], story: Story): readonly Step[] {
  if (changes.length === 0) return [];
  const ordered = inTellingOrder(changes, story);
  const groups: { key: string; subject: Subject; changes: Change[] }[] = [];
  let waiting: Change[] = [];
  for (const change of ordered) {
    const subject = subjectOf(change, story);
    const key = keyOf(subject);
    const last = groups[groups.length - 1];
    if (last !== undefined && (key === last.key || key === "tidy")) last.changes.push(change);
    else if (key === "tidy") waiting.push(change);
    else {
      groups.push({ key, subject, changes: [...waiting, change] });
      waiting = [];
    }
  }
  if (waiting.length > 0) groups.push({ key: "tidy", subject: { kind: "theme", theme: "tidy" }, changes: waiting });
  return groups.map(({ subject, changes: all }) => ({ subject: named(subject, all, story), changes: all }));
}

/** A change goes back over changes elsewhere in the term, to one of the same subject; a definition to the beginning. */
function inTellingOrder(changes: readonly Change[], story: Story): readonly Change[] {
  const told: { change: Change; key: string }[] = [];
  for (const change of changes) {
    const key = keyOf(subjectOf(change, story));
    let free = told.length;
    while (free > 0 && isElsewhere(told[free - 1]!.change, change)) free--;
    const same = told.findLastIndex((one, at) => at >= free - 1 && one.key === key);
    const at = key === "definition" ? Math.max(free, afterDefinitions(told, free)) : same < 0 ? told.length : same + 1;
    told.splice(key === "tidy" ? told.length : at, 0, { change, key });
  }
  const start: Term[] = [];
  for (const { side, before } of changes) start[side] ??= before;
  return placed(
    told.map(({ change }) => change),
    start,
  );
}

function afterDefinitions(told: readonly { readonly key: string }[], from: number): number {
  let at = from;
  while (at < told.length && told[at]!.key === "definition") at++;
  return at;
}

/** Whether two changes are of different sides, or at places of which neither is in the other. */
function isElsewhere(a: Change, b: Change): boolean {
  if (a.side !== b.side) return true;
  const common = Math.min(a.path.length, b.path.length);
  return a.path.slice(0, common).some((step, i) => step !== b.path[i]);
}

function keyOf(subject: Subject): string {
  switch (subject.kind) {
    case "definition":
      return "definition";
    case "law":
      return `law ${subject.name}`;
    case "fact":
      return `fact ${subject.ref}`;
    case "theme":
      return subject.theme;
    case "algebra":
      return subject.themes.join(" ");
  }
}

function subjectOf({ cause }: Change, story: Story): Subject {
  if (cause.kind === "regroup") return { kind: "theme", theme: "tidy" };
  if (cause.kind === "law") {
    const theme = themeOf(cause.use.name);
    return theme === undefined ? { kind: "law", name: cause.use.name } : { kind: "theme", theme };
  }
  const entry = story.proof[cause.ref]!;
  if (entry.rule === "unfold") return { kind: "definition", names: [] };
  if (entry.rule === "evaluate") return { kind: "theme", theme: "tidy" };
  const theme = entry.rule === "rewrite" ? commonTheme(cause.ref, story) : undefined;
  return theme === undefined ? { kind: "fact", ref: cause.ref } : { kind: "theme", theme };
}

/** The theme of a chain whose steps all have it, or are tidy. */
function commonTheme(ref: Ref, story: Story): Theme | undefined {
  const subjects = stepsOf(ref, story).map(({ subject }) => subject);
  const themes = new Set(subjects.map((subject) => (subject.kind === "theme" ? subject.theme : undefined)));
  const [theme, other] = [...themes].filter((one) => one !== "tidy");
  return themes.size === 1 && themes.has("tidy") ? "tidy" : other === undefined ? theme : undefined;
}

/** A definition step with the names that it opens. */
function named(subject: Subject, changes: readonly Change[], { proof }: Story): Subject {
  if (subject.kind !== "definition") return subject;
  const names = changes.flatMap(({ cause }) => {
    const entry = cause.kind === "fact" ? proof[cause.ref] : undefined;
    return entry?.rule === "unfold" && entry.term.op === "defined" ? [entry.term.name] : [];
  });
  return { kind: "definition", names: [...new Set(names)] };
}
