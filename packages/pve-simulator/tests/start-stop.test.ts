import { closeAll, makeClone, makeTemplate, qemu, setup, type Setup } from "./support/setup";

afterEach(closeAll);

async function machines(...vmIds: number[]): Promise<Setup> {
  const simulation = await setup();
  await makeTemplate(simulation);
  for (const vmId of vmIds) await makeClone(simulation, vmId);
  return simulation;
}

const started = (simulation: Setup, vmId: number) =>
  simulation.client.task(simulation.client.post(`${qemu}/${vmId}/status/start`));

test("a started guest gets the configured hardware, and its size while running is recorded", async () => {
  const simulation = await machines(1001);
  await simulation.client.put(`${qemu}/1001/config`, {
    memory: 4096,
    agent: 1,
    net0: "virtio=BC:24:11:00:00:01,bridge=vmbr0,tag=20",
  });
  expect(await started(simulation, 1001)).toBe("OK");
  expect(simulation.guests.started[0]).toMatchObject({
    vmId: 1001,
    name: "vm-1001",
    host: "asgard",
    cores: 2,
    memoryMiB: 4096,
    agentDevice: true,
    nics: [{ bridge: "vmbr0", vlan: 20, mac: "BC:24:11:00:00:01", model: "virtio" }],
  });
  const starting = {
    kind: "machine",
    change: "starting",
    running: expect.objectContaining({ cores: 2, memoryMiB: 4096, diskGiB: 4 }) as object,
  };
  expect(simulation.simulation.events.all).toContainEqual(expect.objectContaining(starting));
  expect(await started(simulation, 1001)).toBe("VM 1001 already running");
});

test.each([
  [{ memory: 70000 }, "start failed: QEMU exited with code 1"],
  [{ cores: 17 }, "MAX 16 vcpus allowed per VM on this node"],
  [{ net0: "virtio,bridge=vmbr7" }, "start failed: QEMU exited with code 1"],
  [{ hostpci0: "mapping=nowhere" }, "PCI device mapping not found for 'nowhere'"],
  [
    { hostpci0: "mapping=made,pcie=1" },
    "q35 machine model is not enabled at /usr/share/perl5/PVE/QemuServer/PCI.pm line 514.",
  ],
  [
    { cicustom: "vendor=local:snippets/missing.yaml", ide2: "local-zfs:cloudinit" },
    "can't open '/var/lib/vz/snippets/missing.yaml' - No such file or directory",
  ],
])("a machine with %j does not start", async (options, complaint) => {
  const simulation = await machines(1001);
  expect((await simulation.client.put(`${qemu}/1001/config`, options as Record<string, string>)).status).toBe(200);
  expect(await started(simulation, 1001)).toBe(complaint);
  expect(simulation.guests.started).toEqual([]);
});

test("a template does not start", async () => {
  expect(await started(await machines(), 90001)).toBe("you can't start a vm if it's a template");
});

test("a PCI device is in one running machine at a time", async () => {
  const simulation = await machines(1001, 1002);
  for (const vmId of [1001, 1002])
    await simulation.client.put(`${qemu}/${vmId}/config`, { hostpci0: "mapping=made,pcie=1", machine: "q35" });
  expect(await started(simulation, 1001)).toBe("OK");
  expect(simulation.guests.started[0]?.pciIds).toEqual(["10de:1e82", "10de:10f8", "10de:1ad8", "10de:1ad9"]);
  expect(await started(simulation, 1002)).toBe("PCI device '0000:01:00.0' already in use by VMID '1001'");
  await simulation.client.task(simulation.client.post(`${qemu}/1001/status/stop`));
  expect(await started(simulation, 1002)).toBe("OK");
});

test("a machine with a PCI device needs all its memory at once, whatever others were only promised", async () => {
  const simulation = await setup();
  const start = async (vmId: number, memory: number, hardware: object = {}) => {
    await simulation.client.task(simulation.client.post(qemu, { vmid: vmId, memory, ...hardware }));
    return simulation.client.task(simulation.client.post(`${qemu}/${vmId}/status/start`));
  };
  // The host has 64 GiB. Two machines of 40 are promised more, and hold half of it.
  expect(await start(101, 40960)).toBe("OK");
  expect(await start(102, 40960)).toBe("OK");
  expect(await start(103, 32768, { hostpci0: "mapping=made" })).toBe("start failed: QEMU exited with code 1");
  expect(await start(104, 24576, { hostpci0: "mapping=made" })).toBe("OK");
});

test.each([
  [{ mdev: 1 }, "'mdev' does not match for 'gpu' (0 != 1)"],
  [{ mdev: 0 }, "OK"],
])("a start with a mapping of %j ends with %s", async (options, outcome) => {
  const simulation = await machines(1001);
  const map = ["id=10de:1e82,iommugroup=1,node=asgard,path=0000:01:00,subsystem-id=1458:3ff2"];
  await simulation.client.post("/cluster/mapping/pci", { id: "gpu", map, mdev: options.mdev });
  await simulation.client.put(`${qemu}/1001/config`, { hostpci0: "mapping=gpu" });
  const told = outcome === "OK" ? "OK" : `PCI device mapping invalid (hardware probably changed): ${outcome} `;
  expect(await started(simulation, 1001)).toBe(told);
});

test("a PCI device is in a machine only once", async () => {
  const simulation = await machines(1001);
  await simulation.client.put(`${qemu}/1001/config`, { hostpci0: "mapping=made", hostpci1: "mapping=made" });
  expect(await started(simulation, 1001)).toBe("device '0000:01:00.0' assigned more than once");
});

