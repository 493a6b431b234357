import { lostNodes } from "../../scripts/recover/lost-node";
import { programClient } from "../support/program-client";
import { closeAll, qemu, setup } from "../../packages/pve-simulator/tests/support/setup";

afterEach(closeAll);

const tree = "urn:pulumi:asgard::homelab::homelab:index:Cluster$homelab:index";
const vmInState = (kind: string, name: string, vmId: number) => ({
  urn: `${tree}:${kind}$proxmoxve:index/vmLegacy:VmLegacy::${name}-vm`,
  type: "proxmoxve:index/vmLegacy:VmLegacy",
  inputs: { nodeName: "asgard", vmId, name },
});
type InState = ReturnType<typeof vmInState>;
const step = (name: string, what: string) => ({
  urn: `${tree}:Workers$homelab:index:WorkerNode$command:local:Command::${name}-${what}`,
  type: "command:local:Command",
});
const joined = (name: string) => step(name, "join");
const prepared = (name: string) => step(name, "prepare");

/** Names of the nodes that recovery would recreate, if this machine runs without a guest agent. */
const lost = async (...given: Parameters<typeof remedies>) =>
  (await remedies(...given)).filter(({ remedy }) => remedy === "recreate").map(({ name }) => name);

async function remedies(machine: InState, others: readonly ReturnType<typeof step>[] = [], waiting = "") {
  const { proxmox, client: admin } = await setup();
  const { vmId, name } = machine.inputs;
  await admin.task(admin.post(qemu, { vmid: vmId, name, agent: "1" }));
  await admin.task(admin.post(`${qemu}/${vmId}/status/start`));
  const client = programClient(proxmox);
  const waits = (node: string) => Promise.resolve(node === waiting);
  return lostNodes(client, [machine, ...others], waits);
}

test("a running node that never joined and does not answer is recreated", async () => {
  expect(await lost(vmInState("Workers$homelab:index:VirtualMachine", "worker-1", 1011))).toEqual(["worker-1"]);
});

test("a prepared control plane keeps its disk, as it may be a member of etcd: it is restarted", async () => {
  const node = vmInState("ControlPlane$homelab:index:VirtualMachine", "server-2", 1002);
  expect(await remedies(node, [prepared("server-2")])).toMatchObject([{ name: "server-2", remedy: "restart" }]);
  expect(await lost(node, [prepared("server-3")])).toEqual(["server-2"]);
});

test("a prepared worker is recreated, as nothing runs on it", async () => {
  const node = vmInState("Workers$homelab:index:VirtualMachine", "worker-1", 1011);
  expect(await lost(node, [prepared("worker-1")])).toEqual(["worker-1"]);
});

test("a node that has joined is left alone, even if it does not answer", async () => {
  const node = vmInState("Workers$homelab:index:VirtualMachine", "worker-1", 1011);
  expect(await lost(node, [joined("worker-1")])).toEqual([]);
});

test("a node that waits for its configuration is left alone, as its agent starts after that", async () => {
  const node = vmInState("Workers$homelab:index:VirtualMachine", "worker-1", 1011);
  expect(await lost(node, [], "worker-1")).toEqual([]);
});

test("a firewall, which has no agent and never joins, is never recreated", async () => {
  expect(await lost(vmInState("OutsideVms$homelab:index:OutsideVm", "pfsense", 101))).toEqual([]);
});

test("a node whose creation failed after the clone is recreated, as no later run adds its cloud-init drive", async () => {
  const { proxmox, client: admin } = await setup();
  await admin.task(admin.post(qemu, { vmid: 1011, name: "worker-1" }));
  const client = programClient(proxmox);
  const half = { ...vmInState("Workers$homelab:index:VirtualMachine", "worker-1", 1011), initErrors: ["no quorum"] };
  const waits = () => Promise.resolve(false);
  expect(await lostNodes(client, [half], waits)).toMatchObject([
    { vmId: 1011, why: "its creation failed after the clone" },
  ]);
  expect(await lostNodes(client, [half, joined("worker-1")], waits)).toEqual([]);
});
