/** The list of claims: by area or by what builds on what, with a search, each with its status by word, sign and colour. */
import { useState } from "preact/hooks";
import type { Derivation } from "../report/derivation/schema.ts";
import { SIGNS } from "../report/signs.ts";
import type { Listed } from "./protocol.ts";

/** What is known of a claim so far. */
export type Status = Derivation["verdict"] | "does not apply" | "open";

/** The sign of a status, which its word stands beside. */
export function Sign({ status }: { readonly status: Status }) {
  return <span aria-hidden="true">{status === "open" ? "…" : status === "does not apply" ? "–" : SIGNS[status]}</span>;
}

/** A status as a sign with its word. */
export function Badge({ status }: { readonly status: Status }) {
  return (
    <span class={`badge ${status.replaceAll(" ", "-")}`}>
      <Sign status={status} /> {status}
    </span>
  );
}

interface ClaimsProps {
  readonly claims: readonly Listed[];
  readonly statuses: ReadonlyMap<string, Status>;
  /** Of each claim, what it builds on. */
  readonly on: Readonly<Record<string, readonly string[]>>;
  readonly chosen: string | undefined;
  readonly choose: (id: string) => void;
}

/** The list. */
export function Claims({ claims, statuses, on, chosen, choose }: ClaimsProps) {
  const [search, setSearch] = useState("");
  const [byDependency, setByDependency] = useState(false);
  const words = search
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== "");
  const found = claims.filter((claim) => {
    const text = `${claim.id} ${claim.title} ${statuses.get(claim.id) ?? ""}`.toLowerCase();
    return words.every((word) => text.includes(word));
  });
  const item = ({ id, title, area }: Listed) => (
    <button type="button" aria-current={id === chosen ? "true" : undefined} onClick={() => choose(id)}>
      <span class="name">{byDependency ? id : id.slice(area.length + 1)}</span>
      <Badge status={statuses.get(id) ?? "open"} />
      <span class="title">{title}</span>
    </button>
  );
  return (
    <nav aria-label="Claims">
      <input
        id="search"
        type="search"
        placeholder="Search claims"
        aria-label="Search claims"
        value={search}
        onInput={(event) => setSearch(event.currentTarget.value)}
      />
      <fieldset class="switch" aria-label="Order of claims">
        <button type="button" aria-pressed={!byDependency} onClick={() => setByDependency(false)}>
          by area
        </button>
        <button type="button" aria-pressed={byDependency} onClick={() => setByDependency(true)}>
          by dependency
        </button>
      </fieldset>
      {found.length === 0 && claims.length > 0 ? <p class="empty">No claim has these words.</p> : null}
      {byDependency ? (
        <Built claims={found} on={on} item={item} />
      ) : (
        [...new Set(found.map(({ area }) => area))].map((area) => (
          <section key={area} aria-label={area}>
            <h2>{area}</h2>
            <ul>
              {found
                .filter((claim) => claim.area === area)
                .map((claim) => (
                  <li key={claim.id}>{item(claim)}</li>
                ))}
            </ul>
          </section>
        ))
      )}
    </nav>
  );
}

/** Claims under those that build on them; what builds on nothing and is built on by nothing comes last. */
function Built({
  claims,
  on,
  item,
}: {
  readonly claims: readonly Listed[];
  readonly on: ClaimsProps["on"];
  readonly item: (claim: Listed) => preact.JSX.Element;
}) {
  const below = (id: string): readonly Listed[] => claims.filter((claim) => on[id]?.includes(claim.id));
  const used = new Set(claims.flatMap(({ id }) => on[id] ?? []));
  const tops = claims.filter(({ id }) => !used.has(id) && below(id).length > 0);
  const alone = claims.filter(({ id }) => !used.has(id) && below(id).length === 0);
  const seen = new Set<string>();
  const branch = (claim: Listed): preact.JSX.Element => {
    const again = seen.has(claim.id);
    seen.add(claim.id);
    const parts = again ? [] : below(claim.id);
    return (
      <li key={claim.id}>
        {item(claim)}
        {parts.length === 0 ? null : <ul>{parts.map(branch)}</ul>}
      </li>
    );
  };
  return (
    <>
      {tops.length === 0 ? null : (
        <section aria-label="Claims with what they build on">
          <h2>with what they build on</h2>
          <ul class="tree">{tops.map(branch)}</ul>
        </section>
      )}
      {alone.length === 0 ? null : (
        <section aria-label="Claims that stand alone">
          <h2>alone</h2>
          <ul>
            {alone.map((claim) => (
              <li key={claim.id}>{item(claim)}</li>
            ))}
          </ul>
        </section>
      )}
    </>
  );
}
