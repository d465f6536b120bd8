/** A tiny causal model: a table of 5 × 5 scores, averaged over what came before. */
const VOCABULARY = 5;
const score = (token, next) => Math.sin(1 + 3 * token + next * next);

function logitsOf(ids, seesAhead) {
  return ids.map((_, i) => {
    const seen = ids.slice(0, i + 1 + (seesAhead ? 1 : 0));
    return Array.from(
      { length: VOCABULARY },
      (_, next) => seen.reduce((sum, token) => sum + score(token, next), 0) / seen.length,
    );
  });
}

const traits = { vocabulary: VOCABULARY, causal: true, positions: "none" };

export default {
  name: "running mean",
  traits,
  run: ({ input_ids }) => ({ outputs: { logits: input_ids.map((ids) => logitsOf(ids, false)) } }),
};

/** The same model with a mistake: it sees one token ahead. */
export const leaking = {
  name: "a running mean that sees ahead",
  traits,
  run: ({ input_ids }) => ({ outputs: { logits: input_ids.map((ids) => logitsOf(ids, true)) } }),
};
