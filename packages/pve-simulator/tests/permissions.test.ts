import { closeAll, makeClone, makeTemplate, qemu, setup } from "./support/setup";
import { privileges, spec } from "./support/simulations";

afterEach(closeAll);

async function tokenWithout(...missing: string[]) {
  const token = { ...spec.token, privileges: privileges.filter((privilege) => !missing.includes(privilege)) };
  return setup({ spec: { token } });
}

test("a wrong token and a missing one are told apart", async () => {
  const { client } = await setup();
  client.token = `PVEAPIToken=${spec.token.id}=wrong`;
  expect(await client.get("/version")).toMatchObject({ status: 401, reason: "Authentication failed!" });
  client.token = "";
  expect(await client.get("/version")).toMatchObject({ status: 401, reason: "No ticket" });
});

test("an unknown endpoint is not implemented", async () => {
  const { client } = await setup();
  expect(await client.get("/x")).toMatchObject({ status: 501, reason: "Method 'GET /x' not implemented" });
});

test("an unknown node cannot be reached", async () => {
  const { client } = await setup();
  const reason =
    "hostname lookup 'midgard' failed - failed to get address info for: midgard: Name or service not known";
  expect(await client.get("/nodes/midgard/qemu")).toMatchObject({ status: 500, reason });
});

test.each([
  ["VM.Clone", "/vms/90001, VM.Clone"],
  ["Datastore.AllocateSpace", "/storage/local-zfs, Datastore.AllocateSpace"],
  ["SDN.Use", "/sdn/zones/localnetwork/vmbr0, SDN.Use"],
])("cloning needs %s", async (privilege, named) => {
  const simulation = await setup();
  await makeTemplate(simulation);
  const token = { id: "other@pve!token", secret: "1", privileges: privileges.filter((other) => other !== privilege) };
  Object.assign(simulation.simulation.spec, { token });
  simulation.client.token = `PVEAPIToken=${token.id}=${token.secret}`;
  const refused = await simulation.client.post(`${qemu}/90001/clone`, { newid: 1001, full: 1 });
  expect(refused).toMatchObject({ status: 403, reason: `Permission check failed (${named})` });
});

test.each([
  [{ startup: "order=1" }, ["Sys.Modify"], "/, Sys.Modify"],
  [{ cores: 2 }, ["VM.Config.CPU"], "/vms/1001, VM.Config.CPU"],
  [{ memory: 2048 }, ["VM.Config.Memory"], "/vms/1001, VM.Config.Memory"],
  [{ tags: "a" }, ["VM.Config.Options"], "/vms/1001, VM.Config.Options"],
  [
    { ciuser: "odin" },
    ["VM.Config.Cloudinit", "VM.Config.Network"],
    "/vms/1001, VM.Config.Cloudinit|VM.Config.Network",
  ],
  [{ ide3: "cdrom,media=cdrom" }, [], "/, Sys.Console"],
  [{ ide2: "local-zfs:cloudinit" }, ["VM.Config.CDROM"], "/vms/1001, VM.Config.CDROM"],
  [{ hostpci0: "mapping=made" }, ["Mapping.Use"], "/mapping/pci/made, Mapping.Use"],
  [{ rng0: "/dev/hwrng" }, ["Mapping.Use"], "/mapping/hwrng, Mapping.Use"],
  [{ vmstatestorage: "local-zfs" }, ["Datastore.AllocateSpace"], "/storage/local-zfs, Datastore.AllocateSpace"],
])("setting %j without %j is refused", async (option, missing, named) => {
  const { client } = await tokenWithout(...missing);
  expect(await client.task(client.post(qemu, { vmid: 1001 }))).toBe("OK");
  const refused = await client.put(`${qemu}/1001/config`, option);
  expect(refused).toMatchObject({ status: 403, reason: `Permission check failed (${named})` });
});

test.each([
  [{ hostpci0: "0000:01:00" }, "only root can set 'hostpci0' config for non-mapped devices"],
  [{ args: "-device foo" }, "only root can set 'args' config"],
  [{ serial0: "/dev/ttyS0" }, "only root can modify 'serial0' config for real devices"],
])("no token may set %j", async (option, reason) => {
  const { client } = await setup();
  await client.task(client.post(qemu, { vmid: 1001 }));
  expect(await client.put(`${qemu}/1001/config`, option as Record<string, string>)).toMatchObject({
    status: 500,
    reason,
  });
});

test("only the host's own random number generator counts as a shared resource", async () => {
  const { client } = await tokenWithout("Mapping.Use");
  await client.task(client.post(qemu, { vmid: 1001 }));
  expect((await client.put(`${qemu}/1001/config`, { rng0: "/dev/urandom" })).status).toBe(200);
});

