/** Where a reader is: the page's address, and how he goes elsewhere. */
import { useCallback, useEffect, useRef, useState } from "preact/hooks";
import { type Address, addressOf, linkOf } from "./address.ts";
import type { Subject } from "./protocol.ts";

/** The address, and the ways to change it. */
export interface Navigation {
  readonly address: Address;
  /** The hash that a link was made with; none for one's own way. */
  readonly seen: string | undefined;
  /** Changes some of it, in the same entry of the history. */
  readonly go: (change: Partial<Address> | ((now: Address) => Partial<Address>)) => void;
  /** Goes to another subject. */
  readonly choose: (subject: Subject) => void;
}

/** The address of the page. */
export function useNavigation(): Navigation {
  const [address, setAddress] = useState<Address>(() => addressOf(location.hash));
  const seen = useRef(address.hash);
  useEffect(() => {
    const moved = (): void => {
      const next = addressOf(location.hash);
      seen.current = next.hash;
      setAddress(next);
    };
    addEventListener("popstate", moved);
    addEventListener("hashchange", moved);
    return () => {
      removeEventListener("popstate", moved);
      removeEventListener("hashchange", moved);
    };
  }, []);
  const go = useCallback<Navigation["go"]>((change) => {
    setAddress((now) => {
      const next = { ...now, ...(typeof change === "function" ? change(now) : change) };
      history.replaceState(null, "", linkOf(next));
      return next;
    });
  }, []);
  const choose = useCallback((subject: Subject) => {
    seen.current = undefined;
    setAddress((now) => {
      const { hash: _, ...rest } = now;
      const mode = now.mode === "table" || now.mode === "checkpoint" ? "read" : now.mode;
      const next: Address = { ...rest, mode, subject, step: 0, choice: { ...now.choice, sizes: {} } };
      history.pushState(null, "", linkOf(next));
      return next;
    });
  }, []);
  return { address, seen: seen.current, go, choose };
}

/** Keeps the step that is looked at in view, also when what is around it changes its size; the first is where one begins. */
export function useInView(step: number, derivation: unknown): void {
  useEffect(() => {
    const main = document.querySelector("main");
    if (step === 0 || main === null) return;
    const bring = (): void => document.querySelector("main .line.current")?.scrollIntoView({ block: "nearest" });
    const resized = new ResizeObserver(bring);
    resized.observe(main);
    bring();
    return () => resized.disconnect();
  }, [step, derivation]);
}
