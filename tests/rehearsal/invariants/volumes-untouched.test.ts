import { Client } from "../../../packages/pve-simulator/tests/support/client";
import { worker1 } from "../cluster/support";
import { bringUp, configure, destroy, done, makeTemplate, vm } from "./by-hand";
import { breaches, closeSimulations, watchedSimulation, type WatchedSimulation } from "./watched-simulation";

let simulation: WatchedSimulation;
beforeEach(async () => {
  simulation = await watchedSimulation();
  await makeTemplate(simulation);
  await bringUp(simulation, worker1);
  await attachVolume();
});
afterEach(closeSimulations);

/** As a CSI driver does it: a volume of its own, plugged into the machine while it runs. */
async function attachVolume(): Promise<void> {
  const csi = new Client(simulation.proxmox);
  csi.token = `PVEAPIToken=${simulation.credentials.administratorToken}`;
  const volume = { filename: "vm-9999-disk-0", vmid: 9999, size: "8G" };
  await csi.post(`/nodes/${worker1.host}/storage/local-zfs/content`, volume);
  const { status } = await csi.put(`${vm(worker1)}/config`, { scsi1: "local-zfs:vm-9999-disk-0,backup=0" });
  expect(status).toBe(200);
  csi.close();
}

const disk = `disk local-zfs:vm-9999-disk-0 on ${worker1.host}`;
const violations = (deed: string) => [
  `foreign-untouched: ${disk} is ${deed}, but it is not ours`,
  `volumes-untouched: ${disk} is ${deed} while it belongs to ${worker1.name}`,
];

test("holds while the machine is changed and in the end destroyed", async () => {
  await configure(simulation, worker1, { cores: worker1.cores + 1 });
  await done(
    simulation,
    simulation.client.put(`${vm(worker1)}/resize`, { disk: "virtio0", size: `${worker1.diskGiB + 10}G` }),
  );
  simulation.watch.phase("destroy");
  await destroy(simulation, worker1);
  expect(breaches(simulation)).toEqual([]);
});

test("is violated by detaching the volume from the machine", async () => {
  await configure(simulation, worker1, { delete: "scsi1" });
  expect(breaches(simulation)).toEqual(violations("detached (scsi1)"));
});

test("is violated by deleting it on the storage", async () => {
  const path = `/nodes/${worker1.host}/storage/local-zfs/content/local-zfs:vm-9999-disk-0`;
  await done(simulation, simulation.client.delete(path));
  expect(breaches(simulation)).toEqual(violations("removed"));
});
