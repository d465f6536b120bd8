import { defineConfig } from "commutant";

export default defineConfig({
  models: [{ runtime: "js:model.mjs" }],
  claims: ["behaviour"],
  samples: 50,
  reporters: ["text", "junit=report.xml"],
});
