import { closeAll, makeClone, makeTemplate, qemu, setup, type Setup } from "./support/setup";
import { EagerClock, imageUrl, tiny } from "./support/simulations";

afterEach(closeAll);

async function cloneTogether({ client }: Setup, clock: EagerClock, vmIds: readonly number[]): Promise<string[]> {
  const clone = (newid: number) => client.post(`${qemu}/90001/clone`, { newid, full: 1 });
  const begun = await clock.stopDuring(() => Promise.all(vmIds.map(clone)));
  return Promise.all(begun.map((answer) => client.task(answer)));
}

test("a clone inherits the template's configuration, but not its identity", async () => {
  const simulation = await setup();
  await makeTemplate(simulation);
  await makeClone(simulation, 1001, "master-1");
  const { data: template } = await simulation.client.get(`${qemu}/90001/config`);
  const { data: config } = await simulation.client.get(`${qemu}/1001/config`);
  expect(config).toMatchObject({ name: "master-1", cores: 2, memory: "2048", boot: "order=virtio0" });
  expect(config["virtio0"]).toBe("local-zfs:vm-1001-disk-0,size=4G");
  expect(template["virtio0"]).toBe("local-zfs:base-90001-disk-0,size=4G");
  expect(config).not.toHaveProperty("template");
  for (const identity of ["net0", "smbios1", "vmgenid"]) expect(config[identity]).not.toBe(template[identity]);
});

test("a VM is locked while it is being cloned, and its id is taken", async () => {
  const clock = new EagerClock();
  const simulation = await setup({ clock });
  const { client } = simulation;
  await makeTemplate(simulation);
  const clone = { newid: 1001, name: "master-1", full: 1 };
  const begun = await clock.stopDuring(async () => {
    const answer = await client.post(`${qemu}/90001/clone`, clone);
    expect((await client.get(`${qemu}/1001/status/current`)).data["lock"]).toBe("clone");
    expect((await client.put(`${qemu}/1001/config`, { cores: 3 })).reason).toBe("VM is locked (clone)");
    const again = await client.post(`${qemu}/90001/clone`, clone);
    expect(again.reason).toBe("unable to create VM 1001: config file already exists");
    return answer;
  });
  expect(await client.task(begun)).toBe("OK");
  expect((await client.get(`${qemu}/1001/status/current`)).data).not.toHaveProperty("lock");
});

test("copies on one storage share its bandwidth", async () => {
  const clock = new EagerClock();
  const simulation = await setup({ clock, latencies: { ...tiny, copyPerGiB: 1000 } });
  await makeTemplate(simulation);
  await makeClone(simulation, 1001, "alone");
  await cloneTogether(simulation, clock, [1002, 1003]);
  const spans = simulation.simulation.events.all.flatMap((event) =>
    event.kind === "span" && event.label === "clone" ? [event] : [],
  );
  expect(spans.map((span) => span.at - span.beganAt)).toEqual(
    [4020, 8000, 8020].map((ms) => expect.closeTo(ms, -2) as number),
  );
  expect(spans.map((span) => span.latencyMs)).toEqual([4020, 4020, 4020]);
});

test("allocations that queue for more than ten seconds time out in PVE's words", async () => {
  const clock = new EagerClock();
  const simulation = await setup({ clock, latencies: { ...tiny, allocate: 4_000 } });
  await makeTemplate(simulation);
  const timeout = "clone failed: can't lock file '/var/lock/pve-manager/pve-storage-local-zfs' - got timeout";
  expect(await cloneTogether(simulation, clock, [1001, 1002, 1003, 1004])).toEqual(["OK", "OK", "OK", timeout]);
  expect(simulation.proxmox.host("asgard").vms.map((vm) => vm.vmId)).toEqual([90001, 1001, 1002, 1003]);
});

test("a linked clone needs a template, takes no space, and prevents deletion of the template", async () => {
  const simulation = await setup();
  const { client } = simulation;
  await makeTemplate(simulation);
  const refused = await client.post(`${qemu}/90001/clone`, { newid: 1001, full: 0, storage: "local-zfs" });
  expect(refused.reason).toBe("parameter 'storage' not allowed for linked clones");
  expect(await client.task(client.post(`${qemu}/90001/clone`, { newid: 1001 }))).toBe("OK");
  expect((await client.get(`${qemu}/1001/config`)).data["virtio0"]).toBe(
    "local-zfs:base-90001-disk-0/vm-1001-disk-0,size=4G",
  );
  const destroyed = await client.task(client.delete(`${qemu}/90001`));
  expect(destroyed).toBe("base volume 'local-zfs:base-90001-disk-0' is still in use by linked cloned");
});

test("each disk records the image it was copied from, and has its own identity", async () => {
  const simulation = await setup();
  await makeTemplate(simulation);
  for (const vmId of [1001, 1002]) {
    await makeClone(simulation, vmId);
    await simulation.client.task(simulation.client.post(`${qemu}/${vmId}/status/start`));
  }
  const [first, second] = simulation.guests.started;
  expect(first).toMatchObject({
    vmId: 1001,
    image: imageUrl,
    diskGiB: 4,
    cores: 2,
    memoryMiB: 2048,
    agentDevice: false,
  });
  expect(second?.diskId).not.toBe(first?.diskId);
});

test.each([
  [{ newid: 99 }, { newid: expect.stringContaining("value does not look like a valid VM ID") as string }],
  [{ newid: 1001, name: "master_1" }, { name: "invalid format - value does not look like a valid DNS name\n" }],
  [{ newid: 1001, full: "maybe" }, { full: "type check ('boolean') failed - got 'maybe'\n" }],
  [{ name: "a" }, { newid: "property is missing and it is not optional\n" }],
  [
    { newid: 1001, colour: "red" },
    { colour: "property is not defined in schema and the schema does not allow additional properties\n" },
  ],
])("refuses clone parameters %j", async (parameters, errors) => {
  const { client } = await setup();
  const answer = await client.post(`${qemu}/90001/clone`, parameters);
  expect(answer).toMatchObject({
    status: 400,
    reason: "Parameter verification failed.",
    message: "Parameter verification failed.\n",
  });
  expect(answer.errors).toEqual(errors);
});

test("disks are copied in order of drive name, in a format the storage supports; firmware disks keep their size", async () => {
  const simulation = await setup();
  await makeTemplate(simulation);
  await makeClone(simulation, 1001);
  for (const drive of [{ efidisk0: "local-zfs:1,efitype=4m" }, { ide2: "local-zfs:cloudinit" }])
    await simulation.client.put(`${qemu}/1001/config`, drive);
  const order = { newid: 1002, full: 1, format: "qcow2" };
  expect(await simulation.client.task(simulation.client.post(`${qemu}/1001/clone`, order))).toBe("OK");
  expect((await simulation.client.get(`${qemu}/1002/config`)).data).toMatchObject({
    efidisk0: "local-zfs:vm-1002-disk-0,efitype=4m,size=1M",
    ide2: "local-zfs:vm-1002-cloudinit,media=cdrom,size=4M",
    virtio0: "local-zfs:vm-1002-disk-1,size=4G",
  });
});

test("a missing machine is reported with the message of the check for running machines", async () => {
  const { client } = await setup();
  const reason = "unable to find configuration file for VM 999 on node 'asgard'";
  expect(await client.post(`${qemu}/999/clone`, { newid: 1002 })).toMatchObject({ status: 500, reason });
});
