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
const joined = (name: string) => ({
  urn: `${tree}:Workers$homelab:index:WorkerNode$command:local:Command::${name}-join`,
  type: "command:local:Command",
});

/** Names of those that recovery would make anew, when this machine runs without a guest agent. */
async function lost(
  machine: InState,
  others: readonly ReturnType<typeof joined>[] = [],
  waiting = "",
): Promise<string[]> {
  const { proxmox, client: admin } = await setup();
  const { vmId, name } = machine.inputs;
  await admin.task(admin.post(qemu, { vmid: vmId, name, agent: "1" }));
  await admin.task(admin.post(`${qemu}/${vmId}/status/start`));
  const client = programClient(proxmox);
  const waits = (node: string) => Promise.resolve(node === waiting);
  return (await lostNodes(client, [machine, ...others], waits)).map(({ name }) => name);
}

test("a node that runs, never joined and does not answer is made anew", async () => {
  expect(await lost(vmInState("Workers$homelab:index:VirtualMachine", "worker-1", 1011))).toEqual(["worker-1"]);
});

test("a node that has joined is left alone, however silent", async () => {
  const node = vmInState("Workers$homelab:index:VirtualMachine", "worker-1", 1011);
  expect(await lost(node, [joined("worker-1")])).toEqual([]);
});

test("one that waits for its configuration is left alone: its agent starts with that", async () => {
  const node = vmInState("Workers$homelab:index:VirtualMachine", "worker-1", 1011);
  expect(await lost(node, [], "worker-1")).toEqual([]);
});

test("a firewall has no agent and never joins, and is nobody's to make anew", async () => {
  expect(await lost(vmInState("OutsideVms$homelab:index:OutsideVm", "pfsense", 101))).toEqual([]);
});

test("a node whose creation failed after the clone is made anew: no later run gives it a cloud-init drive", async () => {
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
