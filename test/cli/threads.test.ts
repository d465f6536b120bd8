import { spawnSync } from "node:child_process";
import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Built, build } from "./built.ts";

let built: Built;
beforeAll(() => {
  built = build();
  writeFileSync(join(built.folder, "dist/cli/test-worker.js"), WORKER);
}, 300_000);
afterAll(() => built.remove());

/** A thread that takes its time; it does not know what to do with "?", and breaks at "!". */
const WORKER = `
import { writeSync } from "node:fs";
import { setTimeout as wait } from "node:timers/promises";
import { threadId } from "node:worker_threads";
import { Fault } from "../term/fault.js";
import { answering } from "./threads.js";

export async function answerTo(item) {
  await wait(20);
  if (item === "?") throw new Fault({ op: "test", expected: "a letter", received: item });
  if (item === "!" && threadId > 0) throw new Error("broken in thread " + threadId);
  return { item, thread: threadId };
}
if (process.env.TELL) writeSync(1, "read\\n");
export default answering(async (begun) => {
  Atomics.store(begun, 0, 1);
  return answerTo;
});
`;

/** What a program prints that has items answered by two threads, the first not before the second has begun. */
function answersTo(items: string, options = ""): unknown {
  const program = `
    import { setTimeout as wait } from "node:timers/promises";
    import { inThreads, startThreads } from "./dist/cli/threads.js";
    import { answerTo } from "./dist/cli/test-worker.js";
    const begun = new Int32Array(new SharedArrayBuffer(4));
    const heard = [];
    const answers = await inThreads([...${JSON.stringify(items)}], {
      others: startThreads(1, "./test-worker.js"),
      data: begun,
      answerTo: async (item) => {
        while (Atomics.load(begun, 0) === 0) await wait(5);
        return answerTo(item);
      },
      onAnswer: ({ item }) => heard.push(item),
      ${options}
    }).catch(({ name, message }) => ({ name, message }));
    console.log(JSON.stringify({ answers, heard: heard.join("") }));`;
  writeFileSync(join(built.folder, "program.mjs"), program);
  const { stdout, stderr } = spawnSync(process.execPath, ["program.mjs"], { cwd: built.folder, encoding: "utf8" });
  return stderr === "" ? JSON.parse(stdout) : stderr;
}

/** Where Linux lists the threads of a process. */
const THREADS = "/proc/self/task";

const LETTERS = "abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyz";

interface Answers {
  readonly answers: readonly { readonly item: string; readonly thread: number }[];
  readonly heard: string;
}

describe("threads", () => {
  it("answer items in their order, this one and another", () => {
    const { answers, heard } = answersTo(LETTERS) as Answers;
    expect(answers.map(({ item }) => item).join("")).toBe(LETTERS);
    expect(heard).toBe(LETTERS);
    expect(new Set(answers.map(({ thread }) => thread))).toEqual(new Set([0, 1]));
  });

  it("do so in whatever order they work", () => {
    const { answers, heard } = answersTo("abcd", "groups: [[3, 1], [2, 0]]") as Answers;
    expect(answers.map(({ item }) => item).join("")).toBe("abcd");
    expect(heard).toBe("abcd");
  });

  it("stop when an answer is enough", () => {
    expect(answersTo(LETTERS, 'isEnough: ({ item }) => item === "f"')).toMatchObject({ heard: "abcdef" });
  });

  it("say a mistake as it was found, after the answers before it", () => {
    const mistake = { name: "Fault", message: "test: expected a letter, received ?" };
    expect(answersTo(`${LETTERS}?a?`)).toEqual({ answers: mistake, heard: LETTERS });
  });

  it.runIf(existsSync(THREADS))(
    "read their module before they have work, and are gone once they are ended, twice too",
    () => {
      const program = `
      import { readdirSync, writeSync } from "node:fs";
      import { setTimeout as wait } from "node:timers/promises";
      import { startThreads } from "./dist/cli/threads.js";
      const others = startThreads(2, "./test-worker.js");
      await wait(1500);
      const before = readdirSync("${THREADS}").length;
      await others.end();
      await others.end();
      writeSync(1, "ended " + (before - readdirSync("${THREADS}").length));`;
      writeFileSync(join(built.folder, "program.mjs"), program);
      const env = { ...process.env, TELL: "yes" };
      const run = spawnSync(process.execPath, ["program.mjs"], { cwd: built.folder, encoding: "utf8", env });
      expect(run).toMatchObject({ status: 0, stdout: "read\nread\nended 2", stderr: "" });
    },
  );

  it("end when one of them breaks", () => {
    expect(answersTo("!".repeat(50))).toMatchObject({ answers: { name: "Error", message: "broken in thread 1" } });
  });
});
