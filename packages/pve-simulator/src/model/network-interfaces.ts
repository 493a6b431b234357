import type { HashOrder } from "../hash-order";
import type { HostSpec } from "../spec";
import { failure, parameterErrors } from "../errors";
import { currentActor } from "./actor";
import { checkFile, checkPortsAreFree, checkSingleGateway } from "./interface-checks";
import { withAddresses } from "./interface-addresses";
import { asInFile, ofKind, pick } from "./interface-file";
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

/** What is first in a file has number 2 (pve-common, INotify.pm). */
const FIRST_PLACE = 2;

/** A host's network configuration: what is active, and what waits for a reload. */
export class NetworkInterfaces {
  private active: Interfaces;
  private configured: Map<string, NetworkInterface>;
  private nextPriority = FIRST_PLACE + 1;
  private placeOfLoopback = FIRST_PLACE;
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

  /** The loopback device is in no list. */
  get loopback(): NetworkInterface {
    const options = { autostart: "1", families: "inet", method: "loopback", method6: "manual" };
    return { iface: "lo", type: "loopback", options, priority: this.placeOfLoopback, maker: currentActor() };
  }

  get(iface: string): NetworkInterface {
    if (iface === "lo") return this.loopback;
    const found = this.configured.get(iface);
    if (!found) throw parameterErrors({ iface: "interface does not exist" });
    return found;
  }

  create(iface: string, type: string, options: Readonly<Record<string, string>>): void {
    if (iface === "lo" || this.configured.has(iface)) throw parameterErrors({ iface: "interface already exists" });
    if (type.startsWith("OVS")) throw failure("Open VSwitch is not installed (need package 'openvswitch-switch')");
    this.check(iface, options);
    const asked = withAddresses(options);
    const said = { iface, type, options: asInFile(iface, type, asked), priority: undefined, maker: currentActor() };
    checkFile([...this.all(), said]);
    const kind = readAs(iface, type, asked, this.nics.has(iface));
    // A bond of nothing is read as no bond, with what is said of bonds.
    const more = kind === type ? {} : ofKind(iface, type, asked, asked);
    this.write(iface, type, () => this.put(iface, kind, asked, more));
  }

  update(iface: string, type: string, changed: Readonly<Record<string, string>>, removed: readonly string[]): void {
    const old = this.get(iface);
    const gone = removed.flatMap((name) => [name, ...(alsoGone[name] ?? [])]);
    const kept = Object.entries(old.options).filter(([name]) => !gone.includes(name));
    const asked = withAddresses(changed);
    this.check(iface, changed);
    // It is the loopback device whatever is said of it.
    if (iface === "lo") return;
    const isNic = this.nics.has(iface);
    const options = /^OVS(?:Int)?Port$/.test(type) ? {} : { ...Object.fromEntries(kept), ...asked };
    checkFile(asSaid(this.all(), { ...old, type, options: asInFile(iface, type, options) }));
    // Whoever has ports is read as a bridge, whatever else it was said to be; what was not written of it is filled in.
    const isBridge = old.type === "bridge" && !type.startsWith("OVS");
    const kind = isBridge ? "bridge" : readAs(iface, type, options, isNic);
    const isOther = isBridge && type !== "bridge";
    const more = isOther
      ? { ...pick(options, "vlan-raw-device", "vlan-id"), ...ofKind(iface, type, options, options) }
      : {};
    const read = { ...asInFile(iface, kind, options), ...more };
    this.write(iface, type, () =>
      this.configured.set(iface, { ...old, type: kind, options: read, isFilledIn: isOther }),
    );
  }

  remove(iface: string): void {
    // There again as soon as the file is read.
    if (iface === "lo") return;
    const { maker } = this.get(iface);
    checkFile(this.all().filter((entry) => entry.iface !== iface));
    this.write(iface, "", () => this.configured.delete(iface));
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

  private write(iface: string, said: string, change: () => void): void {
    change();
    this.configured = this.inFileOrder(withStartedSlaves(this.configured), iface, said);
  }

  /**
   * The file is sorted by kind, with what is of an interface behind it, and numbered anew (INotify.pm). A kind that has no
   * place of its own comes first, in front of the loopback device; so does what the file cannot tell once it is there.
   */
  private inFileOrder(interfaces: Interfaces, changed: string, said: string): Map<string, NetworkInterface> {
    const isAhead = ({ priority = Infinity }: NetworkInterface) => priority < this.placeOfLoopback;
    const kindOf = (name: string): number => {
      const entry = interfaces.get(name);
      if (name === changed && said !== "unknown") return isStrange(said) ? -1 : placeOf(said || entry?.type);
      if (entry?.type === "unknown") return isAhead(entry) ? -1 : placeOf("bridge");
      return placeOf(entry?.type);
    };
    const rank = (iface: string): number => {
      const [root = iface, ...more] = iface.split(/[.:]/);
      const kind = more.length > 0 ? kindOf(root) : kindOf(iface);
      return kind * 100_000 + more.length + (interfaces.get(iface)?.priority ?? 50_000);
    };
    const names = [...interfaces.keys()].sort((a, b) => rank(a) - rank(b) || (a < b ? -1 : 1));
    let place = FIRST_PLACE;
    this.placeOfLoopback = FIRST_PLACE + names.filter((name) => rank(name) < 0).length;
    return new Map(
      names.map((name) => {
        const entry = interfaces.get(name) as NetworkInterface;
        const isBehind = rank(name) >= 0;
        return [name, entry.priority === undefined ? entry : { ...entry, priority: place++ + (isBehind ? 1 : 0) }];
      }),
    );
  }

  private put(
    iface: string,
    type: string,
    options: Readonly<Record<string, string>>,
    more: Readonly<Record<string, string>> = {},
  ): void {
    const kept = { ...asInFile(iface, type, options), ...more };
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

/** Kinds that have a place in the file, in their order. */
const fileOrder = ["eth", "bond", "bridge", "vlan"];

/** The place of a kind among them; those of Open vSwitch are beside their like. */
function placeOf(kind = ""): number {
  if (/^OVS(?:Int)?Port$/.test(kind)) return 0;
  return fileOrder.indexOf(kind.replace(/^OVS/, "").toLowerCase());
}

const isStrange = (said: string): boolean =>
  said !== "" && said !== "unknown" && !said.startsWith("OVS") && !fileOrder.includes(said);

/** The kind that the file tells, whatever was said (INotify.pm, `__read_etc_network_interfaces`). */
function readAs(iface: string, said: string, options: Readonly<Record<string, string>>, isNic: boolean): string {
  if (said === "bridge" || said === "OVSBridge") return said;
  if (/^\S+\.\d+$|^vlan\d+$/.test(iface) || (options["vlan-raw-device"] ?? "") !== "") return "vlan";
  if (said === "bond" && portsIn(options["slaves"]).length > 0) return "bond";
  if (iface.includes(":")) return "alias";
  return isNic || /^(?:eth\d+|(?:en|ib)[^:.]+)$/.test(iface) ? "eth" : "unknown";
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
