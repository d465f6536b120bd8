/** Terms are one object while they are in use, and are forgotten afterwards: looked at in a process that can collect. */
import { spawnSync } from "node:child_process";
import { expect, it } from "vitest";

/** More terms are made in between than the bank keeps. */
const PROGRAM = `
  import { map, mul, rows, variable } from "./dist/term/term.js";
  const A = variable("A", "n", "n");
  const made = (i) => {
    const B = variable("B" + i, "n", "n");
    return [B, mul(A, B), map("exp", B), rows(B, 0, 0)];
  };
  const kept = made(0);
  const idsOf = (count) => Array.from({ length: count }, (_, i) => made(i + 1).map(({ id }) => id)).flat();
  const first = idsOf(5000);
  const turn = () => new Promise((done) => setTimeout(done, 1));
  for (let i = 0; i < 150; i++) {
    for (let k = 0; k < 1000; k++) made("other" + i + "," + k);
    await turn();
  }
  for (let i = 0; i < 3; i++) { await turn(); globalThis.gc(); }
  const again = idsOf(5000).filter((id, i) => id === first[i]).length;
  console.log(JSON.stringify({ same: made(0).map((term, i) => term === kept[i]), again }));
`;

it("a term that is held is found again, and what nobody holds is forgotten", () => {
  const args = ["--expose-gc", "--input-type=module", "--eval", PROGRAM];
  const { stdout, stderr } = spawnSync(process.execPath, args, { encoding: "utf8" });
  expect(stderr).toBe("");
  expect(JSON.parse(stdout)).toEqual({ same: [true, true, true, true], again: 0 });
});
