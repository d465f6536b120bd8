/** The explorer in a real browser: Chromium, driven as a reader uses it. */
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join, resolve } from "node:path";
import { gzipSync } from "node:zlib";
import { type Browser, chromium, type Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

const ROOT = resolve(import.meta.dirname, "..");
const MAIN = join(ROOT, "dist/cli/main.js");
const CHROMIUM = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"].find((path) =>
  existsSync(path),
);
const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
/** Script at first load, gzipped. unit  byte */
const LEAN = 250_000;

let server: ChildProcess;
let browser: Browser;
let home = "";

describe("the built page", () => {
  it("is lean", () => {
    const assets = join(ROOT, "dist/explorer/assets");
    const scripts = readdirSync(assets).filter((file) => file.endsWith(".js"));
    expect(scripts.length).toBeGreaterThan(0);
    const bytes = scripts.reduce((sum, file) => sum + gzipSync(readFileSync(join(assets, file))).length, 0);
    expect(bytes).toBeLessThan(LEAN);
  });

  it("has no script or style in line, and connects to nothing else", () => {
    const html = readFileSync(join(ROOT, "dist/explorer/index.html"), "utf8");
    expect(html).toContain("script-src 'self'");
    expect(html).not.toMatch(/unsafe|<style|<script(?![^>]*src=)/);
    expect(
      [...html.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, at]) => at!).filter((at) => /^https?:/.test(at)),
    ).toEqual([]);
  });
});

