import type { RequestEvent } from "../../rehearsal/events";
import type { Rehearsal } from "../../scripts/rehearsal/rehearsal";
import { closeAll, setup, type Setup } from "../../packages/pve-simulator/tests/support/setup";

type Stored = ReadonlyMap<string, Readonly<Record<string, unknown>>>;

/** What is no one's choice: every machine gets its own. */
const ownIdentity = ["digest", "smbios1", "vmgenid", "meta", "cipassword"];

/** Requests that decide what is stored; power is none of them. */
const storing =
  /\/download-url$|\/content$|\/qemu$|\/qemu\/\d+\/(?:clone|config|resize|template)$|\/mapping\/pci$|\/network$/;

/** What the host has of each machine. */
export function storedNow({ simulation }: Rehearsal): Stored {
  const hosts = Object.keys(simulation.context.spec.hosts).map((name) => simulation.proxmox.host(name));
  return new Map(hosts.flatMap(({ vms }) => vms.map(({ vmId, config }) => [String(vmId), chosen(config)])));
}

/** What a host would have of each machine that was sent the same requests and had these chances instead. */
export async function storedWith(rehearsal: Rehearsal, seed: number): Promise<Stored> {
  const { events, spec, internet } = rehearsal.simulation.context;
  const simulation = await setup({ seed, spec, internet });
  simulation.client.token = `PVEAPIToken=${spec.token.id}=${spec.token.secret}`;
  for (const event of events.all) {
    if (event.kind === "request" && event.method !== "GET" && event.status === 200) await send(simulation, event);
  }
  const stored = new Map<string, Readonly<Record<string, unknown>>>();
  for (const host of Object.keys(spec.hosts)) {
    for (const { vmId, config } of simulation.proxmox.host(host).vms) stored.set(String(vmId), chosen(config));
  }
  await closeAll();
  return stored;
}

async function send({ client }: Setup, { method, path, params }: RequestEvent): Promise<void> {
  if (!storing.test(path)) return;
  const answer = await (method === "PUT" ? client.put(path, params) : client.post(path, params));
  if (/^UPID:/.test(answer.upid)) expect(await client.task(answer)).toBe("OK");
  else expect(answer.status).toBe(200);
}

function chosen(config: Readonly<Record<string, string>>): Record<string, string> {
  const kept = Object.entries(config).filter(([option]) => !ownIdentity.includes(option));
  return Object.fromEntries(kept.map(([option, value]) => [option, value.replace(/=BC:24:11:[0-9A-F:]+/, "=MAC")]));
}
