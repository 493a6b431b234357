import { createConnection } from "node:net";
import { Client, type ClientChannel, type ConnectConfig } from "ssh2";
import type { SimulatedNetwork } from "../../../rehearsal/network/network";
import { hostKey, operator } from "./keys";

/** What a login needs of a simulation. */
export interface LoginSimulation {
  readonly network: SimulatedNetwork;
  /** With what one logs in; the operator's key unless the simulation made its own. */
  readonly loginKey?: string;
}

export interface Ran {
  readonly stdout: string;
  readonly stderr: string;
  readonly code: number | undefined;
}

export interface Target {
  readonly address: string;
  readonly port?: number;
  readonly user?: string;
  /** Public host key that must be shown. */
  readonly expectKey?: string;
}

/** Logs in through the jump host with a real SSH client and runs one command. */
export async function ssh(simulation: LoginSimulation, target: Target, command: string, stdin = ""): Promise<Ran> {
  const client = await login(simulation, target);
  try {
    return await exec(client, command, stdin);
  } finally {
    client.end();
  }
}

export async function login(simulation: LoginSimulation, target: Target): Promise<Client> {
  const { host, port, user, hostKeyPublic } = simulation.network.jumpHost;
  const privateKey = simulation.loginKey ?? operator.private;
  const toJump = createConnection({ host, port, noDelay: true });
  const jump = await connect({ sock: toJump, username: user, privateKey }, hostKeyPublic);
  const sock = await new Promise<ClientChannel>((resolve, reject) =>
    jump.forwardOut("127.0.0.1", 0, target.address, target.port ?? 22, (error, channel) =>
      error ? reject(error) : resolve(channel),
    ),
  );
  const username = target.user ?? "odin";
  const client = await connect({ sock, username, privateKey }, target.expectKey ?? hostKey.public);
  client.on("close", () => jump.end());
  return client;
}

export function connect(config: ConnectConfig, expectKey: string): Promise<Client> {
  const client = new Client();
  const wanted = expectKey.trim().split(" ")[1] ?? "";
  return new Promise((resolve, reject) => {
    client.on("ready", () => resolve(client));
    client.on("error", reject);
    client.on("close", () => reject(new Error("closed")));
    client.connect({
      ...config,
      hostVerifier: (key: Buffer) => key.toString("base64") === wanted,
    });
  });
}

/** With a terminal, what runs ends when the client is gone. */
export function exec(client: Client, command: string, stdin = "", terminal = false): Promise<Ran> {
  return new Promise((resolve, reject) => {
    client.exec(command, { pty: terminal }, (error, channel) => {
      if (error) return reject(error);
      let stdout = "";
      let stderr = "";
      let code: number | undefined;
      channel.on("data", (chunk: Buffer) => (stdout += chunk.toString()));
      channel.stderr.on("data", (chunk: Buffer) => (stderr += chunk.toString()));
      channel.on("exit", (status: number | null) => (code = status ?? undefined));
      channel.on("close", () => resolve({ stdout, stderr, code }));
      channel.end(stdin);
    });
  });
}
