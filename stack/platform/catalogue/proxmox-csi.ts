import type { ChartFacts } from "../../../model/platform/chart-facts";
import type { CatalogueEntry, Surroundings } from "../catalogue-entry";
import facts from "../charts/proxmox-csi.json";
import { copies, guaranteed } from "./resources";

/** Where Proxmox is, and the token. */
const CONFIG = "proxmox-csi";

const SMALL = guaranteed("10m", "64Mi");

/** Volumes as disks of the nodes' own VMs, on the storages of their hosts. */
export const proxmoxCsi: CatalogueEntry = {
  title: "Proxmox CSI",
  namespace: "csi-proxmox",
  tier: "0-core",
  // It mounts in the host's own file system.
  podSecurity: "privileged",
  timeoutSeconds: 300,
  secrets: [{ name: CONFIG, data: { "config.yaml": { account: "csi" } } }],
  facts: facts as ChartFacts,
  values: (of) => ({
    existingConfigSecret: CONFIG,
    replicaCount: copies(of, 2),
    controller: {
      plugin: { resources: SMALL },
      attacher: { resources: SMALL },
      provisioner: { resources: SMALL },
      resizer: { resources: SMALL },
    },
    livenessprobe: { resources: SMALL },
    node: {
      plugin: { resources: guaranteed("10m", "256Mi") },
      driverRegistrar: { resources: SMALL },
      // Without it no volume is mounted on nodes with taints, those with a GPU among them.
      tolerations: [{ operator: "Exists" }],
    },
    storageClass: storageClasses(of),
  }),
};

/** One for each storage that may hold disks of the nodes' VMs: a class is a tier of speed. */
function storageClasses({ proxmox, nodes }: Surroundings) {
  const usual = nodes.find(({ role }) => role === "worker") ?? nodes[0];
  return storagesOf({ proxmox, nodes }).map((storage) => ({
    name: `proxmox-${storage.toLowerCase().replaceAll(/[^a-z0-9-]/g, "-")}`,
    storage,
    // Kept: a claim that somebody deletes by mistake takes no data with it.
    reclaimPolicy: "Retain",
    fstype: "ext4",
    cache: "none",
    ...(storage === usual?.storage && { annotations: { "storageclass.kubernetes.io/is-default-class": "true" } }),
  }));
}

/** Those of the hosts that nodes are on, by name. */
export function storagesOf({ proxmox, nodes }: Pick<Surroundings, "proxmox" | "nodes">): string[] {
  const hosts = [...new Set(nodes.map(({ host }) => host))];
  const all = hosts.flatMap((host) => Object.entries(proxmox.hosts[host]?.storages ?? {}));
  const forDisks = all.filter(([, { content }]) => content.includes("images"));
  return [...new Set(forDisks.map(([name]) => name))].sort();
}
