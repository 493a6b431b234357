import type { HashOrder } from "../hash-order";
import type { HostSpec } from "../spec";
import { failure, parameterErrors } from "../errors";
import { currentActor } from "./actor";
import { checkFile, checkPortsAreFree, checkSingleGateway } from "./interface-checks";
import { withAddresses } from "./interface-addresses";
import { foundInFile } from "./interface-file";
import { FIRST_PLACE, inFileOrder } from "./interface-order";
import { portsIn, portsOf, type NetworkInterface } from "./network-interface";

/** A bridge as the kernel has it. */
export interface Bridge {
  readonly name: string;
  readonly vlanAware: boolean;
  /** Physical interfaces plugged into it; none makes it internal. */
  readonly ports: readonly string[];
  readonly address: string | undefined;
  readonly mtu: number;
}

type Interfaces = ReadonlyMap<string, NetworkInterface>;

const LOOPBACK = "lo";

/** A host's network configuration: what is active, and what waits for a reload. */
export class NetworkInterfaces {
  private active: Interfaces;
  private configured: Map<string, NetworkInterface>;
  private readonly hashOrder: HashOrder;
  /** What is plugged into the host, whatever the file says. */
  private readonly nics: ReadonlySet<string>;

  constructor(hashOrder: HashOrder, { nics = ["eno1"], interfaceMtus = {}, bridges }: HostSpec) {
    this.hashOrder = hashOrder;
    this.nics = new Set(nics);
    this.configured = new Map();
    const loopback = { autostart: "1", families: "inet", method: "loopback" };
    this.put(LOOPBACK, "loopback", loopback);
    for (const nic of nics) {
      const mtu = interfaceMtus[nic];
      this.put(nic, "eth", mtu === undefined ? {} : { mtu: String(mtu) });
    }
    bridges.forEach((bridge, index) => {
      this.put(bridge.name, "bridge", {
        autostart: "1",
        bridge_ports: (bridge.ports ?? (index === 0 ? nics.slice(0, 1) : [])).join(" "),
        ...(bridge.vlanAware && { bridge_vlan_aware: "1" }),
        ...withAddresses(bridge.cidr === undefined ? {} : { cidr: bridge.cidr }),
      });
    });
    this.active = new Map(this.configured);
  }

  /** In the order of a hash. The loopback device is in no list. */
  all(): readonly NetworkInterface[] {
    return this.everyOne().filter(({ iface }) => iface !== LOOPBACK);
  }

  /**
   * Whose name stands in that of an alias or a VLAN alone, and nowhere in the file: Proxmox lists it, and writes no other
   * change before it is an interface or gone (INotify.pm; its list of families is undefined then).
   */
  namedOnly(): readonly string[] {
    const parents = [...this.configured.values()].map(({ iface, options, type }) => {
      if (type === "alias") return /^(\S+):\d+$/.exec(iface)?.[1];
      return type === "vlan" ? options["vlan-raw-device"] : undefined;
    });
    return [...new Set(parents)].filter((name) => name !== undefined && !this.configured.has(name)) as string[];
  }

  get(iface: string): NetworkInterface {
    const found = this.configured.get(iface) ?? this.withoutKind("").find((entry) => entry.iface === iface);
    if (!found) throw parameterErrors({ iface: "interface does not exist" });
    return found;
  }

  create(iface: string, type: string, options: Readonly<Record<string, string>>): void {
    if (this.configured.has(iface) || this.namedOnly().includes(iface))
      throw parameterErrors({ iface: "interface already exists" });
    this.check(iface, options);
    const asked = withAddresses(spaced(options));
    if (type.startsWith("OVS")) throw failure("Open VSwitch is not installed (need package 'openvswitch-switch')");
    const said = { iface, type, options: asked, priority: undefined, maker: currentActor() };
    checkFile([...this.everyOne(), ...this.withoutKind(iface), said]);
    this.checkNames(iface);
    this.write(said, asked);
  }

  update(iface: string, type: string, changed: Readonly<Record<string, string>>, removed: readonly string[]): void {
    const old = this.get(iface);
    const gone = removed.flatMap((name) => [name, ...(alsoGone[name] ?? [])]);
    const kept = Object.entries(old.options).filter(([name]) => !gone.includes(name));
    const asked = withAddresses(changed);
    this.check(iface, changed);
    const options = /^OVS(?:Int)?Port$/.test(type) ? {} : { ...Object.fromEntries(kept), ...asked };
    const said = { ...old, type, options };
    checkFile([...asSaid(this.everyOne(), said), ...this.withoutKind(iface)]);
    this.checkNames(iface);
    this.write(said, options);
  }

  remove(iface: string): void {
    const { maker } = this.get(iface);
    checkFile([...this.everyOne(), ...this.withoutKind(iface)].filter((entry) => entry.iface !== iface));
    this.checkNames(iface);
    this.writeAgain();
    this.configured.delete(iface);
    this.configured = inFileOrder(withStartedSlaves(this.configured), "", "");
    // What is plugged in is read again all the same, and so is the loopback device.
    if (this.nics.has(iface) || iface === LOOPBACK)
      this.configured.set(iface, { ...this.found(iface, "", {}), priority: undefined, maker });
  }

