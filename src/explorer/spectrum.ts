/** Singular values, by one-sided Jacobi rotations: enough for the matrices of a page. */

const SWEEPS = 30;

/** The singular values of a matrix, the largest first. */
export function singularValues(rows: readonly (readonly number[])[]): readonly number[] {
  const [n, m] = [rows.length, rows[0]?.length ?? 0];
  const columns = Array.from({ length: m }, (_, j) => Array.from({ length: n }, (_, i) => rows[i]![j]!));
  for (let sweep = 0; sweep < SWEEPS; sweep++) {
    let turned = false;
    for (let p = 0; p < m; p++) for (let q = p + 1; q < m; q++) turned = rotate(columns[p]!, columns[q]!) || turned;
    if (!turned) break;
  }
  const values = columns.map((column) => Math.hypot(...column));
  return values.sort((a, b) => b - a).slice(0, Math.min(n, m));
}

/** Turns two columns until they are orthogonal; whether they had to be. */
function rotate(a: number[], b: number[]): boolean {
  const [aa, bb, ab] = [dot(a, a), dot(b, b), dot(a, b)];
  if (Math.abs(ab) <= Number.EPSILON * Math.sqrt(aa * bb)) return false;
  const zeta = (bb - aa) / (2 * ab);
  const t = Math.sign(zeta || 1) / (Math.abs(zeta) + Math.hypot(1, zeta));
  const c = 1 / Math.hypot(1, t);
  const s = c * t;
  for (let i = 0; i < a.length; i++) [a[i], b[i]] = [c * a[i]! - s * b[i]!, s * a[i]! + c * b[i]!];
  return true;
}

function dot(a: readonly number[], b: readonly number[]): number {
  return a.reduce((sum, x, i) => sum + x * b[i]!, 0);
}
