import type { HashOrder } from "../../hash-order";
import type { HostSpec } from "../../world-spec";
import { parameterErrors } from "../errors";
import { currentActor } from "./actor";
import { checkFile, checkPortsAreFree, checkSingleGateway } from "./interface-checks";
import { portsOf, type NetworkInterface } from "./network-interface";

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

/** A host's network configuration: what is active, and what waits for a reload. */
export class NetworkInterfaces {
  private active: Interfaces;
  private configured: Map<string, NetworkInterface>;
  private nextPriority = 2;
  private readonly hashOrder: HashOrder;

  constructor(hashOrder: HashOrder, { nics = ["eno1"], interfaceMtus = {}, bridges }: HostSpec) {
    this.hashOrder = hashOrder;
    this.configured = new Map();
    for (const nic of nics) {
      const mtu = interfaceMtus[nic];
      this.put(nic, "eth", mtu === undefined ? {} : { mtu: String(mtu) });
    }
    bridges.forEach((bridge, index) => {
      this.put(bridge.name, "bridge", {
        autostart: "1",
        bridge_ports: (bridge.ports ?? (index === 0 ? nics.slice(0, 1) : [])).join(" "),
        ...(bridge.vlanAware && { bridge_vlan_aware: "1" }),
        ...(bridge.cidr !== undefined && { cidr: bridge.cidr }),
      });
    });
    this.active = new Map(this.configured);
  }

  /** In the order of a hash. */
  all(): readonly NetworkInterface[] {
    return this.hashOrder.walk("interfaces", this.configured.values(), ({ iface }) => iface);
  }

  get(iface: string): NetworkInterface {
    const found = this.configured.get(iface);
    if (!found) throw parameterErrors({ iface: "interface does not exist" });
    return found;
  }

  create(iface: string, type: string, options: Readonly<Record<string, string>>): void {
    if (this.configured.has(iface)) throw parameterErrors({ iface: "interface already exists" });
    this.check(iface, options);
    this.write(() => this.put(iface, type, options));
  }

  update(iface: string, type: string, changed: Readonly<Record<string, string>>, removed: readonly string[]): void {
    const old = this.get(iface);
    const kept = Object.entries(old.options).filter(([name]) => !removed.includes(name));
    const options = { ...Object.fromEntries(kept), ...changed };
    this.check(iface, changed);
    this.write(() => this.configured.set(iface, { ...old, type, options }));
  }

  remove(iface: string): void {
    this.get(iface);
    this.write(() => this.configured.delete(iface));
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
    } catch (error) {
      this.configured = before;
      throw error;
    }
  }

  private put(iface: string, type: string, options: Readonly<Record<string, string>>): void {
    this.configured.set(iface, { iface, type, options, priority: this.nextPriority++, maker: currentActor() });
  }
}

function asBridge({ iface, options }: NetworkInterface): Bridge {
  return {
    name: iface,
    vlanAware: options["bridge_vlan_aware"] === "1",
    ports: portsOf(options),
    address: (options["address"] ?? options["cidr"])?.split("/")[0],
    mtu: Number(options["mtu"] ?? 1500),
  };
}
