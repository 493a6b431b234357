import type { WorldSpec } from "../../../rehearsal/world-spec";
import { closeAll, qemu, setup, type Setup } from "./support/setup";
import { privileges, spec } from "./support/worlds";

const asgard = spec.hosts["asgard"] as NonNullable<WorldSpec["hosts"][string]>;
const storages = { "local-zfs": asgard.storages["local-zfs"] as (typeof asgard.storages)[string] };
const midgard = { ...asgard, storages, pci: [], mappings: {} };
const token = { ...spec.token, privileges: [...privileges, "VM.Migrate"] };
afterEach(closeAll);

/** Two hosts, and a VM with these options on the first. */
async function withVm(options: Record<string, string | number> = {}): Promise<Setup> {
  const world = await setup({ spec: { hosts: { asgard, midgard }, token } });
  const { client } = world;
  const made = { vmid: 100, name: "box", virtio0: "local-zfs:1", boot: "order=virtio0", ...options };
  expect(await client.task(client.post(qemu, made))).toBe("OK");
  return world;
}

const migrate = ({ client }: Setup, form: Record<string, string | number> = {}) =>
  client.post(`${qemu}/100/migrate`, { target: "midgard", ...form });
const start = ({ client }: Setup) => client.task(client.post(`${qemu}/100/status/start`));

test("a stopped VM goes with its disks, and answers on its new host only", async () => {
  const world = await withVm();
  expect(await world.client.task(migrate(world))).toBe("OK");
  expect(world.proxmox.host("midgard")).toMatchObject({ vms: [{ vmId: 100 }], volumes: ["local-zfs:vm-100-disk-0"] });
  expect(world.proxmox.host("asgard").volumes).toEqual([]);
  expect((await world.client.get(`${qemu}/100/config`)).message).toContain("does not exist");
  const { data } = await world.client.get("/cluster/resources", { type: "vm" });
  expect(data).toMatchObject([{ vmid: 100, node: "midgard" }]);
});

test("a running one goes online, and with local disks only when told to", async () => {
  const world = await withVm();
  expect(await start(world)).toBe("OK");
  expect((await migrate(world)).message).toContain("can't migrate running VM without --online");
  expect(await world.client.task(migrate(world, { online: 1 }))).toContain("migration aborted");
  expect(await world.client.task(migrate(world, { online: 1, "with-local-disks": 1 }))).toBe("OK");
  expect(world.proxmox.host("midgard").vms[0]?.running).toBeDefined();
});

test("a disk of another owner keeps it where it is, and its own host is no target", async () => {
  const world = await withVm({ scsi1: "local-zfs:1" });
  const { client } = world;
  await client.post("/nodes/asgard/storage/local-zfs/content", { filename: "vm-9999-disk-0", vmid: 9999, size: "1G" });
  expect((await client.put(`${qemu}/100/config`, { scsi2: "local-zfs:vm-9999-disk-0" })).status).toBe(200);
  expect(await client.task(migrate(world))).toContain("migration aborted");
  expect((await migrate(world, { target: "asgard" })).errors).toEqual({ target: "target is local node.\n" });
  expect(world.proxmox.host("asgard").vms).toHaveLength(1);
});
