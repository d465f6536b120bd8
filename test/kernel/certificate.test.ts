import { describe, expect, it } from "vitest";
import { posed, siteOf } from "../../src/claim/claim.ts";
import {
  certificateHash,
  certificateOf,
  certificateText,
  readCertificate,
  replayCertificate,
} from "../../src/kernel/certificate.ts";
import { type Certificate, certificateJsonSchema } from "../../src/kernel/certificate-schema.ts";
import type { Proof } from "../../src/kernel/proof.ts";
import { equal, sameProposition } from "../../src/kernel/proposition.ts";
import { isTheorem, prove } from "../../src/kernel/theorem.ts";
import { notes } from "../../src/model/notes.ts";
import { search } from "../../src/prover/search.ts";
import { bigSum } from "../../src/term/binder.ts";
import { statement } from "../../src/term/statement.ts";
import { add, constant, kron, mul, rank, type Term, transpose, variable, zeros } from "../../src/term/term.ts";
import { libraryProofs, statementProofs } from "./corpus.ts";

const A = variable("A", "n", "n");
const PROOF: Proof = [{ rule: "axiom", name: "zero_add", args: [A] }];
const CORPUS = [...libraryProofs(), ...statementProofs()];

/** A certificate with fields changed, or of a proof of 0 + A = A. */
const changed = (fields: object): unknown => ({ ...certificateOf(PROOF), ...fields });

describe("a certificate", () => {
  it("is JSON, a row a line", () => {
    expect(certificateText(certificateOf(PROOF))).toBe(
      [
        '{"format":"commutant-certificate","version":1,"conclusion":{"kind":"equal","lhs":2,"rhs":1},',
        '"hypotheses":[],',
        '"terms":[',
        '{"op":"zeros","rows":"n","cols":"n"},',
        '{"op":"variable","name":"A","rows":"n","cols":"n"},',
        '{"op":"add","args":[0,1]}',
        "],",
        '"entries":[',
        '{"rule":"axiom","name":"zero_add","args":[1]}',
        "]}\n",
      ].join("\n"),
    );
  });

  it("replays to a theorem", () => {
    const theorem = replayCertificate(certificateText(certificateOf(PROOF)));
    expect(isTheorem(theorem)).toBe(true);
    expect(theorem.conclusion).toEqual(equal(add(zeros("n", "n"), A), A));
  });

  it(`says what its proof shows, for each of ${CORPUS.length} proofs, and its text is its own`, () => {
    for (const { name, proof } of CORPUS) {
      const certificate = certificateOf(proof);
      const text = certificateText(certificate);
      const [theorem, again] = [prove(proof), replayCertificate(text)];
      expect(sameProposition(theorem.conclusion, again.conclusion), name).toBe(true);
      expect(again.hypotheses.length, name).toBe(theorem.hypotheses.length);
      for (const one of theorem.hypotheses)
        expect(again.hypotheses.some((other) => sameProposition(one, other))).toBe(true);
      expect(again.axioms, name).toEqual(theorem.axioms);
      expect(certificateText(readCertificate(text)), name).toBe(text);
    }
  }, 60_000);

  it("is named by its content", () => {
    const certificate = certificateOf(PROOF);
    expect(certificateHash(certificate)).toMatch(/^sha256:[0-9a-f]{64}$/);
    expect(certificateHash(certificate)).toBe(certificateHash(JSON.parse(certificateText(certificate)) as Certificate));
    expect(certificateHash(certificate)).not.toBe(
      certificateHash({ ...certificate, conclusion: { kind: "le", lhs: 2, rhs: 1 } }),
    );
  });

  it("does not depend on what was proved before", () => {
    const W = (layer: number) => bigSum("h", (i) => mul(variable("W", "n", "n", { index: [layer, i] }), A));
    const stated = statement(transpose(W(1)), "=", transpose(add(W(1), zeros("n", "n"))));
    const found = () => {
      const result = search(posed("sum", stated));
      if (result.kind !== "proved") throw new Error("a proof was expected");
      return certificateText(certificateOf(result.proof));
    };
    const first = found();
    for (let i = 0; i < 3; i++) expect(found()).toBe(first);
  });

  it("has at most 60 entries a layer", () => {
    const { architecture, layer } = siteOf(notes());
    const [P, x] = [variable("P", "C", "C", { kind: "perm" }), variable("x", "C", architecture.width)];
    const context = architecture.context("C");
    for (const depth of [1, 2, 4, 8]) {
      const site = (at: number) => layer.map(() => at);
      const layers = Array.from({ length: depth }, (_, at) => site(at));
      const stack = (stream: Term): Term => layers.reduce((y, at) => architecture.block(y, at, context), stream);
      const result = search(posed("stack", statement(stack(mul(P, x)), "=", mul(P, stack(x)))));
      if (result.kind !== "proved") throw new Error("a proof was expected");
      expect(certificateOf(result.proof).entries.length).toBeLessThanOrEqual(60 * depth);
    }
  });

  it("has the published form", async () => {
    const schema = `${JSON.stringify(certificateJsonSchema(), undefined, 2)}\n`;
    await expect(schema).toMatchFileSnapshot("../../proofs/certificate.schema.json");
  });
});

