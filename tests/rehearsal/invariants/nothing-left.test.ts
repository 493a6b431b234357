import { worker1 } from "../cluster/support";
import { bringUp, destroy, done, makeTemplate, stop, vm } from "./by-hand";
import { breaches, closeSimulations, watchedSimulation, type WatchedSimulation } from "./watched-simulation";

let simulation: WatchedSimulation;
beforeEach(async () => {
  simulation = await watchedSimulation();
  await makeTemplate(simulation);
  await bringUp(simulation, worker1);
  simulation.watch.phase("destroy");
});
afterEach(closeSimulations);

const content = `/nodes/${worker1.host}/storage/local/content`;
const remove = (volume: string): Promise<void> => done(simulation, simulation.client.delete(`${content}/${volume}`));

async function removeTemplates(): Promise<void> {
  for (const template of simulation.plan.templates) {
    await done(simulation, simulation.client.delete(vm(template)));
    await remove(`local:import/${template.imageName}`);
  }
}

/** What a rehearsal hands in after its destroy. */
function judged(): readonly string[] {
  simulation.watch.leftovers(simulation.proxmox.leftovers());
  return breaches(simulation);
}

test("holds for an empty host", async () => {
  await destroy(simulation, worker1);
  await remove(`local:snippets/${worker1.name}.vendor.yaml`);
  await removeTemplates();
  expect(judged()).toEqual([]);
});

test("is violated by a machine with its disks and its snippet, and by a bridge", async () => {
  await simulation.client.post(`/nodes/${worker1.host}/network`, { iface: "vmbr7", type: "bridge" });
  await stop(simulation, worker1);
  await removeTemplates();
  expect(judged()).toEqual([
    `nothing-left: the destroy left VM 1011 (${worker1.name}) on asgard`,
    "nothing-left: the destroy left disk local-zfs:vm-1011-disk-0 on asgard",
    "nothing-left: the destroy left disk local-zfs:vm-1011-cloudinit on asgard",
    `nothing-left: the destroy left snippet local:snippets/${worker1.name}.vendor.yaml on asgard`,
    "nothing-left: the destroy left network interface vmbr7 on asgard",
  ]);
});
