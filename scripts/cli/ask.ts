import { once } from "node:events";
import { createInterface, type Interface } from "node:readline/promises";
import { Writable } from "node:stream";

/** The user's answer; empty without a terminal. Rejects if interrupted. */
export async function ask(question: string, signal?: AbortSignal): Promise<string> {
  return answer(createInterface({ input: process.stdin, output: process.stdout }), question, signal);
}

/** The same for what must not be seen. Only at a terminal, which shows nothing from before the question on. */
export async function askHidden(question: string): Promise<string> {
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  const terminal = createInterface({ input: process.stdin, output: nowhere, terminal: true });
  process.stderr.write(question);
  try {
    return await answer(terminal, "");
  } finally {
    process.stderr.write("\n");
  }
}

async function answer(terminal: Interface, question: string, signal?: AbortSignal): Promise<string> {
  // At a terminal it is the question that hears of Ctrl-C.
  terminal.on("SIGINT", () => process.kill(process.pid, "SIGINT"));
  const nobody = once(terminal, "close").then(() => "");
  try {
    return await Promise.race([terminal.question(question, signal ? { signal } : {}), nobody]);
  } finally {
    terminal.close();
  }
}
