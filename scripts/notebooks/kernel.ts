/**
 * The Deno kernel, spoken to as Jupyter does: ZeroMQ sockets, signed messages.
 *
 * source  jupyter-client.readthedocs.io, "Messaging in Jupyter", protocol 5.4
 */
import { type ChildProcess, spawn } from "node:child_process";
import { createHmac, randomUUID } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Dealer, Subscriber } from "zeromq";
import { bundleOf, type Notebook, type Output } from "./notebook.ts";

type Content = Readonly<Record<string, unknown>>;

/** A message of the kernel: what it is, which request it answers, what it says. */
interface Message {
  readonly type: string;
  readonly parent: string | undefined;
  readonly content: Content;
}

const CHANNELS = ["shell", "iopub", "stdin", "control", "hb"] as const;
const DELIMITER = "<IDS|MSG>";
/** How often a kernel that starts is asked whether it listens. unit  millisecond */
const KNOCK = 100;
/** How often a kernel is started that ends at once: another program may take a port between its choice and its use. */
const STARTS = 3;
/** How long a kernel may take to start, and a cell until it shows something. unit  millisecond */
const PATIENCE = 60_000;

/** A kernel that runs cells, one after the other, in one scope. */
export class Kernel {
  readonly #key: string;
  readonly #process: ChildProcess;
  readonly #folder: string;
  readonly #shell = new Dealer({ linger: 0 });
  readonly #iopub = new Subscriber({ linger: 0 });

