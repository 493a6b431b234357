import { createServer } from "node:https";
import type { AddressInfo } from "node:net";
import type { Guests } from "./guest-contract";
import type { SimulatorContext } from "./context";
import type { DatacenterSpec } from "./spec";
import { makeServerCertificate } from "./certificate";
import { listener, type RequestRecord } from "./http/server";
import { Router } from "./http/router";
import { Datacenter } from "./model/datacenter";
import { HaManager } from "./model/ha-manager";
import { furnish } from "./model/existing";
import { losePower, restorePower } from "./model/host-power";
import { inventory } from "./model/inventory";
import { taskProblem } from "./model/quorum";
import { clockOfHosts } from "./model/work";
import { allRoutes } from "./routes/all";
import { type SshEndpoint, startSsh } from "./ssh/server";
import { type HostState, hostState } from "./state";

/** A running Proxmox VE: its API on loopback, each host's SSH, and what a test or an invariant wants to know of it. */
export interface Proxmox {
  /** `https://127.0.0.1:<port>/`; of several installations the first's. */
  readonly endpoint: string;
  /** The API of each host. */
  readonly endpoints: ReadonlyMap<string, string>;
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
  /** Takes the power of a host, with all that runs on it. */
  losePower(name: string): Promise<void>;
  /** Somebody switches every host on again. */
  restorePower(): void;
  close(): Promise<void>;
}

export interface ServeOptions {
  /** Of the first installation's API on 127.0.0.1. Default 0: any that is free. */
  readonly port?: number;
}

/** Idle connections are the client's to close: a request on one that the server closes at that moment would be lost. */
const clientGoesFirstMs = 10 * 60 * 1000;

/** Starts every installation: hosts that are one cluster, and hosts that stand alone. */
export async function serveProxmox(
  context: SimulatorContext,
  guests: Guests,
  { port = 0 }: ServeOptions = {},
): Promise<Proxmox> {
  const requests: RequestRecord[] = [];
  const specs = installationsIn(context.spec);
  const all = await Promise.all(
    specs.map((spec, index) => startInstallation({ ...context, spec }, guests, requests, index === 0 ? port : 0)),
  );
  const [first] = all;
  if (first === undefined) throw new Error("a simulation without a host");
  const of = (name: string) => all.find(({ ssh }) => ssh.has(name)) ?? first;
  return {
    endpoint: first.endpoint,
    endpoints: new Map(all.flatMap(({ endpoint, ssh }) => [...ssh.keys()].map((name) => [name, endpoint] as const))),
    caPem: all.map(({ caPem }) => caPem.trim()).join("\n"),
    ssh: new Map(all.flatMap(({ ssh }) => [...ssh])),
    requests,
    host: (name) => of(name).host(name),
    leftovers: () => all.flatMap(({ leftovers }) => leftovers()),
    losePower: (name) => of(name).losePower(name),
    restorePower: () => all.forEach((one) => one.restorePower()),
    close: async () => {
      await Promise.all(all.map(({ close }) => close()));
    },
  };
}

/** What each installation knows: its own hosts, what is on them, and its own secret of the token. */
function installationsIn(spec: DatacenterSpec): DatacenterSpec[] {
  const names = [...new Set(Object.values(spec.hosts).map(({ installation = "" }) => installation))].sort();
  // The same object: what a test changes of it, a token's privileges say, is changed there too.
  if (names.length === 1 && spec.tokenSecrets === undefined) return [spec];
  return names.map((name) => {
    const hosts = Object.entries(spec.hosts).filter(([, { installation = "" }]) => installation === name);
    const isHere = ({ host }: { readonly host: string }) => hosts.some(([known]) => known === host);
    const secret = spec.tokenSecrets?.[name] ?? spec.token.secret;
    return {
      ...spec,
      hosts: Object.fromEntries(hosts),
      token: { ...spec.token, secret },
      ...(spec.machines && { machines: spec.machines.filter(isHere) }),
      ...(spec.files && { files: spec.files.filter(isHere) }),
    };
  });
}

type Started = Omit<Proxmox, "endpoints" | "requests">;

async function startInstallation(
  context: SimulatorContext,
  guests: Guests,
  requests: RequestRecord[],
  port: number,
): Promise<Started> {
  const datacenter = new Datacenter(
    { ...context, clock: clockOfHosts(context.clock) },
    guests,
    (managed) => new HaManager(managed),
  );
  furnish(datacenter);
  const { tasks } = datacenter;
  tasks.onPowerLoss = (node) => void losePower(datacenter, datacenter.host(node));
  tasks.problemOf = ({ type, node, id }) => taskProblem(datacenter, type, node, id);
  const { caPem, certificatePem, keyPem } = await makeServerCertificate();
  const router = new Router(allRoutes(context.spec.pveVersion));
  const options = { cert: certificatePem, key: keyPem, minVersion: "TLSv1.3", ALPNProtocols: ["http/1.1"] } as const;
  const server = createServer(options, listener(datacenter, router, requests));
  server.keepAliveTimeout = clientGoesFirstMs;
  await new Promise<void>((resolve, reject) => server.once("error", reject).listen(port, "127.0.0.1", resolve));
  // After the API: when its port is taken nothing else is left open.
  const servers = await Promise.all([...datacenter.hosts.values()].map((host) => startSsh(datacenter, host)));
  const ssh = new Map([...datacenter.hosts.values()].map(({ name }, index) => [name, servers[index] as SshEndpoint]));
  return {
    endpoint: `https://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    caPem,
    ssh,
    host: (name) => hostState(datacenter, datacenter.hostNamed(name)),
    leftovers: () => inventory(datacenter),
    losePower: (name) => losePower(datacenter, datacenter.hostNamed(name)),
    restorePower: () => restorePower(datacenter),
    close: async () => {
      await Promise.all(servers.map((each) => each.close()));
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      });
    },
  };
}
