import { hostSsh } from "../../../packages/pve-simulator/tests/support/host-ssh";
import { createConnection } from "node:net";
import type { NodePlan } from "../../../model/cluster-plan";
import { renderVendorData } from "../../../os/vendor-data";
import { booted, connect, exec, hostKey } from "../guests/support";
import type { WatchedSimulation } from "./watched-simulation";

type Fields = Readonly<Record<string, string | number>>;

/** Where a machine is, which is all the API asks for. */
export type Vm = Pick<NodePlan, "host" | "vmId">;

/** Address of a machine in the API. */
export const vm = ({ host, vmId }: Vm): string => `/nodes/${host}/qemu/${vmId}`;

/** Waits for a task, which has to end well. */
export async function done(
  { client }: Pick<WatchedSimulation, "client">,
  begun: ReturnType<WatchedSimulation["client"]["post"]>,
): Promise<void> {
  const status = await client.task(begun);
  if (status !== "OK") throw new Error(status);
}

/** Changes a configuration, which has to be accepted. */
export async function configure(simulation: WatchedSimulation, machine: Vm, options: Fields): Promise<void> {
  const { status, message } = await simulation.client.put(`${vm(machine)}/config`, options);
  if (status !== 200) throw new Error(`${status} ${message}`);
}

/** The cloud image on the host, and the template made of it. */
export async function makeTemplate(simulation: WatchedSimulation): Promise<void> {
  const [template] = simulation.plan.templates;
  if (!template) throw new Error("no template");
  const { host, vmId, name, imageUrl, imageStorage, imageName, diskStorage, bridge } = template;
  const image = { url: imageUrl, content: "import", filename: imageName };
  await done(simulation, simulation.client.post(`/nodes/${host}/storage/${imageStorage}/download-url`, image));
  const disk = `${diskStorage}:0,import-from=${imageStorage}:import/${imageName}`;
  const shape = { vmid: vmId, name, cores: 1, memory: 2048, net0: `virtio,bridge=${bridge}`, boot: "order=virtio0" };
  await done(simulation, simulation.client.post(`/nodes/${host}/qemu`, { ...shape, virtio0: disk }));
  await done(simulation, simulation.client.post(`${vm(template)}/template`));
}

/** A machine as the program makes it, up to the moment before its start. */
export async function makeMachine(simulation: WatchedSimulation, node: NodePlan, options: Fields = {}): Promise<void> {
  const [template] = simulation.plan.templates;
  if (!template) throw new Error("no template");
  const { name, vmId: newid, description, storage } = node;
  const hostKeys = { hostKeyPrivate: hostKey.private, hostKeyPublic: hostKey.public };
  await writeSnippet(simulation, `${name}.vendor.yaml`, renderVendorData(simulation.plan, node, hostKeys));
  const clone = { newid, name, description, storage, full: 1 };
  await done(simulation, simulation.client.post(`${vm(template)}/clone`, clone));
  await configure(simulation, node, { ...configOf(simulation, node), ...options });
  await done(simulation, simulation.client.put(`${vm(node)}/resize`, { disk: "virtio0", size: `${node.diskGiB}G` }));
}

function configOf({ credentials }: WatchedSimulation, node: NodePlan): Fields {
  const { order, upDelaySeconds, downDelaySeconds } = node.startup;
  return {
    cores: node.cores,
    memory: node.memoryMiB,
    machine: node.machineType,
    agent: "enabled=1",
    onboot: 1,
    tags: node.tags.join(";"),
    startup: `order=${order},up=${upDelaySeconds},down=${downDelaySeconds}`,
    net0: `virtio=${node.macAddress},bridge=${node.bridge}`,
    ide2: `${node.storage}:cloudinit`,
    cicustom: `vendor=local:snippets/${node.name}.vendor.yaml`,
    ciuser: "odin",
    ciupgrade: 0,
    sshkeys: encodeURIComponent(credentials.sshPublicKey),
    nameserver: "10.10.10.1",
    searchdomain: node.searchDomain,
    ipconfig0: `ip=${node.address}/${node.prefixLength},gw=${node.gateway}`,
  };
}

export async function start(simulation: WatchedSimulation, node: NodePlan): Promise<void> {
  const up = booted(simulation, node.name);
  await done(simulation, simulation.client.post(`${vm(node)}/status/start`));
  await up;
}

export const stop = (simulation: WatchedSimulation, machine: Vm): Promise<void> =>
  done(simulation, simulation.client.post(`${vm(machine)}/status/stop`));

/** Makes the machine and waits until it runs. */
export async function bringUp(simulation: WatchedSimulation, node: NodePlan, options: Fields = {}): Promise<void> {
  await makeMachine(simulation, node, options);
  await start(simulation, node);
}

/** Power off, then away with the machine and its disks. */
export async function destroy(simulation: WatchedSimulation, machine: Vm): Promise<void> {
  await stop(simulation, machine);
  await done(simulation, simulation.client.delete(vm(machine), { purge: 1, "destroy-unreferenced-disks": 1 }));
}

/** Over SSH, with the provider's own command. */
export async function writeSnippet(simulation: WatchedSimulation, name: string, text: string): Promise<void> {
  const { host, port, hostKeyPublic } = hostSsh(simulation.proxmox);
  const login = { username: simulation.context.spec.sshUser, privateKey: simulation.credentials.sshPrivateKey };
  const ssh = await connect({ sock: createConnection({ host, port, noDelay: true }), ...login }, hostKeyPublic);
  const command = `/bin/bash -c 'export TRY_SUDO_USE_SUDO=0; try_sudo /usr/bin/tee /var/lib/vz/snippets/${name}'`;
  const { code, stderr } = await exec(ssh, command, text);
  ssh.end();
  if (code !== 0) throw new Error(stderr);
}
