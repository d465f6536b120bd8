/** The mask of every attention of a term, changed by the reader: what a claim says under another one. */
import { attention, maskedAttention } from "../model/attention.ts";
import { causalMask, slidingWindow } from "../model/position.ts";
import { maskedSoftmax, softmax } from "../term/definition.ts";
import { replaceNodes } from "../term/substitution.ts";
import type { Term } from "../term/term.ts";
import type { Choice } from "./protocol.ts";

/** How far back a window reaches, the token itself included. */
const WINDOW = 2;

/** A term in which each attention, and each softmax of a square of scores, is under the mask. */
export function underMask(term: Term, mask: Choice["mask"]): Term {
  if (mask === "stated") return term;
  return replaceNodes(term, (inner) => (inner.op === "defined" ? changed(inner, mask) : undefined));
}

function changed({ name, args, rows }: Extract<Term, { op: "defined" }>, mask: Choice["mask"]): Term | undefined {
  const [A, B, C] = args.map((argument) => underMask(argument, mask)) as [Term, Term, Term]; // as many as are used below
  const seen = mask === "causal" ? causalMask(rows) : slidingWindow(rows, WINDOW);
  switch (name) {
    case "attention":
    case "masked_attention":
      if (mask === "none") return attention(A, B, C);
      return B.rows === rows ? maskedAttention(A, B, C, seen) : undefined;
    case "softmax":
    case "msoftmax":
      if (mask === "none") return softmax(A);
      return A.rows === A.cols ? maskedSoftmax(A, seen) : undefined;
    default:
      return undefined;
  }
}

/** Whether a mask means something for a term: whether there is an attention in it. */
export function hasMask(term: Term): boolean {
  return underMask(term, "causal") !== term || underMask(term, "none") !== term;
}
