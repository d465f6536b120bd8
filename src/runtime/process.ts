/**
 * A process that answers frames, and is gone when it should be.
 *
 * It has a process group of its own, which is killed as a whole: when it is closed, too slow, or when this process ends.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { Fault } from "../term/fault.ts";
import { decodeMessage, FrameReader, type Message } from "./frame.ts";

/** How a process is started. */
export interface ProcessOptions {
  /** What errors call it. */
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  /** Environment variables beside those of this process. */
  readonly env?: Readonly<Record<string, string>>;
  /** How long an answer may take. unit  milliseconds */
  readonly timeout: number;
}

/** Lines of its standard error that a fault repeats. */
const LAST_LINES = 12;
const LAST_BYTES = 8192;
/** How long a process that is asked to end may take. unit  milliseconds */
const PATIENCE = 1000;

const ENDING: readonly NodeJS.Signals[] = ["SIGINT", "SIGTERM", "SIGHUP"];

interface Waiting {
  readonly resolve: (message: Message) => void;
  readonly reject: (fault: Fault) => void;
  readonly timer: NodeJS.Timeout;
}

/** Processes that are alive, killed when this one ends. */
const alive = new Set<ChildProcess>();
process.once("exit", killAll);

function killAll(): void {
  for (const child of alive) killGroup(child);
}

/** A signal that would end this process without an exit; the children do not get it, since their groups are their own. */
function endedBy(signal: NodeJS.Signals): void {
  killAll();
  process.kill(process.pid, signal);
}

function killGroup(child: ChildProcess): void {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, "SIGKILL");
  } catch {
    child.kill("SIGKILL"); // it leads no group, or is gone
  }
}

/** A process that is spoken to in frames, one at a time. */
export class FramedProcess {
  readonly #options: ProcessOptions;
  readonly #child: ChildProcess;
  readonly #reader: FrameReader;
  readonly #ended: Promise<void>;
  #errors = "";
  #waiting: Waiting | undefined;
  #asked = "start";
  #gone: Fault | undefined;

  constructor(options: ProcessOptions) {
    this.#options = options;
    this.#reader = new FrameReader(options.name);
    this.#child = spawn(options.command, options.args, {
      stdio: ["pipe", "pipe", "pipe"],
      detached: true,
      env: { ...process.env, ...options.env },
    });
    if (alive.size === 0) for (const signal of ENDING) process.once(signal, endedBy);
    alive.add(this.#child);
    this.#child.stdin!.on("error", () => undefined); // that it is gone is told by its end
    this.#child.stderr!.on("data", (text: Buffer) => {
      this.#errors = (this.#errors + text.toString("utf8")).slice(-LAST_BYTES);
    });
    this.#child.stdout!.on("data", (bytes: Buffer) => this.#take(bytes));
    this.#ended = new Promise((resolve) => {
      this.#child.once("error", (cause: NodeJS.ErrnoException) => {
        const received = cause.code === "ENOENT" ? "no such program" : cause.message;
        this.#fail({ expected: "a program that starts", received, next: "give its path with --interpreter" });
        resolve();
      });
      this.#child.once("close", (code, signal) => {
        alive.delete(this.#child);
        if (alive.size === 0) for (const signal of ENDING) process.off(signal, endedBy);
        const how = signal === null ? `it ended with code ${code}` : `it was ended by ${signal}`;
        this.#fail({ expected: `an answer to ${this.#asked}`, received: how });
        resolve();
      });
    });
  }

  /**
   * Sends a frame and waits for the answer; `asked` says what for in errors.
   *
   * throws  (as rejections) Fault when the process is gone, answers no frame, or takes too long, which ends it
   */
  exchange(frame: Uint8Array | undefined, asked: string): Promise<Message> {
    this.#asked = asked;
    if (this.#gone !== undefined) return Promise.reject(this.#gone);
    return new Promise<Message>((resolve, reject) => {
      const timer = setTimeout(() => {
        const received = `none in ${this.#options.timeout / 1000} s`;
        this.#fail({ expected: `an answer to ${asked}`, received, next: "--timeout gives it longer" });
        killGroup(this.#child);
      }, this.#options.timeout);
      this.#waiting = { resolve, reject, timer };
      if (frame !== undefined) this.#child.stdin!.write(frame);
    });
  }

  /** Ends the process: asks, then kills. */
  async close(): Promise<void> {
    this.#gone ??= new Fault({ op: this.#options.name, expected: "an open process", received: "a closed one" });
    this.#child.stdin!.end();
    const timer = setTimeout(() => killGroup(this.#child), PATIENCE);
    await this.#ended;
    clearTimeout(timer);
    killGroup(this.#child); // what it started and left
  }

  #take(bytes: Uint8Array): void {
    try {
      for (const frame of this.#reader.take(bytes)) {
        const message = decodeMessage(frame, this.#options.name);
        const waiting = this.#waiting;
        this.#waiting = undefined;
        clearTimeout(waiting?.timer);
        waiting?.resolve(message);
      }
    } catch (error) {
      if (!(error instanceof Fault)) throw error;
      this.#settle(error);
      killGroup(this.#child);
    }
  }

  #fail(facts: { readonly expected: string; readonly received: string; readonly next?: string }): void {
    const lines = this.#errors.trimEnd().split("\n").slice(-LAST_LINES).join("\n  ");
    const received = lines === "" ? facts.received : `${facts.received}, saying\n  ${lines}\n`;
    this.#settle(new Fault({ op: this.#options.name, ...facts, received }));
  }

  #settle(fault: Fault): void {
    this.#gone ??= fault;
    const waiting = this.#waiting;
    this.#waiting = undefined;
    clearTimeout(waiting?.timer);
    waiting?.reject(fault);
  }
}
