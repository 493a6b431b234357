import * as pulumi from "@pulumi/pulumi";
import { KubeClient } from "../kube-client";
import { isPending, markFailed, releaseRecords } from "./release-records";

/**
 * Before a release is upgraded: where a run was killed in the middle of it, Helm says "another operation is in progress" for
 * good. The release is in this stack's state, and whoever updates a stack holds its lock, so nobody else is at work on it
 * by Pulumi; its newest revision is marked as failed, and the upgrade mends it (docs/decisions/0140).
 */
export function stuckReleaseHook(cluster: string, kubeconfig: pulumi.Output<string>): pulumi.ResourceHook {
  const known = new Promise<string>((resolve) => void kubeconfig.apply(resolve));
  return new pulumi.ResourceHook(`${cluster}-release-is-free`, async ({ newInputs }) => {
    const { name = "", namespace = "" } = (newInputs ?? {}) as { name?: string; namespace?: string };
    const client = new KubeClient(await known);
    const [newest] = await releaseRecords(client, namespace, name);
    if (newest === undefined || !isPending(newest)) return;
    await pulumi.log.info(
      `platform.addons.${name}: revision ${newest.revision} of its release was left ${newest.status} by a run that was ` +
        "ended by force: marked as failed, and tried again",
    );
    await markFailed(client, newest);
  });
}
