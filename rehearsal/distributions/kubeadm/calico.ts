import { ipv4ToNumber } from "../../network/ipv4";
import type { Manifests } from "../../cluster/manifests";
import type { Workloads } from "../../cluster/pods";

interface IpPool {
  readonly cidr?: string;
}

/** The operator's state (TigeraStatus calico): installed and well, or what it complains about. */
export interface CalicoState {
  readonly operator: boolean;
  readonly installation: boolean;
  readonly complaint?: string;
}

/**
 * The operator makes Calico of an Installation named `default`; its pools have to lie in the pod network that kubeadm was
 * told, or the operator refuses them (tigera/operator, pkg/controller/installation).
 */
export function calicoState(manifests: Manifests, podSubnet: string | undefined): CalicoState {
  const operator = manifests.find("Deployment", ({ metadata }) => metadata?.name === "tigera-operator") !== undefined;
  const object = manifests.find("Installation", ({ metadata }) => metadata?.name === "default");
  if (!object) return { operator, installation: false };
  const network = object.spec?.calicoNetwork as { readonly ipPools?: readonly IpPool[] } | undefined;
  const outside =
    podSubnet === undefined ? undefined : network?.ipPools?.find(({ cidr = "" }) => !isWithin(cidr, podSubnet));
  if (!outside) return { operator, installation: true };
  const complaint = `Could not resolve CalicoNetwork IPPool and kubeadm configuration: IPPool ${outside.cidr ?? ""} is not within the platform's configured pod network CIDR(s) [${podSubnet ?? ""}]`;
  return { operator, installation: true, complaint };
}

export function calicoWorkloads(manifests: Manifests): Pick<Workloads, "daemons" | "deployments"> {
  const { operator, installation } = calicoState(manifests, undefined);
  const namespace = "calico-system";
  return {
    daemons: operator && installation ? ["calico-node", "csi-node-driver"].map((app) => ({ namespace, app })) : [],
    deployments: [
      ...(operator ? [{ namespace: "tigera-operator", app: "tigera-operator", replicas: 1, emptyDir: false }] : []),
      ...(operator && installation
        ? [{ namespace, app: "calico-kube-controllers", replicas: 1, emptyDir: false }]
        : []),
    ],
  };
}

/** Whether a network lies in another one. */
function isWithin(inner: string, outer: string): boolean {
  const [innerAddress = "", innerPrefix = ""] = inner.split("/");
  const [outerAddress = "", outerPrefix = ""] = outer.split("/");
  const size = 2 ** (32 - Number(outerPrefix));
  const block = (address: string): number => Math.floor(ipv4ToNumber(address) / size);
  return Number(innerPrefix) >= Number(outerPrefix) && block(innerAddress) === block(outerAddress);
}
