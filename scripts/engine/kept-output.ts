import { createWriteStream, mkdirSync } from "node:fs";
import { dirname } from "node:path";
import { finished } from "node:stream/promises";

/** A file that a run writes while it goes on. */
export interface KeptOutput {
  write(text: string): void;
  /** Resolves when all of it is written; a file that cannot be written fails the run. */
  close(): Promise<void>;
}

/** Opens a file, for appending unless `anew`; without a name nothing is written. */
export function keepOutput(file: string | undefined, { anew = false } = {}): KeptOutput {
  if (file === undefined) return { write: () => undefined, close: () => Promise.resolve() };
  mkdirSync(dirname(file), { recursive: true });
  const stream = createWriteStream(file, { flags: anew ? "w" : "a" });
  const written = finished(stream);
  // The error is reported when it is closed; until then it counts as handled.
  written.catch(() => undefined);
  return {
    write: (text) => void stream.write(text),
    close: () => {
      stream.end();
      return written;
    },
  };
}
