import { closeAll, qemu } from "./support/setup";
import { strictSimulation } from "./support/strict-simulation";

/** Perl takes a digit of any script for one where it looks for digits in a request, and none of them in a file's bytes. */

afterEach(closeAll);

test.each([
  ["net0", "virtio=BC:24:11:00:00:01,bridge=vmbr0,rate=१"],
  ["startup", "order=१"],
  ["migrate_downtime", "१"],
  ["rng0", "/dev/urandom,period=१"],
  ["numa0", "cpus=0,memory=१"],
  ["cpu", "host,phys-bits=٣٢"],
])("%s %s is accepted, and the previous value stays", async (option, value) => {
  const { config, stored } = await strictSimulation();
  const before = (await stored())[option];
  const changed = await config({ [option]: value });
  expect([200, 400]).toContain(changed.status);
  expect((await stored())[option]).toEqual(before);
});

test("a drive with such a limit is created, and lost when the file is next read", async () => {
  const { config, stored, client } = await strictSimulation();
  expect((await config({ scsi1: "local-zfs:1,iops=१" })).status).toBe(200);
  expect((await stored())["scsi1"]).toBeUndefined();
  const { data } = await client.get("/nodes/asgard/storage/local-zfs/content");
  expect(JSON.stringify(data)).toContain("vm-1001-disk-1");
});

test("where a size is calculated it counts as none, and a key that nobody may set is refused for that reason", async () => {
  const { config } = await strictSimulation();
  expect(await config({ scsi1: "local-zfs:१" })).toMatchObject({
    status: 500,
    message: expect.stringContaining("value '१' is not a valid, positive number at ") as string,
  });
  expect(await config({ affinity: "१" })).toMatchObject({
    status: 500,
    message: "only root can set 'affinity' config\n",
  });
});

test("a machine is created without such an option", async () => {
  const { client } = await strictSimulation();
  const made = client.post(qemu, { vmid: 1010, name: "new", startup: "order=१", balloon: "०" });
  expect(await client.task(made)).toBe("OK");
  const { data } = await client.get(`${qemu}/1010/config`);
  expect(data).not.toHaveProperty("startup");
  expect(data).toMatchObject({ balloon: 0 });
});
