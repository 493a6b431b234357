import type { HashOrder } from "../hash-order";
import type { HostSpec } from "../spec";
import { failure, parameterErrors } from "../errors";
import { currentActor } from "./actor";
import { checkFile, checkPortsAreFree, checkSingleGateway } from "./interface-checks";
import { withAddresses } from "./interface-addresses";
import { asInFile } from "./interface-file";
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

/** Of all that there is in a file, the first (pve-common, INotify.pm). */
const PLACE_OF_LOOPBACK = 2;

/** A host's network configuration: what is active, and what waits for a reload. */
export class NetworkInterfaces {
  private active: Interfaces;
  private configured: Map<string, NetworkInterface>;
  private nextPriority = PLACE_OF_LOOPBACK + 1;
  private readonly hashOrder: HashOrder;
  /** What is plugged into the host, whatever the file says. */
  private readonly nics: ReadonlySet<string>;

  constructor(hashOrder: HashOrder, { nics = ["eno1"], interfaceMtus = {}, bridges }: HostSpec) {
    this.hashOrder = hashOrder;
    this.configured = new Map();
    this.nics = new Set(nics);
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

  /** In the order of a hash. */
  all(): readonly NetworkInterface[] {
    return this.hashOrder.walk("interfaces", this.configured.values(), ({ iface }) => iface);
  }

  /** The loopback device is in no list. It is numbered behind what the file has in front of all that it knows. */
  get loopback(): NetworkInterface {
    const options = { autostart: "1", families: "inet", method: "loopback", method6: "manual" };
    const priority = PLACE_OF_LOOPBACK + [...this.configured.values()].filter(isUnknown).length;
    return { iface: "lo", type: "loopback", options, priority, maker: currentActor() };
  }

  get(iface: string): NetworkInterface {
    if (iface === "lo") return this.loopback;
    const found = this.configured.get(iface);
    if (!found) throw parameterErrors({ iface: "interface does not exist" });
    return found;
  }

  create(iface: string, type: string, options: Readonly<Record<string, string>>): void {
    if (type.startsWith("OVS")) throw failure("Open VSwitch is not installed (need package 'openvswitch-switch')");
    if (iface === "lo" || this.configured.has(iface)) throw parameterErrors({ iface: "interface already exists" });
    this.check(iface, options);
    const asked = withAddresses(options);
    this.write(() => this.put(iface, kinds.includes(type) ? type : "unknown", asked));
  }

  update(iface: string, type: string, changed: Readonly<Record<string, string>>, removed: readonly string[]): void {
    const old = this.get(iface);
    const gone = removed.flatMap((name) => [name, ...(alsoGone[name] ?? [])]);
    const kept = Object.entries(old.options).filter(([name]) => !gone.includes(name));
    const asked = withAddresses(changed);
    this.check(iface, changed);
    const options = { ...Object.fromEntries(kept), ...asked };
    // Whoever has ports is read as a bridge, though it is checked as what it was said to be; what was not written of it is filled in.
    const kind = old.type === "bridge" ? old.type : type;
    const said = { ...old, type, options: asInFile(iface, type, options) };
    checkFile(this.all().map((entry) => (entry.iface === iface ? said : entry)));
    const read = { ...old, type: kind, options: asInFile(iface, kind, options), isFilledIn: kind !== type };
    this.write(() => this.configured.set(iface, read));
  }

  remove(iface: string): void {
    // There again as soon as the file is read.
    if (iface === "lo") return;
    const { maker } = this.get(iface);
    this.write(() => this.configured.delete(iface));
    // What is plugged in is read again all the same.
    const bare = { iface, type: "eth", options: asInFile(iface, "eth", {}), priority: undefined, maker };
    if (this.nics.has(iface)) this.configured.set(iface, bare);
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
    return this.active.has(iface);
  }

  /** Bridges the kernel has now. */
  bridges(): readonly Bridge[] {
    return [...this.active.values()].filter(({ type }) => type === "bridge").map(asBridge);
  }

  bridge(name: string): Bridge | undefined {
    const found = this.active.get(name);
    return found?.type === "bridge" ? asBridge(found) : undefined;
  }

  private check(iface: string, given: Readonly<Record<string, string>>): void {
    const others = this.all().filter((other) => other.iface !== iface);
    checkSingleGateway(others, given);
    checkPortsAreFree(others, given);
  }

  /** The file stays as it was when what would be in it is refused. */
  private write(change: () => void): void {
    const before = new Map(this.configured);
    change();
    try {
      checkFile(this.all());
      this.configured = inFileOrder(withStartedSlaves(this.configured));
    } catch (error) {
      this.configured = before;
      throw error;
    }
  }

  private put(iface: string, type: string, options: Readonly<Record<string, string>>): void {
    const kept = asInFile(iface, type, options);
    this.configured.set(iface, { iface, type, options: kept, priority: this.nextPriority++, maker: currentActor() });
  }
}

/** What goes with an option that is removed. */
const alsoGone: Readonly<Record<string, readonly string[]>> = {
  cidr: ["address", "netmask"],
  cidr6: ["address6", "netmask6"],
  address: ["cidr"],
  address6: ["cidr6"],
};

/** What is plugged into a bond starts with the host. */
function withStartedSlaves(interfaces: ReadonlyMap<string, NetworkInterface>): Map<string, NetworkInterface> {
  const slaves = new Set([...interfaces.values()].flatMap(({ options }) => portsIn(options["slaves"])));
  const started = ([name, entry]: [string, NetworkInterface]): [string, NetworkInterface] => [
    name,
    slaves.has(name) ? { ...entry, options: { ...entry.options, autostart: "1" } } : entry,
  ];
  return new Map([...interfaces].map(started));
}

/** What the file can tell apart. */
const kinds = ["eth", "bond", "bridge", "vlan", "alias"];

/** A kind that the file cannot tell stands in front of the loopback device. */
const isUnknown = ({ type }: NetworkInterface): boolean => type === "unknown";

const fileOrder = ["eth", "bond", "bridge", "vlan"];

/** The file is sorted by kind, with what is of an interface behind it, and numbered anew (INotify.pm). */
function inFileOrder(interfaces: ReadonlyMap<string, NetworkInterface>): Map<string, NetworkInterface> {
  const rank = (iface: string): number => {
    const [root = iface, ...more] = iface.split(/[.:]/);
    const kind = fileOrder.indexOf(interfaces.get(root)?.type ?? "");
    return kind * 100_000 + more.length + (interfaces.get(iface)?.priority ?? 50_000);
  };
  const names = [...interfaces.keys()].sort((a, b) => rank(a) - rank(b) || (a < b ? -1 : 1));
  let place = PLACE_OF_LOOPBACK;
  return new Map(
    names.map((name) => {
      const entry = interfaces.get(name) as NetworkInterface;
      const isBehind = !isUnknown(entry);
      return [name, entry.priority === undefined ? entry : { ...entry, priority: place++ + (isBehind ? 1 : 0) }];
    }),
  );
}

function asBridge({ iface, options }: NetworkInterface): Bridge {
  return {
    name: iface,
    vlanAware: options["bridge_vlan_aware"] === "1",
    ports: portsOf(options),
    address: options["address"],
    mtu: Number(options["mtu"] ?? 1500),
  };
}
