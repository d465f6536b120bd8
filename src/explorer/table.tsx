/** The table of architectures: every cell a link to its derivation, filled as it is decided. */
import { useEffect, useState } from "preact/hooks";
import { linkTo } from "./address.ts";
import { Sign, type Status } from "./claims.tsx";
import { askQuietly } from "./desk.ts";
import { scrollable } from "./formula.tsx";
import type { Listed } from "./protocol.ts";

interface TableProps {
  readonly claims: readonly Listed[];
  readonly architectures: readonly string[];
}

/** The table. */
export function Table({ claims, architectures }: TableProps) {
  const [cells, setCells] = useState<ReadonlyMap<string, Status>>(new Map());
  useEffect(() => {
    let current = true;
    const fill = async (): Promise<void> => {
      for (const { id } of claims) {
        for (const architecture of architectures) {
          const { verdict } = await askQuietly("verdict", { kind: "claim", id, architecture });
          if (!current) return;
          setCells((known) => new Map(known).set(`${architecture} ${id}`, verdict));
        }
      }
    };
    void fill();
    return () => {
      current = false;
    };
  }, [claims, architectures]);
  const counts = [...new Set(cells.values())].map((status) => {
    const count = [...cells.values()].filter((other) => other === status).length;
    return (
      <span key={status} class={`badge ${status.replaceAll(" ", "-")}`}>
        <Sign status={status} /> {count} {status}
      </span>
    );
  });
  return (
    <>
      <h2>Claims of the library, for every architecture</h2>
      <p class="counts">Each cell leads to its proof or its counterexample. {counts}</p>
      <section class="whole-table" aria-label="Table of architectures" ref={scrollable}>
        <table class="cells">
          <caption class="hidden">Verdicts of claims, by architecture</caption>
          <thead>
            <tr>
              <th scope="col">claim</th>
              {architectures.map((name) => (
                <th key={name} scope="col">
                  <span>{name}</span>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {claims.map(({ id, title }) => (
              <tr key={id}>
                <th scope="row" title={title}>
                  {id}
                </th>
                {architectures.map((architecture) => {
                  const status = cells.get(`${architecture} ${id}`) ?? "open";
                  return (
                    <td key={architecture} class={status.replaceAll(" ", "-")}>
                      <a
                        href={linkTo({ kind: "claim", id, architecture })}
                        aria-label={`${id} of ${architecture}: ${status}`}
                        title={`${architecture}: ${status}`}
                      >
                        <Sign status={status} />
                      </a>
                    </td>
                  );
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </>
  );
}