describe("what is no certificate ends in a fault", () => {
  const refused: Readonly<Record<string, readonly [unknown, RegExp]>> = {
    "a text that is not JSON": ["{", /^certificate: expected JSON/],
    nothing: [undefined, /^certificate/],
    "another format": [changed({ format: "proof" }), /at format/],
    "another version": [changed({ version: 2 }), /at version/],
    "a field more": [changed({ trusted: true }), /trusted/],
    "no entries": [changed({ entries: [] }), /at entries/],
    "an unknown operation": [changed({ terms: [{ op: "eval", args: [0] }] }), /at terms\.0/],
    "an unknown rule": [changed({ entries: [{ rule: "believe" }] }), /at entries\.0/],
    "a term that is its own argument": [
      changed({ terms: [{ op: "transpose", args: [0] }] }),
      /the number of a term before it, received 0/,
    ],
    "a term that is still to come": [
      changed({
        terms: [
          { op: "transpose", args: [1] },
          { op: "identity", rows: "n" },
        ],
      }),
      /the number of a term before it, received 1/,
    ],
    "an entry that is still to come": [
      changed({ entries: [{ rule: "discharge", of: 1, by: 0 }, ...certificateOf(PROOF).entries] }),
      /the number of an earlier entry/,
    ],
    "a size that is none": [changed({ terms: [{ op: "identity", rows: "n - 1" }] }), /a symbol such as C/],
    "a size that is written otherwise": [changed({ terms: [{ op: "identity", rows: "1 + n" }] }), /a size such as/],
    "shapes that do not fit": [
      changed({
        terms: [
          { op: "ones", rows: "n", cols: "m" },
          { op: "inverse", args: [0] },
        ],
      }),
      /a square matrix/,
    ],
    "another conclusion": [changed({ conclusion: { kind: "equal", lhs: 2, rhs: 0 } }), /a proof of the conclusion/],
    "a hypothesis more": [
      changed({ hypotheses: [{ kind: "equal", lhs: 0, rhs: 1 }] }),
      /a proof from the hypotheses, received a proof from others/,
    ],
    "a text beyond what is read": [" ".repeat((1 << 26) + 1), /at most 67108864 characters/],
  };
  for (const [name, [json, message]] of Object.entries(refused)) {
    it(name, () => expect(() => replayCertificate(json)).toThrow(message));
  }

  const power = (count: number, row: (at: number) => object): object[] =>
    Array.from({ length: count }, (_, at) => row(at));
  const huge: Readonly<Record<string, () => unknown>> = {
    "a size of 2⁶⁰ monomials": () => [
      { op: "ones", rows: "a + b", cols: "n" },
      ...power(60, (at) => ({ op: "kron", args: [at, at] })),
    ],
    "numbers of 2⁶⁰ columns": () => [
      { op: "ones", rows: "n", cols: "2" },
      ...power(60, (at) => ({ op: "hcat", args: [at, at] })),
    ],
  };
  for (const [name, terms] of Object.entries(huge)) {
    it(`${name} in 61 terms`, () => expect(() => replayCertificate(changed({ terms: terms() }))).toThrow(/^dim/));
  }

  it("a product of 2⁶⁰ factors, put in other brackets", () => {
    let product: Term = A;
    for (let i = 0; i < 60; i++) product = mul(product, product);
    const json = (): unknown =>
      certificateOf([{ rule: "rewrite", from: product, moves: [{ path: [1], regroup: mul(A, product) }] }]);
    expect(json).toThrow(/at most 65536 parts/);
  });

  it("a number squared sixty times", () => {
    const proof = (count: number): Proof => {
      const entries: Proof[number][] = [];
      let value: Term = constant(3);
      for (let i = 0; i < count; i++) {
        entries.push({ rule: "evaluate", term: kron(value, value).args.reduce((a, b) => mul(a, b)) });
        const { conclusion } = prove(entries.slice(-1));
        if (conclusion.kind === "equal") value = conclusion.rhs;
      }
      return entries;
    };
    expect(() => proof(60)).toThrow(/at most 2\^16 bits/);
  });

  it("a path longer than the stack", () => {
    const deep = { rule: "rewrite", from: { term: 0 }, moves: [{ path: [0, ...Array(20_000).fill(0)], by: 0 }] };
    const rows = [
      { op: "variable", name: "A", rows: "n", cols: "n" },
      ...power(20_000, (at) => ({ op: "transpose", args: [at] })),
    ];
    const start = { ...deep, from: { term: 20_000 } };
    const entries = [{ rule: "axiom", name: "transpose_transpose", args: [0] }, start];
    expect(() => replayCertificate(changed({ terms: rows, entries }))).toThrow(/^(certificate|proof)/);
  });

  it("and a rank that is not what it says", () => {
    const claim = certificateOf([{ rule: "axiom", name: "rank_le_height", args: [A] }]);
    expect(replayCertificate(claim).conclusion).toMatchObject({ kind: "le", lhs: rank(A) });
    const terms = claim.terms.map((row) => (row.op === "rank" ? { ...row, op: "trace" } : row));
    expect(() => replayCertificate({ ...claim, terms })).toThrow(/a proof of the conclusion/);
  });
});
