/** The head of the page: modes, the architecture, and how things are shown. */
import { MODES, type Mode } from "./address.ts";

interface HeaderProps {
  readonly mode: Mode;
  readonly setMode: (mode: Mode) => void;
  readonly architecture: string;
  readonly architectures: readonly string[];
  /** Undefined for a statement that is of no architecture. */
  readonly setArchitecture: ((name: string) => void) | undefined;
  readonly shapes: boolean;
  readonly toggleShapes: () => void;
  readonly link: string;
  readonly showKeys: () => void;
  /** On a small screen the list of claims comes when it is asked for. */
  readonly withClaims: boolean;
  readonly toggleClaims: () => void;
}

/** The head. */
export function Header({
  mode,
  setMode,
  architecture,
  architectures,
  setArchitecture,
  shapes,
  toggleShapes,
  link,
  showKeys,
  withClaims,
  toggleClaims,
}: HeaderProps) {
  return (
    <header>
      <h1>Commutant</h1>
      <button type="button" class="menu" aria-expanded={withClaims} onClick={toggleClaims}>
        claims
      </button>
      <fieldset aria-label="Mode" class="switch modes">
        {MODES.map((one) => (
          <button key={one} type="button" aria-pressed={mode === one} onClick={() => setMode(one)}>
            {one}
          </button>
        ))}
      </fieldset>
      {setArchitecture === undefined ? null : (
        <label class="architecture">
          <span>architecture</span>
          <select value={architecture} onChange={(event) => setArchitecture(event.currentTarget.value)}>
            {architectures.map((name) => (
              <option key={name} selected={name === architecture}>
                {name}
              </option>
            ))}
          </select>
        </label>
      )}
      <div class="tools">
        <label>
          <input type="checkbox" checked={shapes} onChange={toggleShapes} /> shapes
        </label>
        <button type="button" onClick={showKeys} aria-haspopup="dialog">
          keys
        </button>
        <a href={link}>link to this step</a>
      </div>
    </header>
  );
}
