import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PveClient } from "../../scripts/recover/pve-client";
import { silentMachines } from "../../scripts/recover/silent-machine";
import { closeAll, qemu, setup } from "./proxmox/support/setup";
import { spec } from "./proxmox/support/worlds";

const directory = mkdtempSync(join(tmpdir(), "homelab-ca-"));
afterEach(closeAll);
afterAll(() => rmSync(directory, { recursive: true }));

const tree = "urn:pulumi:asgard::homelab::homelab:index:Cluster$homelab:index";
const vmInState = (kind: string, name: string, vmId: number) => ({
  urn: `${tree}:${kind}$proxmoxve:index/vmLegacy:VmLegacy::${name}-vm`,
  type: "proxmoxve:index/vmLegacy:VmLegacy",
  inputs: { nodeName: "asgard", vmId, name },
});
const joined = (name: string) => ({
  urn: `${tree}:Workers$homelab:index:Rke2Agent$command:remote:Command::${name}-join`,
  type: "command:remote:Command",
});

/** Names of those that recovery would make anew, of these machines without a guest agent, all running. */
async function silent(...resources: Parameters<typeof silentMachines>[1][number][]): Promise<string[]> {
  const { proxmox, client: admin } = await setup();
  for (const { inputs = {} } of resources) {
    if (inputs["vmId"] === undefined) continue;
    await admin.task(admin.post(qemu, { vmid: inputs["vmId"] as number, name: inputs["name"] as string, agent: "1" }));
    await admin.task(admin.post(`${qemu}/${String(inputs["vmId"])}/status/start`));
  }
  const caFile = join(directory, "ca.pem");
  writeFileSync(caFile, proxmox.caPem);
  const apiToken = `${spec.token.id}=${spec.token.secret}`;
  const client = new PveClient({ endpoint: proxmox.endpoint, insecure: false, apiToken, caFile });
  return (await silentMachines(client, resources)).map(({ name }) => name);
}

test("a node that runs, never joined and does not answer is made anew", async () => {
  expect(await silent(vmInState("Workers$homelab:index:VirtualMachine", "worker-1", 1011))).toEqual(["worker-1"]);
});

test("a node that has joined is left alone, however silent", async () => {
  const node = vmInState("Workers$homelab:index:VirtualMachine", "worker-1", 1011);
  expect(await silent(node, joined("worker-1"))).toEqual([]);
});

test("a firewall has no agent and never joins, and is nobody's to make anew", async () => {
  expect(await silent(vmInState("Appliances$homelab:index:Appliance", "pfsense", 101))).toEqual([]);
});
