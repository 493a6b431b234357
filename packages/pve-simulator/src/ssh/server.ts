import { createServer, type AddressInfo, type Socket } from "node:net";
import { type AuthContext, type Connection, type ParsedKey, Server, type ServerChannel, utils } from "ssh2";
import { Startups, turnAway, usualStartups } from "./startups";
import { freshKeyPair } from "../ssh-key-pair";
import { actAs } from "../model/actor";
import type { Datacenter } from "../model/datacenter";
import type { Host } from "../model/host";
import { runHostCommand, type Shell } from "./commands";
import { serveHostSftp } from "./sftp";

export interface SshEndpoint {
  readonly host: string;
  readonly port: number;
  /** As `ssh-keyscan` prints it: type and key. */
  readonly hostKeyPublic: string;
}

export interface SshServer extends SshEndpoint {
  close(): Promise<void>;
}

/** The host's SSH: one user, one key, and what the provider does there. */
export async function startSsh(datacenter: Datacenter, host: Host): Promise<SshServer> {
  const hostKey = freshKeyPair();
  const connections = new Set<Connection>();
  const startups = new Startups(usualStartups, datacenter.simulation.hashOrder.seed, `ssh of ${host.name}`);
  // A server for each connection, as the jump host has it: only so it is known whose login is over.
  const accept = (socket: Socket): void => {
    if (!host.hasPower) return void socket.destroy();
    host.connections.add(socket);
    socket.once("close", () => host.connections.delete(socket));
    const over = isFull(datacenter, host) ? undefined : startups.admit();
    if (!over) return turnAway(socket);
    socket.once("close", over);
    const ssh = new Server({ hostKeys: [hostKey.private], ident: "OpenSSH_9.2p1" }, (connection) => {
      connections.add(connection);
      connection.on("close", () => connections.delete(connection));
      connection.on("error", () => connection.end());
      connection.on("ready", over);
      serveConnection(datacenter, host, connection);
    });
    ssh.injectSocket(socket);
  };
  // Without delay: a handshake is many small messages.
  const server = createServer({ noDelay: true }, accept);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const close = () =>
    new Promise<void>((resolve) => {
      for (const connection of connections) connection.end();
      server.close(() => resolve());
    });
  return { host: "127.0.0.1", port, hostKeyPublic: hostKey.public.trim(), close };
}

function isFull({ simulation: { faults, events } }: Datacenter, { name }: Host): boolean {
  if (!faults.strikes("host-ssh-full", name)) return false;
  events.emit({ kind: "fault", fault: "host-ssh-full", machine: name });
  return true;
}

function serveConnection(datacenter: Datacenter, host: Host, connection: Connection): void {
  const { sshUser, sshPublicKey } = datacenter.simulation.spec;
  const key = utils.parseKey(sshPublicKey);
  connection.on("authentication", (context) => {
    if (!(key instanceof Error) && context.username === sshUser && isSignedBy(key, context)) context.accept();
    else context.reject(["publickey"]);
  });
  connection.on("ready", () => {
    connection.on("session", (acceptSession) => {
      const session = acceptSession();
      session.on("exec", (accept, _reject, { command }) => {
        void execute({ datacenter, host, user: sshUser }, command, accept());
      });
      session.on("sftp", (accept) => serveHostSftp(datacenter, host, accept()));
    });
  });
}

/** True for the question whether the key would do, and for a right signature with it. */
function isSignedBy(key: ParsedKey, context: AuthContext): boolean {
  if (context.method !== "publickey" || !context.key.data.equals(key.getPublicSSH())) return false;
  if (context.signature === undefined || context.blob === undefined) return true;
  return key.verify(context.blob, context.signature, context.hashAlgo) === true;
}

async function execute(shell: Shell, command: string, channel: ServerChannel): Promise<void> {
  const { events } = shell.datacenter.simulation;
  const about = { kind: "command", machine: shell.host.name, user: shell.user, command } as const;
  events.emit({ ...about, phase: "start" });
  const stdin = /tee /.test(command) ? await readToEnd(channel) : Buffer.alloc(0);
  const { stdout, stderr, exitCode } = actAs("program", () => runHostCommand(shell, command, stdin));
  events.emit({ ...about, phase: "end", stdin: stdin.toString("utf8"), stderr, exitCode });
  channel.write(stdout);
  channel.stderr.write(stderr);
  channel.exit(exitCode);
  channel.end();
}

/** Not `for await`: that would close the channel before the exit status is sent. */
function readToEnd(channel: ServerChannel): Promise<Buffer> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    channel.on("data", (chunk: Buffer) => chunks.push(chunk));
    channel.on("end", () => resolve(Buffer.concat(chunks)));
  });
}
