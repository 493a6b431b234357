import * as pulumi from "@pulumi/pulumi";
import { KubeClient } from "../kube-client";
import { saysAway } from "./says-away";
import { type SeenInNamespace, whyNotReady } from "./why-not-ready";

/**
 * Says of an add-on whose release failed what a person can act on: Helm's own words are "context deadline exceeded". Nothing
 * is tried again; the next run upgrades the release (docs/decisions/0120).
 */
export function releaseFailedHook(cluster: string, kubeconfig: pulumi.Output<string>): pulumi.ErrorHook {
  const known = new Promise<string>((resolve) => void kubeconfig.apply(resolve));
  return new pulumi.ErrorHook(
    `${cluster}-release-failed`,
    async ({ errors, newInputs, oldInputs, failedOperation }) => {
      const [error = ""] = errors;
      const { name, namespace = "" } = (newInputs ?? oldInputs ?? {}) as { name?: string; namespace?: string };
      if (name === undefined || saysAway(error)) return false;
      const seen = await look(new KubeClient(await known), namespace).catch(() => NOTHING);
      await pulumi.log.error(releaseFailed({ name, namespace, failedOperation, error }, whyNotReady(seen)));
      return false;
    },
  );
}

interface Failure {
  readonly name: string;
  readonly namespace: string;
  readonly failedOperation: string;
  readonly error: string;
}

function releaseFailed({ name, namespace, failedOperation, error }: Failure, why: readonly string[]): string {
  const what = failedOperation === "delete" ? "could not be removed" : "is not ready";
  const remedy = stuckIn(error) ?? webhookIn(error) ?? `mend it (kubectl -n ${namespace} get pods,events says more)`;
  return (
    `platform.addons.${name}: its release ${what}, got ${[...why, reasonIn(error)].join("; ")}, must be ready within its ` +
    `timeoutSeconds; add-ons that do not need it were not stopped by it: ${remedy}, and run up again`
  );
}

/** The end of what the plugin says, where Helm's own words are. */
function reasonIn(error: string): string {
  const text = error.trim().replaceAll(/\s+/g, " ");
  const [, helm = text] = /Use Helm CLI to investigate: (.*)$/.exec(text) ?? [];
  return helm.length > 400 ? `${helm.slice(0, 397)}...` : helm;
}

const stuckIn = (error: string): string | undefined =>
  /another operation .* is in progress|cannot re-use a name that is still in use/.test(error)
    ? "a run that was ended by force left it like this, or somebody else has a release of this name (helm history): npm run up clears the first"
    : undefined;

/** Admission is asked on every write: one dead webhook stops all that it is for, whoever installs it. */
function webhookIn(error: string): string | undefined {
  const [, webhook] = /failed calling webhook "([^"]+)"/.exec(error) ?? [];
  return webhook === undefined
    ? undefined
    : `see why nobody answers for the webhook ${webhook} (its Service's pods), or delete its configuration if its add-on is gone`;
}

const NOTHING: SeenInNamespace = { pods: [], jobs: [], events: [] };

async function look(client: KubeClient, namespace: string): Promise<SeenInNamespace> {
  const list = async (path: string): Promise<never[]> => {
    const { status, text } = await client.ask("GET", path);
    return status === 200 ? ((JSON.parse(text) as { items: never[] }).items ?? []) : [];
  };
  const [pods, jobs, events] = await Promise.all([
    list(`/api/v1/namespaces/${namespace}/pods`),
    list(`/apis/batch/v1/namespaces/${namespace}/jobs`),
    list(`/api/v1/namespaces/${namespace}/events`),
  ]);
  return { pods, jobs, events };
}
