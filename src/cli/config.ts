/**
 * `commutant.config.ts`: what a project checks, so that `commutant check` needs no arguments.
 *
 * The file is the project's own program and is run as such; nothing of a model's folder ever is.
 */
import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { createJiti } from "jiti";
import { z } from "zod";
import { Fault } from "../term/fault.ts";

const seconds = z.number().positive();

const model = z.union([
  z.string().describe("a folder, or org/name on the hub"),
  z.strictObject({
    python: z.string().optional(),
    runtime: z.string().optional(),
    as: z.string().optional(),
    config: z.string().optional(),
    against: z.string().optional(),
    interpreter: z.string().optional(),
    timeout: seconds.optional(),
  }),
]);

const schema = z.strictObject({
  models: z.array(model).min(1),
  claims: z.array(z.string()).optional(),
  samples: z.int().positive().optional(),
  seed: z.int().nonnegative().optional(),
  engine: z.enum(["wasm", "onnx", "plain"]).optional(),
  workers: z.int().positive().optional(),
  reporters: z.array(z.string()).optional(),
  shard: z.string().optional(),
  bail: z.boolean().optional(),
  timeLimit: seconds.optional(),
  baseline: z.string().optional(),
  corpus: z.string().optional(),
});

/** What a project checks: its models, the claims about them, and the options of `commutant check` by their names. */
export type Config = z.input<typeof schema>;

/** The form of a config, as a JSON schema. */
export function configJsonSchema(): object {
  return z.toJSONSchema(schema, { io: "input" });
}

/** The same config, with its types checked. */
export function defineConfig(config: Config): Config {
  return config;
}

const FILES = ["commutant.config.ts", "commutant.config.mts", "commutant.config.mjs", "commutant.config.js"];

/**
 * The config of a folder, or of the file that is named.
 *
 * throws  Fault when the named file is not there, does not load, or is wrong at some key
 */
export async function findConfig(named: string | undefined): Promise<Config | undefined> {
  const file = named ?? FILES.find((one) => existsSync(one));
  if (file === undefined) return undefined;
  if (!existsSync(file))
    throw new Fault({ op: "--project", expected: "a config file", received: `${file}, which is not there` });
  const jiti = createJiti(import.meta.url, { fsCache: false });
  const loaded: unknown = await jiti.import(resolve(file), { default: true }).catch((cause: Error) => {
    throw new Fault({ op: file, expected: "a file that loads", received: cause.message }, { cause });
  });
  const parsed = schema.safeParse(loaded);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const key = issue!.path.length === 0 ? "" : `: ${issue!.path.join(".")}`;
  throw new Fault({
    op: `${file}${key}`,
    expected: "export default defineConfig({ models, claims?, … })",
    received: issue!.message,
  });
}
