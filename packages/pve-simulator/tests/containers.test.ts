import { closeAll, makeTemplate, qemu, setup, type Setup } from "./support/setup";

afterEach(closeAll);

const lxc = "/nodes/asgard/lxc";

function withContainer(): Promise<Setup> {
  const config = { arch: "amd64", cores: "1", memory: "512" };
  const box = { name: "box", vmId: 200, host: "asgard", type: "lxc", config } as const;
  return setup({ spec: { machines: [box] } });
}

test("a host lists its containers, and the subdirectories of each", async () => {
  const { client } = await withContainer();
  expect((await client.get(lxc)).data).toEqual([
    expect.objectContaining({
      vmid: 200,
      name: "box",
      type: "lxc",
      status: "stopped",
      cpus: 1,
      maxmem: 512 * 1024 ** 2,
    }),
  ]);
  expect((await client.get(`${lxc}/200`)).data).toContainEqual({ subdir: "config" });
  expect((await client.get(`${lxc}/201`)).status).toBe(500);
  expect((await client.get(`${qemu}/200`)).data).toContainEqual({ subdir: "cloudinit" });
});

test("numbers of a container's configuration are numbers, and it has a digest", async () => {
  const { client } = await withContainer();
  const digest = expect.stringMatching(/^[0-9a-f]{40}$/) as string;
  const { data } = await client.get(`${lxc}/200/config`);
  expect(data).toEqual({ arch: "amd64", cores: 1, memory: 512, hostname: "box", digest });
  expect((await client.get(`${lxc}/200/config`, { snapshot: "a", current: 1 })).status).toBe(400);
});

test("a clone notices that a container has its id when it writes the configuration file", async () => {
  const world = await withContainer();
  await makeTemplate(world);
  expect(await world.client.task(world.client.post(`${qemu}/90001/clone`, { newid: 200 }))).toBe(
    "close (rename) atomic file '/etc/pve/nodes/asgard/qemu-server/200.conf' failed: File exists",
  );
});
