/**
 * The e-graph beside egg on egg's math rules, in one run: e-nodes made per second of saturation, and matches found per second of
 * a search of all rules.
 *
 *     node bench/run.mjs …
 */
