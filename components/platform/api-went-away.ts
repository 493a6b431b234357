import * as pulumi from "@pulumi/pulumi";
import { apiWentAway, saysAway } from "./says-away";

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
    await pulumi.log.error(apiWentAway(error));
    return false;
  });
}
