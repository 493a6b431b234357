import type { HalfMade } from "./half-made";
import { carriesMarkOf } from "./mark";
import type { PveClient } from "../../components/pve-client";
import { clientOfResource } from "./state-host";
import type { StateResource } from "./stack-state";

/** The token of the provider's PCI mapping class in state. */
const MAPPING_TYPE = "proxmoxve:hardware/mapping/pci:Pci";
const MAPPINGS = "/cluster/mapping/pci";

/**
 * A PCI mapping whose creation was cut off; its comment carries the mark. It belongs to the datacenter, not to a host: to the
 * one of its hosts, as another may have one of the same name.
 */
export function halfMadeMapping(resource: StateResource, client: PveClient): HalfMade | undefined {
  const { type, inputs } = resource;
  if (type !== MAPPING_TYPE) return undefined;
  const { name, comment } = inputs ?? {};
  const its = clientOfResource(client, resource);
  const path = `${MAPPINGS}/${encodeURIComponent(String(name))}`;
  return {
    what: `PCI mapping ${String(name)}`,
    name: String(name),
    remedy: "remove it by hand, or set manageMapping: false to use it unchanged",
    isIn: (resources) => resources.some((other) => other.type === MAPPING_TYPE && other.inputs?.name === name),
    async judge() {
      // From the list: asked for one that was never made, Proxmox refuses.
      const all = await its.get<readonly { id: string; description?: string }[]>(MAPPINGS);
      const found = all.find(({ id }) => id === name);
      if (found === undefined) return "missing";
      return carriesMarkOf(comment, found.description) ? "ours" : "foreign";
    },
    async remove() {
      await its.delete(path);
    },
  };
}
