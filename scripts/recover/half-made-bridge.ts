import type { HalfMade } from "./half-made";
import { carriesMarkOf } from "./mark";
import { type PveClient, unlessMissing } from "../../components/pve-client";
import { hostOfResource } from "./state-host";
import type { StateResource } from "./stack-state";

/** The token of the provider's bridge class in state. */
const BRIDGE_TYPE = "proxmoxve:network/linux/bridge:Bridge";

interface Interface {
  readonly iface: string;
  readonly comments?: string;
}

/**
 * A bridge whose creation was cut off; its comment carries the mark. It is only taken out of the configuration that the
 * host will have after its next reload, which is the next run's: a reload of ours would apply other people's changes too.
 */
export function halfMadeBridge(resource: StateResource, client: PveClient): HalfMade | undefined {
  const { type, inputs } = resource;
  if (type !== BRIDGE_TYPE) return undefined;
  const { name, comment } = inputs ?? {};
  const host = hostOfResource(client, resource);
  const path = `/nodes/${host}/network`;
  const find = async () => {
    const all = await unlessMissing(client.get<readonly Interface[]>(path));
    return all?.find(({ iface }) => iface === name);
  };
  return {
    what: `bridge ${String(name)} on ${host}`,
    name: String(name),
    remedy: "name it in the host's bridges to use it unchanged, or rename yours",
    isIn: (resources) =>
      resources.some(
        (other) =>
          other.type === BRIDGE_TYPE && other.inputs?.["name"] === name && hostOfResource(client, other) === host,
      ),
    async judge() {
      const found = await find();
      if (found === undefined) return "missing";
      return carriesMarkOf(comment, found.comments) ? "ours" : "foreign";
    },
    async remove() {
      await client.delete(`${path}/${String(name)}`);
    },
  };
}
