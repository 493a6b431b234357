import * as pulumi from "@pulumi/pulumi";

/**
 * Says once per run what to do if the API server stopped answering during it; the plugin reports only the Go client's error
 * for each object. Nothing is retried: run up again once the server is back.
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

/** The Go client's errors for an unreachable server, with or without a proxy. */
export function saysAway(text: string): boolean {
  return /connection refused|connection reset|no route to host|i\/o timeout|\bEOF\b|socks connect|cluster is unreachable/.test(
    text,
  );
}

const firstLine = (text: string): string => text.trim().split("\n")[0] ?? "";
