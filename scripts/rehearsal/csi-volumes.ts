import { randomUUID } from "node:crypto";
import type { PveClient } from "../../components/pve-client";
import type { NodePlan } from "../../model/cluster-plan";
import type { Guest } from "../../model/inventory";
import { guestsOf } from "../../components/read-inventory";
import type { StackPlan } from "../../distributions/distribution";

/** The VM id in whose name the Proxmox CSI driver keeps its volumes (proxmox-csi-plugin, `DefaultControllerVMID`). */
const OWNER = 9999;

/** The drives that a CSI driver takes, from the last (proxmox-csi-plugin, pkg/csi/utils.go, `attachVolume`). */
const SLOTS = Array.from({ length: 29 }, (_, index) => 29 - index);

/**
 * What a CSI driver does on every cluster that is used: each running worker has a volume plugged in that no stack file
 * knows, owned by a VM that does not exist. So whatever an edit, a refresh or a destroy does, it does beside such a disk.
 * A driver takes the first free drive; this volume has the last one, as if all before it had come and gone, so that
 * whoever attaches more finds `scsi1` free as on any machine.
 */
export async function attachCsiVolumes(driver: PveClient, plan: StackPlan): Promise<void> {
  const running = (await guestsOf(driver)).filter(({ status }) => status === "running");
  const workers = plan.nodes.filter(({ role }) => role === "worker");
  const shared = new Set(plan.sharedStorages.map(({ storage }) => storage));
  const placeOf = ({ host, storage }: NodePlan) => (shared.has(storage) ? storage : `${host}/${storage}`);
  const places = [...new Set(workers.map(placeOf))];
  await Promise.all(
    places.map((place) =>
      attachInTurn(
        driver,
        running,
        workers.filter((worker) => placeOf(worker) === place),
      ),
    ),
  );
}

/** A storage hands out its disks one after another, and nobody waits longer for its lock than 10 s. */
async function attachInTurn(driver: PveClient, running: readonly Guest[], workers: readonly NodePlan[]): Promise<void> {
  for (const { vmId, storage } of workers) {
    const guest = running.find((other) => other.vmId === vmId);
    if (guest) await attach(driver, `/nodes/${guest.host}`, vmId, storage);
  }
}

async function attach(driver: PveClient, host: string, vmId: number, storage: string): Promise<void> {
  const path = `${host}/qemu/${vmId}/config`;
  const config = await driver.get<Readonly<Record<string, unknown>>>(path);
  if (Object.values(config).some((value) => String(value).includes(`vm-${OWNER}-pvc-`))) return;
  const slot = SLOTS.find((number) => !(`scsi${number}` in config));
  if (slot === undefined) return;
  const name = `vm-${OWNER}-pvc-${randomUUID()}`;
  const volume = await driver.post<string>(`${host}/storage/${storage}/content?filename=${name}&vmid=${OWNER}&size=1G`);
  const wwn = Buffer.from(`PVC-ID${String(slot).padStart(2, "0")}`).toString("hex");
  await driver.task("PUT", path, { [`scsi${slot}`]: `${volume},backup=0,iothread=1,replicate=0,wwn=0x${wwn}` });
}
