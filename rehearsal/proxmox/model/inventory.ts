import type { Datacenter } from "./datacenter";
import { volumeId } from "./volume";

/** Everything somebody could leave behind, each by a name a person understands. */
export function inventory(datacenter: Datacenter): string[] {
  const vms = [...datacenter.vms.values()].map((vm) => `VM ${vm.vmId} (${vm.name}) on ${vm.host.name}`);
  const mappings = datacenter.mappings.all().map(({ id }) => `PCI mapping ${id}`);
  const pools = datacenter.pools.all().map(({ id }) => `pool ${id}`);
  const perHost = [...datacenter.hosts.values()].flatMap((host) => [
    ...[...host.storages.values()].flatMap((storage) =>
      storage.all().map((volume) => `${describe(volume.content)} ${volumeId(volume)} on ${host.name}`),
    ),
    ...host.network.all().map(({ iface }) => `network interface ${iface} on ${host.name}`),
  ]);
  return [...vms, ...perHost, ...mappings, ...pools];
}

function describe(content: string): string {
  if (content === "images") return "disk";
  return content === "snippets" ? "snippet" : "image";
}
