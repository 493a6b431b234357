import type { HostSpec } from "../../world-spec";
import { parameterErrors } from "../errors";

/** One entry of /etc/network/interfaces, by the names of PVE's API. */
export interface NetworkInterface {
  readonly iface: string;
  readonly type: string;
  readonly options: Readonly<Record<string, string>>;
  readonly priority: number;
}

/** A host's network configuration: what is active, and what waits for a reload. */
export class NetworkInterfaces {
  private active: ReadonlyMap<string, NetworkInterface>;
  private configured: Map<string, NetworkInterface>;
  private nextPriority = 1;

  constructor(spec: HostSpec) {
    this.configured = new Map();
    this.put("eno1", "eth", {});
    for (const bridge of spec.bridges) {
      this.put(bridge.name, "bridge", {
        autostart: "1",
        bridge_ports: bridge.name === spec.bridges[0]?.name ? "eno1" : "",
        ...(bridge.vlanAware && { bridge_vlan_aware: "1" }),
        ...(bridge.cidr !== undefined && { cidr: bridge.cidr }),
      });
    }
    this.active = new Map(this.configured);
  }

  all(): readonly NetworkInterface[] {
    return [...this.configured.values()];
  }

  get(iface: string): NetworkInterface {
    const found = this.configured.get(iface);
    if (!found) throw parameterErrors({ iface: "interface does not exist" });
    return found;
  }

  create(iface: string, type: string, options: Readonly<Record<string, string>>): void {
    if (this.configured.has(iface)) throw parameterErrors({ iface: "interface already exists" });
    this.put(iface, type, options);
  }

  update(iface: string, type: string, changed: Readonly<Record<string, string>>, removed: readonly string[]): void {
    const old = this.get(iface);
    const options = Object.entries({ ...old.options, ...changed }).filter(([name]) => !removed.includes(name));
    this.configured.set(iface, { ...old, type, options: Object.fromEntries(options) });
  }

  remove(iface: string): void {
    this.get(iface);
    this.configured.delete(iface);
  }

  /** `ifreload -a`: from now on the configuration counts. */
  reload(): void {
    this.active = new Map(this.configured);
  }

  revert(): void {
    this.configured = new Map(this.active);
  }

  isActive(iface: string): boolean {
    return this.active.has(iface);
  }

  private put(iface: string, type: string, options: Readonly<Record<string, string>>): void {
    this.configured.set(iface, { iface, type, options, priority: this.nextPriority++ });
  }
}
