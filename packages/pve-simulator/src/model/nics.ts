import type { Nic } from "../guest-contract";
import type { Host } from "./host";
import { parseNet } from "./network-device";
import type { Vm } from "./vm";

/** The machine's NICs as its configuration has them, with what the host's bridges make of them now. */
export function nicsOf(vm: Vm): Nic[] {
  return nicNames(vm.config)
    .map((name) => nicOf(vm, name, vm.config[name] as string))
    .filter((nic) => nic.bridge !== "");
}

/** Options that are NICs, in order. */
export function nicNames(config: Readonly<Record<string, string>>): string[] {
  return Object.keys(config)
    .filter((name) => /^net\d+$/.test(name))
    .sort((a, b) => Number(a.slice(3)) - Number(b.slice(3)));
}

/**
 * What the script says that plugs a NIC into its bridge (pve-common, `tap_plug`); undefined when it works. A tag on a
 * bridge without VLAN awareness works through a VLAN of the bridge's port, and only there.
 */
export function plugProblem(host: Host, { bridge: name, vlan }: Pick<Nic, "bridge" | "vlan">) {
  const bridge = host.network.bridge(name);
  if (!bridge) return { words: `bridge '${name}' does not exist`, status: 512 };
  if (vlan === undefined || bridge.vlanAware || bridge.ports.length > 0) return undefined;
  return { words: `no physical interface on bridge '${name}'`, status: 6400 };
}

/** How QEMU tells of it when a machine starts. */
export function plugFailure(vm: Vm, index: number, status: number): string {
  const script = "/usr/libexec/qemu-server/pve-bridge";
  const device = `type=tap,id=net${index},ifname=tap${vm.vmId}i${index}`;
  return `kvm: -netdev ${device},script=${script},downscript=${script}down,vhost=on: network script ${script} failed with status ${status}`;
}

/** A NIC as a value of its option describes it. */
export function nicOf(vm: Vm, name: string, value: string): Nic {
  const net = parseNet(value);
  const bridge = net["bridge"] ?? "";
  return {
    bridge,
    ...(net["tag"] === undefined ? {} : { vlan: Number(net["tag"]) }),
    mac: net["macaddr"] ?? "",
    model: net["model"] ?? "",
    uplink: (vm.host.network.bridge(bridge)?.ports.length ?? 0) > 0,
    ...(vm.running?.unplugged.has(name) === true && { unplugged: true }),
  };
}
