/** The exit status of a program that Ctrl-C ended. */
const INTERRUPTED = 130;
const signals = ["SIGINT", "SIGTERM"] as const;

/** Who waits for Ctrl-C; only the last one hears of it. */
const waiting: (() => void)[] = [];
const tellLast = (): void => waiting.at(-1)?.();

/** Runs the work, or gives up waiting for it when somebody presses Ctrl-C; whoever called then tidies up. */
export async function untilInterrupted(work: () => Promise<number>, onInterrupted: () => void): Promise<number> {
  const interruption = nextInterruption();
  const interrupted = interruption.happened.then(() => {
    onInterrupted();
    return INTERRUPTED;
  });
  try {
    return await Promise.race([work(), interrupted]);
  } finally {
    interruption.forget();
  }
}

export interface Interruption {
  readonly happened: Promise<void>;
  /** Leaves later signals to whoever waited before. */
  forget(): void;
}

/** The next Ctrl-C. Further ones are swallowed until it is forgotten: tidying up takes a moment. */
export function nextInterruption(): Interruption {
  let tell: () => void = () => undefined;
  const happened = new Promise<void>((resolve) => (tell = resolve));
  if (waiting.push(tell) === 1) for (const signal of signals) process.on(signal, tellLast);
  return {
    happened,
    forget: () => {
      waiting.splice(waiting.indexOf(tell), 1);
      if (waiting.length === 0) for (const signal of signals) process.off(signal, tellLast);
    },
  };
}
