import type { MachineConfig } from "../machine/config/machine-config";
import type { TalosMachine } from "../machine/talos-machine";
import { NetworkError } from "../../../network/network-error";
import type { Service } from "../../../network/service";
import { clusterBehind } from "../../../cluster/api/served-cluster";
import type { SimulatedCluster } from "../../../cluster/cluster";
import { API_PORT, ETCD_PORT } from "./talos-server";
import { Trustd, TRUSTD_PORT } from "./trustd";

/** A machine that looks for the control planes of its cluster. */
export interface Seeker {
  readonly machine: TalosMachine;
  readonly config: MachineConfig;
  /** Addresses of control planes that the discovery service tells of. */
  discovered(): readonly string[];
}

/** The cluster whose API the machine's kubelet reaches: at the endpoint, or through KubePrism at any server it knows. */
export function reachableApi(seeker: Seeker): SimulatedCluster | undefined {
  const { config } = seeker;
  const ca = config.pair("cluster.ca")?.certificate.trim();
  const endpoint = new URL(config.text("cluster.controlPlane.endpoint") ?? "https://localhost");
  const prism = config.flag("machine.features.kubePrism.enabled");
  const places = [
    ...(config.role === "controlplane" ? [{ address: "127.0.0.1", port: API_PORT }] : []),
    { address: endpoint.hostname, port: Number(endpoint.port || 443) },
    ...(prism ? seeker.discovered().map((address) => ({ address, port: API_PORT })) : []),
  ];
  for (const { address, port } of places) {
    const service = find(seeker, address, port);
    if (service?.certificate && service.certificate.caPem.trim() === ca) return clusterBehind(service);
  }
  return undefined;
}

/** The cluster whose etcd answers at one of the control planes the machine knows. */
export function reachableEtcd(seeker: Seeker): SimulatedCluster | undefined {
  const ca = seeker.config.pair("cluster.etcd.ca")?.certificate.trim();
  for (const address of controlPlanes(seeker)) {
    const service = find(seeker, address, ETCD_PORT);
    if (service?.certificate && service.certificate.caPem.trim() === ca) return clusterBehind(service);
  }
  return undefined;
}

/** Whether some control plane signs this worker's API certificate. */
export function certificateSigned(seeker: Seeker): boolean {
  return controlPlanes(seeker).some((address) => {
    const service = find(seeker, address, TRUSTD_PORT);
    return service instanceof Trustd && service.signsFor(seeker.config);
  });
}

/** Control planes by address: those discovered, and those the API names (machined's EndpointControllers). */
function controlPlanes(seeker: Seeker): readonly string[] {
  const servers = reachableApi(seeker)?.servers.values() ?? [];
  const own = seeker.machine.address;
  const all = [...seeker.discovered(), ...[...servers].map(({ member }) => member.address)];
  return [...new Set(all)].filter((address) => address !== own);
}

function find({ machine }: Seeker, address: string, port: number): Service | undefined {
  try {
    return machine.fabric.find(machine.network, address, port);
  } catch (error) {
    if (error instanceof NetworkError) return undefined;
    throw error;
  }
}
