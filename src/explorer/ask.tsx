/** A statement that a person types: it is read in the worker, and an error shows where it is. */
import { useState } from "preact/hooks";
import type { Subject } from "./protocol.ts";

const EXAMPLE = { text: "relu(P*x) = P*relu(x)", given: "P: perm n; x: n × m", assume: "" };

interface AskProps {
  readonly subject: Subject;
  readonly choose: (subject: Subject) => void;
}

/** The form. */
export function Ask({ subject, choose }: AskProps) {
  const [typed, setTyped] = useState(subject.kind === "formula" ? subject : EXAMPLE);
  const field = (name: keyof typeof EXAMPLE, label: string, hint: string) => (
    <label>
      {label}
      <input
        type="text"
        spellcheck={false}
        autocapitalize="off"
        placeholder={hint}
        value={typed[name]}
        onInput={(event) => setTyped({ ...typed, [name]: event.currentTarget.value })}
      />
    </label>
  );
  const submit = (event: Event): void => {
    event.preventDefault();
    const { text, given, assume } = typed;
    choose({ kind: "formula", text, given, assume });
  };
  return (
    <details class="ask" open={subject.kind === "formula"}>
      <summary>State a claim of your own</summary>
      <form onSubmit={submit} aria-label="A statement of your own">
        {field("text", "statement", "A*B = B*A")}
        {field("given", "given", "A: n × m; P: perm n")}
        {field("assume", "assume", "P*M*P' = M")}
        <button type="submit" class="primary">
          prove or refute
        </button>
      </form>
    </details>
  );
}
