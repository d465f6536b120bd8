/** A statement that a person types: it is read in the worker, and an error shows where it is. */
import { useState } from "preact/hooks";
import type { Subject } from "./protocol.ts";

const EXAMPLE = { text: "relu(P*x) = P*relu(x)", given: "P: perm n; x: n × m", assume: "" };

/** The form. */
export function Ask({ choose }: { readonly choose: (subject: Subject) => void }) {
  const [typed, setTyped] = useState(EXAMPLE);
  const field = (name: keyof typeof EXAMPLE, label: string) => (
    <label>
      {label}
      <input
        type="text"
        spellcheck={false}
        value={typed[name]}
        onInput={(event) => setTyped({ ...typed, [name]: event.currentTarget.value })}
      />
    </label>
  );
  const submit = (event: Event): void => {
    event.preventDefault();
    choose({ kind: "formula", ...typed });
  };
  return (
    <form class="ask" onSubmit={submit} aria-label="A statement of your own">
      {field("text", "statement")}
      {field("given", "given")}
      {field("assume", "assume")}
      <button type="submit">prove or refute</button>
    </form>
  );
}
