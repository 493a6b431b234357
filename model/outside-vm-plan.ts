import type { Config } from "./config";
import { type EffectiveVm, type EffectiveNic, effectiveVms } from "./effective-vm";
import { Subnet } from "./address";
import { ownershipMarker } from "./ownership-marker";
import { searchDomain } from "./search-domain";

/** A VM outside the cluster. */
export type OutsideVmPlan = LivingOutsideVm | DecommissionedOutsideVm;

/** Out of service: listed, but not managed. */
export interface DecommissionedOutsideVm {
  readonly state: "decommissioned";
  readonly name: string;
  readonly vmId: number;
  readonly host: string;
}

/** What the entry of an adopted machine has besides its sizes. */
export interface Adopted {
  readonly onBoot: boolean;
  readonly startup: boolean;
}

export interface LivingOutsideVm {
  readonly state: "running" | "stopped";
  readonly name: string;
  readonly vmId: number;
  readonly host: string;
  /** An existing VM: only what its entry sets is applied. */
  readonly adopted?: Adopted;
  readonly source: Config["vms"][string]["source"];
  readonly cores: number;
  readonly memoryMiB: number;
  readonly diskGiB: number;
  readonly storage: string;
  readonly nics: readonly EffectiveNic[];
  /** Address of the first NIC; set by cloud-init if the source is the image. */
  readonly network?: {
    readonly address: string;
    readonly prefixLength: number;
    readonly gateway: string;
    readonly dns: readonly string[];
  };
  /** Set by cloud-init too, even with an address from DHCP. */
  readonly searchDomain: string;
  /** Subnets that are unreachable while it is down. */
  readonly gatewayOf: readonly string[];
  /** Neither `up` nor `destroy` deletes it. */
  readonly protect: boolean;
  readonly onBoot: boolean;
  readonly startup: { readonly order: number; readonly upDelaySeconds: number; readonly downDelaySeconds: number };
  readonly machineType: "pc" | "q35";
  readonly osType: Config["vms"][string]["osType"];
  readonly tags: readonly string[];
  readonly description: string;
}

/** By VM id. */
export function outsideVmPlans(config: Config): OutsideVmPlan[] {
  return effectiveVms(config).map((vm) => outsideVmPlan(config, vm));
}

export function isInService(outsideVm: OutsideVmPlan): outsideVm is LivingOutsideVm {
  return outsideVm.state !== "decommissioned";
}

/** How to delete a machine that the program never deletes, for plan, errors and destroy. */
export function howToDelete({ name, vmId, host }: Pick<OutsideVmPlan, "name" | "vmId" | "host">): string {
  return `${name} stays; to delete it and its disks yourself: qm destroy ${vmId} --purge on ${host}`;
}

function outsideVmPlan(config: Config, vm: EffectiveVm): OutsideVmPlan {
  const { name, vmId, host, state, nics, gatewayOf, config: said } = vm;
  if (state === "decommissioned") return { state, name, vmId, host };
  const { order, ...delays } = said.startup;
  const network = networkOf(config, vm);
  return {
    state,
    name,
    vmId,
    host,
    source: said.source,
    cores: said.cores ?? 0,
    memoryMiB: said.memoryMiB ?? 0,
    diskGiB: said.diskGiB ?? 0,
    storage: said.storage ?? "",
    nics,
    ...(network && { network }),
    searchDomain: searchDomain(config, nics[0]?.subnet),
    gatewayOf,
    ...(said.adopt && { adopted: { onBoot: said.onBoot !== undefined, startup: order !== undefined } }),
    protect: said.protect ?? said.adopt,
    onBoot: said.onBoot ?? state === "running",
    startup: { order: order ?? (gatewayOf.length > 0 ? 1 : 5), ...delays },
    machineType: said.machineType,
    osType: said.osType,
    tags: [...new Set([config.cluster.name, ...said.tags])].sort(),
    description: [
      said.description ?? `Machine of ${config.cluster.name}, kept by Pulumi: changes made by hand are undone.`,
      ownershipMarker(config.cluster.name, name),
    ].join("\n"),
  };
}

function networkOf(config: Config, { nics, config: { address } }: EffectiveVm): LivingOutsideVm["network"] {
  const subnet = config.network.subnets[nics[0]?.subnet ?? ""];
  if (address === undefined || !subnet) return undefined;
  const { cidr, gateway, dns } = subnet;
  return { address, prefixLength: Subnet.of(cidr).prefixLength, gateway, dns: dns ?? [gateway] };
}
