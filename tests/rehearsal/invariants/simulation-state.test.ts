import type { SimulationEvent } from "../../../rehearsal/events";
import { nothingHappened, stateAfter, type SimulationState } from "../../../rehearsal/invariants/simulation-state";
import { asgardPlan, inNode } from "../../support/plans";
import { cp1, cp2, on, worker1, worker2 } from "../cluster/support";
import { booted } from "../guests/support";
import { bringUp, configure, destroy, makeTemplate, start, stop, vm } from "./by-hand";
import { History } from "./history";
import { initCluster } from "./watched-cluster";
import { closeSimulations, watchedSimulation, type WatchedSimulation } from "./watched-simulation";

afterEach(closeSimulations);

const plan = asgardPlan(inNode(worker1.name, { generation: 3 }));

const after = (events: readonly SimulationEvent[]): SimulationState =>
  events.reduce((state, event) => stateAfter(state, event, plan), nothingHappened);
const stateOf = ({ context }: WatchedSimulation) => after(context.events.all);
const vmOf = (simulation: WatchedSimulation, { vmId }: { readonly vmId: number }) => {
  const found = stateOf(simulation).vms.get(vmId);
  if (!found) throw new Error(`no VM ${vmId}`);
  return found;
};

/** Every VM of the hosts by Proxmox' own account. */
async function inProxmox({ client }: WatchedSimulation): Promise<string[]> {
  const { data } = await client.get("/cluster/resources", { type: "vm" });
  const vms = data as unknown as readonly { vmid: number; name: string; status: string }[];
  return vms.map(({ vmid, name, status }) => `${vmid} ${name} ${status}`).sort();
}

const inState = (simulation: WatchedSimulation): string[] =>
  [...stateOf(simulation).vms.values()]
    .map(({ vmId, name, isRunning }) => `${vmId} ${name} ${isRunning ? "running" : "stopped"}`)
    .sort();

test("knows every VM that Proxmox has, its name, and whether it runs", async () => {
  const simulation = await watchedSimulation();
  await makeTemplate(simulation);
  await bringUp(simulation, worker1);
  await bringUp(simulation, worker2);
  expect(inState(simulation)).toEqual(await inProxmox(simulation));
  await stop(simulation, worker1);
  await configure(simulation, worker2, { name: "another" });
  expect(inState(simulation)).toEqual(await inProxmox(simulation));
  await destroy(simulation, worker2);
  expect(inState(simulation)).toEqual(await inProxmox(simulation));
  expect(inState(simulation)).toContain(`${worker1.vmId} ${worker1.name} stopped`);
});

test("has a VM's stored configuration, and its size while running", async () => {
  const simulation = await watchedSimulation();
  await makeTemplate(simulation);
  await bringUp(simulation, worker1);
  await configure(simulation, worker1, { memory: 14336, cores: 4 });
  const { data } = await simulation.client.get(`${vm(worker1)}/config`);
  expect(vmOf(simulation, worker1)).toMatchObject({
    config: { cores: "4", memory: "14336", net0: data["net0"], smbios1: data["smbios1"] },
    size: { cores: worker1.cores, memoryMiB: worker1.memoryMiB, diskGiB: worker1.diskGiB },
    generation: 3,
  });
  await stop(simulation, worker1);
  await start(simulation, worker1);
  expect(vmOf(simulation, worker1).size).toMatchObject({ cores: 4, memoryMiB: 14336 });
});

test("treats a machine that rebooted from inside as running, with its addresses", async () => {
  const simulation = await watchedSimulation();
  await makeTemplate(simulation);
  await bringUp(simulation, worker1);
  const before = vmOf(simulation, worker1);
  const again = booted(simulation, worker1.name);
  await on(simulation, worker1, "sudo -n reboot");
  await again;
  expect(vmOf(simulation, worker1)).toEqual(before);
  expect(before.inUse).toEqual({ macs: [worker1.macAddress.toUpperCase()], addresses: [worker1.address] });
});

test("knows which servers are members of which cluster, and which ever joined", async () => {
  const simulation = await watchedSimulation();
  await initCluster(simulation, cp1, cp2, worker1);
  const { members } = stateOf(simulation);
  expect([...members.keys()]).toEqual([cp1.name, cp2.name]);
  expect(new Set(members.values()).size).toBe(1);
  await bringUp(simulation, worker2);
  expect([cp1, cp2, worker1, worker2].map((node) => vmOf(simulation, node).hasJoined)).toEqual([
    true,
    true,
    true,
    false,
  ]);
  await destroy(simulation, cp2);
  expect([...stateOf(simulation).members.keys()]).toEqual([cp1.name]);
});

test("forgets everything about a VM that is recreated", () => {
  const watcher = { name: "none", description: "nothing", watch: () => ({}) };
  const history = new History(watcher).cameUp();
  expect(history.state().vms.get(worker1.vmId)?.hasJoined).toBe(true);
  history.machine(worker1.name, "created");
  expect(history.state().vms.get(worker1.vmId)).toMatchObject({
    hasJoined: false,
    isRunning: false,
    config: undefined,
  });
});

test("is passed to invariants as it was before an event, and includes it for later readers", () => {
  const seen: (boolean | undefined)[] = [];
  const running = ({ vms }: SimulationState) => vms.get(worker1.vmId)?.isRunning;
  new History({
    name: "curious",
    description: "looks",
    watch: (context) => ({ event: (_, before) => seen.push(running(before), running(context.state())) }),
  })
    .machine(worker1.name, "created")
    .machine(worker1.name, "starting")
    .machine(worker1.name, "destroyed");
  expect(seen).toEqual([undefined, false, false, true, true, undefined]);
});
