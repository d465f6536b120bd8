/** `commutant claims`: what the library can check. */
import { claimsNamed } from "../claim/library.ts";
import { jsonText } from "../report/json.ts";

/** Lists claims on standard output. */
export function claimsCommand(names: readonly string[], { json = false }: { readonly json?: boolean }): void {
  const claims = claimsNamed(names);
  const facts = claims.map(({ id, title, formula, scope, source }) => ({ id, title, formula, scope, source }));
  const lines = facts.map(({ id, title, formula, scope }) => `${id}  (${scope})\n    ${title}\n    ${formula}\n`);
  process.stdout.write(json ? jsonText(facts) : `${lines.join("\n")}\n${claims.length} claims\n`);
}
