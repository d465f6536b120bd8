/** What was made lately, by key: as many as fit, the least recently used is dropped first. */
export interface RecentOptions<V> {
  readonly count: number;
  /** What all values together may weigh; the latest is kept whatever it weighs. */
  readonly weight?: number;
  readonly weightOf?: (value: V) => number;
  /** Told of each value that is dropped. */
  readonly dropped?: (value: V) => void;
}

/** A bounded memory of made values. */
export class Recent<V> {
  readonly #values = new Map<string, V>(); // in order of last use
  readonly #options: Required<RecentOptions<V>>;

  constructor({ count, weight = Number.POSITIVE_INFINITY, weightOf = () => 0, dropped = () => {} }: RecentOptions<V>) {
    this.#options = { count, weight, weightOf, dropped };
  }

  /** The value of a key, made when it is not there. */
  get(key: string, make: () => V): V {
    const value = this.#values.get(key) ?? make();
    this.#values.delete(key);
    this.#values.set(key, value);
    this.#shrink();
    return value;
  }

  /** All values, the least recently used first; none is left. */
  takeAll(): V[] {
    const all = [...this.#values.values()];
    this.#values.clear();
    return all;
  }

  #shrink(): void {
    const { count, weight, weightOf, dropped } = this.#options;
    let total = [...this.#values.values()].reduce((sum, value) => sum + weightOf(value), 0);
    for (const [key, value] of this.#values) {
      if (this.#values.size === 1 || (this.#values.size <= count && total <= weight)) return;
      this.#values.delete(key);
      total -= weightOf(value);
      dropped(value);
    }
  }
}
