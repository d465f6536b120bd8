/** mathjs's parser alone, for the page: the whole of mathjs is more than all the rest of it. */
import { create, parseDependencies } from "mathjs/number";

const parser = create(parseDependencies!);

export function mathjs(): typeof parser {
  return parser;
}
