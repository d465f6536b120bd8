/** The version of derivation documents that is written. */
export const VERSION = 1;
