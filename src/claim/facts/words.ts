/**
 * Words that the formulas of several areas share: heads, stacks of blocks, rotations of positions.
 *
 * Notation   x: C × E tokens    W = W_Q W_Kᵀ and V = W_V W_O: E × E    M: what a block does to each token
 *            w: r × 1 frequencies, one for each plane    p: C × 1 positions
 */

/** What `head` is given, beside its tokens. */
export const HEAD = "W, V: E × E";

/** A head, under a mask where one is given. shape  x: C × E → C × E */
export const head = (x: string, mask?: string): string => `${pattern(x, mask)}*${x}*V`;

const pattern = (x: string, mask?: string): string =>
  mask === undefined ? `softmax(${x}*W*${x}')` : `msoftmax(${x}*W*${x}', ${mask})`;

/** What `stack` is given, beside its tokens; L counts the blocks. */
export const STACK = "W[l], V[l]: E × E; M[l]: row function E";

/** L blocks, each a head and a map of every token, both added to the stream. shape  x: C × E → C × E */
export const stack = (x: string, mask?: string): string => {
  const scores = "stream*W[l]*stream'";
  const attended = `(stream + ${mask === undefined ? `softmax(${scores})` : `msoftmax(${scores}, ${mask})`}*stream*V[l])`;
  return `layers(l < L, stream = ${x}, ${attended} + M[l](${attended}))`;
};

/** Blocks of 0 and 1 for two groups of tokens: who of the rows' group sees whom of the columns'. */
export const blocks = (A: string, B: string, C: string, D: string): string =>
  `vcat(hcat(${A}, ${B}), hcat(${C}, ${D}))`;

/** The turn of every plane by its frequency times an angle; rows hold first and second coordinates. shape  2r × 2r */
export const turn = (angle: string, w = "w"): string => {
  const [cosines, sines] = [`diag(cos(${angle}*${w}))`, `diag(sin(${angle}*${w}))`];
  return blocks(cosines, sines, `-${sines}`, cosines);
};

/** Each token's pairs of coordinates turned by its position. shape  first, second: C × r → C × 2r */
export const rotary = (first: string, second: string, p: string): string =>
  `hcat(${first}.*cos(${p}*w') - ${second}.*sin(${p}*w'), ${first}.*sin(${p}*w') + ${second}.*cos(${p}*w'))`;

/** Sinusoids of positions. shape  p: C × 1 → C × 2r */
export const sinusoids = (p: string): string => `hcat(sin(${p}*w'), cos(${p}*w'))`;
