/** The page's side of its workers: requests with tickets, answers as promises. */
import type { Answer, Message, Requests } from "./protocol.ts";

/** An error that a person is shown as it is. */
export class Told extends Error {}

/** Asks a worker. throws  Told with what the worker says is wrong */
type Ask = <K extends keyof Requests>(request: K, of: Requests[K]["takes"]) => Promise<Requests[K]["answers"]>;

function desk(): Ask {
  const waiting = new Map<
    number,
    { readonly resolve: (value: never) => void; readonly reject: (error: Error) => void }
  >();
  const worker = new Worker(new URL("./worker.ts", import.meta.url), { type: "module" });
  let tickets = 0;
  worker.addEventListener("message", ({ data }: MessageEvent<Answer>) => {
    const one = waiting.get(data.ticket);
    waiting.delete(data.ticket);
    if ("error" in data) one?.reject(new Told(data.error));
    else one?.resolve(data.value as never);
  });
  return (request, of) => {
    const ticket = tickets++;
    const answered = new Promise<never>((resolve, reject) => {
      waiting.set(ticket, { resolve, reject });
    });
    worker.postMessage({ ticket, ask: request, of } as Message);
    return answered;
  };
}

/** A desk that is opened when it is first asked: what a reader waits for is loaded alone. */
function later(open: () => Ask): Ask {
  let opened: Ask | undefined;
  return (request, of) => {
    opened ??= open();
    return opened(request, of);
  };
}

/** What a reader waits for. */
export const ask: Ask = desk();
/** What fills in by and by: it never stands before what a reader waits for. */
export const askQuietly: Ask = later(desk);
