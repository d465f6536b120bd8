/** The derivation document: what it tells is what was replayed, each step is true, and its renderers read nothing else. */
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { decide } from "../../src/check/decide.ts";
import { floatJudge } from "../../src/check/float-judge.ts";
import { facts } from "../../src/claim/facts.ts";
import { claimOf } from "../../src/claim/library.ts";
import { llama } from "../../src/model/llama.ts";
import { notes } from "../../src/model/notes.ts";
import { exactJudge, meets } from "../../src/prover/exact-judge.ts";
import { trialsOf } from "../../src/prover/gate.ts";
import { premisesOf, replacedIn } from "../../src/prover/premises.ts";
import { derivationLatex } from "../../src/report/derivation/latex.ts";
import { derivationMarkdown } from "../../src/report/derivation/markdown.ts";
import { derivationMathml } from "../../src/report/derivation/mathml.ts";
import { Reading } from "../../src/report/derivation/reading.ts";
import { type Derivation, derivationJsonSchema, derivationSchema } from "../../src/report/derivation/schema.ts";
import { derivationText } from "../../src/report/derivation/text.ts";
import { derivationOf, derive } from "../../src/report/derivation.ts";
import { type Problem, parseProblem } from "../../src/term/problem.ts";
import type { Term } from "../../src/term/term.ts";

const PLAIN = notes({ position: "none" });
const formula = (text: string, given: string, assume: readonly string[] = []): Problem =>
  parseProblem(text, given, { assume }) as Problem; // none is ill-shaped

/** Proofs of every form: chains, lemmas, bounds, folds, sums over heads, orders, hypotheses, cases by entries. */
const PROVED: Readonly<Record<string, Problem>> = {
  head: claimOf("permutation/head", PLAIN),
  heads: claimOf("permutation/attention", PLAIN),
  stack: claimOf("permutation/stack", PLAIN),
  rank: claimOf("rank/W_QK", PLAIN),
  shift: claimOf("position/sinusoidal-shift", notes()),
  rows: claimOf("softmax/rows-sum-to-one", PLAIN),
  concatenation: claimOf("heads/sum-is-concatenation", PLAIN),
  softmax: formula("softmax(S + c*ones(1,m)) = softmax(S)", "S: n × m; c: n × 1"),
  order: formula("rank(A + B*C) <= rank(A) + k", "A: n × m; B: n × k; C: k × m"),
  mask: formula("msoftmax(P*S*P', M) = P*msoftmax(S, M)*P'", "P: perm n; S: n × n; M: mask n × n", ["P*M*P' = M"]),
  inverse: formula("inv(A*B)*A = inv(B)", "A: invertible n; B: invertible n"),
};
const REFUTED: Readonly<Record<string, Problem>> = {
  causal: claimOf("permutation/head", notes({ position: "none", mask: "causal" })),
  commuting: formula("A*B = B*A", "A: n × n; B: n × n"),
  linear: formula("relu(A + B) = relu(A) + relu(B)", "A: n × m; B: n × m"),
};

const documents = new Map<string, Derivation>();
function documentOf(name: string): Derivation {
  const known = documents.get(name) ?? derive({ ...PROVED, ...REFUTED }[name]!);
  documents.set(name, known);
  return known;
}

