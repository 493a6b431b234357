import type { KubeadmPlan } from "../../../../distributions/kubeadm/plan";
import { renderKubeadmFailedServerScript } from "../../../../distributions/kubeadm/script";
import { renderKubeadmHealthGateScript } from "../../../../distributions/kubeadm/gate-and-drain-scripts";
import { renderHealthGateScript } from "../../../../distributions/rke2/script";
import type { EtcdCase } from "./etcd-trial";
import { kubeadmEtcd, shareAuthorities } from "./kubeadm-etcd";
import { etcdAuthorities, rke2Etcd } from "./rke2-etcd";
import { kubeadmStack, rke2Stack } from "./stacks";

/** kubeadm of a release, with the etcd that its constants name. */
function kubeadm(version: string, etcd: string): EtcdCase {
  const stack = kubeadmStack(version);
  const servers = serversOf(stack);
  return {
    distribution: "kubeadm",
    etcd,
    kubeadm: `kubeadm-${/^v(\d+\.\d+)/.exec(version)?.[1]}`,
    kubectl: "/usr/bin/kubectl",
    layout: () => Promise.resolve(kubeadmEtcd(stack)),
    share: shareAuthorities,
    servers,
    gate: renderKubeadmHealthGateScript(stack, at(servers, 0), at(servers, 1)),
    forget: (index) => renderKubeadmFailedServerScript(at(servers, 0), at(servers, index)),
  };
}

export const kubeadmCases = (): readonly EtcdCase[] => [kubeadm("v1.34.2", "3.6.5"), kubeadm("v1.29.15", "3.5.16")];

export function rke2Case(): EtcdCase {
  const servers = serversOf(rke2Stack);
  return {
    distribution: "RKE2",
    etcd: "3.6.4",
    kubectl: "/var/lib/rancher/rke2/bin/kubectl",
    layout: async () => rke2Etcd(await etcdAuthorities()),
    servers,
    gate: renderHealthGateScript(rke2Stack, at(servers, 0), at(servers, 1)),
  };
}

const serversOf = ({ nodes }: Pick<KubeadmPlan, "nodes">) => nodes.filter(({ role }) => role === "control-plane");

function at<Item>(list: readonly Item[], index: number): Item {
  const found = list[index];
  if (found === undefined) throw new Error(`there is no ${index} of ${list.length}`);
  return found;
}
