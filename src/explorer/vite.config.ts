import { join } from "node:path";
import { defineConfig } from "vite";

export default defineConfig({
  root: import.meta.dirname,
  base: "./",
  resolve: { alias: { "mathjs/lib/browser/math.js": join(import.meta.dirname, "parser.ts") } },
  logLevel: "warn",
  build: { outDir: "../../dist/explorer", emptyOutDir: true, target: "es2022", modulePreload: { polyfill: false } },
  worker: { format: "es" },
});
