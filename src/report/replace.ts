/** Changing a term at a path, as the kernel does. */
import { type Path, Place } from "../kernel/place.ts";
import type { Term } from "../term/term.ts";

/** A term with what is at a path changed. throws  Fault when there is no such place */
export function replaceAt(term: Term, path: Path, change: (redex: Term) => Term): Term {
  const place = new Place(term);
  place.put(change(place.at(path, 0)));
  return place.whole();
}
