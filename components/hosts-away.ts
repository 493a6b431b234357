import type { AwayHosts } from "../model/inventory";
import { type OneClient, type PveClient, PveError } from "./pve-client";
import { ofEach } from "./pve-clients";

/** The fields that we read of a row of `GET /nodes`. */
interface NodeRow {
  readonly node: string;
  readonly status: string;
}

/** The fields that we read of a row of `GET /cluster/status`. */
interface StatusRow {
  readonly type: string;
  readonly quorate?: number;
}

/** The same for one installation. */
interface Away extends Omit<AwayHosts, "nodes"> {
  readonly nodes: readonly (readonly [installation: string, names: readonly string[]])[];
}

/**
 * The hosts that are down for the rest of their cluster, and those that are read-only without them. The list of guests shows
 * for five minutes what their host last reported, so only the hosts' own status tells which one is down. A standalone host
 * that is down tells nothing.
 */
export async function hostsAway(client: PveClient): Promise<AwayHosts> {
  const all = await ofEach(client, awayBehind, ({ hosts }): Away => ({ offline: hosts, readOnly: [], nodes: [] }));
  return {
    offline: all.flatMap(({ offline }) => offline).sort(),
    readOnly: all.flatMap(({ readOnly }) => readOnly),
    nodes: new Map(all.flatMap(({ nodes }) => nodes)),
  };
}

async function awayBehind({ installation, client }: OneClient): Promise<Away> {
  const rows = await client.get<readonly NodeRow[]>("/nodes");
  const named = rows.map(({ node, status }): NodeRow => ({ node: client.hostOf(node), status }));
  const [offline, others] = [namesOf(named, true), namesOf(named, false)];
  const isReadOnly = offline.length > 0 && !(await isQuorate(client, offline.length, rows.length));
  return { offline, readOnly: isReadOnly ? others : [], nodes: [[installation, named.map(({ node }) => node)]] };
}

const namesOf = (rows: readonly NodeRow[], offline: boolean): string[] =>
  rows.filter(({ status }) => (status === "offline") === offline).map(({ node }) => node);

/** As Proxmox counts, including a QDevice; if the token may not ask, every host has one vote. */
async function isQuorate(client: PveClient, offline: number, all: number): Promise<boolean> {
  try {
    const rows = await client.get<readonly StatusRow[]>("/cluster/status");
    const quorate = rows.find(({ type }) => type === "cluster")?.quorate;
    if (quorate !== undefined) return quorate === 1;
  } catch (error) {
    if (!(error instanceof PveError && error.status === 403)) throw error;
  }
  return offline * 2 < all;
}
