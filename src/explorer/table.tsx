/** The table of architectures: every cell a link to its derivation, filled as it is decided. */
import { useEffect, useState } from "preact/hooks";
import { linkOf } from "./address.ts";
import { Badge, type Status } from "./claims.tsx";
import { askQuietly } from "./desk.ts";
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
  return (
    <table class="cells">
      <caption>Claims of the library, for every architecture</caption>
      <thead>
        <tr>
          <th scope="col">claim</th>
          {architectures.map((name) => (
            <th key={name} scope="col">
              {name}
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
              const subject = { kind: "claim", id, architecture } as const;
              const choice = { sizes: {}, seed: 1, precision: "f64" } as const;
              return (
                <td key={architecture}>
                  <a href={linkOf({ subject, mode: "read", step: 0, choice })}>
                    <Badge status={cells.get(`${architecture} ${id}`) ?? "open"} />
                  </a>
                </td>
              );
            })}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
