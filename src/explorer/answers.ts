/** What the page knows from its workers: claims, their verdicts and dependencies, the derivation that is read. */
import { useEffect, useState } from "preact/hooks";
import type { Derivation } from "../report/derivation/schema.ts";
import type { Status } from "./claims.tsx";
import { ask, askQuietly } from "./desk.ts";
import type { Listed, Requests, Subject } from "./protocol.ts";

/** All claims and architectures. */
export function useListed(): Requests["list"]["answers"] {
  const [listed, setListed] = useState<Requests["list"]["answers"]>({ claims: [], architectures: [] });
  useEffect(() => void ask("list", {}).then(setListed), []);
  return listed;
}

/** A derivation, or what is wrong; of another subject while the one that is asked for is `busy` being made. */
export interface Derived {
  readonly derivation?: Derivation;
  readonly error?: string;
  readonly busy: boolean;
}

/** The derivation of a subject; what was there before it stays until then. */
export function useDerivation(subject: Subject, say: (text: string) => void): Derived {
  const [found, setFound] = useState<Omit<Derived, "busy"> & { readonly of?: string }>({});
  const key = JSON.stringify(subject);
  useEffect(() => {
    let current = true;
    say("deriving …");
    ask("derive", subject).then(
      (derivation) => {
        if (!current) return;
        setFound({ derivation, of: key });
        say(`${derivation.claim.id} is ${derivation.verdict}`);
      },
      (failure: Error) => {
        if (!current) return;
        setFound({ error: failure.message, of: key });
        say("there is an error");
      },
    );
    return () => {
      current = false;
    };
  }, [key]);
  return { ...found, busy: found.of !== key };
}

/** Verdicts of claims of an architecture, as they are decided. */
export function useStatuses(claims: readonly Listed[], architecture: string): ReadonlyMap<string, Status> {
  const [statuses, setStatuses] = useState<ReadonlyMap<string, Status>>(new Map());
  useEffect(() => {
    let current = true;
    setStatuses(new Map());
    const decideAll = async (): Promise<void> => {
      for (const { id } of claims) {
        const { verdict } = await askQuietly("verdict", { kind: "claim", id, architecture });
        if (!current) return;
        setStatuses((known) => new Map(known).set(id, verdict));
      }
    };
    void decideAll();
    return () => {
      current = false;
    };
  }, [claims, architecture]);
  return statuses;
}

/** What each claim of an architecture builds on. */
export function useDependencies(architecture: string): Requests["dependencies"]["answers"]["on"] {
  const [on, setOn] = useState<Requests["dependencies"]["answers"]["on"]>({});
  useEffect(() => {
    let current = true;
    void askQuietly("dependencies", { architecture }).then(
      (answer) => current && setOn(answer.on),
      () => current && setOn({}), // an architecture that is not known: the derivation says so
    );
    return () => {
      current = false;
    };
  }, [architecture]);
  return on;
}
