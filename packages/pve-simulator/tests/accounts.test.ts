import { makeClone, makeTemplate, closeAll, qemu, setup } from "./support/setup";
import { privileges, spec } from "./support/simulations";

afterEach(closeAll);

const user = "/access/users/valaskjalf-csi@pve";
const ROLE = { roleid: "homelab-csi", privs: "VM.Audit,VM.Config.Disk,Datastore.Audit" };
const USER = { userid: "valaskjalf-csi@pve", groups: "homelab" };

/** A token that may make users of one group, and no others. */
function withGroup(grants = [grantOf("/access/groups/homelab", "User.Modify"), realm]) {
  return setup({ spec: { token: { ...spec.token, privileges, grants }, groups: ["homelab", "admins"] } });
}

const grantOf = (path: string, privilege: string) => ({ path, privileges: [privilege] });
const realm = grantOf("/access/realm/pve", "Realm.AllocateUser");

test("a role holds privileges that there are, under a name of one's own", async () => {
  const { client } = await withGroup();
  expect(await client.post("/access/roles", ROLE)).toMatchObject({ status: 200 });
  expect((await client.get("/access/roles/homelab-csi")).data).toEqual({
    "VM.Audit": 1,
    "VM.Config.Disk": 1,
    "Datastore.Audit": 1,
  });
  expect(await client.post("/access/roles", ROLE)).toMatchObject({
    reason: "create role failed: role 'homelab-csi' already exists",
  });
  expect(await client.post("/access/roles", { roleid: "x1", privs: "VM.Fly" })).toMatchObject({
    status: 400,
    errors: { privs: "invalid format - invalid privilege 'VM.Fly'\n" },
  });
  expect(await client.post("/access/roles", { roleid: "pveMine" })).toMatchObject({ status: 400 });
});

test("who may make users of one group makes none without it, and touches nobody else's", async () => {
  const { client } = await withGroup();
  expect(await client.post("/access/users", { userid: "a@pve" })).toMatchObject({
    status: 403,
    reason: "Permission check failed (/access/groups, User.Modify)",
  });
  expect(await client.post("/access/users", { userid: "a@pve", groups: "admins" })).toMatchObject({
    reason: "Permission check failed (/access/groups/admins, User.Modify)",
  });
  expect(await client.post("/access/users", { userid: "a@pam", groups: "homelab" })).toMatchObject({
    reason: "Permission check failed (/access/realm/pam, Realm.AllocateUser)",
  });
  expect(await client.post("/access/users", USER)).toMatchObject({ status: 200 });
  expect((await client.get(user)).data).toMatchObject({ enable: 1, groups: ["homelab"], tokens: {} });
});

test("roles may be handed out on VMs and storages by who has all of it there, and nowhere else", async () => {
  const { client } = await withGroup();
  await client.post("/access/roles", ROLE);
  await client.post("/access/users", USER);
  const grant = (path: string, roles = ROLE.roleid) =>
    client.put("/access/acl", { path, roles, users: USER.userid, propagate: 0 });
  expect(await grant("/vms/1001")).toMatchObject({ status: 200 });
  expect(await grant("/storage/local-zfs")).toMatchObject({ status: 200 });
  expect(await grant("/")).toMatchObject({ reason: "Permission check failed (/, Permissions.Modify)" });
  await client.post("/access/roles", { roleid: "more", privs: "VM.Console" });
  expect(await grant("/vms/1001", "more")).toMatchObject({ status: 400 });
  expect((await client.get("/access/acl")).data).toEqual([
    { path: "/vms/1001", type: "user", ugid: USER.userid, roleid: "homelab-csi", propagate: 0 },
    { path: "/storage/local-zfs", type: "user", ugid: USER.userid, roleid: "homelab-csi", propagate: 0 },
  ]);
});

test("a token is told once, and may do what its user may, where its user may", async () => {
  const simulation = await withGroup();
  const { client } = simulation;
  await makeTemplate(simulation);
  await makeClone(simulation, 1001, "master-1");
  await client.post("/access/roles", ROLE);
  await client.post("/access/users", USER);
  await client.put("/access/acl", { path: "/vms/1001", roles: ROLE.roleid, users: USER.userid, propagate: 0 });
  const made = await client.post(`${user}/token/csi`, { privsep: 0 });
  const { value } = made.data as { value: string };
  expect((await client.get(`${user}/token/csi`)).data).toEqual({ privsep: 0 });
  client.token = `PVEAPIToken=${USER.userid}!csi=${value}`;
  expect(await client.get(`${qemu}/1001/config`)).toMatchObject({ status: 200 });
  expect(await client.put(`${qemu}/1001/config`, { cores: 4 })).toMatchObject({
    reason: "Permission check failed (/vms/1001, VM.Config.CPU)",
  });
  expect(await client.get(`${qemu}/90001/config`)).toMatchObject({ status: 403 });
});

test("a user goes with its tokens and its grants, and is left behind if nobody removes it", async () => {
  const { client, proxmox } = await withGroup();
  await client.post("/access/roles", ROLE);
  await client.post("/access/users", USER);
  await client.put("/access/acl", { path: "/vms/1001", roles: ROLE.roleid, users: USER.userid });
  expect(proxmox.leftovers()).toEqual(["user valaskjalf-csi@pve", "role homelab-csi"]);
  expect(await client.delete(user)).toMatchObject({ status: 200 });
  expect((await client.get("/access/acl")).data).toEqual([]);
  expect(await client.get(user)).toMatchObject({ reason: "no such user ('valaskjalf-csi@pve')" });
  await client.delete("/access/roles/homelab-csi");
  expect(proxmox.leftovers()).toEqual([]);
});
