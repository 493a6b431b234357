import { type Proxmox, serveProxmox } from "../../src/proxmox";
import { Client } from "./client";
import { FakeGuests } from "./fake-guests";
import { context, type ContextOptions, imageUrl, type TestContext } from "./simulations";

export interface Setup {
  readonly simulation: TestContext;
  readonly guests: FakeGuests;
  readonly proxmox: Proxmox;
  readonly client: Client;
}

const open: Setup[] = [];

/** A Proxmox VE of its own for one test; `closeAll` goes into afterEach. */
export async function setup(options: ContextOptions = {}): Promise<Setup> {
  const simulation = context(options);
  const guests = new FakeGuests();
  const proxmox = await serveProxmox(simulation, guests);
  const made = { simulation, guests, proxmox, client: new Client(proxmox) };
  open.push(made);
  return made;
}

export async function closeAll(): Promise<void> {
  for (const { client, proxmox } of open.splice(0)) {
    client.close();
    await proxmox.close();
  }
}

export const qemu = "/nodes/asgard/qemu";

/** The cloud image on the host, and template 90001 made of it. */
export async function makeTemplate({ client }: Setup, boot = "order=virtio0"): Promise<void> {
  const file = { url: imageUrl, content: "import", filename: "noble.qcow2" };
  expect(await client.task(client.post("/nodes/asgard/storage/local/download-url", file))).toBe("OK");
  const options = {
    vmid: 90001,
    name: "template",
    cores: 2,
    memory: 2048,
    net0: "virtio,bridge=vmbr0",
    boot,
    virtio0: "local-zfs:0,import-from=local:import/noble.qcow2",
  };
  expect(await client.task(client.post(qemu, options))).toBe("OK");
  expect(await client.task(client.post(`${qemu}/90001/template`))).toBe("OK");
}

/** A full clone of the template. */
export async function makeClone({ client }: Setup, vmId: number, name = `vm-${vmId}`): Promise<void> {
  expect(await client.task(client.post(`${qemu}/90001/clone`, { newid: vmId, name, full: 1 }))).toBe("OK");
}