test("a user who may create machines may give them drives, but not change them afterwards", async () => {
  const { client } = await tokenWithout("VM.Config.Disk", "VM.Config.CDROM", "VM.Config.Cloudinit");
  const drives = { scsi0: "local-zfs:1", ide2: "local-zfs:cloudinit", ide3: "none,media=cdrom" };
  expect(await client.task(client.post(qemu, { vmid: 1001, ...drives }))).toBe("OK");
  const refusal = async (option: object) => (await client.put(`${qemu}/1001/config`, { ...option })).reason;
  expect(await refusal({ scsi1: "local-zfs:1" })).toBe("Permission check failed (/vms/1001, VM.Config.Disk)");
  expect(await refusal({ ide3: "none,media=cdrom" })).toBe("Permission check failed (/vms/1001, VM.Config.CDROM)");
});

test.each([
  ["local:snippets/x.sh", "script 'local:snippets/x.sh' does not exist\n"],
  ["local:iso/debian.iso", "'local:iso/debian.iso' is not in the snippets directory\n"],
  ["nope:snippets/x", "storage 'nope' does not exist\n"],
])("a hook script %s is checked before the permission to set it", async (hookscript, complaint) => {
  const { client } = await setup();
  await client.task(client.post(qemu, { vmid: 1001 }));
  const { errors, status } = await client.put(`${qemu}/1001/config`, { hookscript });
  expect({ errors, status }).toEqual({ errors: { hookscript: complaint }, status: 400 });
  const creation = await client.post(qemu, { vmid: 1002, hookscript });
  expect(creation).toMatchObject({ status: 500, reason: "only root can set 'hookscript' config" });
});

test("the agent's privilege has another name in PVE 8", async () => {
  const eight = await setup({ spec: { pveVersion: "8.4.1" } });
  await makeTemplate(eight);
  await makeClone(eight, 1001);
  const refused = await eight.client.post(`${qemu}/1001/agent/ping`);
  expect(refused.reason).toBe("Permission check failed (/vms/1001, VM.Monitor)");
});

test("a token sees its own permissions, and those of others if it may audit users", async () => {
  const { client } = await setup();
  const may = async (query: Record<string, string>) => (await client.get("/access/permissions", query)).data;
  const own = await may({ path: "/vms/1001" });
  expect(Object.keys(own["/vms/1001"] as object).sort()).toEqual([...privileges].sort());
  expect(await may({ path: "/vms/1001", userid: "pulumi@pve" })).toEqual(own);
  expect(Object.keys(await may({ path: "" }))).toContain("/storage");
  expect((await may({ userid: "root@pam", path: "/" }))["/"]).toMatchObject({ "Permissions.Modify": 1 });
  for (const userid of ["pulumi@nope", "pulumi@pve!other", "other@pve"]) {
    expect(await may({ userid, path: "/vms/1001" })).toEqual({ "/vms/1001": {} });
    expect(await may({ userid })).toEqual({});
  }
  const { client: blind } = await tokenWithout("Sys.Audit");
  expect(await blind.get("/access/permissions", { userid: "root@pam" })).toMatchObject({
    status: 403,
    reason: "Permission check failed (/access, Sys.Audit)",
  });
});

test("a user who may not create machines is told only that, after the checks of pool and storage", async () => {
  const { client } = await tokenWithout("VM.Allocate", "Datastore.AllocateSpace");
  const reason = async (more: Record<string, string>) => (await client.post(qemu, { vmid: 1010, ...more })).reason;
  expect(await reason({ net0: "virtio,bridge=vmbr0" })).toBe("Permission check failed");
  expect(await reason({ storage: "local-zfs" })).toMatch(/\/storage\/local-zfs, Datastore.AllocateSpace/);
  expect(await reason({ storage: "local-zfs", pool: "none" })).toMatch(/pool 'none' does not exist/);
});

test("the pool of a machine is shown only to users who may audit pools", async () => {
  const pools = async (...missing: string[]) => {
    const { client } = await tokenWithout(...missing);
    expect(await client.task(client.post(qemu, { vmid: 1010 }))).toBe("OK");
    await client.post("/pools", { poolid: "a" });
    await client.put("/pools", { poolid: "a", vms: 1010 });
    const rows = (await client.get("/cluster/resources", { type: "vm" })).data as unknown as { pool?: string }[];
    return rows.map(({ pool }) => pool);
  };
  expect(await pools()).toEqual(["a"]);
  expect(await pools("Pool.Audit")).toEqual([undefined]);
});
