import { failure } from "../errors";
import type { Datacenter } from "../model/datacenter";

/** Groups are PVE 8's; with PVE 9 they were migrated to rules. */
export const hasGroups = ({ simulation }: Datacenter): boolean => simulation.spec.pveVersion.startsWith("8.");

/** What `lock_ha_domain` makes of an error under its lock. */
export function withPrefix<T>(prefix: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw failure(`${prefix}${error instanceof Error ? error.message : String(error)}`);
  }
}

/** At its next round the manager looks where everything belongs now. */
export function nudgeAll({ ha, haManager }: Datacenter): void {
  for (const { vmId } of ha.all()) haManager.nudge(vmId);
}
