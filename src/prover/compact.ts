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
  return new Compaction(entries, last).proof();
}

/** How often each entry is named: by moves, by moves that read it forward from a term, and otherwise. */
class Uses {
  readonly moves: Int32Array;
  readonly forward: Int32Array;
  readonly other: Int32Array;
  readonly #needed: Uint8Array;

  constructor(entries: readonly Entry[], last: Ref) {
    const count = last + 1; // entries name earlier ones
    [this.moves, this.forward, this.other] = [new Int32Array(count), new Int32Array(count), new Int32Array(count)];
    this.#needed = new Uint8Array(count);
    this.#needed[last] = 1;
    for (let ref = last; ref >= 0; ref--) if (this.#needed[ref] === 1) this.#count(entries[ref]!);
  }

  isNeeded(ref: Ref): boolean {
    return this.#needed[ref] === 1;
  }

  #count(entry: Entry): void {
    for (const ref of premisesOf(entry)) this.#other(ref);
    if (entry.rule !== "rewrite") return;
    for (const move of entry.moves) {
      if (!("by" in move) || typeof move.by !== "number") continue;
      this.#needed[move.by] = 1;
      this.moves[move.by]!++;
      if (move.backward === undefined && typeof entry.from !== "number") this.forward[move.by]!++;
    }
  }

  #other(ref: Ref): void {
    this.#needed[ref] = 1;
    this.other[ref]!++;
  }
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

/** What becomes of an entry: it stays, or is written where it is used, or is not needed. */
class Compaction {
  readonly #entries: readonly Entry[];
  readonly #last: Ref;
  readonly #uses: Uses;
  /** The new numbers of entries that stay. */
  readonly #number: Int32Array;
  /** The moves of chains that are put in place, with those of the chains in them; 0 of all others. */
  readonly #moves: Int32Array;

  constructor(entries: readonly Entry[], last: Ref) {
    this.#entries = entries;
    this.#last = last;
    this.#uses = new Uses(entries, last);
    [this.#number, this.#moves] = [new Int32Array(last + 1), new Int32Array(last + 1)];
  }

  proof(): Proof {
    const kept: Entry[] = [];
    for (let ref = 0; ref <= this.#last; ref++) {
      if (!this.#uses.isNeeded(ref)) continue;
      const moves = this.#movesInPlace(ref);
      if (moves > 0 && moves <= LONGEST_CHAIN) this.#moves[ref] = moves;
      else if (!this.#isInlinedAxiom(ref)) this.#number[ref] = kept.push(this.#renumbered(this.#entries[ref]!)) - 1;
    }
    return kept;
  }

  /** How many moves a chain that is used once makes where it is used; 0 of what cannot be put there. */
  #movesInPlace(ref: Ref): number {
    const entry = this.#entries[ref]!;
    const { moves, forward, other } = this.#uses;
    if (ref === this.#last || entry.rule !== "rewrite" || typeof entry.from === "number") return 0;
    if (other[ref] !== 0 || moves[ref] !== 1 || forward[ref] !== 1) return 0;
    let count = 0;
    for (const move of entry.moves)
      count += "by" in move && typeof move.by === "number" ? Math.max(1, this.#moves[move.by]!) : 1;
    return count;
  }

  /** Whether an axiom is written into the one move that uses it. */
  #isInlinedAxiom(ref: Ref): boolean {
    const { moves, other } = this.#uses;
    return this.#entries[ref]!.rule === "axiom" && ref !== this.#last && other[ref] === 0 && moves[ref] === 1;
  }

  #at(ref: Ref): Ref {
    return this.#number[ref]!; // entries name earlier ones
  }

  #premises(refs: readonly Ref[] | undefined): { readonly premises?: readonly Ref[] } {
    return refs === undefined ? {} : { premises: refs.map((ref) => this.#at(ref)) };
  }

  #renumbered(entry: Entry): Entry {
    switch (entry.rule) {
      case "axiom":
        return entry.premises === undefined ? entry : { ...entry, ...this.#premises(entry.premises) };
      case "rewrite": {
        const moves: Move[] = [];
        this.#write(entry.moves, [], moves);
        return { rule: "rewrite", from: typeof entry.from === "number" ? this.#at(entry.from) : entry.from, moves };
      }
      case "extend":
        return { ...entry, by: this.#at(entry.by) };
      case "fuse":
      case "induct":
        return { ...entry, base: this.#at(entry.base), step: this.#at(entry.step) };
      case "discharge":
        return { ...entry, of: this.#at(entry.of), by: this.#at(entry.by) };
      case "instantiate":
        return { ...entry, of: this.#at(entry.of), ...this.#premises(entry.premises) };
      case "unfold":
      case "evaluate":
      case "evident":
      case "assume":
      case "kind":
        return entry;
    }
  }

  /** Writes moves that are made below a path; a chain begins with the side that its own paths name, here it stands deeper. */
  #write(moves: readonly Move[], below: readonly number[], out: Move[]): void {
    for (const move of moves) {
      const path = joined(below, move.path);
      if (!("by" in move)) out.push({ path, regroup: move.regroup });
      else if (typeof move.by !== "number") out.push(moveBy(path, this.#inlined(move.by), move.backward));
      else if (this.#moves[move.by]! > 0) this.#write((this.#entries[move.by] as Rewrite).moves, path, out);
      else out.push(moveBy(path, this.#by(move.by), move.backward));
    }
  }

  #by(ref: Ref): Ref | AxiomUse {
    const entry = this.#entries[ref]!;
    return entry.rule === "axiom" && this.#isInlinedAxiom(ref) ? this.#inlined(entry) : this.#at(ref);
  }

  #inlined({ name, args, premises }: AxiomUse): AxiomUse {
    return premises === undefined ? { name, args } : { name, args, ...this.#premises(premises) };
  }
}

/** A path below another one, whose first number is the side. */
function joined(below: readonly number[], path: readonly number[]): readonly number[] {
  if (below.length === 0) return path;
  return path.length === 1 ? below : below.concat(path.slice(1));
}

type Rewrite = Extract<Entry, { readonly rule: "rewrite" }>;

function moveBy(path: readonly number[], by: Ref | AxiomUse, backward: true | undefined): Move {
  return backward === undefined ? { path, by } : { path, by, backward };
}
