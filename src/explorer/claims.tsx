/** The list of claims: by area, with a search and each with its status by word, sign and colour. */
import { useState } from "preact/hooks";
import type { Derivation } from "../report/derivation/schema.ts";
import { SIGNS } from "../report/signs.ts";
import type { Listed } from "./protocol.ts";

/** What is known of a claim so far. */
export type Status = Derivation["verdict"] | "does not apply" | "open";

/** A status as a sign with its word. */
export function Badge({ status }: { readonly status: Status }) {
  const sign = status === "open" ? "…" : status === "does not apply" ? "–" : SIGNS[status];
  return (
    <span class={`badge ${status.replaceAll(" ", "-")}`}>
      <span aria-hidden="true">{sign}</span> {status}
    </span>
  );
}

interface ClaimsProps {
  readonly claims: readonly Listed[];
  readonly statuses: ReadonlyMap<string, Status>;
  readonly chosen: string | undefined;
  readonly choose: (id: string) => void;
}

/** The list. */
export function Claims({ claims, statuses, chosen, choose }: ClaimsProps) {
  const [search, setSearch] = useState("");
  const words = search
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== "");
  const found = claims.filter((claim) => {
    const text = `${claim.id} ${claim.title} ${statuses.get(claim.id) ?? ""}`.toLowerCase();
    return words.every((word) => text.includes(word));
  });
  const areas = [...new Set(found.map(({ area }) => area))];
  return (
    <nav aria-label="Claims">
      <input
        id="search"
        type="search"
        placeholder="Search claims ( / )"
        aria-label="Search claims"
        value={search}
        onInput={(event) => setSearch(event.currentTarget.value)}
      />
      {areas.length === 0 ? <p>No claim has these words.</p> : null}
      {areas.map((area) => (
        <section key={area} aria-label={area}>
          <h2>{area}</h2>
          <ul>
            {found
              .filter((claim) => claim.area === area)
              .map(({ id, title }) => (
                <li key={id}>
                  <button type="button" aria-current={id === chosen ? "true" : undefined} onClick={() => choose(id)}>
                    <span class="name">{id.slice(area.length + 1)}</span>
                    <Badge status={statuses.get(id) ?? "open"} />
                    <span class="title">{title}</span>
                  </button>
                </li>
              ))}
          </ul>
        </section>
      ))}
    </nav>
  );
}
