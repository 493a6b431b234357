import { isInService } from "../model/outside-vm-plan";
import type { StackPlan } from "../distributions/distribution";
import { installationOf } from "../model/installations";
import { ownershipMarker } from "../model/ownership-marker";

/** A guest that the plan speaks of. */
export interface PlannedGuest {
  /** The key of its id in the stack file. */
  readonly path: string;
  readonly vmId: number;
  readonly name: string;
  readonly host: string;
  /** The Proxmox installation of its host. */
  readonly installation: string;
  /** The line that its notes carry. */
  readonly mark: string;
  /** Was there before, and its entry says so: it carries no mark. */
  readonly isAdopted: boolean;
}

/** Everything the plan makes or takes over, decommissioned machines left out: those are touched by nothing. */
export function plannedGuests(plan: StackPlan): PlannedGuest[] {
  const { cluster, proxmox, nodes, templates, vms } = plan;
  const at = (host: string) => ({ host, installation: installationOf(plan, host).name });
  const mark = (thing: string) => ownershipMarker(cluster.name, thing);
  return [
    ...templates.map(({ vmId, name, host }) => ({
      path: proxmox.hosts[host]?.templateVmId === undefined ? "template.vmId" : `proxmox.hosts.${host}.templateVmId`,
      vmId,
      name,
      ...at(host),
      mark: mark(`template/${name}`),
      isAdopted: false,
    })),
    ...nodes.map(({ vmId, name, host }) => ({
      path: `nodes.${name}.vmId`,
      vmId,
      name,
      ...at(host),
      mark: mark(name),
      isAdopted: false,
    })),
    ...vms.filter(isInService).map(({ vmId, name, host, adopted }) => ({
      path: `vms.${name}.vmId`,
      vmId,
      name,
      ...at(host),
      mark: mark(name),
      isAdopted: adopted !== undefined,
    })),
  ];
}