describe.runIf(CHROMIUM !== undefined)("the explorer", () => {
  beforeAll(async () => {
    server = spawn(process.execPath, [MAIN, "explore", "--port", "0"]);
    home = await new Promise((found, failed) => {
      server.stdout!.on("data", (text) => {
        const at = /http:\S+/.exec(String(text));
        if (at !== null) found(at[0]);
      });
      server.once("exit", (code) => failed(new Error(`explore ended with ${code}`)));
    });
    browser = await chromium.launch({ executablePath: CHROMIUM!, args: ["--no-sandbox"] });
  });

  afterAll(async () => {
    await browser?.close();
    server?.kill();
  });

  const at = async (link: string, options: Parameters<Browser["newPage"]>[0] = {}): Promise<Page> => {
    const page = await browser.newPage({ viewport: { width: 1400, height: 900 }, ...options });
    const problems: string[] = [];
    page.on("pageerror", (error) => problems.push(error.message));
    page.on("console", (message) => message.type() === "error" && problems.push(message.text()));
    page.on(
      "request",
      (request) =>
        !request.url().startsWith(home) && !request.url().startsWith("data:") && problems.push(request.url()),
    );
    await page.goto(`${home}${link}`);
    await page.locator("main h2, main .error").first().waitFor();
    page.on("close", () => expect(problems).toEqual([]));
    return page;
  };

  it("shows a claim with its chain, its reasons and its numbers", async () => {
    const page = await at("#/claim/rank/W_QK");
    expect(await page.locator("main h2").textContent()).toContain("proved");
    expect(await page.locator(".chain .line").count()).toBe(3);
    expect(await page.locator("aside").textContent()).toContain("rank_mul_le_left");
    await page.locator("#numbers svg").first().waitFor();
    expect(await page.locator("#numbers svg").first().getAttribute("aria-label")).toContain("singular values");
    await page.close();
  });

  it("boxes the redex in one line and what it becomes in the next", async () => {
    const page = await at("#/claim/permutation/head?architecture=notes-no-positions&step=2");
    expect(await page.locator(".line.current .contractum").count()).toBeGreaterThan(0);
    expect(await page.locator(".redex").count()).toBeGreaterThan(0);
    await page.close();
  });

  it("lights in every line what the pointer is on", async () => {
    const page = await at("#/claim/permutation/head?architecture=notes-no-positions");
    await page.locator(".chain .line").nth(3).locator("[data-node]").last().hover();
    await expect.poll(() => page.locator(".lit").count()).toBeGreaterThan(1);
    await page.close();
  });

  it("goes through steps with the keyboard alone", async () => {
    const page = await at("#/claim/permutation/head?architecture=notes-no-positions");
    const number = () => page.locator(".reason[aria-current=step] .number").textContent();
    await expect.poll(number).toBe("1");
    await page.keyboard.press("ArrowRight");
    await page.keyboard.press("ArrowRight");
    await expect.poll(number).toBe("3");
    await page.keyboard.press("ArrowLeft");
    await expect.poll(number).toBe("2");
    await page.keyboard.press("Enter");
    await expect.poll(() => page.locator(".parts").count()).toBe(1);
    await page.keyboard.press("Escape");
    await expect.poll(() => page.locator(".parts").count()).toBe(0);
    await page.keyboard.press("e");
    await expect.poll(() => page.locator(".parts").count()).toBeGreaterThan(3);
    await page.keyboard.press("w");
    await expect.poll(() => page.locator("main munder mtext").count()).toBeGreaterThan(0);
    await page.keyboard.press("n");
    await expect.poll(() => page.locator("#numbers").count()).toBe(0);
    await page.keyboard.press("?");
    await expect.poll(() => page.locator("dialog").isVisible()).toBe(true);
    await page.keyboard.press("Escape");
    await page.keyboard.press("/");
    await expect.poll(() => page.evaluate(() => document.activeElement?.id)).toBe("search");
    await page.close();
  });

  it("lets single keys be turned off", async () => {
    const page = await at("#/claim/rank/W_QK");
    await page.getByLabel("single keys").uncheck();
    await page.locator("main h2").click();
    await page.keyboard.press("?");
    expect(await page.locator("dialog").count()).toBe(0);
    await page.getByLabel("single keys").check();
    await page.close();
  });

  it("lets a reader predict the next rule", async () => {
    const page = await at("#/claim/rank/W_QK?mode=predict");
    expect(await page.locator(".chain .line").count()).toBe(1);
    await page.locator(".choices button", { hasText: "rank_le_width" }).click();
    await expect.poll(() => page.locator("[role=status].hidden").textContent()).toContain("No");
    await page.locator(".choices button", { hasText: "rank_mul_le_left" }).click();
    await page.locator(".choices button", { hasText: "rank_le_width" }).click();
    await expect.poll(() => page.locator(".done").textContent()).toContain("last step");
    await page.close();
  });

  it("lets a reader put steps in order, and grades it", async () => {
    const page = await at("#/claim/permutation/mlp?mode=order&architecture=notes-no-positions");
    const status = page.locator("main [role=status]");
    const count = await page.locator(".order li").count();
    expect(count).toBeGreaterThan(3);
    for (let round = 0; round < count * count && !(await status.textContent())!.includes("In order"); round++) {
      const early = page.locator(".order li.early").last();
      await early.getByRole("button", { name: "down" }).click();
    }
    expect(await status.textContent()).toContain("In order");
    await page.close();
  });

  it("presents one step at a time", async () => {
    const page = await at("#/claim/permutation/head?architecture=notes-no-positions&mode=present");
    expect(await page.locator(".left").isVisible()).toBe(false);
    expect(await page.locator(".chain .line").count()).toBe(2);
    await page.keyboard.press("ArrowRight");
    await expect.poll(() => page.locator(".chain .line").count()).toBe(3);
    await page.close();
  });

  it("shows of a refuted claim where a proof stops, and the entry that differs", async () => {
    const page = await at("#/claim/permutation/head?architecture=notes-causal");
    expect(await page.locator("main h2").textContent()).toContain("refuted");
    expect(await page.locator(".stops").isVisible()).toBe(true);
    expect(await page.locator(".counterexample").textContent()).toContain("C=2");
    await page.locator("#numbers td.differs").first().waitFor();
    await page.close();
  });

  it("proves or refutes what a reader types", async () => {
    const page = await at("#/claim/rank/W_QK");
    await page.getByLabel("statement", { exact: true }).fill("A*B = B*A");
    await page.getByLabel("given").fill("A: n × n; B: n × n");
    await page.getByRole("button", { name: "prove or refute" }).click();
    await page.locator("main h2", { hasText: "A*B = B*A" }).waitFor();
    expect(await page.locator("main h2").textContent()).toContain("refuted");
    await page.getByLabel("statement", { exact: true }).fill("(A*B)' = B'*A'");
    await page.getByRole("button", { name: "prove or refute" }).click();
    await page.locator("main h2 .badge.proved").waitFor();
    await page.close();
  });

  it("has a table of architectures in which every cell is a link", async () => {
    const page = await browser.newPage();
    await page.goto(`${home}#/claim/rank/W_QK?mode=table`);
    await page.locator(".cells .badge.proved").first().waitFor();
    expect(await page.locator(".cells td a").count()).toBeGreaterThan(200);
    await page.locator(".cells td a").first().click();
    await page.locator(".chain").waitFor();
    expect(page.url()).toContain("claim/permutation/head?architecture=notes");
    await page.close();
  });

  it("shows where a formula is wrong, and that a claim is gone", async () => {
    const page = await at(`#/formula?${new URLSearchParams({ formula: "A*B = B", given: "A: n × m; B: n × k" })}`);
    expect(await page.locator("main").textContent()).toContain("n × m");
    await page.close();
    const gone = await at("#/claim/rank/W_ZZ");
    expect(await gone.locator(".error").textContent()).toContain("rank/W_ZZ");
    await gone.close();
  });

  it("says when a derivation has changed since its link was made", async () => {
    const page = await at("#/claim/rank/W_QK?hash=sha256:0");
    expect(await page.locator(".banner").textContent()).toContain("changed");
    const link = await page.getByRole("link", { name: "link to this step" }).getAttribute("href");
    await page.close();
    const same = await at(link!);
    await same.locator(".chain").waitFor();
    expect(await same.locator(".banner").count()).toBe(0);
    await same.close();
  });

  it("never shows as proved what only survived samples", async () => {
    const page = await at(
      `#/formula?${new URLSearchParams({ formula: "layernorm(layernorm(A,e),e) = layernorm(layernorm(A,e),e) + gelu(A) - gelu(A*1)", given: "A: n × m; e: posscalar" })}`,
    );
    const word = await page.locator("main h2 .badge").textContent();
    if (!/proved/.test(word!)) expect(await page.locator("main h2 .badge.proved").count()).toBe(0);
    await page.close();
  });

  it("recomputes numbers at other sizes, seeds and precisions", async () => {
    const page = await at("#/claim/permutation/mlp?architecture=notes-no-positions");
    await page.locator("#numbers .matrix").first().waitFor();
    const rows = () => page.locator("#numbers figure.matrix").first().locator("tr").count();
    await page.locator("#numbers").getByLabel("C", { exact: true }).fill("5");
    await expect.poll(rows).toBe(5);
    await page.locator("#numbers").getByLabel("dtype").selectOption("f32");
    await expect.poll(() => page.url()).toContain("dtype=f32");
    expect(page.url()).toContain("sizes=C%3A5");
    await page.close();
  });

  it("walks a matrix with arrows", async () => {
    const page = await at("#/claim/permutation/mlp?architecture=notes-no-positions");
    await page.locator("#numbers td").first().focus();
    await page.keyboard.press("ArrowRight");
    await page.keyboard.press("ArrowDown");
    await expect.poll(() => page.evaluate(() => document.activeElement?.getAttribute("data-at"))).toBe("1,1");
    await page.close();
  });

  it.each(["light", "dark"] as const)("has no serious findings of accessibility, %s", async (colorScheme) => {
    for (const link of [
      "#/claim/permutation/head?architecture=notes-no-positions&step=2",
      "#/claim/permutation/head?architecture=notes-causal",
      "#/claim/rank/W_QK?mode=predict",
      "#/claim/permutation/mlp?mode=order",
    ]) {
      const page = await at(link, { colorScheme, bypassCSP: true });
      await page.locator("#numbers .matrix").first().waitFor({ state: "attached" });
      await page.evaluate(AXE);
      const { violations } = (await page.evaluate("axe.run()")) as {
        violations: { id: string; impact: string; nodes: { html: string }[] }[];
      };
      const serious = violations.filter(({ impact }) => impact === "serious" || impact === "critical");
      expect(serious.map(({ id, nodes }) => `${id}: ${nodes[0]!.html}`)).toEqual([]);
      await page.close();
    }
  });

  it("is seen at once", async () => {
    const page = await browser.newPage();
    await page.goto(home);
    await page.locator("nav h2").first().waitFor();
    const [paint] = (await page.evaluate(
      "performance.getEntriesByName('first-contentful-paint').map(({ startTime }) => startTime)",
    )) as number[];
    expect(paint).toBeDefined();
    await page.close();
  });
});

describe("commutant explore", () => {
  it("writes the page as static files", () => {
    const out = join(ROOT, "node_modules/.explore-test");
    const { status, stdout } = spawnSync(process.execPath, [MAIN, "explore", "--out", out], { encoding: "utf8" });
    expect([status, existsSync(join(out, "index.html"))]).toEqual([0, true]);
    expect(stdout).toContain("index.html");
  });
});
