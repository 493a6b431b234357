import type { Config } from "../../model/config";
import type { StackConfig } from "../../distributions/distribution";
import { installationOf } from "../../model/installations";
import { nodeOf } from "../../model/node-names";
import { entryNamed } from "./catalogue";

/** What drivers of Proxmox call the hosts behind one API (proxmox-csi-plugin, docs/install.md). */
export const regionOf = (config: Pick<Config, "proxmox" | "cluster">, host: string): string =>
  installationOf(config, host).name || config.cluster.name;

/** Where a node's disks are, for drivers that make volumes there; on clusters without one nobody asks. */
export function placeLabels(config: StackConfig, host: string): Readonly<Record<string, string>> {
  const addOns = Object.keys(config.platform?.addons ?? {});
  const asks = addOns.some((name) =>
    entryNamed(name)?.secrets?.some(({ data }) => Object.values(data).some((value) => "account" in value)),
  );
  if (!asks) return {};
  return {
    "topology.kubernetes.io/region": regionOf(config, host),
    "topology.kubernetes.io/zone": nodeOf(config, host),
  };
}
