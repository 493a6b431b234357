import { worker1 } from "../cluster/support";
import { bringUp, makeTemplate, done } from "./by-hand";
import { breaches, closeSimulations, watchedSimulation, type WatchedSimulation } from "./watched-simulation";

const network = `/nodes/${worker1.host}/network`;

let simulation: WatchedSimulation;
beforeEach(async () => {
  simulation = await watchedSimulation();
  await makeTemplate(simulation);
});
afterEach(closeSimulations);

/** As the host applies what was changed. */
const reload = (): Promise<void> => done(simulation, simulation.client.put(network));

async function addBridge(iface: string): Promise<void> {
  expect((await simulation.client.post(network, { iface, type: "bridge", autostart: 1 })).status).toBe(200);
  await reload();
}

test("holds for a bridge that is created, and deleted when unused", async () => {
  await bringUp(simulation, worker1);
  await addBridge("vmbr7");
  await simulation.client.delete(`${network}/vmbr7`);
  await reload();
  expect(breaches(simulation)).toEqual([]);
});

test("is violated by a bridge that is deleted under a running machine", async () => {
  await addBridge("vmbr7");
  await bringUp(simulation, worker1, { net1: "virtio,bridge=vmbr7" });
  await simulation.client.delete(`${network}/vmbr7`);
  await reload();
  expect(breaches(simulation)).toEqual([
    `machines-stay-connected: ${worker1.name} lost its bridge on ${worker1.host} while it ran`,
  ]);
});

test("is broken by a host that loses its own address", async () => {
  const cutOff = new Promise((resolve) =>
    simulation.context.events.listen(({ kind }) => kind === "network" && resolve(kind)),
  );
  await simulation.client.delete(`${network}/vmbr0`);
  await simulation.client.put(network);
  await cutOff;
  expect(breaches(simulation)).toEqual([
    // The bridge that carries it was there before the program.
    "foreign-untouched: network interface vmbr0 on asgard is removed, but it is not ours",
    `machines-stay-connected: ${worker1.host} lost its own address`,
  ]);
});
