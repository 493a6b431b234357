import { randomUUID } from "node:crypto";
import { ClusterRoom } from "./cluster/cluster-room";
import { HashOrder, type Proxmox, realClock, startProxmox } from "pve-simulator";
import { freshKeyPair } from "pve-simulator/ssh";
import { EventLog } from "./events";
import { Faults } from "./faults";
import { createGuests, type MachineRoom } from "./guests/guests";
import { Internet } from "./internet";
import { startNetwork, type Network } from "./network/network";
import { openOperatorDoor, type OperatorDoor } from "./operator/door";
import { operatorPrograms } from "./operator/operator-programs";
import type { WorldContext, WorldOptions } from "./world";

/** What opens the doors of one world; made fresh for each, so that nothing of a rehearsal is worth stealing. */
export interface WorldCredentials {
  /** `user@realm!name=uuid`, as the provider takes it. */
  readonly apiToken: string;
  /** The same for each further Proxmox installation, by its name. */
  readonly apiTokens: Readonly<Record<string, string>>;
  /** The same of whoever else works on the hosts. */
  readonly administratorToken: string;
  readonly sshPrivateKey: string;
  readonly sshPublicKey: string;
}

/** A running world: the hosts behind their API, the machines behind the jump host. */
export interface World {
  readonly context: WorldContext;
  readonly proxmox: Proxmox;
  readonly network: Network;
  readonly machines: MachineRoom;
  readonly clusters: ClusterRoom;
  /** What stands in for programs of the operator's own machine. */
  readonly operator: OperatorDoor;
  readonly credentials: WorldCredentials;
  close(): Promise<void>;
}

/** Builds the rooms in the order in which they know each other, and opens the doors on loopback. */
export async function startWorld(options: WorldOptions): Promise<World> {
  const { context, credentials } = prepare(options);
  const network = await startNetwork(context.spec, options.seed);
  const clusters = new ClusterRoom(context);
  const machines = createGuests(context, network.fabric, clusters);
  const proxmox = await startProxmox(context, machines);
  const operator = await openOperatorDoor(context, operatorPrograms(context, network.fabric));
  const close = async (): Promise<void> => {
    machines.close();
    await Promise.all([proxmox.close(), network.close(), operator.close()]);
  };
  return { context, proxmox, network, machines, clusters, operator, credentials, close };
}

function prepare(options: WorldOptions): { context: WorldContext; credentials: WorldCredentials } {
  const clock = options.clock ?? realClock();
  const pair = freshKeyPair("rehearsal");
  const token = { ...options.spec.token, secret: randomUUID() };
  const names = Object.values(options.spec.hosts).flatMap(({ installation }) => installation ?? []);
  const tokenSecrets = Object.fromEntries([...new Set(names)].map((name) => [name, randomUUID()]));
  const administrator = { id: "root@pam!console", secret: randomUUID() };
  const context = {
    spec: { ...options.spec, token, tokenSecrets, administrator, sshPublicKey: pair.public.trim() },
    clock,
    events: new EventLog(() => clock.now()),
    latencies: options.latencies,
    faults: new Faults(options.faults ?? []),
    internet: new Internet(options.spec.internet),
    hashOrder: new HashOrder(options.seed),
  };
  const apiToken = `${token.id}=${token.secret}`;
  const tokens = Object.entries(tokenSecrets).map(([name, secret]) => [name, `${token.id}=${secret}`]);
  const apiTokens = Object.fromEntries(tokens) as Record<string, string>;
  const administratorToken = `${administrator.id}=${administrator.secret}`;
  return {
    context,
    credentials: {
      apiToken,
      apiTokens,
      administratorToken,
      sshPrivateKey: pair.private,
      sshPublicKey: pair.public.trim(),
    },
  };
}
