import { PveClient } from "../../components/pve-client";
import { noted } from "../../components/read-inventory";

const listed = { vmId: 1001, type: "qemu", name: "", host: "asgard", status: "unknown", isTemplate: false } as const;

function answering(file: object): PveClient {
  const access = { endpoint: "https://127.0.0.1:8006/", insecure: false, apiToken: "", env: {} };
  return Object.assign(new PveClient(access), { get: () => Promise.resolve(file) });
}

test("a guest that the cluster's list does not name yet has the name from its configuration file", async () => {
  const guest = await noted(answering({ name: "master-1", description: "ours" }), listed);
  expect(guest).toMatchObject({ ...listed, name: "master-1", description: "ours" });
});

test("a guest without a name in its file keeps the one from the list", async () => {
  expect(await noted(answering({}), { ...listed, name: "VM 1001" })).toMatchObject({ name: "VM 1001" });
});
