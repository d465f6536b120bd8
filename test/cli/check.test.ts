import { spawnSync } from "node:child_process";
import { cpSync, readFileSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Built, build, type Ran } from "./built.ts";

let built: Built;
beforeAll(() => {
  built = build();
}, 120_000);
afterAll(() => built.remove());

const PLAIN = ["--engine", "plain"];
const check = (...args: string[]): Ran => built.run(["check", ...args, ...PLAIN]);

interface Json {
  readonly results: readonly {
    readonly claim: string;
    readonly subject: string;
    readonly verdict: string;
    readonly witness?: { readonly values: unknown; readonly lhs: unknown; readonly rhs: unknown };
    readonly replay: { readonly path?: string; readonly command: string };
  }[];
}

describe("commutant check", () => {
  it("checks the model that ships, without a tick and without colour, and answers 0", () => {
    const { code, out, err } = check("-n", "3");
    expect(`${code} ${err}`).toBe("0 ");
    expect(out).toMatch(
      /^commutant check {2}induction \(the model that ships\) {2}notes: 2 layers, 4 heads, d_model 64/,
    );
    expect(out).toMatch(/\n\d+ checks: \d+ hold, \d+ refuted as expected in [\d.]+ s\n$/);
    expect(out).not.toContain("✓");
    expect(out).not.toContain("\u001b[");
  });

  it("has one thing only on standard output with --json -: JSON", () => {
    const { code, out } = check("mlp", "--json", "-", "-n", "2");
    expect(code).toBe(0);
    const report = JSON.parse(out) as Json;
    expect(report.results.map(({ claim, subject, verdict }) => [claim, subject, verdict])).toEqual([
      ["mlp/token-local", "layer 0", "holds"],
      ["mlp/token-local", "layer 1", "holds"],
    ]);
  });

  it("writes JSON beside the report", () => {
    const file = join(built.folder, "report.json");
    const { out } = check("rank/W_QK", "--at", "1.3", "--json", file);
    expect(out).toContain("rank/W_QK");
    const report = JSON.parse(readFileSync(file, "utf8")) as Json;
    expect(report.results.map(({ subject }) => subject)).toEqual(["layer 1 head 3"]);
  });

  it("speaks of one layer, or of one head, with --at", () => {
    const subjects = (at: string): string[] => {
      const report = JSON.parse(
        check("rank/W_OV", "permutation/mlp", "--at", at, "--json", "-", "-n", "2").out,
      ) as Json;
      return report.results.map(({ claim, subject }) => `${claim} ${subject}`);
    };
    expect(subjects("1")).toEqual([
      "permutation/mlp layer 1",
      ...[0, 1, 2, 3].map((head) => `rank/W_OV layer 1 head ${head}`),
    ]);
    expect(subjects("0.2")).toEqual(["rank/W_OV layer 0 head 2"]);
  });

  it("gives the same report for the same seed", () => {
    const results = (...args: string[]): unknown => {
      const report = JSON.parse(check("permutation/head", "--at", "0", "-n", "4", "--json", "-", ...args).out) as Json;
      return report.results.map((result) => ({ ...result, ms: 0 }));
    };
    expect(results("--seed", "5")).toEqual(results("--seed", "5"));
    expect(results("--seed", "5")).not.toEqual(results("--seed", "6"));
  });

  it("prints commands that show a counterexample again as it was", () => {
    const { results } = JSON.parse(
      check("permutation/head", "permutation/positions-stay", "--at", "0.1", "--json", "-").out,
    ) as Json;
    expect(results).toHaveLength(1);
    for (const { replay, witness, claim, subject } of results) {
      expect(replay.command).toBe(
        `npx commutant check ${claim} --at 0.1 --seed 42 --path ${replay.path} --engine plain`,
      );
      const again = built.run([...replay.command.split(" ").slice(2), "--json", "-"]);
      const [result] = (JSON.parse(again.out) as Json).results;
      expect(result).toMatchObject({ claim, subject, verdict: "refuted", replay });
      expect(result!.witness).toMatchObject({ values: witness!.values, lhs: witness!.lhs, rhs: witness!.rhs });
    }
  });

  it("prints a folder's name so that a shell takes it for one word", () => {
    const folder = join(built.folder, "it's a model");
    cpSync(join(built.folder, "checkpoints/induction"), folder, { recursive: true });
    const { results } = JSON.parse(check("it's a model", "rank/W_QK", "--at", "0.0", "--json", "-").out) as Json;
    expect(results[0]!.replay.command).toMatch(/^npx commutant check 'it'\\''s a model' rank\/W_QK --at 0\.0 /);
  });

  it("shows an expected counterexample when it is asked to", () => {
    const args = ["permutation/head", "--at", "1.0"];
    expect(check(...args).out).not.toContain("smallest counterexample");
    const { code, out } = check(...args, "--verbose");
    expect(code).toBe(0);
    expect(out).toMatch(
      /smallest counterexample {2}C=2[\s\S]*P = \[0 1; 1 0\][\s\S]* {4}> +\d[\s\S]*replay {2}npx commutant check/,
    );
  });

  it("has no colour where nobody would see it, whatever is wished for", () => {
    const { out } = built.run(["check", "mlp", "-n", "1", ...PLAIN], { FORCE_COLOR: "1" });
    expect(out).not.toContain("\u001b");
  });

  it.skipIf(spawnSync("script", ["--version"]).error !== undefined)(
    "has colour on a terminal, unless NO_COLOR is set",
    () => {
      const onTerminal = (env: Record<string, string>): string => {
        const command = `${process.execPath} ${built.main} check mlp -n 1 --engine plain`;
        const { CI: _, NO_COLOR: __, ...others } = process.env;
        const run = { cwd: built.folder, env: { ...others, TERM: "xterm", ...env }, encoding: "utf8" } as const;
        return spawnSync("script", ["-qec", command, "/dev/null"], run).stdout.slice(-400);
      };
      expect(onTerminal({})).toContain("\u001b[32m");
      expect(onTerminal({ NO_COLOR: "1" })).not.toContain("\u001b[32m");
    },
  );

  it.each(["bert", "llama", "gemma2"])("is right about the stored %s", (family) => {
    const { code, out } = check(join(process.cwd(), "test/fixtures/families", family), "-n", "2", "mlp", "causality");
    expect(code).toBe(0);
    expect(out).toContain(`commutant check  ${family}`);
  });
});

describe("a mistake of the caller", () => {
  const failing: readonly (readonly [string, readonly string[], RegExp])[] = [
    ["a claim that is not there", ["rank/W_QQ"], /claim: expected the id of a claim, .* received rank\/W_QQ/],
    ["an area that is not there", ["ranks", "rank"], /model: expected a folder, or org\/name .*received "ranks"/],
    [
      "a claim after a model",
      ["checkpoints/induction", "nope"],
      /received nope; `commutant claims --models` lists them/,
    ],
    ["a folder without a model", ["dist"], /dist: expected model\.safetensors or model\.safetensors\.index\.json/],
    ["a folder that is not there", ["no/such/folder"], /no such folder exists/],
    ["samples that are no number", ["--samples", "x"], /'x' is invalid\. expected a natural number/],
    ["no samples at all", ["--samples", "0"], /expected a number above 0/],
    ["a seed below 0", ["--seed", "-1"], /expected a natural number/],
    ["an engine that is not there", ["--engine", "abacus"], /--engine: expected wasm, onnx or plain, received abacus/],
    [
      "a place that is no place",
      ["--at", "1.2.3"],
      /--at: expected a layer such as 3, or a head such as 3\.7, received 1\.2\.3/,
    ],
    [
      "a layer that is not there",
      ["--at", "7"],
      /--at: expected a layer or head that a chosen claim speaks of, received layer 7/,
    ],
    ["a path for many checks", ["--path", "0:1"], /--path: expected one check to replay, received \d+ checks/],
    [
      "a path that nobody printed",
      ["mlp/token-local", "--at", "0", "--path", "0:9999:9"],
      /--path: expected a path that an earlier run printed, received 0:9999:9/,
    ],
    ["an option that is not there", ["--tolerance", "1e-5"], /unknown option '--tolerance'/],
  ];

  it.each(failing)("says so and answers 2: %s", (_, args, message) => {
    const { code, out, err } = built.run(["check", ...(args.includes("--engine") ? [] : PLAIN), ...args]);
    expect(err.replace(/\s+/g, " ")).toMatch(message);
    expect(`${code} ${out}`).toBe("2 ");
    expect(err).not.toMatch(/\n\s+at /);
  });

  it("says so for a command that is not there", () => {
    expect(built.run(["prov"])).toMatchObject({ code: 2, out: "" });
  });
});

/** A copy of the model that ships, with something done to its bytes. */
function tampered(
  name: string,
  change: (bytes: Buffer, header: Record<string, { data_offsets: number[] }>) => Buffer,
): string {
  const folder = join(built.folder, name);
  cpSync(join(built.folder, "checkpoints/induction"), folder, { recursive: true });
  const path = join(folder, "model.safetensors");
  const bytes = readFileSync(path);
  const length = Number(bytes.readBigUInt64LE(0));
  writeFileSync(path, change(bytes, JSON.parse(bytes.subarray(8, 8 + length).toString("utf8"))));
  return name;
}

describe("a model that is broken", () => {
  it.each(["blocks.0.attn.W_Q", "blocks.1.mlp.W_out"])("is not called sound with one NaN in %s", (tensor) => {
    const folder = tampered(`nan-${tensor}`, (bytes, header) => {
      const at = 8 + Number(bytes.readBigUInt64LE(0)) + header[tensor]!.data_offsets[0]!;
      bytes.writeFloatLE(Number.NaN, at);
      return bytes;
    });
    const { code, out } = check(folder, "-n", "2", "permutation");
    expect(code).toBe(3);
    expect(out).toMatch(/∅ {2}permutation\/mask-travels +no sample of 2 had a value in every entry/);
    expect(out).not.toContain("✓");
    expect(check(folder, "-n", "2").code).toBeGreaterThan(0);
  });

  it("is refused when a tensor has another name", () => {
    const folder = tampered("renamed", (bytes) => {
      const text = bytes.toString("latin1").replace('"blocks.0.attn.W_K"', '"blocks.0.attn.W_X"');
      return Buffer.from(text, "latin1");
    });
    const { code, out, err } = check(folder);
    expect(err).toMatch(/blocks\.0\.attn\.W_K/);
    expect(`${code} ${out}`).toBe("2 ");
  });

  it("is refused when its file ends early", () => {
    const folder = tampered("truncated", (bytes) => bytes);
    truncateSync(join(built.folder, folder, "model.safetensors"), 100_000);
    const { code, out, err } = check(folder);
    expect(err).toMatch(/model\.safetensors/);
    expect(`${code} ${out}`).toBe("2 ");
  });
});

describe("commutant claims --models", () => {
  it("lists claims for people, and all their facts as JSON", () => {
    const { out } = built.run(["claims", "rank", "--models"]);
    expect(out).toBe(
      [
        "rank/W_QK  (head)",
        "    W_QK = W_Q W_Kᵀ has rank at most d",
        "    rank(W_Q·W_Kᵀ) ≤ d",
        "",
        "rank/W_OV  (head)",
        "    W_OV = W_V W_O has rank at most d",
        "    rank(W_V·W_O) ≤ d",
        "",
        "2 claims",
        "",
      ].join("\n"),
    );
    const facts = JSON.parse(built.run(["claims", "rank", "--models", "--json"]).out) as Record<string, string>[];
    expect(facts.map(({ id }) => id)).toEqual(["rank/W_QK", "rank/W_OV"]);
    expect(Object.keys(facts[0]!)).toEqual(["id", "title", "formula", "scope", "source"]);
  });
});

describe("help and version", () => {
  /** Notes each module that is resolved, by its address. */
  const LISTEN = `data:text/javascript,${encodeURIComponent(`
    import { register } from "node:module";
    register("data:text/javascript," + encodeURIComponent(\`
      import { writeSync } from "node:fs";
      export async function resolve(specifier, context, next) {
        const found = await next(specifier, context);
        writeSync(2, found.url + "\\\\n");
        return found;
      }\`));
  `)}`;

  it.each(["--help", "--version"])("%s loads the parser of arguments and nothing else", (option) => {
    const { status, stderr } = spawnSync(process.execPath, ["--import", LISTEN, built.main, option], {
      encoding: "utf8",
    });
    const loaded = stderr.split("\n").filter((url) => url.startsWith("file:"));
    expect(status).toBe(0);
    expect(loaded.some((url) => url.includes("commander"))).toBe(true);
    expect(loaded.filter((url) => /mathjs|fast-check|ml-matrix|zod|huggingface/.test(url))).toEqual([]);
    expect(loaded.filter((url) => url.includes("/dist/"))).toHaveLength(1);
  });

  it("a check loads no parser of formulas, since it reads none", () => {
    const { status, stderr } = spawnSync(
      process.execPath,
      ["--import", LISTEN, built.main, "check", "permutation/mlp"],
      {
        encoding: "utf8",
      },
    );
    expect(status).toBe(0);
    expect(stderr).toContain("fast-check");
    expect(stderr).not.toContain("mathjs/lib");
  });

  it.each(["--help", "--version"])("%s answers within 150 ms of node itself", (option) => {
    const best = (args: readonly string[]): number =>
      Math.min(
        ...Array.from({ length: 5 }, () => {
          const start = performance.now();
          spawnSync(process.execPath, args);
          return performance.now() - start;
        }),
      );
    // others may use the processors: what takes long takes it each time
    let beyond = Number.POSITIVE_INFINITY;
    for (let reading = 0; reading < 5 && beyond >= 150; reading++)
      beyond = best([built.main, option]) - best(["-e", "0"]);
    expect(beyond).toBeLessThan(150);
  });

  it("help names the commands and the exit codes", () => {
    expect(built.run(["--help"]).out).toMatch(/check .*[\s\S]*claims /);
    expect(built.run(["check", "--help"]).out).toContain("Exit codes: 0 everything holds, 1 refuted");
    expect(built.run(["--version"]).out).toMatch(/^\d+\.\d+\.\d+\n$/);
  });
});
