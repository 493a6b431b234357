import type { StackPlan } from "../distributions/distribution";
import { effectiveVms } from "../model/effective-vm";
import { effectiveNodes } from "../model/effective-node";
import { installationOf, installations } from "../model/installations";
import type { LastRun } from "./last-run";
import { templateHost, templateVmId } from "./template-plans";

/** Where a guest was. */
export interface GuestPlace {
  readonly path: string;
  readonly host: string;
  readonly installation: string;
}

/** Where the last finished run had its VMs, by VM id; without those of installations that are no longer used. */
export function placesBefore({ configuration: then }: LastRun, plan: StackPlan): Map<number, GuestPlace> {
  if (then === undefined) return new Map();
  const now = new Map(installations(plan).map(({ endpoint, name }) => [endpoint, name]));
  const at = (path: string, vmId: number, host: string): [number, GuestPlace][] => {
    const installation = now.get(installationOf(then, host).endpoint);
    return installation === undefined ? [] : [[vmId, { path, host, installation }]];
  };
  return new Map([
    ...Object.keys(then.proxmox.hosts).flatMap((host) =>
      at("template", templateVmId(then, host), templateHost(then, host)),
    ),
    ...effectiveNodes(then).flatMap(({ name, vmId, host }) => at(`nodes.${name}`, vmId, host)),
    ...effectiveVms(then).flatMap(({ name, vmId, host }) => at(`vms.${name}`, vmId, host)),
  ]);
}
