import { createServer, type AddressInfo, type Socket } from "node:net";
import type { Duplex } from "node:stream";
import { type AuthContext, type Connection, type ParsedKey, Server, utils } from "ssh2";
import type { Seed } from "pve-simulator";
import { freshKeyPair, Startups, turnAway, usualStartups } from "pve-simulator/ssh";
import type { SimulationSpec } from "../simulation-spec";
import { OUTSIDE, type Fabric } from "./fabric";

/** The bastion as the program sees it: on loopback, with a host key to be verified. */
export interface JumpHost {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  /** `ssh-ed25519 AAAA…` */
  readonly hostKeyPublic: string;
  readonly connections: Connections;
  close(): Promise<void>;
}

/** How many connections there are and were. */
export interface Connections {
  open: number;
  /** Since the simulation began. */
  ever: number;
  /** The most that were open at one time. */
  most: number;
  /** Turned away since the simulation began, for too many were logging in. */
  refused: number;
}

/** Starts an SSH server that lets the operator through to the fabric and does nothing else. */
export async function startJumpHost(spec: SimulationSpec, fabric: Fabric, seed: Seed): Promise<JumpHost> {
  const hostKey = freshKeyPair();
  const operator = parseKey(spec.sshPublicKey);
  const clients = new Set<Connection>();
  const connections: Connections = { open: 0, ever: 0, most: 0, refused: 0 };
  const startups = new Startups(usualStartups, seed, "the jump host");
  const serve = (socket: Socket): void => {
    count(connections, socket);
    const over = startups.admit();
    if (!over) {
      connections.refused++;
      return turnAway(socket);
    }
    socket.once("close", over);
    // A server for each connection: only so it is known whose login is over.
    const ssh = new Server({ hostKeys: [hostKey.private], ident: "OpenSSH_9.2p1" }, (client) => {
      clients.add(client);
      client.on("authentication", (context) => authenticateSshKey(context, spec.sshUser, operator));
      client.on("ready", () => {
        over();
        forwardTo(fabric, client);
      });
      client.on("error", () => client.end());
      client.on("close", () => clients.delete(client));
    });
    ssh.injectSocket(socket);
  };
  // Without delay: a handshake is many small messages, and waiting for each other's acknowledgements costs 0.1 s a login.
  const server = createServer({ noDelay: true }, serve);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    host: "127.0.0.1",
    port: (server.address() as AddressInfo).port,
    user: spec.sshUser,
    hostKeyPublic: hostKey.public.trim(),
    connections,
    close: () =>
      new Promise((resolve) => {
        for (const client of clients) client.end();
        server.close(() => resolve());
      }),
  };
}

function count(connections: Connections, socket: Socket): void {
  connections.ever++;
  connections.most = Math.max(connections.most, ++connections.open);
  socket.once("close", () => connections.open--);
}

/** Public keys only, and only the one the simulation was told about. */
export function authenticateSshKey(context: AuthContext, user: string, key: ParsedKey): void {
  const known =
    context.username === user && context.method === "publickey" && context.key.data.equals(key.getPublicSSH());
  if (!known) return context.reject(["publickey"]);
  if (!context.signature || !context.blob) return context.accept();
  if (key.verify(context.blob, context.signature, context.hashAlgo) === true) context.accept();
  else context.reject(["publickey"]);
}

export function parseKey(text: string): ParsedKey {
  const key = utils.parseKey(text);
  if (key instanceof Error) throw new Error(`not an SSH key: ${key.message}`);
  return key;
}

/** Answers direct-tcpip alone; a session on the jump host itself is refused. */
function forwardTo(fabric: Fabric, client: Connection): void {
  client.on("session", (_accept, reject) => reject());
  client.on("tcpip", (accept, reject, { destIP, destPort }) => {
    let far: Duplex;
    try {
      far = fabric.connect(OUTSIDE, destIP, destPort);
    } catch {
      return reject();
    }
    const channel = accept();
    channel.on("error", () => far.destroy());
    far.on("error", () => channel.destroy());
    channel.pipe(far).pipe(channel);
    channel.on("close", () => far.destroy());
    far.on("close", () => channel.end());
  });
}
