/** The Go client's errors for an unreachable server, with or without a proxy. */
export function saysAway(text: string): boolean {
  return /connection refused|connection reset|no route to host|i\/o timeout|\bEOF\b|socks connect|cluster is unreachable/.test(
    text,
  );
}

/** How this program's own messages about an API server that is down begin. */
export const API_AWAY = "platform: the API server";

/** What to do if the API server stopped answering in the middle of a run. */
export const apiWentAway = (error: string): string =>
  `${API_AWAY} went away during this run, got "${firstLine(error)}", must answer until the run is over: ` +
  "look at the control planes (docs/tasks/after-a-failed-run.md), and run up again: it goes on where this one ended";

const firstLine = (text: string): string => text.trim().split("\n")[0] ?? "";
