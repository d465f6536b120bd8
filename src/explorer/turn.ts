/** A turn of the event loop, in a worker of a page: what Node's `timers/promises` is to the attack. */
const channel = new MessageChannel();
const waiting: (() => void)[] = [];
channel.port1.onmessage = () => waiting.shift()?.();

/** Resolves in the next turn. */
export function setImmediate(): Promise<void> {
  return new Promise((next) => {
    waiting.push(next);
    channel.port2.postMessage(undefined);
  });
}
