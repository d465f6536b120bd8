/** A fact about a class, where there is one: most analyses say nothing of most classes. */
import { grown } from "./column.ts";

const FIRST_CAPACITY = 1 << 10;

export class Facts<D> {
  readonly #facts: D[] = [];
  /** Where the fact of a class is, plus one; 0 is none. */
  #placeOf = new Int32Array(FIRST_CAPACITY);

  of(id: number): D | undefined {
    const place = id < this.#placeOf.length ? this.#placeOf[id]! : 0;
    return place === 0 ? undefined : this.#facts[place - 1];
  }

  set(id: number, fact: D | undefined): void {
    if (fact === undefined) {
      if (id < this.#placeOf.length) this.#placeOf[id] = 0;
      return;
    }
    this.#placeOf = grown(this.#placeOf, id + 1);
    const place = this.#placeOf[id]!;
    if (place > 0) this.#facts[place - 1] = fact;
    else this.#placeOf[id] = this.#facts.push(fact);
  }
}
