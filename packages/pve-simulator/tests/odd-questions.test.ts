import { closeAll, qemu, type Setup } from "./support/setup";
import { strictSimulation } from "./support/strict-simulation";

afterEach(closeAll);

const vm = `${qemu}/1001`;
const tasks = "/nodes/asgard/tasks";
const ha = "/cluster/ha/resources";
const mapping = "/cluster/mapping/pci";
const device = "id=10de:1e82,iommugroup=1,node=asgard,path=0000:01:00,subsystem-id=1458:3ff2";

let simulation: Setup;
beforeEach(async () => {
  simulation = await strictSimulation();
});

type Ask = readonly ["get" | "post" | "put" | "delete", string, Record<string, string>?];
const ask = ([method, path, params = {}]: Ask) => simulation.client[method](path, params);

/** What Proxmox' own code refuses in these words, asked beside the simulation (qemu-server 9.1.2, pve-manager 9.1.3, pve-ha-manager b71218f). */
test.each<[string, Ask, string]>([
  [
    "a disk for another machine of a machine that is not there",
    ["post", `${qemu}/1002/move_disk`, { disk: "scsi0", "target-vmid": "1001" }],
    "could not find VM 1002",
  ],
  ["the agent of a machine that is off and has it off", ["get", `${vm}/agent/get-osinfo`], "VM 1001 is not running"],
  [
    "a change of a mapping that is not there, with an empty digest",
    ["put", `${mapping}/gone`, { map: device, digest: "" }],
    "update hardware mapping failed: pci ID 'gone' does not exist",
  ],
  [
    "a change of a mapping that is not there, after its digest",
    ["put", `${mapping}/gone`, { map: device, digest: "x" }],
    "update hardware mapping failed: detected modified configuration - file changed by other user? Try again.",
  ],
  [
    "a line feed in a change of a mapping",
    ["put", `${mapping}/made`, { map: device, description: "a\nb" }],
    "update hardware mapping failed: property contains a line feed",
  ],
  ["a resource under a name that no guest has", ["get", `${ha}/vm:x`], "no such resource 'vm:x'"],
  [
    "a container that is not under HA",
    ["put", `${ha}/ct:1001`, { comment: "c" }],
    "update resources config failed: no such resource 'ct:1001'",
  ],
  [
    "to forget a kind of resource there is none of",
    ["delete", `${ha}/x:1`],
    "cannot delete service 'x:1', not HA managed!",
  ],
  [
    "to move one that is not under HA",
    ["post", `${ha}/ct:200/migrate`, { node: "asgard" }],
    "resource 'ct:200' is not HA managed",
  ],
  [
    "a group before the guest",
    ["post", ha, { sid: "ct:200", group: "g1" }],
    "invalid parameter 'group': ha groups have been migrated to rules",
  ],
])("is refused: %s", async (_what, request, words) => {
  if (request[1].startsWith(vm)) await simulation.client.put(`${vm}/config`, { agent: "enabled=0" });
  expect((await ask(request)).message?.trim()).toBe(words);
});

test("tasks are asked for by kinds of status that there are, and by users without their tokens", async () => {
  expect((await ask(["get", tasks, { statusfilter: "x" }])).errors).toEqual({
    statusfilter: "invalid format - invalid status 'x'\n",
  });
  expect((await ask(["get", tasks, { userfilter: "HOMELAB" }])).data).toEqual([]);
  expect((await ask(["get", tasks, { userfilter: "PULUMI" }])).data).not.toEqual([]);
});

test("a task says which drives it clones and what it changes, but no password", async () => {
  const { client } = simulation;
  const log = async (request: Ask) => {
    const { upid } = await ask(request);
    const { data } = await client.get(`${tasks}/${upid}/log`);
    return (data as unknown as { t: string }[]).map(({ t }) => t);
  };
  expect(await log(["post", `${qemu}/90001/clone`, { newid: "1002" }])).toContain(
    "create linked clone of drive virtio0 (local-zfs:base-90001-disk-0)",
  );
  expect(await log(["post", `${vm}/config`, { cores: "3", cipassword: "secret" }])).toContain(
    "update VM 1001: -cipassword <hidden> -cores 3",
  );
});

test("a task that is not there has a log of one line, and a status that is refused", async () => {
  const gone = `${tasks}/UPID:asgard:0000abcd:00018700:67000000:qmstart:1001:root@pam:`;
  const { data } = await ask(["get", `${gone}/log`]);
  expect(data).toEqual([{ n: 1, t: "unable to open file - No such file or directory" }]);
  expect((await ask(["get", `${gone}/status`])).errors).toEqual({ upid: "no such task\n" });
});

test("a storage that holds nothing of the kind is not there", async () => {
  const list = (content: string) => ask(["get", "/nodes/asgard/storage", { storage: "local-zfs", content }]);
  expect((await list("images")).data).toHaveLength(1);
  expect((await list("iso")).errors?.["storage"]?.trim()).toBe("No such storage.");
});

test("only a shared storage is of use to another host", async () => {
  const list = async (target: string) => (await ask(["get", "/nodes/asgard/storage", { target }])).data;
  expect(await list("odin")).toEqual([]);
  expect(await list("asgard")).not.toEqual([]);
});

test("a machine that may give memory back says how much it keeps", async () => {
  await ask(["put", `${vm}/config`, { balloon: "512" }]);
  expect((await ask(["get", `${vm}/status/current`])).data).toMatchObject({
    balloon_min: 512 * 1024 ** 2,
    shares: 1000,
  });
});

test("a dump of cloud-init's documents knows nothing of snippets", async () => {
  await ask(["put", `${vm}/config`, { ide2: "local-zfs:cloudinit", cicustom: "network=local:snippets/gone.yaml" }]);
  const { status, data } = await ask(["get", `${vm}/cloudinit/dump`, { type: "network" }]);
  expect([status, data]).toEqual([200, expect.stringMatching(/^version: 1\n/)]);
});

test("a volume of a storage with one letter is none", async () => {
  expect((await ask(["get", "/nodes/asgard/storage/local/content/x:y"])).errors).toEqual({
    volume: "unable to parse volume ID 'x:y'\n",
  });
});

test("a start misses the mapping before the machine's chipset, and says which machine it cannot make", async () => {
  const { client } = simulation;
  await ask(["put", `${vm}/config`, { hostpci0: "mapping=gone,pcie=1" }]);
  expect(await client.task(client.post(`${vm}/status/start`))).toBe("PCI device mapping not found for 'gone'");
  await ask(["put", `${vm}/config`, { delete: "hostpci0", machine: "pc-q35-99.0" }]);
  expect(await client.task(client.post(`${vm}/status/start`))).toContain("run machine type 'pc-q35-99.0+pve0', please");
});
