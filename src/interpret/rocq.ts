/**
 * Terms as text of Rocq, in the words of proofs/rocq/Prelude.v.
 *
 * A size has one normal form, so equal shapes are equal text; what changes a
 * shape (blocks, slices, Kronecker products) is told the sizes of its result,
 * and the laws of these operations ask for the equation of sizes as a premise.
 * Defined terms are written unfolded. A family of variables is a function of
 * natural numbers, and an opaque function is a variable for each shape.
 */
import { open } from "../term/binder.ts";
import type { Dim } from "../term/dimension.ts";
import { Fault } from "../term/fault.ts";
import { isBinder } from "../term/names.ts";
import type { Rational } from "../term/rational.ts";
import { schedule } from "../term/schedule.ts";
import { type Big, type Fold, type Index, type Opaque, type Term, type Variable, variable } from "../term/term.ts";

/** What a statement quantifies over: its name and type in Rocq. */
export interface RocqSymbol {
  readonly of: "size" | "index" | "variable" | "function";
  readonly name: string;
  readonly type: string;
  /** A variable of the family, with names for its indices where it has some. */
  readonly variable?: Variable;
}

const RESERVED =
  "cst num idm ones zeros miota mtri mvec mhcat mvcat mkron emap rowmap mrows mcols bsum bhcat bvcat mfold mtr minv mdiag mdiagonal mtrace mdet mrank mmaxe madd mmul mscale mhad mmax mle mx tr sy addn muln hole kept none also theorems R F K E as at cofix else end exists exists2 fix for forall fun if in let match return then where with Prop Set Type nat hole S O I tt id of is a b leaf node cons nil eq_refl eq_by le_by is_by pose proof by_law evaluate evident";

/** Identifiers of Rocq for names of the term language: ASCII, none twice, none of Rocq's own or of the prelude's. */
class Identifiers {
  readonly #taken: Set<string>;
  readonly #of = new Map<string, string>();

  constructor(reserved: Iterable<string>) {
    this.#taken = new Set(reserved);
  }

  get(key: string, wish: string): string {
    const known = this.#of.get(key);
    if (known !== undefined) return known;
    const ascii = wish.replace(/[^A-Za-z0-9_]/g, (c) => (c === "~" ? "" : "_"));
    const base = /^(?![rc]_)[A-Za-z]/.test(ascii) ? ascii : `v${ascii}`; // r_ is a law's name, c_ a congruence's
    let name = base;
    for (let i = 0; this.#taken.has(name); i++) name = `${base}_${i}`;
    this.#taken.add(name);
    this.#of.set(key, name);
    return name;
  }
}

/** Operations of one or two matrices whose shape follows from those of their arguments. */
const PLAIN: Readonly<Partial<Record<Term["op"], string>>> = {
  transpose: "mtr",
  inverse: "minv",
  diag: "mdiag",
  diagonal: "mdiagonal",
  trace: "mtrace",
  det: "mdet",
  rank: "mrank",
  maxEntry: "mmaxe",
  add: "madd",
  mul: "mmul",
  scale: "mscale",
  hadamard: "mhad",
  max: "mmax",
};

const FUNCTIONS: Readonly<Record<Extract<Term, { op: "map" }>["fn"], string>> = {
  recip: "(frecip R)",
  exp: "(fexp E)",
  log: "(flog E)",
  sqrt: "(fsqrt E)",
  sin: "(fsin E)",
  cos: "(fcos E)",
  tanh: "(ftanh E)",
  erf: "(ferf E)",
  sigmoid: "(fsigmoid E)",
  relu: "(frelu R)",
  abs: "(fabs R)",
  sign: "(fsign R)",
  round: "(fround E)",
  square: "(fsquare R)",
  silu: "(fsilu E)",
  gelu: "(fgelu E)",
  gelu_tanh: "(fgelu_tanh E)",
};

/** The place of a rewrite in a term: a variable of this name is written `hole`, and nothing else is. */
export const HOLE = "□";

/** What stands for the text of a term: itself, or the name of a definition that this makes. */
export type Abbreviate = (term: Term, text: string) => string;

/** Writes terms, and remembers the names that it gave. */
export class RocqTerms {
  readonly #names: Identifiers;
  readonly #abbreviate: Abbreviate;
  readonly #text = new Map<Term, string>();
  readonly #whole = new Map<Term, string>();
  readonly #weight = new Map<Term, number>();
  readonly #symbols = new Map<Term, ReadonlyMap<string, RocqSymbol>>();

  constructor(abbreviate: Abbreviate = (_, text) => text) {
    this.#names = new Identifiers(RESERVED.split(" "));
    this.#abbreviate = abbreviate;
  }

