import type { AwayHosts } from "../model/inventory";
import { type OneClient, type PveClient, PveError } from "./pve-client";
import { ofEach } from "./pve-clients";

/** A row of `GET /nodes`, as far as we read it. */
interface NodeRow {
  readonly node: string;
  readonly status: string;
}

/** A row of `GET /cluster/status`, likewise. */
interface StatusRow {
  readonly type: string;
  readonly quorate?: number;
}

/** The same of one installation. */
interface Away extends Omit<AwayHosts, "nodes"> {
  readonly nodes: readonly (readonly [installation: string, names: readonly string[]])[];
}

/**
 * The hosts that do not answer their fellows, and those that cannot write without them. Of guests the list says for five
 * minutes what their host last reported, and of new ones that nothing is known: only hosts themselves tell who is away. One that
 * stands alone tells nothing then.
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

/** As Proxmox counts, who knows of a QDevice too; where the token may not ask, every host has one vote. */
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
