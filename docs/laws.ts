/** The axioms as pages: each has one, in the folder of its topic. */
import { AXIOM_TOPICS } from "../dist/kernel/axioms.js";

/** The topics of axioms, by the names of their folders. */
export const TOPICS: ReadonlyMap<string, (typeof AXIOM_TOPICS)[string]> = new Map(
  Object.entries(AXIOM_TOPICS).map(([topic, axioms]) => [topic.replaceAll(" ", "-"), axioms]),
);

const FOLDERS = new Map([...TOPICS].flatMap(([topic, axioms]) => axioms.map(({ name }) => [name, topic] as const)));

/** Laws by their names, each a link to its page where it is an axiom and no rule; a word where there are none. */
export function lawLinks(names: readonly string[]): string {
  const linked = (name: string, folder: string | undefined): string =>
    folder === undefined ? `\`${name}\`` : `[\`${name}\`](/reference/axioms/${folder}/${name})`;
  const links = [...names].sort().map((name) => linked(name, FOLDERS.get(name)));
  return links.length === 0 ? "no law of the kernel" : links.join(", ");
}
