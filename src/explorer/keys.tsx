/** Keys: what each does, and a dialog that says so and turns single letters off. */
import { useEffect, useRef, useState } from "preact/hooks";

/** What single keys do, for the reader who asks. */
const KEYS: readonly (readonly [string, string])[] = [
  ["← →", "the step before, the next step"],
  ["Enter", "open or close the step"],
  ["Esc", "close what is open"],
  ["e", "open or close every step"],
  ["w", "shapes"],
  ["n", "numbers"],
  ["d", "float32 or float64"],
  ["p", "present"],
  ["/", "search"],
  ["?", "these keys"],
];
const KEYS_OFF = "commutant: single keys off";

/** Whether a reader has turned single letters off, and how he does. */
export function useKeysOff(): readonly [off: boolean, turn: () => void] {
  const [off, setOff] = useState(() => localStorage.getItem(KEYS_OFF) === "yes");
  const turn = (): void => {
    localStorage.setItem(KEYS_OFF, off ? "no" : "yes");
    setOff(!off);
  };
  return [off, turn];
}

/** What happens at a key. Those of more than one letter cannot be turned off: browsers and screen readers leave them alone. */
export type Bindings = Readonly<Partial<Record<string, () => void>>>;

/** Listens to keys, but for those that are typed somewhere or walk a matrix. */
export function useKeys(bindings: Bindings, off: boolean): void {
  useEffect(() => {
    const pressed = (event: KeyboardEvent): void => {
      const target = event.target as HTMLElement;
      const act = bindings[event.key];
      if (act === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
      if (event.key === "Escape") {
        act();
        target.blur();
        return;
      }
      if (isTyped(target) || (event.key.length === 1 && off)) return;
      if (event.key === "Enter" && /^(BUTTON|A|SUMMARY)$/.test(target.tagName)) return;
      event.preventDefault();
      act();
    };
    addEventListener("keydown", pressed);
    return () => removeEventListener("keydown", pressed);
  });
}

function isTyped(target: HTMLElement): boolean {
  return /^(INPUT|SELECT|TEXTAREA)$/.test(target.tagName) || target.getAttribute("role") === "gridcell";
}

/** The dialog. */
export function Keys({
  off,
  turn,
  close,
}: {
  readonly off: boolean;
  readonly turn: () => void;
  readonly close: () => void;
}) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => dialog.current?.showModal(), []);
  return (
    <dialog ref={dialog} aria-label="Keys" onClose={close}>
      <h2>Keys</h2>
      <dl>
        {KEYS.map(([name, what]) => (
          <div key={name}>
            <dt>
              <kbd>{name}</kbd>
            </dt>
            <dd>{what}</dd>
          </div>
        ))}
      </dl>
      <p>Arrows, Home and End walk a matrix.</p>
      <label>
        <input type="checkbox" checked={!off} onChange={turn} /> single keys
      </label>
      <form method="dialog">
        <button type="submit">close</button>
      </form>
    </dialog>
  );
}
