import { join } from "node:path";
import { defineConfig } from "vite";

const here = (file: string): string => join(import.meta.dirname, file);

export default defineConfig({
  root: import.meta.dirname,
  base: "./",
  resolve: { alias: { "./mathjs.ts": here("parser.ts"), "node:timers/promises": here("turn.ts") } },
  logLevel: "warn",
  build: { outDir: "../../dist/explorer", emptyOutDir: true, target: "es2022", modulePreload: { polyfill: false } },
  worker: { format: "es" },
});
