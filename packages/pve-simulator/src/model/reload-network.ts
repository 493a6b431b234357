import type { Datacenter } from "./datacenter";
import type { Host } from "./host";
import { nicNames, nicOf, nicsOf } from "./nics";
import type { Bridge } from "./network-interfaces";
import type { Vm } from "./vm";

/**
 * `ifreload -a` with its effect on connected machines. A bridge that is deleted or recreated disconnects the NICs of running
 * machines until they restart; without the host's own address Proxmox is unreachable.
 */
export function reloadNetwork(datacenter: Datacenter, host: Host): void {
  const before = host.network.bridges();
  const changed = host.network.reload();
  const lost = before.filter((bridge) => isLost(bridge, host.network.bridge(bridge.name)));
  const cut = runningOn(datacenter, host).filter((vm) => unplug(datacenter, vm, lost));
  host.isCutOff ||= !isManaged(host);
  const machines = cut.map(({ name }) => name);
  datacenter.simulation.events.emit({
    kind: "network",
    host: host.name,
    changed,
    machines,
    hostCutOff: host.isCutOff,
  });
}

/** Ports and VLAN awareness are the bridge's plugs; MTU, comment and address change under way. */
function isLost(before: Bridge, after: Bridge | undefined): boolean {
  return !after || after.vlanAware !== before.vlanAware;
}

/** The host answers while an interface that leads outside has its address. */
function isManaged(host: Host): boolean {
  const { management } = host;
  if (!management) return true;
  return host.network
    .bridges()
    .some(({ address, ports }) => address === management.address && ports.some((p) => management.ports.includes(p)));
}

function runningOn(datacenter: Datacenter, host: Host): Vm[] {
  return [...datacenter.vms.values()].filter((vm) => vm.host === host && vm.running !== undefined);
}

function unplug(datacenter: Datacenter, vm: Vm, lost: readonly Bridge[]): boolean {
  const hit = nicNames(vm.config).filter((name) => {
    const { bridge, unplugged } = nicOf(vm, name, vm.config[name] as string);
    return unplugged !== true && lost.some((gone) => gone.name === bridge);
  });
  if (hit.length === 0) return false;
  for (const name of hit) vm.running?.unplugged.add(name);
  datacenter.guests.replug(vm.vmId, nicsOf(vm));
  return true;
}
