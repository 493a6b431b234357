import { handler, RpcError, type Handler } from "../../machine/rpc";
import { isReady } from "../../../../cluster/conditions";
import type { TalosNode } from "../talos-node";

/** A resource of Talos' own API as `talosctl get` shows it. */
export interface TalosResource {
  readonly namespace: string;
  readonly type: string;
  readonly id: string;
  readonly spec: Readonly<Record<string, unknown>>;
}

/** A kind of resource: its names, and its columns after the version. */
export interface ResourceKind {
  readonly type: string;
  readonly aliases: readonly string[];
  readonly namespace: string;
  readonly columns: Readonly<Record<string, (spec: Readonly<Record<string, unknown>>) => string>>;
  list(node: TalosNode): readonly Omit<TalosResource, "namespace" | "type">[];
}

const text = (key: string) => (spec: Readonly<Record<string, unknown>>) => {
  const value = spec[key];
  return typeof value === "string" ? value : JSON.stringify(value);
};

export const resourceKinds: readonly ResourceKind[] = [
  {
    type: "Members.cluster.talos.dev",
    aliases: ["member", "members", "Members"],
    namespace: "cluster",
    columns: {
      HOSTNAME: text("hostname"),
      "MACHINE TYPE": text("machineType"),
      OS: text("operatingSystem"),
      ADDRESSES: text("addresses"),
    },
    list: (node) => node.peers().map((peer) => ({ id: peer.machine.hostname, spec: memberSpec(peer) })),
  },
  {
    type: "MachineStatuses.runtime.talos.dev",
    aliases: ["machinestatus", "machinestatuses", "MachineStatus"],
    namespace: "runtime",
    columns: { STAGE: text("stage"), READY: ({ status }) => String((status as { ready: boolean }).ready) },
    list: (node) => [{ id: "machine", spec: { stage: node.machine.stage, status: readiness(node) } }],
  },
  {
    type: "HostnameStatuses.net.talos.dev",
    aliases: ["hostname", "hostnames", "hostnamestatus", "hostnamestatuses"],
    namespace: "network",
    columns: { HOSTNAME: text("hostname"), DOMAINNAME: text("domainname") },
    list: ({ machine }) => [{ id: "hostname", spec: { hostname: machine.hostname, domainname: "" } }],
  },
  {
    type: "MachineTypes.config.talos.dev",
    aliases: ["machinetype", "machinetypes", "mt"],
    namespace: "config",
    columns: { TYPE: text("type") },
    list: ({ config }) => [{ id: "machine-type", spec: { type: config.role } }],
  },
  {
    type: "SystemDisks.block.talos.dev",
    aliases: ["systemdisk", "systemdisks"],
    namespace: "runtime",
    columns: { DISK: text("diskID") },
    list: () => [{ id: "system-disk", spec: { diskID: SYSTEM_DISK, devPath: `/dev/${SYSTEM_DISK}` } }],
  },
  {
    type: "DiscoveredVolumes.block.talos.dev",
    aliases: ["discoveredvolume", "discoveredvolumes", "dv"],
    namespace: "runtime",
    columns: { TYPE: text("type"), SIZE: text("pretty_size"), LABEL: text("partition_label") },
    list: ({ machine }) => [
      { id: SYSTEM_DISK, spec: volumeSpec("disk", machine.hardware.diskGiB * 1024) },
      ...partitionsOf(machine.hardware.diskGiB * 1024).map(([label, mib], index) => ({
        id: `${SYSTEM_DISK}${index + 1}`,
        spec: { ...volumeSpec("partition", mib), partition_label: label },
      })),
    ],
  },
  {
    type: "ExtensionStatuses.runtime.talos.dev",
    aliases: ["extensions", "extensionstatus", "extensionstatuses"],
    namespace: "runtime",
    columns: { NAME: text("name"), VERSION: text("version") },
    list: ({ machine }) =>
      [...machine.extensions, "schematic"].map((name, index) => ({
        id: String(index),
        spec: {
          name: name.replace(/^siderolabs\//, ""),
          version: name === "schematic" ? machine.disk.schematic : machine.disk.version,
        },
      })),
  },
];

const SYSTEM_DISK = "vda";

/** As Talos' image has them (pkg/machinery/imager, quirks), in MiB; the last one is grown at boot to what the disk has then. */
function partitionsOf(diskMib: number): [label: string, mib: number][] {
  const fixed: [string, number][] = [
    ["EFI", 100],
    ["BIOS", 1],
    ["BOOT", 2000],
    ["META", 1],
    ["STATE", 100],
  ];
  const used = fixed.reduce((sum, [, mib]) => sum + mib, 0);
  return [...fixed, ["EPHEMERAL", diskMib - used - 2]];
}

function volumeSpec(type: "disk" | "partition", mib: number): Readonly<Record<string, unknown>> {
  return {
    type,
    ...(type === "partition" && { parent: SYSTEM_DISK, parent_dev_path: `/dev/${SYSTEM_DISK}` }),
    size: mib * 1024 ** 2,
    pretty_size: `${(mib / 1024).toFixed(1)} GB`,
  };
}

/** Every resource of a type, or the one with an id. */
export function resourcesMethod(node: TalosNode): Handler {
  return handler<{ readonly type: string; readonly id?: string }>(
    ({ request: { type, id } }): readonly TalosResource[] => {
      const kind = resourceKinds.find((each) => each.type === type || each.aliases.includes(type.toLowerCase()));
      if (!kind) throw new RpcError("NotFound", `resource "${type}" is not registered`);
      const { namespace } = kind;
      const found = kind.list(node).filter((each) => id === undefined || each.id === id);
      if (id !== undefined && found.length === 0)
        throw new RpcError("NotFound", `resource ${kind.type}(${namespace}/${id}@undefined) doesn't exist`);
      return found.map((each) => ({ ...each, namespace, type: kind.type }));
    },
  );
}

function memberSpec({ machine, config }: TalosNode): Readonly<Record<string, unknown>> {
  return {
    nodeId: machine.bootId,
    addresses: machine.address === undefined ? [] : [machine.address],
    hostname: machine.hostname,
    machineType: config.role,
    operatingSystem: `Talos (${machine.disk.version})`,
    ...(config.role === "controlplane" && { controlPlane: { port: 6443 } }),
  };
}

function readiness(node: TalosNode): Readonly<Record<string, unknown>> {
  const { cluster, machine } = node;
  const services = node.services().filter(({ state, healthy }) => state !== "Running" || healthy === false);
  const own = cluster?.nodes.get(machine.hostname);
  const unmet = [
    ...(services.length > 0
      ? [{ name: "services", reason: services.map(({ id }) => `${id} not healthy`).join(", ") }]
      : []),
    ...(!cluster || !own
      ? [{ name: "nodeReady", reason: `node "${machine.hostname}" status is not available yet` }]
      : isReady(cluster, own)
        ? []
        : [{ name: "nodeReady", reason: `node "${machine.hostname}" is not ready` }]),
  ];
  return { ready: unmet.length === 0, unmetConditions: unmet };
}