describe("a derivation document", () => {
  it.each([...Object.keys(PROVED), ...Object.keys(REFUTED)])("of %s is as its schema says", (name) => {
    expect(derivationSchema.parse(JSON.parse(JSON.stringify(documentOf(name))))).toStrictEqual(documentOf(name));
  });

  it("tells lemmas about things of several shapes, each with its numbers", () => {
    const { asserted } = facts.find(({ catalogue }) => catalogue === "caus-tree-attention")!;
    const told = derive(asserted[0]!.pose());
    const steps = told.facts.flatMap(({ by }) => (by.rule === "chain" ? by.steps : []));
    expect(steps.some(({ residual }) => residual !== undefined)).toBe(true);
    expect(steps.filter(({ residual }) => residual?.exact && residual.value !== 0)).toEqual([]);
  });

  it("has no sentence that nobody reads: what is deep in a long one is left to its terms", () => {
    const { claim, facts: told } = derive(claimOf("normalisation/folding", llama()));
    const sentences = told.map(({ says }) => says.text);
    expect(Math.max(...sentences.map(({ length }) => length))).toBeLessThan(5000);
    expect(sentences.some((text) => text.includes("…"))).toBe(true);
    expect(told.at(-1)!.says.terms).toStrictEqual(claim.says.terms);
  });

  it("has the published schema", async () => {
    const schema = `${JSON.stringify(derivationJsonSchema(), null, 2)}\n`;
    await expect(schema).toMatchFileSnapshot("../../proofs/derivation.schema.json");
  });

  it.each(Object.keys(PROVED))("of %s tells the proof: from one side of the claim to the other", (name) => {
    const { claim, facts, proof, verdict } = documentOf(name);
    expect(verdict).toBe("proved");
    const last = facts.find(({ id }) => id === proof)!;
    expect(last.says).toStrictEqual(claim.says);
    if (last.by.rule !== "chain" || last.by.from !== undefined) return;
    expect(last.by.steps[0]!.before).toBe(claim.says.terms[0]);
    expect(last.by.steps.at(-1)!.after).toBe(claim.says.terms[1]);
  });

  it.each(Object.keys(PROVED))("of %s has chains without a gap, in steps and in their parts", (name) => {
    for (const { by } of documentOf(name).facts) {
      if (by.rule !== "chain" || by.from !== undefined) continue;
      for (const [i, { before, after, parts }] of by.steps.entries()) {
        if (i > 0) expect(before).toBe(by.steps[i - 1]!.after);
        expect([parts[0]!.before, parts.at(-1)!.after]).toStrictEqual([before, after]);
        for (const [k, part] of parts.entries()) if (k > 0) expect(part.before).toBe(parts[k - 1]!.after);
      }
    }
  });

  it.each(Object.keys(PROVED))("of %s shows every fact that it names, earlier than where it is named", (name) => {
    const known = new Set<string>();
    for (const { id, by } of documentOf(name).facts) {
      const laws = by.rule === "law" ? [by.law] : [];
      const parts = by.rule === "chain" ? by.steps.flatMap(({ parts }) => parts) : [];
      const all = [...laws, ...parts.flatMap(({ law }) => law ?? [])];
      const named = [
        ...all.flatMap(({ conditions }) => conditions),
        ...parts.flatMap(({ fact }) => fact ?? []),
        ...("of" in by ? by.of : []),
      ];
      for (const one of named) expect(known).toContain(one);
      known.add(id);
    }
  });

  it.each(Object.keys(PROVED).filter((name) => name !== "stack"))(
    "of %s has steps that are true at other numbers too",
    (name) => {
      const problem = PROVED[name]!;
      const reading = new Reading(documentOf(name));
      const premises = premisesOf(problem);
      const steps = reading.document.facts.flatMap(({ by, assuming }) =>
        by.rule === "chain" && assuming.every((one) => !one.includes("=") || problem.hypotheses.length > 0)
          ? by.steps
          : [],
      );
      expect(steps.length).toBeGreaterThan(0);
      let judged = 0;
      for (const { before, after, relation } of steps) {
        const [lhs, rhs] = [before, after].map((id) => replacedIn(reading.term(id), premises.made)) as [Term, Term];
        const step = { ...premises, lhs, rhs, relation: relation === "=" ? "=" : "<=" } as const;
        const [exact, floats] = [exactJudge(step), floatJudge(step)];
        for (const trial of trialsOf(problem, premises, 7, 4, { moderate: true })) {
          if (!trial.possible() || !meets(premises.checks, trial)) continue;
          const finding = exact.judge(trial);
          const said = finding === "refused" ? floats(trial) : finding;
          expect(said).not.toBe("violated");
          if (said === "met") judged++;
        }
      }
      expect(judged).toBeGreaterThan(0);
    },
  );

  it.each(Object.keys(PROVED))("of %s has residuals, which are zero where they are exact", (name) => {
    const steps = documentOf(name).facts.flatMap(({ by }) => (by.rule === "chain" ? by.steps : []));
    const residuals = steps.flatMap(({ residual }) => residual ?? []);
    expect(residuals.length).toBeGreaterThan(0);
    for (const { value, exact } of residuals) if (exact) expect(value).toBe(0);
  });

  it("is named by what is claimed and by how it is shown", () => {
    const problem = PROVED.inverse!;
    const decision = decide(problem);
    const named = { id: problem.id, formula: problem.text };
    const { hash } = derivationOf(named, problem, decision);
    expect(derivationOf(named, problem, decision).hash).toBe(hash);
    expect(derivationOf({ ...named, formula: "another" }, problem, decision).hash).not.toBe(hash);
    if (decision.verdict !== "proved") throw new Error(decision.verdict);
    const longer = { ...decision, proof: [...decision.proof, { ...decision.proof.at(-1)! }] };
    expect(derivationOf(named, problem, longer).hash).not.toBe(hash);
  });

  it("gives a term the same id in every document, and another to another term", () => {
    const [a, b, c] = ["A*B + A*B = 2*(A*B)", "A*B - A*B = zeros(n,n)", "B*A - B*A = zeros(n,n)"].map((text) => {
      const derivation = derive(formula(text, "A: n × n; B: n × n"));
      const reading = new Reading(derivation);
      const product = derivation.terms.find(({ node }) => node.op === "mul")!;
      expect(reading.term(product.id).op).toBe("mul");
      return product.id;
    });
    expect(a).toBe(b);
    expect(c).not.toBe(a);
  });
});

