import { closeAll, qemu } from "./support/setup";
import { strictSimulation } from "./support/strict-simulation";

/** What Proxmox' own code says of odd requests (qemu-server 9.1.2, pve-storage 9.1.0, pve-common 9.1.1, asked by hand). */

afterEach(closeAll);

const flagComplaint = (value: string) => `type check ('boolean') failed - got '${value}'\n`;
const formatError = (complaint: string) => `invalid format - format error\n${complaint}\n`;
const unknown = "property is not defined in schema and the schema does not allow additional properties";

test("a value that Proxmox' schema refuses is refused with the same message", async () => {
  const { config } = await strictSimulation();
  const complaints: [option: string, value: string, complaint: string][] = [
    ...["yes", "on", "TRUE", "no", "off", "2"].map((value): [string, string, string] => [
      ...(["onboot", value, flagComplaint(value)] as const),
    ]),
    ["cpu", "EPYC-v99", "Built-in cputype 'EPYC-v99' is not defined (missing 'custom-' prefix?)\n"],
    ["cpu", "custom-foo", "Custom cputype 'foo' not found\n"],
    ["cpu", "", "CPU is missing cputype\n"],
    ["cpu", "host,phys-bits=99", "cpu.phys-bits: invalid format - value must be an integer between 8 and 64 or 'host'"],
    ["cpu", "kvm64,flags=+foo", "VM-specific CPU flags must be a subset of: nested-virt, md-clear, pcid"],
    ["cpu", "host,reported-model=kvm64", "Property 'reported-model' not allowed in VM-specific CPU config.\n"],
    ["ipconfig0", "gw=10.10.10.1", formatError("ipconfig0.ip: missing property required by 'ipconfig0.gw'")],
    ["ipconfig0", "ip=10.0.0.1/7", "ipconfig0.ip: invalid format - value does not look like a valid ipv4 network"],
    ["ipconfig0", "ip6=fd00::1/4", "ipconfig0.ip6: invalid format - value does not look like a valid ipv6 network"],
    ["agent", "1,guest-fsfreeze=0", formatError(`agent.guest-fsfreeze: ${unknown}`)],
    ["smbios1", "manufacturer=a_b", formatError("smbios1.manufacturer: value does not match the regex pattern")],
    ["smbios1", "serial=x y", formatError("smbios1.serial: value does not match the regex pattern")],
    ["boot", "order=scsi99", "boot.order: invalid format - invalid boot device 'scsi99'"],
    ["bootdisk", "ide9", "invalid boot disk 'ide9'\n"],
    ["hotplug", "network,1", "invalid hotplug feature '1'\n"],
    ["virtio1", "none,media=cdrom", "unable to parse drive options\n"],
    ["scsi0", "local:iso/debian.iso", "explicit 'media=cdrom' is required for iso images\n"],
    [
      ...(["scsi0", "local-zfs:5,import-from=local:import/noble.qcow2"] as const),
      "'import-from' requires special syntax - use <storage ID>:0,import-from=<source>\n",
    ],
  ];
  for (const [option, value, complaint] of complaints) {
    const { status, errors } = await config({ [option]: value });
    expect({ option, value, status, said: errors?.[option] }).toEqual({
      option,
      value,
      status: 400,
      said: expect.stringContaining(complaint) as string,
    });
  }
});

test("a value that only the code behind the schema refuses gives status 500", async () => {
  const { config } = await strictSimulation();
  const reasons: [option: string, value: string, reason: string][] = [
    ["cores", "+4", "unable to parse value of 'cores' - type check ('integer') failed - got '+4'"],
    ["cpulimit", ".5", "unable to parse value of 'cpulimit' - type check ('number') failed - got '.5'"],
    ["machine", "pc,viommu=intel", "to use Intel vIOMMU please set the machine type to q35"],
    ["machine", "q35,aw-bits=48", "cannot set aw-bits if no vIOMMU is configured"],
    ["vga", "serial0,clipboard=vnc", "vga type serial0 is not compatible with VNC clipboard"],
    ["sshkeys", "not-a-key", "SSH public key validation error"],
    ["sshkeys", "ssh-rsa%20AAAA", "SSH public key validation error"],
    ["scsi0", "local-zfs:8,media=cdrom", "unable to parse zfs volume name '8'"],
    ["scsi0", "files:8,format=qed", "unable to parse volume filename 'vm-1001-disk-0.qed'"],
    ...["local-zfs:8,format=qcow2", "local-zfs:8,format=vmdk"].map((value): [string, string, string] => [
      ...(["scsi0", value] as const),
      `unsupported format '${value.slice(-5).replace(/^=/, "")}' at /usr/share/perl5/PVE/Storage/ZFSPoolPlugin.pm line 256.`,
    ]),
    [
      "scsi0",
      "thin:8,format=qcow2",
      "unsupported format 'qcow2' at /usr/share/perl5/PVE/Storage/LvmThinPlugin.pm line 101.",
    ],
  ];
  for (const [option, value, reason] of reasons) {
    expect({ value, ...(await config({ [option]: value })) }).toMatchObject({ value, status: 500, reason });
  }
});

test.each([
  [{ net0: "virtio,bridge=vmbr0,rate=1e3" }],
  [{ ipconfig0: "ip=manual" }],
  [{ ipconfig0: "ip6=manual" }],
  [{ hostpci0: "mapping=made,romfile=x.bin" }],
  [{ boot: "order=virtio0 net0" }],
  [{ boot: "order=net0;" }],
  [{ hotplug: "network disk" }],
  [{ hotplug: "" }],
  [{ startup: "order=1," }],
])("%j is accepted", async (options) => {
  const { config } = await strictSimulation();
  expect((await config(options)).status).toBe(200);
});

