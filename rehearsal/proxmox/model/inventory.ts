import type { Datacenter } from "./datacenter";
import type { Actor } from "./actor";
import { volumeId } from "./volume";

/** Everything the program made and could leave behind, each by a name a person understands. */
export function inventory(datacenter: Datacenter): string[] {
  const vms = [...datacenter.vms.values()]
    .filter(isPrograms)
    .map((vm) => `VM ${vm.vmId} (${vm.name}) on ${vm.host.name}`);
  const mappings = datacenter.mappings
    .all()
    .filter(isPrograms)
    .map(({ id }) => `PCI mapping ${id}`);
  const pools = datacenter.pools.all().map(({ id }) => `pool ${id}`);
  const perHost = [...datacenter.hosts.values()].flatMap((host) => [
    ...[...host.storages.values()].flatMap((storage) =>
      storage
        .all()
        .filter(isPrograms)
        .map((volume) => `${describe(volume.content)} ${volumeId(volume)} on ${host.name}`),
    ),
    ...host.network
      .all()
      .filter(isPrograms)
      .map(({ iface }) => `network interface ${iface} on ${host.name}`),
  ]);
  return [...vms, ...perHost, ...mappings, ...pools];
}

function describe(content: string): string {
  if (content === "images") return "disk";
  return content === "snippets" ? "snippet" : "image";
}

const isPrograms = ({ maker }: { readonly maker?: Actor }) => maker === "program";
