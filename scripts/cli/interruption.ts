/** The exit status of a program that Ctrl-C ended. */
export const INTERRUPTED = 130;

/** Thrown where somebody ended a command: its message, if there is any, says what is left to say. */
export class Interrupted extends Error {}

/** Ctrl-C, a polite kill, a terminal that was closed. */
const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/** A terminal sends its Ctrl-C to everybody in the foreground, and npm passes it on once more: that is one press. */
const ONE_PRESS_MS = 500;

type Listener = (press: number) => void;

/** Who listens; only the last one hears. */
const listeners: { readonly tell: Listener; presses: number }[] = [];
let lastPressAt = -Infinity;

/**
 * Reports every interrupt from now on, counted from 1, until the returned function is called, which restores the previous
 * listener. While there is a listener no signal ends this process.
 */
export function onInterruption(tell: Listener): () => void {
  const listener = { tell, presses: 0 };
  if (listeners.push(listener) === 1) for (const signal of signals) process.on(signal, hear);
  // A closed terminal accepts no more output, which must not abort the cleanup.
  for (const stream of [process.stdout, process.stderr])
    if (stream.listenerCount("error") === 0) stream.on("error", noMatter);
  return () => {
    listeners.splice(listeners.indexOf(listener), 1);
    if (listeners.length === 0) for (const signal of signals) process.off(signal, hear);
  };
}

function hear(): void {
  const now = performance.now();
  const again = now - lastPressAt < ONE_PRESS_MS;
  lastPressAt = now;
  const last = listeners.at(-1);
  if (last !== undefined && !again) last.tell(++last.presses);
}

const noMatter = (): void => undefined;
