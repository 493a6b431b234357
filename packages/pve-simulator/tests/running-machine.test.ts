import { closeAll, qemu } from "./support/setup";
import { strictSimulation } from "./support/strict-simulation";

afterEach(closeAll);

async function runningMachine(before: Record<string, string | number> = {}) {
  const simulation = await strictSimulation();
  if (Object.keys(before).length > 0) expect((await simulation.config(before)).status).toBe(200);
  expect(await simulation.client.task(simulation.client.post(`${qemu}/1001/status/start`))).toBe("OK");
  const pending = async () => {
    const { data } = await simulation.client.get(`${qemu}/1001/pending`);
    return (data as unknown as { key: string; pending?: unknown; delete?: number }[])
      .filter((row) => row.pending !== undefined || row.delete !== undefined)
      .map(({ key }) => key);
  };
  return { ...simulation, pending };
}

const refused = (option: string, problem: string) => ({
  status: 400,
  errors: { [option]: `hotplug problem - ${problem}\n` },
});

test("a boot disk is neither deleted nor replaced", async () => {
  const { config } = await runningMachine();
  const problem = refused("virtio0", "can't unplug bootdisk 'virtio0'");
  expect(await config({ delete: "virtio0" })).toMatchObject(problem);
  expect(await config({ virtio0: "local-zfs:8" })).toMatchObject(problem);
});

test("a CD drive cannot become a disk", async () => {
  const { config } = await runningMachine({ scsi1: "none,media=cdrom" });
  expect(await config({ scsi1: "local-zfs:8" })).toMatchObject(refused("scsi1", "unable to change media type"));
});

test.each([
  [{ balloon: 0 }, ["balloon"]],
  [{ tablet: 0 }, []],
  [{ hotplug: "network" }, []],
  [{ hotplug: "network,cpu" }, ["hotplug"]],
  [{ virtio0: "local-zfs:vm-1001-disk-0,serial=abc,detect_zeroes=1,size=4G" }, []],
  [{ virtio0: "local-zfs:vm-1001-disk-0,cache=writeback,size=4G" }, ["virtio0"]],
  [{ agent: "1" }, ["agent"]],
  [{ cpuunits: 200 }, []],
  [{ scsi2: "local-zfs:1" }, []],
  [{ sata2: "local-zfs:1" }, ["sata2"]],
  [{ usb0: "spice" }, ["usb0"]],
] as [Record<string, string | number>, string[]][])("%j leaves %j pending", async (options, waiting) => {
  const { config, pending } = await runningMachine();
  expect((await config(options)).status).toBe(200);
  expect(await pending()).toEqual(waiting);
});

test("pending changes stay pending when something else changes", async () => {
  const { config, pending } = await runningMachine({ hotplug: "disk" });
  await config({ tablet: 0 });
  await config({ hotplug: "disk,usb" });
  expect(await pending()).toEqual(["tablet"]);
});

test("a pending disk that is deleted stays as unused", async () => {
  const { config, stored } = await runningMachine();
  await config({ sata2: "local-zfs:1" });
  await config({ delete: "sata2" });
  expect(await stored()).toMatchObject({ unused0: "local-zfs:vm-1001-disk-1" });
});

test("an unused disk is freed at once, as no running machine uses it", async () => {
  const { config, stored, pending, proxmox } = await runningMachine();
  const volumes = () => proxmox.host("asgard").volumes.join(" ");
  await config({ scsi2: "local-zfs:1" });
  await config({ delete: "scsi2" });
  expect(volumes()).toContain("vm-1001-disk-1");
  expect((await config({ delete: "unused0" })).status).toBe(200);
  expect(await pending()).toEqual([]);
  expect(await stored()).not.toHaveProperty("unused0");
  expect(volumes()).not.toContain("vm-1001-disk-1");
});

test.each([
  [
    { machine: "pc-q35-99.0" },
    /^Installed QEMU version '10\.1\.2' is too old to run machine type 'pc-q35-99\.0\+pve0'/,
  ],
  [{ machine: "pc-q35-10.0+pve9" }, /^Installed qemu-server \(max feature level for 10\.0 is pve1\) is too old/],
  [{ net0: "virtio,bridge=vmbr0,mtu=9000" }, /^netdev net0: MTU '9000' is bigger than the bridge MTU '1500'/],
  [{ net0: "virtio,bridge=vmbr0,mtu=500" }, /^netdev net0: MTU '500' is smaller than the IP minimum MTU '576'$/],
  [{ hotplug: "memory" }, /^NUMA needs to be enabled for memory hotplug$/],
])("with %j it does not start", async (options, complaint) => {
  const { client, config } = await strictSimulation();
  expect((await config(options)).status).toBe(200);
  expect(await client.task(client.post(`${qemu}/1001/status/start`))).toMatch(complaint);
});

test("changes that are not on the cloud-init drive yet are listed until the drive is regenerated", async () => {
  const { config, client } = await runningMachine({
    ide2: "local-zfs:cloudinit",
    ciuser: "odin",
    nameserver: "1.1.1.1",
  });
  const told = async () => (await client.get(`${qemu}/1001/cloudinit`)).data as unknown as { key: string }[];
  expect(await told()).toEqual(expect.arrayContaining([{ key: "ciuser", value: "odin" }]));
  await config({ ciuser: "thor" });
  await config({ searchdomain: "home.arpa" });
  await config({ delete: "nameserver" });
  const rows = [
    { key: "ciuser", value: "odin", pending: "thor" },
    { key: "searchdomain", pending: "home.arpa" },
    { key: "nameserver", delete: 1 },
  ];
  expect(await told()).toEqual(expect.arrayContaining(rows));
  await config({ ciuser: "odin" });
  expect(await told()).toEqual(expect.arrayContaining([{ key: "ciuser", value: "odin" }]));
  expect((await client.put(`${qemu}/1001/cloudinit`)).status).toBe(200);
  expect(await told()).toEqual(
    expect.arrayContaining([
      { key: "ciuser", value: "odin" },
      { key: "searchdomain", value: "home.arpa" },
    ]),
  );
});

test("a NIC without a bridge can be hot-plugged: QEMU's user network serves it", async () => {
  const simulation = await strictSimulation();
  expect(await simulation.client.task(simulation.client.post(`${qemu}/1001/status/start`))).toBe("OK");
  expect((await simulation.config({ net1: "virtio=BC:24:11:00:00:05" })).status).toBe(200);
  expect(await simulation.stored()).toMatchObject({ net1: "virtio=BC:24:11:00:00:05" });
});
