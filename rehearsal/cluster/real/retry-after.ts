import type { ApiAnswer } from "../../real-kubernetes";

/** What an API server answered, with the seconds after which it wants to be asked again. */
export interface RawAnswer extends ApiAnswer {
  readonly retryAfterSeconds?: number;
}

/** How often client-go asks again before it hands on what it was told (k8s.io/client-go, rest/with_retry.go and request.go). */
const MOST_RETRIES = 10;

/**
 * Asks again as client-go does: an API server that is busy for a moment says when (429 while the storage of a custom resource
 * is made anew, 5xx while it starts), and no client of it takes that for an answer.
 */
export async function askAgain(
  ask: () => Promise<RawAnswer>,
  sleep: (seconds: number) => Promise<void>,
): Promise<ApiAnswer> {
  for (let retries = 0; ; retries++) {
    const { status, body, retryAfterSeconds } = await ask();
    const isBusy = status === 429 || status >= 500;
    if (!isBusy || retryAfterSeconds === undefined || retries === MOST_RETRIES) return { status, body };
    await sleep(retryAfterSeconds);
  }
}

/** Seconds of a `Retry-After` header; a date, which an API server does not send, is none (as for client-go). */
export function retryAfterOf(header: string | undefined): { readonly retryAfterSeconds?: number } {
  return header !== undefined && /^\d+$/.test(header) ? { retryAfterSeconds: Number(header) } : {};
}