  /** `ifreload -a`: from now on the configuration counts. True when it changed anything. */
  reload(): boolean {
    const changed = JSON.stringify([...this.active]) !== JSON.stringify([...this.configured]);
    this.active = new Map(this.configured);
    return changed;
  }

  revert(): void {
    this.configured = new Map(this.active);
  }

  isActive(iface: string): boolean {
    return iface !== LOOPBACK && this.active.has(iface);
  }

  /** Bridges the kernel has now. */
  bridges(): readonly Bridge[] {
    return [...this.active.values()].filter(({ type }) => type === "bridge").map(asBridge);
  }

  bridge(name: string): Bridge | undefined {
    const found = this.active.get(name);
    return found?.type === "bridge" ? asBridge(found) : undefined;
  }

  private everyOne(): readonly NetworkInterface[] {
    return this.hashOrder.walk("interfaces", this.configured.values(), ({ iface }) => iface);
  }

  /** What is named only, as something of no kind. */
  private withoutKind(except: string): NetworkInterface[] {
    const names = this.namedOnly().filter((name) => name !== except);
    return names.map((iface) => ({ iface, type: "", options: {}, priority: undefined, maker: currentActor() }));
  }

  /** The file is written as a whole, each interface as the kind that it was read as. */
  private writeAgain(): void {
    for (const [name, entry] of this.configured)
      this.configured.set(name, { ...entry, ...this.found(name, entry.type, entry.options) });
  }

  private checkNames(iface: string): void {
    if (this.namedOnly().some((name) => name !== iface))
      throw failure("Can't use an undefined value as an ARRAY reference at /usr/share/perl5/PVE/INotify.pm line 1869.");
  }

  private check(iface: string, given: Readonly<Record<string, string>>): void {
    const others = this.everyOne().filter((other) => other.iface !== iface);
    checkSingleGateway(others, given);
    checkPortsAreFree(others, given);
  }

  /** The file is sorted by what an interface was said to be, and tells afterwards what it is. */
  private write({ iface, type, priority, maker }: NetworkInterface, options: Readonly<Record<string, string>>): void {
    const found = { ...this.found(iface, type, options), priority, maker };
    this.writeAgain();
    this.configured.set(iface, found);
    const started = withStartedSlaves(this.configured, { ...found, type });
    this.configured = inFileOrder(started, iface, type);
  }

  private found(iface: string, said: string, options: Readonly<Record<string, string>>) {
    return { iface, ...foundInFile({ iface, isNic: this.nics.has(iface) }, said, options) };
  }

  private put(iface: string, type: string, options: Readonly<Record<string, string>>): void {
    const priority = FIRST_PLACE + this.configured.size;
    this.configured.set(iface, { ...this.found(iface, type, options), priority, maker: currentActor() });
  }
}

/** Only a new interface has its list of VLANs separated by blanks; a change has it as it comes (API2/Network.pm). */
function spaced(options: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const { bridge_vids: vids } = options;
  return vids === undefined ? options : { ...options, bridge_vids: portsIn(vids).join(" ") };
}

/** What goes with an option that is removed. */
const alsoGone: Readonly<Record<string, readonly string[]>> = {
  cidr: ["address", "netmask"],
  cidr6: ["address6", "netmask6"],
  address: ["cidr"],
  address6: ["cidr6"],
};

/** What is plugged into a bond, or into what is `said` to be one, starts with the host. */
function withStartedSlaves(interfaces: Interfaces, said?: NetworkInterface): Map<string, NetworkInterface> {
  const asSaid = (entry: NetworkInterface) => (entry.iface === said?.iface ? said : entry);
  const bonds = [...interfaces.values()].map(asSaid).filter(({ type }) => type === "bond");
  const slaves = new Set(bonds.flatMap(({ options }) => portsIn(options["slaves"])));
  const started = ([name, entry]: [string, NetworkInterface]): [string, NetworkInterface] => [
    name,
    slaves.has(name) ? { ...entry, options: { ...entry.options, autostart: "1" } } : entry,
  ];
  return new Map([...interfaces].map(started));
}

const asSaid = (all: readonly NetworkInterface[], said: NetworkInterface): NetworkInterface[] =>
  all.flatMap((entry) => {
    if (entry.iface !== said.iface) return [entry];
    // A port of no Open vSwitch bridge is not in the file.
    return /^OVS(?:Int)?Port$/.test(said.type) ? [] : [said];
  });

function asBridge({ iface, options }: NetworkInterface): Bridge {
  return {
    name: iface,
    vlanAware: options["bridge_vlan_aware"] === "1",
    ports: portsOf(options),
    address: options["address"],
    mtu: Number(options["mtu"] ?? 1500),
  };
}