  private constructor(key: string, process: ChildProcess, folder: string) {
    [this.#key, this.#process, this.#folder] = [key, process, folder];
    process.once("error", () => {}); // one that cannot be started is seen as one that never answers
  }

  /**
   * Starts a kernel; cells import relative to `cwd`.
   *
   * throws  Error when the kernel does not answer
   */
  static async start(deno: string, cwd: string, starts = STARTS): Promise<Kernel> {
    const key = randomUUID();
    const ports = await freePorts(CHANNELS.length);
    const connection = {
      ip: "127.0.0.1",
      transport: "tcp",
      key,
      signature_scheme: "hmac-sha256",
      ...Object.fromEntries(CHANNELS.map((channel, i) => [`${channel}_port`, ports[i]])),
    };
    const folder = mkdtempSync(join(tmpdir(), "commutant-kernel-"));
    const file = join(folder, "connection.json");
    writeFileSync(file, JSON.stringify(connection));
    const options = {
      cwd,
      stdio: "ignore",
      env: { ...process.env, NO_COLOR: "1", DENO_NO_UPDATE_CHECK: "1" },
    } as const;
    const kernel = new Kernel(key, spawn(deno, ["jupyter", "--kernel", "--conn", file], options), folder);
    try {
      await kernel.#connect(ports);
    } catch (error) {
      const hasEnded = kernel.#process.pid !== undefined && kernel.#process.exitCode !== null;
      await kernel.stop();
      if (!hasEnded || starts <= 1) throw error;
      return Kernel.start(deno, cwd, starts - 1);
    }
    return kernel;
  }

  async #connect([shell, iopub]: readonly number[]): Promise<void> {
    this.#shell.connect(`tcp://127.0.0.1:${shell}`);
    this.#iopub.connect(`tcp://127.0.0.1:${iopub}`);
    this.#iopub.subscribe();
    // what is published before the subscription has arrived is lost, so knock until an answer is heard
    const deadline = Date.now() + PATIENCE;
    this.#iopub.receiveTimeout = KNOCK;
    for (;;) {
      await this.#send("kernel_info_request", {});
      const heard = await this.#iopub.receive().catch(() => undefined);
      if (heard !== undefined) break;
      if (this.#process.pid === undefined || this.#process.exitCode !== null || Date.now() > deadline)
        throw new Error("kernel: expected an answer of `deno jupyter`, received none; is the package deno installed?");
    }
    this.#iopub.receiveTimeout = PATIENCE;
  }

  /**
   * Runs code; answers what it shows. An error is an output too.
   *
   * The kernel may say that it is idle before all that was printed is sent, so a mark is printed after the code: what
   * comes before the mark is the code's.
   */
  async run(code: string): Promise<readonly Output[]> {
    const mark = randomUUID();
    await this.#execute(code);
    const last = await this.#execute(`console.log(${JSON.stringify(mark)})`);
    const outputs: Output[] = [];
    let marked = false;
    let idle = false;
    while (!(marked && idle)) {
      const { type, parent, content } = messageOf(await this.#iopub.receive());
      if (type === "status") idle ||= parent === last && content.execution_state === "idle";
      const output = outputOf(type, content);
      if (output === undefined) continue;
      append(outputs, output);
      const end = outputs.at(-1)!;
      if (end.kind !== "stream" || !end.text.includes(`${mark}\n`)) continue;
      marked = true;
      const text = end.text.replace(`${mark}\n`, "");
      if (text === "") outputs.pop();
      else outputs[outputs.length - 1] = { ...end, text };
    }
    return outputs;
  }

  #execute(code: string): Promise<string> {
    const options = { silent: false, store_history: true, allow_stdin: false, stop_on_error: false };
    return this.#send("execute_request", { code, ...options });
  }

  async #send(type: string, content: Content): Promise<string> {
    const id = randomUUID();
    const date = new Date().toISOString();
    const header = { msg_id: id, session: this.#key, username: "", date, msg_type: type, version: "5.4" };
    const parts = [header, {}, {}, content].map((part) => JSON.stringify(part));
    const signature = createHmac("sha256", this.#key).update(parts.join("")).digest("hex");
    await this.#shell.send([DELIMITER, signature, ...parts]);
    return id;
  }

  /** Ends the kernel. */
  async stop(): Promise<void> {
    this.#shell.close();
    this.#iopub.close();
    if (this.#process.pid !== undefined && this.#process.exitCode === null) {
      const ended = new Promise((resolve) => this.#process.once("exit", resolve));
      this.#process.kill("SIGKILL");
      await ended;
    }
    rmSync(this.#folder, { recursive: true });
  }
}

/** Runs the cells of a notebook in order, in a kernel of their own, up to the first that fails. */
export async function execute({ cells }: Notebook, deno: string, cwd: string): Promise<Notebook> {
  const kernel = await Kernel.start(deno, cwd);
  try {
    const run: Notebook["cells"][number][] = [];
    let failed = false;
    for (const cell of cells) {
      if (cell.kind === "markdown") {
        run.push(cell);
        continue;
      }
      const outputs: readonly Output[] = failed ? [] : await kernel.run(cell.source);
      failed ||= outputs.some(({ kind }) => kind === "error");
      run.push({ ...cell, outputs });
    }
    return { cells: run };
  } finally {
    await kernel.stop();
  }
}

function messageOf(frames: readonly Buffer[]): Message {
  const at = frames.findIndex((frame) => frame.toString() === DELIMITER);
  const [header, parent, , content] = frames.slice(at + 2).map((frame) => JSON.parse(frame.toString()) as Content);
  return { type: String(header!.msg_type), parent: parent!.msg_id as string | undefined, content: content! };
}

function outputOf(type: string, content: Content): Output | undefined {
  switch (type) {
    case "stream":
      return { kind: "stream", name: String(content.name), text: String(content.text) };
    case "execute_result":
      return { kind: "result", data: bundleOf(content.data as Content) };
    case "display_data":
      return { kind: "display", data: bundleOf(content.data as Content) };
    case "error":
      return { kind: "error", name: String(content.ename), message: String(content.evalue) };
    default:
      return undefined;
  }
}

/** What is printed in pieces is one text; how it was cut depends on the clock. */
function append(outputs: Output[], output: Output): void {
  const last = outputs.at(-1);
  if (last?.kind === "stream" && output.kind === "stream" && last.name === output.name)
    outputs[outputs.length - 1] = { ...last, text: last.text + output.text };
  else outputs.push(output);
}

async function freePorts(count: number): Promise<readonly number[]> {
  const servers = await Promise.all(
    Array.from({ length: count }, async () => {
      const server = createServer();
      await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
      return server;
    }),
  );
  const ports = servers.map((server) => (server.address() as { readonly port: number }).port);
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  return ports;
}
