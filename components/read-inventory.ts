import { addedDisks } from "../stack/added-disks";
import { isAway } from "../stack/away-hosts";
import type { StackPlan } from "../distributions/distribution";
import { type InState, NOTHING_IN_STATE } from "../model/in-state";
import type { Guest, Inventory } from "../model/inventory";
import { plannedGuests } from "../stack/planned-guests";
import { hostsAway } from "./hosts-away";
import { type PveClient, unlessMissing } from "./pve-client";
import { ofEach } from "./pve-clients";

/** The fields that we read of a row of `GET /cluster/resources?type=vm`. */
interface GuestRow {
  readonly vmid: number;
  readonly type: "qemu" | "lxc";
  readonly name?: string;
  readonly node: string;
  readonly status?: string;
  readonly template?: number;
  readonly lock?: string;
  readonly hastate?: string;
}

/**
 * What exists on the hosts that the plan or the previous run uses: lists of all guests and hosts, then the notes of guests
 * with an id of ours, and whatever else only a host itself knows, all in parallel. A host that is down is not asked: that
 * would cost seconds for nothing.
 */
export async function readInventory(
  client: PveClient,
  plan: StackPlan,
  known: ReadonlyMap<number, string>,
  inState: InState = NOTHING_IN_STATE,
): Promise<Inventory> {
  const ids = new Set([...known.keys(), ...plannedGuests(plan).map(({ vmId }) => vmId)]);
  const makesMappings = inState.mappings.length > 0 || plan.gpus.some(({ manageMapping }) => manageMapping);
  const [all, away, mappings] = await Promise.all([
    everyGuest(client),
    hostsAway(client),
    makesMappings ? mappingsOf(client) : Promise.resolve([]),
  ]);
  const there = [...(away.nodes?.values() ?? [])].flat();
  const isAsked = (host: string) => there.includes(host) && !isAway(away, { host });
  const [guests, interfaces] = await Promise.all([
    Promise.all(
      all.map(async (guest) => {
        if (!ids.has(guest.vmId) || !isAsked(guest.host)) return guest;
        const own = await noted(client, guest);
        return inState.unfinished.includes(guest.vmId) ? { ...own, wasStarted: await wasStarted(client, guest) } : own;
      }),
    ),
    Promise.all(
      hostsWithBridges(plan, inState)
        .filter(isAsked)
        .map((host) => interfacesOf(client, host)),
    ),
  ]);
  return { guests, interfaces: interfaces.flat(), mappings, away };
}

/** From the host's task log. */
async function wasStarted(client: PveClient, { host, vmId }: Guest): Promise<boolean> {
  const path = `/nodes/${host}/tasks?typefilter=qmstart&vmid=${vmId}&source=all&limit=500`;
  return (await client.get<readonly { status?: string }[]>(path)).some(({ status }) => status === "OK");
}

async function everyGuest(client: PveClient): Promise<Guest[]> {
  const lists = await ofEach(
    client,
    (one) => guestsBehind(one.client, one.installation),
    () => [],
  );
  return lists.flat();
}

/** Every guest of the Proxmox cluster and of all standalone hosts, without its notes. */
export async function guestsOf(client: PveClient): Promise<Guest[]> {
  const lists = await Promise.all(client.all().map((one) => guestsBehind(one.client, one.installation)));
  return lists.flat();
}

async function guestsBehind(client: PveClient, installation: string): Promise<Guest[]> {
  const rows = await client.get<readonly GuestRow[]>("/cluster/resources?type=vm");
  return rows.map(({ vmid, type, name = "", node, status = "unknown", template, lock, hastate }) => ({
    vmId: vmid,
    type,
    name,
    host: client.hostOf(node),
    status,
    isTemplate: template === 1,
    ...(lock !== undefined && { lock }),
    ...(hastate !== undefined && hastate !== "ignored" && { haState: hastate }),
    ...(installation !== "" && { installation }),
  }));
}

/** The guest's configuration file: unlike the list, it includes a guest that was just created. */
interface GuestFile extends Readonly<Record<string, unknown>> {
  readonly name?: string;
  readonly description?: string;
  readonly cicustom?: string;
}

/** The same with its notes and added disks. A guest that was just deleted has none. */
export async function noted(client: PveClient, guest: Guest): Promise<Guest> {
  const path = `/nodes/${guest.host}/${guest.type}/${guest.vmId}/config`;
  const own = client.all().find(({ installation }) => installation === (guest.installation ?? ""))?.client ?? client;
  const config = await unlessMissing(own.get<GuestFile>(path));
  if (config === undefined) return guest;
  const { description, name = guest.name, cicustom } = config;
  return {
    ...guest,
    name,
    addedDisks: addedDisks(guest.vmId, config),
    hasFirstBoot: hasCloudInitDrive(config),
    ...(description !== undefined && { description }),
    ...(cicustom !== undefined && { documents: cicustom }),
  };
}

/** Proxmox uses this volume name on every storage (PVE::QemuServer::Drive: drive_is_cloudinit). */
const hasCloudInitDrive = (config: GuestFile): boolean =>
  Object.values(config).some((value) => /[:/]vm-\d+-cloudinit\b/.test(String(value)));

const hostsWithBridges = ({ network }: StackPlan, { bridges }: InState) => [
  ...new Set([...network.bridges, ...bridges].map(({ host }) => host)),
];

async function interfacesOf(client: PveClient, host: string): Promise<Inventory["interfaces"]> {
  const all = await client.get<readonly { iface: string; comments?: string }[]>(`/nodes/${host}/network`);
  return all.map(({ iface, comments = "" }) => ({ name: iface, host, comment: comments }));
}

async function mappingsOf(client: PveClient): Promise<Inventory["mappings"]> {
  const lists = await ofEach(
    client,
    async ({ client, installation }) => {
      const all = await client.get<readonly { id: string; description?: string }[]>("/cluster/mapping/pci");
      return all.map(({ id, description = "" }) => ({
        name: id,
        comment: description,
        ...(installation !== "" && { installation }),
      }));
    },
    () => [],
  );
  return lists.flat();
}
