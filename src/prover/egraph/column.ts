/** Columns of integers that grow: doubling, so that a push costs a constant on average. */

/** The column, or a copy of it with room for at least `length` integers; new ones are zero. */
export function grown(column: Int32Array<ArrayBuffer>, length: number): Int32Array<ArrayBuffer> {
  if (length <= column.length) return column;
  const copy = new Int32Array(Math.max(length, 2 * column.length));
  copy.set(column);
  return copy;
}
