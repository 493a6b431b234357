import { createHash } from "node:crypto";
import type { DatacenterSpec } from "../spec";
import { failure } from "../errors";
import { parsePropertyString, type Properties } from "../schema/property-string";
import { pciMapFormat } from "../tables/mapping-formats";
import type { Actor } from "./actor";
import type { Host } from "./host";

/** A logical PCI device: which device it is on each host. */
export interface PciMapping {
  readonly id: string;
  /** Property strings as they were given. */
  readonly map: readonly string[];
  readonly options: Readonly<Record<string, string>>;
  readonly maker: Actor;
}

/** Datacenter-wide resource mappings for PCI devices. */
export class Mappings {
  private readonly byId = new Map<string, PciMapping>();

  constructor(spec: DatacenterSpec) {
    for (const [name, host] of Object.entries(spec.hosts)) {
      const node = host.node ?? name;
      for (const [id, made] of Object.entries(host.mappings)) {
        const map = [...(this.byId.get(id)?.map ?? []), administratorsEntry(node, host.pci, made)];
        this.byId.set(id, { id, map, options: {}, maker: "others" });
      }
    }
  }

  all(): readonly PciMapping[] {
    return [...this.byId.values()];
  }

  find(id: string): PciMapping | undefined {
    return this.byId.get(id);
  }

  get(id: string): PciMapping {
    const mapping = this.byId.get(id);
    if (!mapping) throw failure(`mapping '${id}' not found`);
    return mapping;
  }

  /** Of the whole file. */
  digest(): string {
    return createHash("sha1")
      .update(JSON.stringify(this.all().map(({ id, map, options }) => [id, map, options])))
      .digest("hex");
  }

  create(mapping: PciMapping): void {
    if (this.byId.has(mapping.id))
      throw failure(`create hardware mapping failed: pci ID '${mapping.id}' already defined`);
    this.byId.set(mapping.id, mapping);
  }

  replace(mapping: PciMapping): void {
    this.byId.set(mapping.id, mapping);
  }

  remove(id: string): void {
    this.byId.delete(id);
  }
}

/** Entries of a mapping that speak of one host. */
export function entriesFor(mapping: PciMapping, node: string): Properties[] {
  return mapping.map.map((entry) => parsePropertyString(pciMapFormat, entry)).filter((entry) => entry["node"] === node);
}

/**
 * Refuses a mapping that does not fit the hardware, as PVE does at every start (pve-guest-common, Mapping/PCI.pm):
 * id, subsystem id and IOMMU group must all be given when the device has them, and be the same.
 */
export function assertFitsHardware(host: Host, { id, options }: PciMapping, entry: Properties): void {
  const { mdev } = options;
  (entry["path"] ?? "").split(";").forEach((path, index) => {
    const address = /\.[0-9a-f]$/i.test(path) ? path : `${path}.0`;
    const device = host.spec.pci.find((candidate) => candidate.address === address);
    if (!device) throw failure(`pci device '${address}' not found`);
    const subsystem = device.subsystemId;
    // No device of this simulation has mediated devices.
    const expected = { id: device.id, iommugroup: String(device.iommuGroup), mdev: "0", "subsystem-id": subsystem };
    for (const [property, value] of Object.entries(expected)) {
      if (property === "iommugroup" && index > 0) continue;
      const configured = property === "mdev" ? (mdev ?? "0") : entry[property];
      if (value === configured) continue;
      if (configured === undefined) throw failure(`missing expected property '${property}' for device '${address}'`);
      if (value === undefined) throw failure(`unexpected property '${property}' configured for device '${address}'`);
      throw failure(`'${property}' does not match for '${id}' (${value} != ${configured})`);
    }
  });
}

function administratorsEntry(
  node: string,
  devices: DatacenterSpec["hosts"][string]["pci"],
  made: { readonly path: string; readonly id: string },
): string {
  const first = devices.find((device) => device.address.startsWith(made.path));
  const subsystem = first?.subsystemId === undefined ? "" : `,subsystem-id=${first.subsystemId}`;
  return `id=${made.id},iommugroup=${first?.iommuGroup ?? 0},node=${node},path=${made.path}${subsystem}`;
}
