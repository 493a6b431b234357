import * as pulumi from "@pulumi/pulumi";
import type { MachinePlan } from "../../../model/cluster-plan";
import type { KubeadmPlan } from "../plan";
import { doorsOf, type JoinMaterial, type ServerMaterial } from "../script";
import type { Site } from "../../../components/site";
import type { KubeadmAuthority } from "./authority";
import type { KubeadmJoinKeys } from "./join-keys";

/** What kubeadm's components are built from, beside their machine. */
export interface KubeadmSite extends Site<KubeadmPlan> {
  readonly authority: KubeadmAuthority;
  readonly joinKeys: KubeadmJoinKeys;
}

/** What a worker's script is rendered with. Secret. */
export function workerMaterial(site: KubeadmSite, machine: MachinePlan): pulumi.Output<JoinMaterial> {
  return pulumi.output({
    caCert: site.authority.certificate,
    joinKey: site.joinKeys.worker.privateKey,
    hostKeys: hostKeysBehind(site, machine),
  });
}

/** What a control plane's script is rendered with; only the founder is given the CA's key. Secret. */
export function serverMaterial(
  site: KubeadmSite,
  machine: MachinePlan,
  role: "founder" | "joiner",
): pulumi.Output<ServerMaterial> {
  const { authority, joinKeys } = site;
  return pulumi.output({
    caCert: authority.certificate,
    caKey: role === "founder" ? authority.key : "",
    joinKey: joinKeys.server.privateKey,
    joinKeys: { worker: joinKeys.worker.publicKey, server: joinKeys.server.publicKey },
    hostKeys: hostKeysBehind(site, machine),
  });
}

function hostKeysBehind(site: KubeadmSite, machine: MachinePlan): pulumi.Output<string[]> {
  return pulumi.all(doorsOf(site.plan, machine).map((door) => site.hostKeys.of(door).publicKey));
}
