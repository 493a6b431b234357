import { renderVendorData } from "../../../os/vendor-data";
import { asgardPlan, withoutNodes } from "../../support/plans";
import { worker1 } from "../cluster/support";
import { hostKey } from "../guests/support";
import { bringUp, configure, destroy, done, makeTemplate, start, stop, vm, writeSnippet } from "./by-hand";
import { breaches, closeSimulations, watchedSimulation, type WatchedSimulation } from "./watched-simulation";

let simulation: WatchedSimulation;
beforeEach(async () => {
  simulation = await watchedSimulation();
  await makeTemplate(simulation);
  await bringUp(simulation, worker1);
  simulation.watch.phase("change");
});
afterEach(closeSimulations);

const { name, vmId, host, macAddress } = worker1;
const document = `${name}.vendor.yaml`;
const content = `/nodes/${host}/storage/local/content/local:snippets/${document}`;
const anotherMac = { net0: `virtio=BC:24:11:00:00:99,bridge=${worker1.bridge}` };
const written = () =>
  renderVendorData(simulation.plan, worker1, { hostKeyPrivate: hostKey.private, hostKeyPublic: hostKey.public });
const exists = (what: string) => `identity-kept: ${name} (VMID ${vmId}) exists, but ${what}`;
const ours = () => breaches(simulation).filter((breach) => breach.startsWith("identity-kept"));

test("holds while a machine is changed, grown and restarted, and while its snippet is rewritten unchanged", async () => {
  await configure(simulation, worker1, { cores: worker1.cores + 1 });
  await done(
    simulation,
    simulation.client.put(`${vm(worker1)}/resize`, { disk: "virtio0", size: `${worker1.diskGiB + 10}G` }),
  );
  await writeSnippet(simulation, document, written());
  await stop(simulation, worker1);
  await start(simulation, worker1);
  expect(ours()).toEqual([]);
});

test("holds for a machine that leaves the plan, and for all of them in a destroy, snippets last", async () => {
  simulation.watch.setPlan(asgardPlan(withoutNodes(name)));
  simulation.watch.phase("change");
  await destroy(simulation, worker1);
  await done(simulation, simulation.client.delete(content));
  expect(ours()).toEqual([]);
});

test("holds while its owner gives it another MAC address", async () => {
  simulation.client.token = `PVEAPIToken=${simulation.credentials.administratorToken}`;
  await configure(simulation, worker1, anotherMac);
  expect(ours()).toEqual([]);
});

test("is violated by a change after the owner attached a disk", async () => {
  simulation.client.token = `PVEAPIToken=${simulation.credentials.administratorToken}`;
  await configure(simulation, worker1, { scsi1: "local-zfs:1" });
  simulation.client.token = `PVEAPIToken=${simulation.credentials.apiToken}`;
  await configure(simulation, worker1, anotherMac);
  expect(ours()).toHaveLength(1);
});

test("is violated by deleting a machine that is in the plan", async () => {
  await destroy(simulation, worker1);
  expect(ours()).toEqual([exists("it is destroyed")]);
});

test("is violated by another MAC address, even if restored before the next start", async () => {
  await configure(simulation, worker1, anotherMac);
  await configure(simulation, worker1, { net0: `virtio=${macAddress},bridge=${worker1.bridge}` });
  expect(ours()).toEqual([exists(`its MAC address ${macAddress.toUpperCase()} goes`)]);
});

test("is broken by another UUID", async () => {
  await configure(simulation, worker1, { smbios1: "uuid=11111111-2222-3333-4444-555555555555" });
  expect(ours()).toEqual([
    expect.stringMatching(/its UUID .+ gives way to 11111111-2222-3333-4444-555555555555$/) as string,
  ]);
});

test("is violated by a disk that is detached, or deleted on the storage", async () => {
  await stop(simulation, worker1);
  await done(
    simulation,
    simulation.client.delete(`/nodes/${host}/storage/local-zfs/content/local-zfs:vm-${vmId}-disk-0`),
  );
  await configure(simulation, worker1, { delete: "virtio0" });
  expect(ours()).toEqual([
    exists(`its disk local-zfs:vm-${vmId}-disk-0 is removed`),
    exists(`its disk local-zfs:vm-${vmId}-disk-0 gives way to none`),
  ]);
});

test("is violated by a snippet that is deleted or changed", async () => {
  await writeSnippet(simulation, document, `${written()}# changed\n`);
  await done(simulation, simulation.client.delete(content));
  expect(ours()).toEqual([
    exists(`its document local:snippets/${document} is changed`),
    exists(`its document local:snippets/${document} is removed`),
  ]);
});

test("is violated by a start that makes cloud-init repeat the first boot", async () => {
  await configure(simulation, worker1, { searchdomain: "elsewhere.lan" });
  await stop(simulation, worker1);
  await start(simulation, worker1);
  expect(ours()).toEqual([exists("it is told another meta-data at its start")]);
});