test("a mapping that does not match the hardware is refused at start", async () => {
  const simulation = await machines(1001);
  const map = ["id=10de:1e82,node=asgard,path=0000:01:00,subsystem-id=1458:3ff2"];
  expect((await simulation.client.post("/cluster/mapping/pci", { id: "gpu", map })).status).toBe(200);
  await simulation.client.put(`${qemu}/1001/config`, { hostpci0: "mapping=gpu" });
  const why = "missing expected property 'iommugroup' for device '0000:01:00.0'";
  expect(await started(simulation, 1001)).toBe(`PCI device mapping invalid (hardware probably changed): ${why} `);
});

test("a guest that ignores a shutdown is stopped only with forceStop", async () => {
  const simulation = await machines(1001);
  await started(simulation, 1001);
  simulation.guests.deaf.add(1001);
  const shutdown = (options = {}) =>
    simulation.client.task(simulation.client.post(`${qemu}/1001/status/shutdown`, options));
  expect(await shutdown()).toBe("VM quit/powerdown failed - got timeout");
  expect(await shutdown({ forceStop: 1, timeout: 10 })).toBe("OK");
  expect(simulation.guests.running.size).toBe(0);
});

test("a VM can be destroyed when it is stopped and unprotected, and leaves nothing behind", async () => {
  const simulation = await machines(1001);
  const { client, proxmox } = simulation;
  await started(simulation, 1001);
  expect((await client.delete(`${qemu}/1001`)).reason).toBe("VM 1001 is running - destroy failed");
  await client.task(client.post(`${qemu}/1001/status/stop`));
  await client.put(`${qemu}/1001/config`, { protection: 1 });
  expect((await client.delete(`${qemu}/1001`)).reason).toBe("can't remove VM 1001 - protection mode enabled");
  await client.put(`${qemu}/1001/config`, { protection: 0 });
  expect(proxmox.leftovers()).toContain("disk local-zfs:vm-1001-disk-0 on asgard");
  expect(await client.task(client.delete(`${qemu}/1001/`, { purge: 1, "destroy-unreferenced-disks": 1 }))).toBe("OK");
  const gone = await client.get(`${qemu}/1001/status/current`);
  expect(gone).toMatchObject({
    status: 500,
    reason: "Configuration file 'nodes/asgard/qemu-server/1001.conf' does not exist",
  });
  expect(proxmox.leftovers().filter((item) => item.includes("1001"))).toEqual([]);
  expect(simulation.guests.forgotten).toHaveLength(1);
});

test("the agent says why it does not answer", async () => {
  const simulation = await machines(1001);
  const ask = async () => (await simulation.client.get(`${qemu}/1001/agent/network-get-interfaces`)).reason;
  expect(await ask()).toBe("No QEMU guest agent configured");
  await simulation.client.put(`${qemu}/1001/config`, { agent: "enabled=1" });
  expect(await ask()).toBe("VM 1001 is not running");
  await started(simulation, 1001);
  expect(await ask()).toBe("QEMU guest agent is not running");
  simulation.guests.agent = true;
  const { data } = await simulation.client.get(`${qemu}/1001/agent/network-get-interfaces`);
  expect(data).toMatchObject({
    result: [{ "ip-addresses": [{ "ip-address": "10.10.10.101", "ip-address-type": "ipv4", prefix: 24 }] }],
  });
});

test("a machine whose disk is gone does not start, and is not running afterwards", async () => {
  const simulation = await machines(1001);
  await simulation.client.task(simulation.client.delete("/nodes/asgard/storage/local-zfs/content/vm-1001-disk-0"));
  expect(await started(simulation, 1001)).toBe("volume 'local-zfs:vm-1001-disk-0' does not exist");
  expect(simulation.proxmox.host("asgard").vms[1]?.running).toBeUndefined();
});

test("shutting down a stopped machine is not an error", async () => {
  const simulation = await machines(1001);
  expect(await simulation.client.task(simulation.client.post(`${qemu}/1001/status/shutdown`))).toBe("OK");
  expect((await simulation.client.post(`${qemu}/1001/status/reboot`)).reason).toBe("VM 1001 not running");
});

test("starting, stopping or shutting down a missing machine fails in the task, rebooting it at once", async () => {
  const { client } = await machines();
  const task = (power: string) => client.task(client.post(`${qemu}/999/status/${power}`));
  const missing = "unable to find configuration file for VM 999 on node 'asgard'";
  expect(await task("start")).toBe("Configuration file 'nodes/asgard/qemu-server/999.conf' does not exist");
  expect(await task("stop")).toBe(missing);
  expect(await task("shutdown")).toBe(missing);
  expect(await client.post(`${qemu}/999/status/reboot`)).toMatchObject({ status: 500, reason: missing });
});

test.each(["skiplock", "keepActive", "migratedfrom"])("only root stops a machine with %s", async (option) => {
  const { client } = await machines(1001);
  const value = option === "migratedfrom" ? "asgard" : 1;
  const { errors } = await client.post(`${qemu}/1001/status/stop`, { [option]: value });
  expect(errors).toEqual({ [option]: "Only root may use this option.\n" });
});

test("pending changes are applied when the machine stops", async () => {
  const simulation = await machines(1001);
  await started(simulation, 1001);
  await simulation.client.put(`${qemu}/1001/config`, { cores: 3 });
  const current = async () => (await simulation.client.get(`${qemu}/1001/config`, { current: 1 })).data["cores"];
  expect(await current()).toBe(2);
  await simulation.client.task(simulation.client.post(`${qemu}/1001/status/stop`));
  expect(await current()).toBe(3);
});
