import { randomUUID } from "node:crypto";
import { ClusterModule } from "./distributions/cluster-module";
import { HashOrder, type Proxmox, realClock, startProxmox } from "pve-simulator";
import { freshKeyPair } from "pve-simulator/ssh";
import { SimulationLog } from "./events";
import { SimulationFaults } from "./faults";
import { createGuests, type GuestModule } from "./guests/guests";
import { Internet } from "./internet";
import { startNetwork, type SimulatedNetwork } from "./network/network";
import { openOperatorSocket, type OperatorSocket } from "./operator/socket";
import { operatorPrograms } from "./distributions/operator-programs";
import { Outages } from "./outages";
import { everySite } from "./distributions/registry";
import { ApiBehind } from "./cluster/real/api-behind";
import { kubeletSettings } from "./cluster/real/kubelet-settings";
import { RealControlPlane } from "./cluster/real/real-control-plane";
import { cloudImageOf } from "./os/registry";
import type { SimulationContext, SimulationOptions } from "./simulation";

/** Credentials of one simulation; made fresh for each, so that nothing of a rehearsal is worth stealing. */
export interface SimulationCredentials {
  /** `user@realm!name=uuid`, as the provider takes it. */
  readonly apiToken: string;
  /** The same for each further Proxmox installation, by its name. */
  readonly apiTokens: Readonly<Record<string, string>>;
  /** The same for other users of the hosts. */
  readonly administratorToken: string;
  readonly sshPrivateKey: string;
  readonly sshPublicKey: string;
}

/** A running simulation: the hosts behind their API, the machines behind the jump host. */
export interface Simulation {
  readonly context: SimulationContext;
  readonly proxmox: Proxmox;
  readonly network: SimulatedNetwork;
  readonly machines: GuestModule;
  readonly clusters: ClusterModule;
  /** What stands in for programs of the operator's own machine. */
  readonly operator: OperatorSocket;
  readonly credentials: SimulationCredentials;
  close(): Promise<void>;
}

/** Builds the modules in the order in which they know each other, and listens on loopback. */
export async function startSimulation(options: SimulationOptions): Promise<Simulation> {
  const { latencies, kubernetes, seed } = options;
  const { basics, credentials } = prepare(options);
  const plane = kubernetes && (await RealControlPlane.start(kubernetes, latencies.guestSecond));
  const network = await startNetwork(basics.spec, seed);
  const addresses = kubernetes?.addresses;
  const realApi = plane && new ApiBehind(plane, { ...kubeletSettings(basics, network.fabric), addresses });
  const context: SimulationContext = { ...basics, ...(realApi && { realApi }) };
  const clusters = new ClusterModule(context);
  const machines = createGuests(context, network.fabric, clusters, cloudImageOf);
  const proxmox = await startProxmox(context, machines);
  const operator = await openOperatorSocket(context, operatorPrograms(context, network.fabric));
  const close = async (): Promise<void> => {
    machines.close();
    realApi?.close();
    await Promise.all([proxmox.close(), network.close(), operator.close(), plane?.close()]);
  };
  return { context, proxmox, network, machines, clusters, operator, credentials, close };
}

function prepare(options: SimulationOptions): { basics: SimulationContext; credentials: SimulationCredentials } {
  const clock = options.clock ?? realClock();
  const pair = freshKeyPair("rehearsal");
  const token = { ...options.spec.token, secret: randomUUID() };
  const names = Object.values(options.spec.hosts).flatMap(({ installation }) => installation ?? []);
  const tokenSecrets = Object.fromEntries([...new Set(names)].map((name) => [name, randomUUID()]));
  const administrator = { id: "root@pam!console", secret: randomUUID() };
  const basics = {
    spec: { ...options.spec, token, tokenSecrets, administrator, sshPublicKey: pair.public.trim() },
    clock,
    events: new SimulationLog(() => clock.now()),
    latencies: options.latencies,
    faults: new SimulationFaults(options.faults ?? []),
    internet: new Internet(options.spec.internet, everySite()),
    hashOrder: new HashOrder(options.seed),
    outages: new Outages(),
  };
  const apiToken = `${token.id}=${token.secret}`;
  const tokens = Object.entries(tokenSecrets).map(([name, secret]) => [name, `${token.id}=${secret}`]);
  const apiTokens = Object.fromEntries(tokens) as Record<string, string>;
  const administratorToken = `${administrator.id}=${administrator.secret}`;
  return {
    basics,
    credentials: {
      apiToken,
      apiTokens,
      administratorToken,
      sshPrivateKey: pair.private,
      sshPublicKey: pair.public.trim(),
    },
  };
}
