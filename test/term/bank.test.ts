/** Terms are one object while they are in use, and are forgotten afterwards: looked at in a process that can collect. */
import { spawnSync } from "node:child_process";
import { expect, it } from "vitest";

const PROGRAM = `
  import { mul, variable } from "./dist/term/term.js";
  const named = (i) => mul(variable("A", "n", "n"), variable("B" + i, "n", "n"));
  const kept = named(0);
  const first = Array.from({ length: 5000 }, (_, i) => named(i + 1).id);
  const turn = () => new Promise((done) => setTimeout(done, 1));
  for (let i = 0; i < 3; i++) { await turn(); globalThis.gc(); }
  const again = first.filter((id, i) => named(i + 1).id === id).length;
  console.log(JSON.stringify({ same: named(0) === kept, again, all: first.length }));
`;

it("a term that is held is found again, and what nobody holds is forgotten", () => {
  const args = ["--expose-gc", "--input-type=module", "--eval", PROGRAM];
  const { stdout, stderr } = spawnSync(process.execPath, args, { encoding: "utf8" });
  expect(stderr).toBe("");
  const { same, again, all } = JSON.parse(stdout) as { same: boolean; again: number; all: number };
  expect(same).toBe(true);
  expect(again).toBeLessThan(all / 4); // those that are as old as the one that is held stay with it
});
