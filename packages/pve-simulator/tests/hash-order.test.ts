import { HashOrder } from "../src/hash-order";
import { closeAll, makeClone, makeTemplate, qemu, setup, type Setup } from "./support/setup";
import { strictSimulation } from "./support/strict-simulation";

afterEach(closeAll);

const seeds = Array.from({ length: 40 }, (_, seed) => seed);

test("the same seed gives the same order, whatever is walked elsewhere in between", () => {
  const keys = "abcdefgh".split("");
  const one = new HashOrder(7);
  const other = new HashOrder(7);
  other.walk("elsewhere", keys);
  const walks = [1, 2, 3].map(() => one.walk("here", keys));
  expect([1, 2, 3].map(() => other.walk("here", keys))).toEqual(walks);
  expect(new Set(walks.map(String)).size).toBe(3);
});

test("both orders of two keys occur, about equally often", () => {
  const firsts = seeds.map((seed) => new HashOrder(seed).walk("config", ["boot", "ide3"])[0]);
  expect(firsts.filter((key) => key === "boot").length).toBeGreaterThan(10);
  expect(firsts.filter((key) => key === "ide3").length).toBeGreaterThan(10);
});

/** What is stored on a clone when boot order and CD drive come in one request, by seed. */
async function storedOrders(boot: string, templateBoot = "order=virtio0"): Promise<Set<unknown>> {
  const stored = new Set<unknown>();
  for (const seed of seeds.slice(0, 12)) {
    const simulation = await setup({ seed });
    await makeTemplate(simulation, templateBoot);
    await makeClone(simulation, 1001);
    await simulation.client.put(`${qemu}/1001/config`, { boot, ide3: "none,media=cdrom", ide2: "local-zfs:cloudinit" });
    stored.add((await simulation.client.get(`${qemu}/1001/config`)).data["boot"]);
  }
  return stored;
}

test("a boot order that leaves out the CD drive of the same request is stored with or without it", async () => {
  expect(await storedOrders("order=virtio0")).toEqual(new Set(["order=virtio0", "order=virtio0;ide3"]));
});

test("a boot order with the CD drive of the same request is stored as it was given", async () => {
  expect(await storedOrders("order=virtio0;ide3")).toEqual(new Set(["order=virtio0;ide3"]));
});

test("a CD drive that is processed after the boot order restores the machine's old order", async () => {
  expect(await storedOrders("order=virtio0;ide3", "order=net0;virtio0")).toEqual(
    new Set(["order=virtio0;ide3", "order=net0;virtio0;ide3"]),
  );
});

test("a simulation that is restarted with its seed stores the same order", async () => {
  const storedUnder = async (seed: number) => {
    const { client } = await strictSimulation(seed);
    await client.put(`${qemu}/1001/config`, { boot: "order=virtio0", ide3: "none,media=cdrom" });
    return (await client.get(`${qemu}/1001/config`)).data["boot"];
  };
  const runs = async () => {
    const stored: unknown[] = [];
    for (const seed of seeds.slice(0, 12)) stored.push(await storedUnder(seed));
    return stored;
  };
  const first = await runs();
  expect(new Set(first).size).toBe(2);
  expect(await runs()).toEqual(first);
});

test("errors about the parts of a value come in a different order with another seed", async () => {
  const told = new Set<unknown>();
  for (const seed of seeds.slice(0, 8)) {
    const { client } = await strictSimulation(seed);
    told.add((await client.put(`${qemu}/1001/config`, { net0: "rate=-1,tag=0,foo=1" })).errors?.["net0"]);
  }
  expect(told.size).toBeGreaterThan(1);
});

/** In how many ways simulations that differ in their seed alone answer. */
async function answersBySeed(ask: (simulation: Setup) => Promise<string>): Promise<number> {
  const answers = new Set<string>();
  for (const seed of [1, 2, 3, 4, 5]) answers.add(await ask(await strictSimulation(seed)));
  return answers.size;
}

type Row = Readonly<Record<string, unknown>>;

const rows = async ({ client }: Setup, path: string, key: string, query = {}) => {
  const data = (await client.get(path, query)).data as unknown as Row[];
  return data.map((row) => String(row[key])).join(" ");
};

/** What Proxmox walks a hash for (pve-manager 9.1.3, pve-storage 9.1.0, pve-guest-common 6.0.2). */
test.each([
  ["the storages of a host", (simulation: Setup) => rows(simulation, "/nodes/asgard/storage", "storage")],
  ["the definitions of storages", (simulation: Setup) => rows(simulation, "/storage", "storage")],
  ["what a storage may hold", (simulation: Setup) => rows(simulation, "/storage", "content", { type: "dir" })],
  [
    "the storages among the resources",
    (simulation: Setup) => rows(simulation, "/cluster/resources", "id", { type: "storage" }),
  ],
  ["the options of a machine with what waits", (simulation: Setup) => rows(simulation, `${qemu}/1001/pending`, "key")],
  [
    "the machines of a host",
    async (simulation: Setup) => (await withMachines(simulation), rows(simulation, qemu, "vmid")),
  ],
  [
    "the keys of an object",
    async ({ client }: Setup) => Object.keys((await client.get(`${qemu}/1001/config`)).data).join(),
  ],
])("%s come in an order that depends on the seed", async (_what, ask) => {
  expect(await answersBySeed(ask)).toBeGreaterThan(1);
});

/** What Proxmox sorts, or keeps in a list (the same). */
test.each([
  [
    "pools",
    async (simulation: Setup) => {
      for (const poolid of ["c", "a", "b"]) await simulation.client.post("/pools", { poolid });
      return rows(simulation, "/pools", "poolid");
    },
    "a b c",
  ],
  [
    "members of a pool: by number as if it were a name, then storages",
    async (simulation: Setup) => {
      await withMachines(simulation);
      await simulation.client.post("/pools", { poolid: "a" });
      await simulation.client.put("/pools", { poolid: "a", vms: "999,1001,1002", storage: "thin,files" });
      const { data } = await simulation.client.get("/pools/a");
      return (data["members"] as Row[]).map(({ id }) => String(id)).join(" ");
    },
    "qemu/1001 qemu/1002 qemu/999 storage/asgard/files storage/asgard/thin",
  ],
  [
    "machines among the resources",
    async (simulation: Setup) => (
      await withMachines(simulation),
      rows(simulation, "/cluster/resources", "vmid", { type: "vm" })
    ),
    "1001 1002 90001 999",
  ],
  [
    "volumes of a storage",
    async (simulation: Setup) => rows(simulation, "/nodes/asgard/storage/local-zfs/content", "volid"),
    "local-zfs:base-90001-disk-0 local-zfs:vm-1001-disk-0",
  ],
  [
    "tasks that are over",
    async (simulation: Setup) => rows(simulation, "/nodes/asgard/tasks", "type"),
    "qmclone qmtemplate qmcreate download",
  ],
])("%s come in the same order whatever the seed", async (_what, ask, order) => {
  expect(await answersBySeed(ask)).toBe(1);
  expect(await ask(await strictSimulation())).toBe(order);
});

async function withMachines({ client }: Setup): Promise<void> {
  for (const vmid of [999, 1002]) expect(await client.task(client.post(qemu, { vmid }))).toBe("OK");
}
