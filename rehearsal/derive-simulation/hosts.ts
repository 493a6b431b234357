import { withPrefix } from "../../model/address";
import type { GpuPlan } from "../../model/cluster-plan";
import type { StackPlan } from "../../distributions/distribution";
import { installationOf } from "../../model/installations";
import { storagesOn } from "../../model/storages";
import type { HostSpec } from "pve-simulator";

/** The plan's hosts as hardware: what the stack file says they have, with the GPUs it passes through. */
export function hostsOf(plan: StackPlan): Record<string, HostSpec> {
  const entries = Object.entries(plan.proxmox.hosts).map(([name, host]): [string, HostSpec] => {
    const gpus = plan.gpus.filter((gpu) => gpu.host === name);
    const { name: installation } = installationOf(plan, name);
    const bridges = host.bridges.map((bridge, index) => bridgeOf(plan, name, bridge, index === 0));
    return [
      name,
      {
        ...(host.node !== undefined && { node: host.node }),
        ...(installation !== "" && { installation }),
        threads: host.threads,
        memoryMiB: host.memoryMiB,
        nics: nicsOf(plan, name),
        ...(Object.keys(host.interfaceMtus).length > 0 && { interfaceMtus: host.interfaceMtus }),
        // Proxmox' installer asks for a host name with a domain, so every host has one.
        resolver: { search: "lan.example.net", servers: ["192.0.2.53"] },
        bridges,
        storages: storagesOf(plan, name),
        pci: gpus.flatMap((gpu, index) => functionsOf(gpu, firstFreeGroup + index)),
        mappings: mappingsOf(gpus),
      },
    ];
  });
  return Object.fromEntries(entries);
}

function storagesOf(plan: StackPlan, host: string): HostSpec["storages"] {
  const entries = Object.entries(storagesOn(plan, host)).map(
    ([name, { type, content, capacityGiB, isShared }]): [string, HostSpec["storages"][string]] => [
      name,
      { type, content, capacityGiB, ...(isShared && { isShared }) },
    ],
  );
  return Object.fromEntries(entries);
}

/** Low groups belong to the board: root ports, USB, SATA. */
const firstFreeGroup = 16;

/** What carries the existing bridges, and every port that the plan's own bridges take. */
function nicsOf(plan: StackPlan, host: string): string[] {
  const management = plan.proxmox.hosts[host]?.managementInterfaces ?? [];
  const ports = plan.network.bridges.filter((bridge) => bridge.host === host).flatMap((bridge) => bridge.ports);
  const physical = ports.map((port) => port.replace(/\.\d+$/, ""));
  return [...new Set([...(management.length > 0 ? management : ["eno1"]), ...physical])];
}

/** VLAN-aware where a machine needs it; the first bridge carries the host's own address. */
function bridgeOf(plan: StackPlan, host: string, name: string, isFirst: boolean): HostSpec["bridges"][number] {
  const users = plan.nodes.filter((node) => node.host === host && node.bridge === name);
  const address = plan.proxmox.hosts[host]?.address;
  const prefixLength = users.find(({ vlan }) => vlan === undefined)?.prefixLength ?? 24;
  const isAddress = address !== undefined && /^[0-9.]+$/.test(address);
  return {
    name,
    vlanAware: users.some(({ vlan }) => vlan !== undefined),
    ...(isFirst && isAddress && { cidr: withPrefix(address, prefixLength) }),
  };
}

/** One function for every device id; the functions of one GPU share an IOMMU group: the stack's, or a free one. */
function functionsOf(gpu: GpuPlan, freeGroup: number): HostSpec["pci"] {
  const shared = {
    iommuGroup: gpu.iommuGroup ?? freeGroup,
    ...(gpu.subsystemId !== undefined && { subsystemId: gpu.subsystemId }),
  };
  return gpu.deviceIds.map((id, index) => ({ address: `${gpu.path}.${index}`, id, ...shared }));
}

/** Mappings the program does not make itself, so an administrator must have. */
function mappingsOf(gpus: readonly GpuPlan[]): HostSpec["mappings"] {
  const foreign = gpus.filter(({ manageMapping }) => !manageMapping);
  return Object.fromEntries(foreign.map(({ mapping, path, deviceIds }) => [mapping, { path, id: deviceIds[0] ?? "" }]));
}
