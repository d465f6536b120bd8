/**
 * A proof made small: only entries that are needed, an axiom that is used
 * once written where it is used, and a chain of moves that is used once put in
 * place in the chain that uses it. What is left are the shared equalities.
 */
import type { AxiomUse, Entry, Move, Proof, Ref } from "../kernel/proof.ts";

/** Moves that one entry may have: a chain longer than that is easier to read in parts. */
const LONGEST_CHAIN = 60;

/** The entries that `last` needs, renumbered, `last` at the end. */
export function compact(entries: readonly Entry[], last: Ref): Proof {
  const uses = countUses(entries, last);
  const kept: Entry[] = [];
  const number = new Map<Ref, Ref>();
  const short = new Map<Ref, readonly Move[]>();
  for (const old of [...uses.keys()].sort((a, b) => a - b)) {
    const entry = renumbered(entries[old]!, { number, short, inline: (ref) => inlined(entries, uses, ref) });
    if (
      old !== last &&
      entry.rule === "rewrite" &&
      isInlinedChain(entries, uses, old) &&
      entry.moves.length <= LONGEST_CHAIN
    ) {
      short.set(old, entry.moves);
    } else if (old === last || inlined(entries, uses, old) === undefined) {
      number.set(old, kept.push(entry) - 1);
    }
  }
  return kept;
}

/** How often each needed entry is named, and by what: by moves that read it forward at a path, or otherwise. */
interface Uses {
  moves: number;
  forward: number;
  other: number;
}

function countUses(entries: readonly Entry[], last: Ref): Map<Ref, Uses> {
  const uses = new Map<Ref, Uses>([[last, { moves: 0, forward: 0, other: 0 }]]);
  const visit = [last];
  const named = (ref: Ref): Uses => {
    const known = uses.get(ref);
    if (known !== undefined) return known;
    const fresh = { moves: 0, forward: 0, other: 0 };
    uses.set(ref, fresh);
    visit.push(ref);
    return fresh;
  };
  for (let ref = visit.pop(); ref !== undefined; ref = visit.pop()) {
    const entry = entries[ref]!;
    for (const other of premisesOf(entry)) named(other).other++;
    if (entry.rule !== "rewrite") continue;
    for (const move of entry.moves) {
      if (!("by" in move) || typeof move.by !== "number") continue;
      const use = named(move.by);
      use.moves++;
      if (move.backward === undefined && typeof entry.from !== "number") use.forward++;
    }
  }
  return uses;
}

/** The entries that an entry names beside the moves of a chain. */
function premisesOf(entry: Entry): readonly Ref[] {
  switch (entry.rule) {
    case "axiom":
      return entry.premises ?? [];
    case "rewrite":
      return typeof entry.from === "number" ? [entry.from] : [];
    case "extend":
      return [entry.by];
    case "fuse":
    case "induct":
      return [entry.base, entry.step];
    case "discharge":
      return [entry.of, entry.by];
    case "instantiate":
      return [entry.of, ...(entry.premises ?? [])];
    case "unfold":
    case "evaluate":
    case "evident":
    case "assume":
    case "kind":
      return [];
  }
}

/** The axiom that is written into the one move that uses it. */
function inlined(entries: readonly Entry[], uses: ReadonlyMap<Ref, Uses>, ref: Ref): AxiomUse | undefined {
  const entry = entries[ref]!;
  const use = uses.get(ref)!;
  if (entry.rule !== "axiom" || use.other > 0 || use.moves !== 1) return undefined;
  const { rule: _, ...axiom } = entry;
  return axiom;
}

/** Whether a chain is put in place of the one move that reads it forward. */
function isInlinedChain(entries: readonly Entry[], uses: ReadonlyMap<Ref, Uses>, ref: Ref): boolean {
  const entry = entries[ref]!;
  const use = uses.get(ref)!;
  return (
    entry.rule === "rewrite" &&
    typeof entry.from !== "number" &&
    use.other === 0 &&
    use.moves === 1 &&
    use.forward === 1
  );
}

interface Renumbering {
  readonly number: ReadonlyMap<Ref, Ref>;
  readonly short: ReadonlyMap<Ref, readonly Move[]>;
  readonly inline: (ref: Ref) => AxiomUse | undefined;
}

function renumbered(entry: Entry, { number, short, inline }: Renumbering): Entry {
  const at = (old: Ref): Ref => number.get(old)!; // entries name earlier ones
  const all = (refs: readonly Ref[] | undefined) => (refs === undefined ? {} : { premises: refs.map(at) });
  const moved = (move: Move): readonly Move[] => {
    if (!("by" in move)) return [move];
    if (typeof move.by !== "number") return [{ ...move, by: { ...move.by, ...all(move.by.premises) } }];
    const [chain, axiom] = [short.get(move.by), inline(move.by)];
    // a chain begins with the side that its own path names; here it stands deeper
    if (chain !== undefined) return chain.map((inner) => ({ ...inner, path: [...move.path, ...inner.path.slice(1)] }));
    return [{ ...move, by: axiom === undefined ? at(move.by) : { ...axiom, ...all(axiom.premises) } }];
  };
  switch (entry.rule) {
    case "axiom":
      return { ...entry, ...all(entry.premises) };
    case "rewrite":
      return {
        ...entry,
        from: typeof entry.from === "number" ? at(entry.from) : entry.from,
        moves: entry.moves.flatMap(moved),
      };
    case "extend":
      return { ...entry, by: at(entry.by) };
    case "fuse":
    case "induct":
      return { ...entry, base: at(entry.base), step: at(entry.step) };
    case "discharge":
      return { ...entry, of: at(entry.of), by: at(entry.by) };
    case "instantiate":
      return { ...entry, of: at(entry.of), ...all(entry.premises) };
    case "unfold":
    case "evaluate":
    case "evident":
    case "assume":
    case "kind":
      return entry;
  }
}
