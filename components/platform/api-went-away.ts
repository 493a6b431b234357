import * as pulumi from "@pulumi/pulumi";

/**
 * Says once in a run what to do when the API server stopped answering in it; the plugin says of each object only what Go's
 * client says. Nothing is tried again: who waits for a server that comes back runs up again.
 */
export function apiWentAwayHook(name: string): pulumi.ErrorHook {
  let isSaid = false;
  return new pulumi.ErrorHook(`${name}-api-went-away`, async ({ errors }) => {
    const [error = ""] = errors;
    if (isSaid || !saysAway(error)) return false;
    isSaid = true;
    await pulumi.log.error(
      `platform: the API server went away during this run, got "${firstLine(error)}", must answer until the run is over: ` +
        "look at the control planes (docs/tasks/after-a-failed-run.md), and run up again: it goes on where this one ended",
    );
    return false;
  });
}

/** The ways in which Go's client says that a server is not there, through a proxy or without. */
export function saysAway(text: string): boolean {
  return /connection refused|connection reset|no route to host|i\/o timeout|\bEOF\b|socks connect|cluster is unreachable/.test(
    text,
  );
}

const firstLine = (text: string): string => text.trim().split("\n")[0] ?? "";