test("an option cannot be set and removed, or reverted, in one request", async () => {
  const { config } = await strictSimulation();
  expect((await config({ revert: "cores", cores: 3 })).errors).toEqual({
    delete: "you can't use '-cores' and -revert cores' at the same time\n",
  });
  expect((await config({ revert: "cores", delete: "cores" })).errors).toEqual({
    revert: "you can't use '-delete cores' and -revert cores' at the same time\n",
  });
});

test("the stored value is what Proxmox writes to the file and reads back", async () => {
  const { config, stored } = await strictSimulation();
  await config({ tags: "b;A;b", cores: "04", cpuunits: 20000, cdrom: "none", name: "master-1" });
  await config({ scsi3: "none", nameserver: "" });
  expect(await stored()).toMatchObject({
    tags: "a;b",
    cores: 4,
    cpuunits: 10000,
    ide2: "none,media=cdrom",
    scsi3: "none,media=cdrom",
    nameserver: " ",
  });
  expect(await stored()).not.toHaveProperty("cdrom");
});

test.each([
  ["local-zfs", "4m", "1M"],
  ["local-zfs", "2m", "1M"],
  ["files", "4m", "528K"],
  ["files", "2m", "128K"],
  ["thin", "4m", "4M"],
])("a new EFI disk on %s of type %s takes %s", async (storage, efitype, size) => {
  const { config, stored } = await strictSimulation();
  await config({ efidisk0: `${storage}:1,efitype=${efitype}` });
  expect((await stored())["efidisk0"]).toMatch(new RegExp(`efitype=${efitype},size=${size}$`));
});

test("a creation keeps tags and password verbatim, sorts disks by name and boots from what exists", async () => {
  const { client } = await strictSimulation();
  const options = { vmid: 1010, tags: "B;a;B", sata0: "local-zfs:1", scsi0: "local-zfs:1", ide0: "none,media=cdrom" };
  expect(await client.task(client.post(qemu, { ...options, net1: "virtio" }))).toBe("OK");
  expect((await client.get(`${qemu}/1010/config`)).data).toMatchObject({
    tags: "B;a;B",
    sata0: "local-zfs:vm-1010-disk-0,size=1G",
    scsi0: "local-zfs:vm-1010-disk-1,size=1G",
    boot: "order=scsi0;ide0;net1",
  });
  expect((await client.get(`${qemu}/1010/status/current`)).data["name"]).toBe("VM 1010");
});

test("a creation accepts a boot order of missing devices, and a missing import-working-storage", async () => {
  const { client } = await strictSimulation();
  const options = { vmid: 1010, boot: "order=scsi0", "import-working-storage": "nope" };
  expect(await client.task(client.post(qemu, options))).toBe("OK");
});

test("a cloud-init drive that is replaced by a CD is freed", async () => {
  const { client, config } = await strictSimulation();
  await config({ ide2: "local-zfs:cloudinit" });
  await config({ ide2: "none,media=cdrom" });
  const { data } = await client.get("/nodes/asgard/storage/local-zfs/content", { vmid: 1001 });
  expect(data).toMatchObject([{ volid: "local-zfs:vm-1001-disk-0" }]);
});

test.each([
  [
    "clone to a number that is none",
    "/nodes/asgard/qemu/90001/clone",
    { newid: "+100002" },
    "Permission check failed\n",
  ],
  ["make a pool whose name is no path", "/pools", { poolid: "a b" }, "Permission check failed (, Pool.Allocate)\n"],
])("nobody may %s: the privilege is checked before the parameter is read", async (_what, path, form, message) => {
  const { client } = await strictSimulation();
  expect(await client.post(path, form)).toMatchObject({ status: 403, message });
});

test("an empty string is not a list", async () => {
  const { client } = await strictSimulation();
  const { errors } = await client.post("/cluster/mapping/pci", { id: "gpu", map: "" });
  expect(errors).toEqual({ map: "type check ('array') failed\n" });
});

test("a disk that is allocated directly takes whole LVM extents", async () => {
  const { client } = await strictSimulation();
  const thin = "/nodes/asgard/storage/thin/content";
  await client.post(thin, { vmid: 1001, filename: "vm-1001-foo", size: "2048" });
  expect((await client.get(`${thin}/vm-1001-foo`)).data).toMatchObject({ size: 4 * 1024 ** 2 });
});

test("an empty drive is a disk on every bus but SCSI, which needs its media type", async () => {
  const { config } = await strictSimulation();
  expect(await config({ sata0: "none,media=disk" })).toMatchObject({ status: 200 });
  expect(await config({ scsi1: "none,media=disk" })).toMatchObject({
    message: "unable to parse volume ID 'none'\n",
  });
});

test("an archive that is not a volume is for root only", async () => {
  const { client } = await strictSimulation();
  const { message } = await client.post(qemu, { vmid: 1010, archive: "foo" });
  expect(message).toBe("Only root can pass arbitrary filesystem paths. at /usr/share/perl5/PVE/Storage.pm line 651.\n");
});

test("a moved unused disk stays the name of a volume", async () => {
  const { client, config, stored } = await strictSimulation();
  await config({ delete: "virtio0" });
  const move = () => client.post(`${qemu}/1001/move_disk`, { disk: "unused0", storage: "thin" });
  expect(await client.task(move())).toBe("OK");
  expect(await stored()).toMatchObject({ unused0: "thin:vm-1001-disk-0", unused1: "local-zfs:vm-1001-disk-0" });
  expect((await move()).message).toBe("you can't move to the same storage with same format\n");
});
