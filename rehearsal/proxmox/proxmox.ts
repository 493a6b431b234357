import { createServer } from "node:https";
import type { AddressInfo } from "node:net";
import type { Guests } from "../guest-contract";
import type { WorldContext } from "../world";
import { makeServerCertificate } from "./certificate";
import { listener, type RequestRecord } from "./http/server";
import { Router } from "./http/router";
import { Datacenter } from "./model/datacenter";
import { furnish } from "./model/existing";
import { inventory } from "./model/inventory";
import { allRoutes } from "./routes/all";
import { type SshEndpoint, startSsh } from "./ssh/server";
import { type HostState, hostState } from "./state";

/** A running Proxmox VE: its API on loopback, each host's SSH, and what a test or a law wants to know of it. */
export interface Proxmox {
  /** `https://127.0.0.1:<port>/`. */
  readonly endpoint: string;
  /** The authority behind its certificate; nothing else has to be trusted. */
  readonly caPem: string;
  /** By the name of the host. */
  readonly ssh: ReadonlyMap<string, SshEndpoint>;
  /** Every request as it was answered, in order. */
  readonly requests: readonly RequestRecord[];
  /** What a host has now. */
  host(name: string): HostState;
  /** VMs, disks, images, snippets, interfaces and mappings that the program made. */
  leftovers(): string[];
  close(): Promise<void>;
}

/** Idle connections are the client's to close: a request on one that the server closes at that moment would be lost. */
const clientGoesFirstMs = 10 * 60 * 1000;

export async function startProxmox(context: WorldContext, guests: Guests): Promise<Proxmox> {
  const datacenter = new Datacenter(context, guests);
  furnish(datacenter);
  const requests: RequestRecord[] = [];
  const { caPem, certificatePem, keyPem } = await makeServerCertificate();
  const servers = await Promise.all([...datacenter.hosts.values()].map((host) => startSsh(datacenter, host)));
  const ssh = new Map([...datacenter.hosts.keys()].map((name, index) => [name, servers[index] as SshEndpoint]));
  const router = new Router(allRoutes(context.spec.pveVersion));
  const options = { cert: certificatePem, key: keyPem, minVersion: "TLSv1.3", ALPNProtocols: ["http/1.1"] } as const;
  const server = createServer(options, listener(datacenter, router, requests));
  server.keepAliveTimeout = clientGoesFirstMs;
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    endpoint: `https://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    ...{ caPem, requests, ssh },
    host: (name) => hostState(datacenter, datacenter.host(name)),
    leftovers: () => inventory(datacenter),
    close: async () => {
      await Promise.all(servers.map((each) => each.close()));
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      });
    },
  };
}
