import { createHash } from "node:crypto";
import type { HostSpec } from "../src/spec";
import { closeAll, makeClone, makeTemplate, qemu, setup } from "./support/setup";
import { spec, sshKey } from "./support/simulations";

afterEach(closeAll);

async function documents(options: Record<string, string>) {
  const simulation = await setup();
  await makeTemplate(simulation);
  await makeClone(simulation, 1001, "master-1");
  const changed = await simulation.client.put(`${qemu}/1001/config`, {
    ide2: "local-zfs:cloudinit",
    net0: "virtio=BC:24:11:AA:BB:CC,bridge=vmbr0",
    ...options,
  });
  expect(changed.status).toBe(200);
  expect(await simulation.client.task(simulation.client.post(`${qemu}/1001/status/start`))).toBe("OK");
  const handed = simulation.guests.started[0]?.cloudInit;
  if (!handed) throw new Error("no cloud-init drive");
  return handed;
}

test("user data has name, user and keys, and nothing about password expiry", async () => {
  const keys = encodeURIComponent(`${sshKey.public.trim()} odin@asgard\n${sshKey.public.trim()} thor@asgard`);
  const { userData } = await documents({ ciuser: "odin", sshkeys: keys, searchdomain: "home.arpa" });
  expect(userData).toBe(`#cloud-config
hostname: master-1
manage_etc_hosts: true
fqdn: master-1.home.arpa
user: odin
ssh_authorized_keys:
  - ${sshKey.public.trim()} odin@asgard
  - ${sshKey.public.trim()} thor@asgard
chpasswd:
  expire: False
users:
  - default
package_upgrade: true
`);
});

test("network data is version 1, by MAC address, with the name servers at its end", async () => {
  const { networkConfig } = await documents({
    ipconfig0: "ip=10.10.10.101/24,gw=10.10.10.1",
    nameserver: "10.10.10.1 9.9.9.9",
    searchdomain: "home.arpa",
  });
  expect(networkConfig).toBe(`version: 1
config:
    - type: physical
      name: eth0
      mac_address: 'bc:24:11:aa:bb:cc'
      subnets:
      - type: static
        address: '10.10.10.101'
        netmask: '255.255.255.0'
        gateway: '10.10.10.1'
    - type: nameserver
      address:
      - '10.10.10.1'
      - '9.9.9.9'
      search:
      - 'home.arpa'
`);
});

test("the instance id is the SHA-1 of user and network data", async () => {
  const { metaData, networkConfig, userData } = await documents({ ciupgrade: "0" });
  expect(userData).not.toContain("package_upgrade");
  expect(metaData).toBe(
    `instance-id: ${createHash("sha1")
      .update(userData + networkConfig)
      .digest("hex")}\n`,
  );
});

test("the drive is rewritten at every start", async () => {
  const simulation = await setup();
  await makeTemplate(simulation);
  await makeClone(simulation, 1001, "master-1");
  const { client } = simulation;
  await client.put(`${qemu}/1001/config`, { ide2: "local-zfs:cloudinit", ciuser: "odin" });
  await client.task(client.post(`${qemu}/1001/status/start`));
  expect((await client.put(`${qemu}/1001/config`, { ciuser: "thor" })).status).toBe(200);
  await client.task(client.post(`${qemu}/1001/status/reboot`));
  expect(simulation.guests.started.map((spec) => /user: (\w+)/.exec(spec.cloudInit?.userData ?? "")?.[1])).toEqual([
    "odin",
    "thor",
  ]);
});

test("a machine without its own name servers and search domain gets the host's", async () => {
  const resolver = { search: "lan.example.net", servers: ["192.0.2.53"] };
  const asgard = { ...spec.hosts["asgard"], resolver } as HostSpec;
  const simulation = await setup({ spec: { ...spec, hosts: { asgard } } });
  await makeTemplate(simulation);
  await makeClone(simulation, 1001, "master-1");
  await simulation.client.put(`${qemu}/1001/config`, { ide2: "local-zfs:cloudinit" });
  await simulation.client.task(simulation.client.post(`${qemu}/1001/status/start`));
  expect(simulation.guests.started[0]?.cloudInit?.networkConfig).toMatch(
    /type: nameserver\n {6}address:\n {6}- '192.0.2.53'\n {6}search:\n {6}- 'lan.example.net'\n$/,
  );
  expect(simulation.guests.started[0]?.cloudInit?.userData).toContain("\nfqdn: master-1\n");
});

test("the content of the drive can be dumped", async () => {
  const { client } = await setup();
  await client.task(client.post(qemu, { vmid: 1001, name: "master-1", ciuser: "odin", ide2: "local-zfs:cloudinit" }));
  const dump = (type: string) => client.get(`${qemu}/1001/cloudinit/dump`, { type });
  expect((await dump("user")).data).toContain("user: odin");
  expect((await dump("meta")).data).toMatch(/^instance-id: [0-9a-f]{40}\n$/);
  expect(await dump("vendor")).toMatchObject({ status: 400, errors: { type: expect.any(String) as string } });
});
