import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { filesWithSecrets, processesOf } from "./interrupted";
import type { UserCheckout } from "./user-checkout";

/** What a run left on this machine that it should not. */
export interface LeftBehind {
  readonly processes: readonly string[];
  /** Files that hold a secret in the open. */
  readonly secrets: readonly string[];
  /** Whatever lies in the user's folder for temporary files. */
  readonly temporary: readonly string[];
}

export const nothing: LeftBehind = { processes: [], secrets: [], temporary: [] };

export function leftBehind({ simulation, checkout, temporary }: UserCheckout): LeftBehind {
  const { apiToken, sshPrivateKey } = simulation.credentials;
  const secrets = [apiToken, ...sshPrivateKey.split("\n").filter((line) => line.length > 40)];
  const written = join(checkout, ".rehearsal");
  return {
    processes: processesOf(checkout),
    secrets: existsSync(written) ? filesWithSecrets(written, secrets) : [],
    temporary: readdirSync(temporary),
  };
}

/** Longer than tidying up may take. */
const PATIENCE_MS = 12_000;

/** Resolves when no process is left, or when one has been left for too long. */
export function untilQuiet(user: UserCheckout): Promise<void> {
  const last = performance.now() + PATIENCE_MS;
  return new Promise((resolve) => {
    const look = setInterval(() => {
      if (processesOf(user.checkout).length > 0 && performance.now() < last) return;
      clearInterval(look);
      resolve();
    }, 100);
  });
}
