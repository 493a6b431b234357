import { isInService } from "../../model/outside-vm-plan";
import type { MachineEvent } from "../events";
import type { Invariant, InvariantContext } from "./invariant";
import { bootDiskOf, macsOf, uuidOf, type VmConfig } from "./vm-config";

/** What a machine is known by, from its first start on. */
interface Life {
  readonly name: string;
  readonly vmId: number;
  readonly generation: number | undefined;
  readonly macs: readonly string[];
  readonly uuid: string | undefined;
  /** The volume it boots from. */
  readonly disk: string | undefined;
  /** Which disk that volume really is; a name may be given again. Unknown after somebody else exchanged it. */
  readonly diskId: string | undefined;
  /** What cloud-init was told: another instance id and it would do its work of the first boot again. Likewise. */
  readonly told: ReadonlyMap<string, string> | undefined;
}

const WHY = {
  id: "only a raised generation, or an entry taken out, ends a machine",
  mac: "its network configuration finds the NIC by it: after the next start it has no address",
  uuid: "the cluster knows the machine behind a node by it, and so does whoever attaches volumes",
  disk: "everything that it was is on that disk",
  document: "Proxmox reads it whenever the machine starts, and starts none whose document is not there",
  told: "cloud-init takes it for another machine and does the first boot again",
} as const;

/**
 * Judged with every request that changes something, not only at the end: a machine that has another MAC for a minute may be
 * started in it. What others do to a machine is their business, and counts from then on.
 */
export const identityKept: Invariant = {
  name: "identity-kept",
  description: "no existing machine loses or changes its id, MAC address, UUID, disk or first-boot document",
  watch(context) {
    const lives = new Map<number, Life>();
    return {
      event(event, before) {
        if (event.kind !== "machine") return;
        const known = before.vms.get(event.vmId);
        const life = lives.get(event.vmId);
        if (event.change === "destroyed") {
          if (life && event.byOthers !== true && isMissed(life, known?.hasJoined === true, context))
            report(life, "id", "it is destroyed", context);
          lives.delete(event.vmId);
        } else if (life && event.byOthers === true && event.config)
          lives.set(event.vmId, changedByOthers(life, known?.config ?? {}, event.config));
        else if (event.change === "starting") {
          const now = lifeOf(event, context);
          if (life) judgeStart(life, now, context);
          lives.set(event.vmId, life ? { ...now, ...defined(life) } : now);
        } else if (life && event.byOthers !== true) judgeDeed(life, event, context);
      },
    };
  },
};

function lifeOf({ machine, vmId, running }: MachineEvent, context: InvariantContext): Life {
  const { vms, documents } = context.state();
  const config = vms.get(vmId)?.config ?? {};
  return {
    name: machine,
    vmId,
    generation: generationOf(machine, context),
    macs: macsOf(config),
    uuid: uuidOf(config),
    disk: bootDiskOf(config),
    diskId: running?.diskId,
    told: new Map(["meta-data", "vendor-data"].map((name) => [name, documents.get(machine)?.get(name) ?? ""])),
  };
}

/** What its owner does to it by hand is right, and is what it is known by from now on. */
function changedByOthers(life: Life, before: VmConfig, config: VmConfig): Life {
  const disk = bootDiskOf(config);
  const tells = (option: string) => /^(?:name|ci\w+|sshkeys|ipconfig\d+|nameserver|searchdomain|net\d+)$/.test(option);
  const isToldElse = Object.keys({ ...before, ...config }).some(
    (option) => tells(option) && before[option] !== config[option],
  );
  return {
    ...life,
    macs: macsOf(config),
    uuid: uuidOf(config),
    disk,
    diskId: disk === life.disk ? life.diskId : undefined,
    told: isToldElse ? undefined : life.told,
  };
}

/** Without what is unknown. */
const defined = (life: Life): Life =>
  Object.fromEntries(Object.entries(life).filter(([, value]) => value !== undefined)) as unknown as Life;

function judgeDeed(life: Life, { change, config, reason }: MachineEvent, context: InvariantContext): void {
  if (change === "document-removed" || change === "document-changed")
    report(life, "document", `its document ${reason} is ${change.replace("document-", "")}`, context);
  if (change === "disk-removed" && reason === life.disk) report(life, "disk", `its disk ${reason} is removed`, context);
  if (config) judgeConfig(life, config, context);
}

function judgeConfig(life: Life, config: VmConfig, context: InvariantContext): void {
  const lost = life.macs.filter((mac) => !macsOf(config).includes(mac) && plannedMacs(life, context).includes(mac));
  for (const mac of lost) report(life, "mac", `its MAC address ${mac} goes`, context);
  const [disk, uuid] = [bootDiskOf(config), uuidOf(config)];
  if (disk !== life.disk) report(life, "disk", `its disk ${life.disk} gives way to ${disk ?? "none"}`, context);
  if (uuid !== life.uuid) report(life, "uuid", `its UUID ${life.uuid} gives way to ${uuid ?? "none"}`, context);
}

function judgeStart(life: Life, now: Life, context: InvariantContext): void {
  if (life.disk === now.disk && life.diskId !== undefined && life.diskId !== now.diskId)
    report(life, "disk", `it starts from another disk ${now.disk}`, context);
  for (const [name, content] of life.told ?? [])
    if (content !== now.told?.get(name)) report(life, "told", `it is told another ${name} at its start`, context);
}

/** Whether somebody would call its end a loss. */
function isMissed(life: Life, hasJoined: boolean, context: InvariantContext): boolean {
  const phase = context.phase();
  if (phase === undefined || phase.kind === "destroy" || (phase.recovering && !hasJoined)) return false;
  const plan = context.plan();
  const isNode = plan?.nodes.some(({ name, vmId }) => name === life.name && vmId === life.vmId) === true;
  const isOther = plan?.vms?.some(({ vmId }) => vmId === life.vmId) === true;
  return (isNode && generationOf(life.name, context) === life.generation) || isOther;
}

const generationOf = (machine: string, context: InvariantContext): number | undefined =>
  context.plan()?.nodes.find(({ name }) => name === machine)?.generation;

/** The MAC addresses that the plan in force wants the machine to have: another plan may want others. */
function plannedMacs({ vmId }: Life, context: InvariantContext): string[] {
  const { nodes = [], vms = [] } = context.plan() ?? {};
  const own = nodes.filter((node) => node.vmId === vmId).map(({ macAddress }) => macAddress);
  const others = vms.filter(isInService).filter((vm) => vm.vmId === vmId);
  return [...own, ...others.flatMap(({ nics }) => nics.map(({ macAddress }) => macAddress))].map((mac) =>
    mac.toUpperCase(),
  );
}

function report({ name, vmId }: Life, why: keyof typeof WHY, what: string, context: InvariantContext): void {
  context.violations({ machine: name, what: `${name} (VMID ${vmId}) exists, but ${what}`, why: WHY[why] });
}
