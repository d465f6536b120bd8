/** Colours where the terminal shows them, and NO_COLOR does not ask for none. */
import pc from "picocolors";
import { type Colours, noColours } from "../report/signs.ts";

const COLOURS: Colours = { good: pc.green, bad: pc.red, doubtful: pc.yellow, faint: pc.dim, strong: pc.bold };

/** The colours of standard output. */
export function coloursOfOutput(): Colours {
  return pc.isColorSupported && process.stdout.isTTY === true ? COLOURS : noColours;
}
