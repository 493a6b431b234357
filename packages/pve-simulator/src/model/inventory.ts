import type { Datacenter } from "./datacenter";
import type { Actor } from "./actor";
import type { Host } from "./host";
import type { Storage } from "./storage";
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
  const pools = datacenter.pools
    .all()
    .filter(isPrograms)
    .map(({ id }) => `pool ${id}`);
  const shared = new Set([...datacenter.hosts.values()].flatMap((host) => storagesOf(host, true)));
  const onShared = [...shared].flatMap((storage) => volumesOn(storage, "a shared storage"));
  const perHost = [...datacenter.hosts.values()].flatMap((host) => [
    ...storagesOf(host, false).flatMap((storage) => volumesOn(storage, host.name)),
    ...host.network
      .all()
      .filter(isPrograms)
      .map(({ iface }) => `network interface ${iface} on ${host.name}`),
  ]);
  return [...vms, ...onShared, ...perHost, ...mappings, ...pools, ...datacenter.accounts.ofProgram()];
}

const storagesOf = (host: Host, shared: boolean) =>
  [...host.storages.values()].filter(({ isShared }) => isShared === shared);

const volumesOn = (storage: Storage, where: string) =>
  storage
    .all()
    .filter(isPrograms)
    .map((volume) => `${describe(volume.content)} ${volumeId(volume)} on ${where}`);

function describe(content: string): string {
  if (content === "images") return "disk";
  return content === "snippets" ? "snippet" : "image";
}

const isPrograms = ({ maker }: { readonly maker?: Actor }) => maker === "program";