describe("the derivation of what is false", () => {
  it.each(Object.keys(REFUTED))("%s has the smallest values, and what a proof would need", (name) => {
    const { verdict, counterexample, stops, proof } = documentOf(name);
    expect([verdict, proof]).toStrictEqual(["refuted", undefined]);
    expect(counterexample!.lhs).not.toStrictEqual(counterexample!.rhs);
    expect(stops!.needs.terms).toHaveLength(2);
  });

  it("says that a causal mask is what is in the way", () => {
    const { stops } = documentOf("causal");
    expect(stops).toMatchObject({ mends: true, needs: { text: "P*tril(C)*P' = tril(C)" } });
    expect(derivationText(documentOf("causal"))).toContain("and with that it is proved");
  });
});

describe("renderers", () => {
  it.each(["head", "rank", "commuting"])("write %s as text, LaTeX, Markdown and MathML", async (name) => {
    const derivation = documentOf(name);
    await expect(derivationText(derivation)).toMatchFileSnapshot(`derivations/${name}.txt`);
    await expect(derivationLatex(derivation)).toMatchFileSnapshot(`derivations/${name}.tex`);
    await expect(derivationMarkdown(derivation)).toMatchFileSnapshot(`derivations/${name}.md`);
    await expect(derivationMathml(derivation)).toMatchFileSnapshot(`derivations/${name}.html`);
  });

  it("open every step of a text that is unfolded", () => {
    const [short, long] = [false, true].map((unfold) => derivationText(documentOf("head"), { unfold }));
    const parts = documentOf("head").facts.flatMap(({ by }) =>
      by.rule === "chain" ? by.steps.flatMap(({ parts }) => parts) : [],
    );
    expect(long!.split("\n").length).toBeGreaterThan(short!.split("\n").length + parts.length / 2);
  });

  it("give nodes of MathML the ids of the document", () => {
    const page = derivationMathml(documentOf("rows"));
    const ids = new Set(documentOf("rows").terms.map(({ id }) => id));
    const used = [...page.matchAll(/data-node="(\w+)"/g)].map(([, id]) => id!);
    expect(used.length).toBeGreaterThan(10);
    for (const id of used) expect(ids).toContain(id);
  });

  const tex = spawnSync("pdflatex", ["--version"]).status === 0;
  it.runIf(tex)("write LaTeX that pdflatex sets", { timeout: 120_000 }, () => {
    const named = [...Object.keys(PROVED), ...Object.keys(REFUTED)].map(documentOf);
    const texts = named.map(derivationLatex);
    const parts = texts.map((text) => /^([\s\S]*)\\begin\{document\}([\s\S]*)\\end\{document\}\n$/.exec(text)!);
    expect(new Set(parts.map(([, preamble]) => preamble)).size).toBe(1);
    const whole = `${parts[0]![1]}\\begin{document}${parts.map(([, , body]) => body).join("\\newpage\n")}\\end{document}\n`;
    const folder = mkdtempSync(join(tmpdir(), "derivation-"));
    try {
      writeFileSync(join(folder, "all.tex"), whole);
      const run = spawnSync("pdflatex", ["-interaction=nonstopmode", "-halt-on-error", "all.tex"], {
        cwd: folder,
        encoding: "utf8",
      });
      expect(run.status, run.stdout.slice(-600)).toBe(0);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

describe("commutant explain", () => {
  const MAIN = resolve(import.meta.dirname, "../../dist/cli/main.js");
  const run = (...words: readonly string[]) =>
    spawnSync(process.execPath, [MAIN, "explain", ...words], { encoding: "utf8" });

  it("derives a claim", () => {
    const { stdout, status } = run("rank/W_QK");
    expect(status).toBe(0);
    expect(stdout).toContain("≤ rank(W_Q[l,h])");
  });

  it("derives a formula, as JSON of the schema", () => {
    const { stdout, status } = run("relu(P*x) = P*relu(x)", "--given", "P: perm n; x: n × m", "--format", "json");
    expect(status).toBe(0);
    expect(derivationSchema.parse(JSON.parse(stdout)).verdict).toBe("proved");
  });

  it("shows where a proof of what is false stops, and exits 1", () => {
    const { stdout, status } = run("A*B = B*A", "--given", "A: n × n; B: n × n");
    expect(status).toBe(1);
    expect(stdout).toContain("smallest counterexample");
  });

  it("names formats that it has", () => {
    const { stderr, status } = run("rank/W_QK", "--format", "docx");
    expect(status).toBe(2);
    expect(stderr).toContain("text, latex, markdown, mathml, json");
  });
});