  /** A size in its normal form. */
  size(of: Dim): string {
    const terms = of.monomials.map(({ coefficient, symbols }) => {
      const names = symbols.map((symbol) => this.#sizeSymbol(symbol).name);
      return nested("muln", coefficient === 1 && names.length > 0 ? names : [String(coefficient), ...names]);
    });
    return terms.length === 0 ? "0" : nested("addn", terms);
  }

  /** The type of matrices of the shape of a term. */
  type({ rows, cols }: Pick<Term, "rows" | "cols">): string {
    return `mx R ${this.size(rows)} ${this.size(cols)}`;
  }

  /** A closed term, or one in free indices and variables; what is abbreviated stands for itself. */
  term(root: Term): string {
    const walk = { stop: (inner: Term) => this.#text.has(inner), argumentsOf };
    for (const inner of schedule(root, walk))
      this.#text.set(inner, this.#abbreviate(inner, this.#write(inner, this.#text)));
    return this.#text.get(root)!;
  }

  /** A term without abbreviations. */
  whole(root: Term): string {
    const walk = { stop: (inner: Term) => this.#whole.has(inner), argumentsOf };
    for (const inner of schedule(root, walk)) this.#whole.set(inner, this.#write(inner, this.#whole));
    return this.#whole.get(root)!;
  }

  /** How many operations a term is written with in full. */
  weight(root: Term): number {
    const walk = { stop: (inner: Term) => this.#weight.has(inner), argumentsOf };
    for (const inner of schedule(root, walk))
      this.#weight.set(
        inner,
        argumentsOf(inner).reduce((sum, argument) => sum + this.#weight.get(argument)!, 1), // the schedule lists arguments first
      );
    return this.#weight.get(root)!;
  }

  /** A binder's index and, of a fold, its running value, as {@link term} names them; and the body under these names. */
  body(binder: Big | Fold): { readonly index: Index; readonly running: Variable | undefined; readonly body: Term } {
    return bodyOf(binder);
  }

  /** The name of a free index. */
  index(index: Index): string {
    if (typeof index === "number") return String(index);
    if ("bound" in index) throw new Fault({ op: "rocq", expected: "an opened body", received: "a bound index" });
    return this.#names.get(`index ${index.free}`, index.free);
  }

  /** The name of a variable without indices. */
  variable(of: Variable): string {
    return this.#family(of).name;
  }

  /** What a term names, by key. */
  symbols(root: Term): ReadonlyMap<string, RocqSymbol> {
    const walk = { stop: (inner: Term) => this.#symbols.has(inner), argumentsOf };
    for (const inner of schedule(root, walk)) this.#symbols.set(inner, this.#symbolsOf(inner));
    return this.#symbols.get(root)!;
  }

  #symbolsOf(term: Term): ReadonlyMap<string, RocqSymbol> {
    const found = new Map<string, RocqSymbol>();
    const sizes = (...all: readonly Dim[]): void => {
      for (const { monomials } of all)
        for (const { symbols } of monomials)
          for (const symbol of symbols) found.set(`size ${symbol}`, this.#sizeSymbol(symbol));
    };
    for (const argument of argumentsOf(term))
      for (const [key, symbol] of this.#symbols.get(argument)!) found.set(key, symbol); // the schedule lists arguments first
    sizes(term.rows, term.cols);
    if (term.op === "size") sizes(term.size);
    if (term.op === "tri") sizes(term.above, term.below);
    if (term.op === "power") sizes(term.exponent);
    if (term.op === "rows" || term.op === "cols") sizes(term.start);
    if (term.op === "variable") found.set(familyKey(term), this.#family(term));
    if (term.op === "opaque") found.set(functionKey(term), this.#function(term));
    if (term.op === "variable" || term.op === "opaque")
      for (const i of term.index)
        if (typeof i === "object" && "free" in i)
          found.set(`index ${i.free}`, { of: "index", name: this.index(i), type: "nat" });
    if (isBinder(term)) {
      sizes(term.count);
      const { index, running } = bodyOf(term);
      found.delete(`index ${(index as { readonly free: string }).free}`);
      if (running !== undefined) found.delete(familyKey(running));
    }
    return found;
  }

  #write(term: Term, text: ReadonlyMap<Term, string>): string {
    return this.operation(
      term,
      argumentsOf(term).map((argument) => text.get(argument)!), // the schedule lists arguments first
    );
  }

  /** A term from the texts of its arguments. */
  operation(term: Term, args: readonly string[]): string {
    const plain = PLAIN[term.op];
    if (plain !== undefined) return `(${[plain, ...args].join(" ")})`;
    const [rows, cols] = [this.size(term.rows), this.size(term.cols)];
    switch (term.op) {
      case "variable":
        return this.#applied(this.#family(term).name, term.index);
      case "constant":
        return `(cst R ${constantText(term.value)})`;
      case "size":
        return `(num R ${this.size(term.size)})`;
      case "identity":
        return `(idm R ${rows})`;
      case "ones":
      case "zeros":
        return `(${term.op} R ${rows} ${cols})`;
      case "iota":
        return `(miota R ${rows})`;
      case "tri":
        return `(mtri R ${rows} ${cols} ${this.size(term.above)} ${this.size(term.below)})`;
      case "vec":
        return `(mvec ${rows} ${args[0]})`;
      case "hcat":
        return `(mhcat ${cols} ${args.join(" ")})`;
      case "vcat":
        return `(mvcat ${rows} ${args.join(" ")})`;
      case "kron":
        return `(mkron ${rows} ${cols} ${args.join(" ")})`;
      case "map":
        return `(emap ${FUNCTIONS[term.fn]} ${args[0]})`;
      case "power":
        return `(emap (fpow R ${this.size(term.exponent)}) ${args[0]})`;
      case "opaque": {
        const called = this.#applied(this.#function(term).name, term.index);
        if (term.scope === "matrix") return `(${called} ${args[0]})`;
        return `(${term.scope === "entry" ? "emap" : "rowmap"} ${called} ${args[0]})`;
      }
      case "rows":
        return `(mrows ${this.size(term.start)} ${rows} ${args[0]})`;
      case "cols":
        return `(mcols ${this.size(term.start)} ${cols} ${args[0]})`;
      case "bigSum":
        return `(bsum ${this.size(term.count)} ${this.#bound(term, args[0]!)})`;
      case "bigHcat":
        return `(bhcat ${this.size(term.count)} ${cols} ${this.#bound(term, args[0]!)})`;
      case "bigVcat":
        return `(bvcat ${this.size(term.count)} ${rows} ${this.#bound(term, args[0]!)})`;
      case "fold":
        return `(mfold ${this.size(term.count)} ${args[0]} ${this.#bound(term, args[1]!)})`;
      case "defined":
        return args[0]!;
      default:
        throw new Fault({ op: "rocq", expected: "an opened body", received: term.op });
    }
  }

  #bound(binder: Big | Fold, body: string): string {
    const { index, running } = bodyOf(binder);
    const y = running === undefined ? "" : ` (${this.#family(running).name} : ${this.type(running)})`;
    return `(fun (${this.index(index)} : nat)${y} => ${body})`;
  }

  #applied(name: string, index: readonly Index[]): string {
    return index.length === 0 ? name : `(${[name, ...index.map((i) => this.index(i))].join(" ")})`;
  }

  #sizeSymbol(symbol: string): RocqSymbol {
    return { of: "size", name: this.#names.get(`size ${symbol}`, symbol), type: "nat" };
  }

  #family(of: Variable): RocqSymbol {
    const name = of.name === HOLE ? "hole" : this.#names.get(familyKey(of), of.name);
    return { of: "variable", name, type: `${"nat -> ".repeat(of.index.length)}${this.type(of)}`, variable: of };
  }

  #function(of: Opaque): RocqSymbol {
    const name = this.#names.get(functionKey(of), of.name);
    const [from] = of.args as readonly [Term];
    const row = ({ cols }: Term): string => `mx R 1 ${this.size(cols)}`;
    const types = {
      entry: "R -> R",
      row: `${row(from)} -> ${row(of)}`,
      matrix: `${this.type(from)} -> ${this.type(of)}`,
    };
    return { of: "function", name, type: `${"nat -> ".repeat(of.index.length)}${types[of.scope]}` };
  }
}

/** What a node's text is made of: a defined term means its unfolding, and a binder its body under names. */
function argumentsOf(term: Term): readonly Term[] {
  if (term.op === "defined") return [term.unfolded];
  return isBinder(term) ? [...term.args.slice(0, -1), bodyOf(term).body] : term.args;
}

interface Opened {
  readonly index: Index;
  readonly running: Variable | undefined;
  readonly body: Term;
}

const opened = new WeakMap<Big | Fold, Opened>();

/** Names follow from the height, so equal bodies are opened to equal terms, and a body has none of an outer binder's. */
function bodyOf(binder: Big | Fold): Opened {
  const known = opened.get(binder);
  if (known !== undefined) return known;
  const index: Index = { free: `i~${binder.height}` };
  const running = binder.op === "fold" ? variable(`y~${binder.height}`, binder.rows, binder.cols) : undefined;
  const fresh = { index, running, body: open(binder, index, running) };
  opened.set(binder, fresh);
  return fresh;
}

/** What tells one family of variables from another. */
export function familyKey({ name, kind, index, rows, cols }: Variable): string {
  return `variable ${name}|${kind}|${index.length}|${rows.text}|${cols.text}`;
}

function functionKey({ name, scope, index, rows, cols, args }: Opaque): string {
  const [from] = args as readonly [Term];
  const shapes = {
    entry: "",
    row: `${from.cols.text}|${cols.text}`,
    matrix: `${from.rows.text}|${from.cols.text}|${rows.text}|${cols.text}`,
  };
  return `function ${name}|${scope}|${index.length}|${shapes[scope]}`;
}

/** A sum or product of sizes, the first ones innermost. */
function nested(op: string, parts: readonly string[]): string {
  return parts.reduce((left, right) => `(${op} ${left} ${right})`);
}

function constantText({ numerator, denominator }: Rational): string {
  return `${numerator < 0n ? `(${numerator})` : numerator} ${denominator}`;
}
