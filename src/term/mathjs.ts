/** mathjs, read when the first formula is: most commands read none. Of a page, `src/explorer/parser.ts` stands in its place. */
import type { MathJsInstance } from "mathjs";

let loaded: MathJsInstance | undefined;

/** mathjs in one file, as it ships it for browsers; it loads several times faster than its thousand modules. */
export function mathjs(): MathJsInstance {
  loaded ??= process.getBuiltinModule("node:module").createRequire(import.meta.url)("mathjs/lib/browser/math.js");
  return loaded!;
}
