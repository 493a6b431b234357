import { KubeClient } from "../../components/kube-client";
import { forget, isPending, releaseRecords } from "../../components/platform/release-records";
import { RELEASE_TYPE } from "../../stack/platform/releases-in-state";
import type { Pulumi } from "../engine/pulumi";
import { kubeconfigInState } from "./kubeconfig-in-state";
import type { PendingOperation } from "./stack-state";

/**
 * Releases that a killed run was installing are installed anew: Helm would refuse their names for good, and an upgrade would
 * leave out what a chart does at its installation alone. What they made already is taken over, as it carries their names.
 * One that was installed by the time the run was killed stays; the refresh that follows finds it.
 */
export async function forgetPendingInstalls(
  pulumi: Pulumi,
  pending: readonly PendingOperation[],
  say: (line: string) => void,
): Promise<void> {
  const installing = pending.filter(({ type, resource }) => type === "creating" && resource.type === RELEASE_TYPE);
  if (installing.length === 0) return;
  const kubeconfig = await kubeconfigInState(pulumi);
  if (kubeconfig === undefined) return;
  const client = new KubeClient(kubeconfig);
  for (const { resource } of installing) {
    const { name = "", namespace = "" } = (resource.inputs ?? {}) as { name?: string; namespace?: string };
    try {
      const records = await releaseRecords(client, namespace, name);
      // Others have revisions that worked.
      if (records.length === 0 || !records.every(isPending)) continue;
      say(`${name}: its release was left ${records[0]?.status}: forgotten, and installed anew`);
      for (const record of records) await forget(client, record);
    } catch (error) {
      say(`${name}: whether its release is stuck could not be asked (${client.server}: ${(error as Error).message})`);
    }
  }
}
