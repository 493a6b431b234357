import { createConnection } from "node:net";
import { Client, type ClientChannel, type ConnectConfig } from "ssh2";
import { realClock, type Clock } from "../../../rehearsal/clock";
import { EventLog } from "../../../rehearsal/events";
import { Faults, type Fault } from "../../../rehearsal/faults";
import type { PowerOn } from "../../../rehearsal/guest-contract";
import type { GuestSoftware } from "../../../rehearsal/guests/guest";
import { createGuests, type MachineRoom } from "../../../rehearsal/guests/guests";
import { Internet } from "../../../rehearsal/internet";
import type { Latencies } from "../../../rehearsal/latencies";
import { startNetwork, type Network } from "../../../rehearsal/network/network";
import { freshKeyPair } from "../../../rehearsal/ssh-key-pair";
import type { WorldContext } from "../../../rehearsal/world";
import type { WorldSpec } from "../../../rehearsal/world-spec";

// What is simulated takes milliseconds, but a busy machine may be slow to simulate it.
jest.setTimeout(30_000);

export const operator = freshKeyPair();
export const hostKey = freshKeyPair();

/** Everything takes a blink: tests wait for what happens, never for time. */
export const blink: Latencies = {
  allocate: 1,
  copyPerGiB: 1,
  quickTask: 1,
  imageDownload: 1,
  boot: 2,
  cloudInit: 4,
  shutdown: 1,
  artifactDownload: 1,
  firstServer: 10,
  serverJoin: 10,
  serverRestart: 5,
  agentJoin: 5,
  drain: 1,
  guestSecond: 1,
};

export interface SmallWorld {
  readonly context: WorldContext;
  readonly network: Network;
  readonly guests: MachineRoom;
  /** With what one logs in; the operator's key of this file unless the world made its own. */
  readonly loginKey?: string;
  close(): Promise<void>;
}

export interface SmallWorldOptions {
  readonly faults?: readonly Fault[];
  readonly spec?: Partial<WorldSpec>;
  readonly latencies?: Partial<Latencies>;
  readonly clock?: Clock;
  readonly software?: (context: WorldContext) => GuestSoftware;
}

export async function smallWorld(options: SmallWorldOptions = {}): Promise<SmallWorld> {
  const clock = options.clock ?? realClock();
  const context: WorldContext = {
    spec: { ...emptySpec(), ...options.spec, sshUser: "root", sshPublicKey: operator.public },
    clock,
    events: new EventLog(() => clock.now()),
    latencies: { ...blink, ...options.latencies },
    faults: new Faults(options.faults ?? []),
    internet: new Internet(options.spec?.internet ?? []),
  };
  const network = await startNetwork(context);
  const software = options.software?.(context) ?? { programs: [], daemons: [] };
  const guests = createGuests(context, network.fabric, software);
  return {
    context,
    network,
    guests,
    close: async () => {
      guests.close();
      await network.close();
    },
  };
}

function emptySpec(): WorldSpec {
  return {
    hosts: {},
    internet: [],
    aptPackages: [],
    token: { id: "pulumi@pve!homelab", secret: "x", privileges: [] },
    sshUser: "",
    sshPublicKey: "",
    pveVersion: "9.1.3",
  };
}

/** The documents as PVE writes them for user odin, with a vendor document of the test's choosing. */
export function machine(number: number, vendorData = vendorDocument(), more: Partial<PowerOn> = {}): PowerOn {
  const mac = `BC:24:11:00:00:${number.toString(16).padStart(2, "0").toUpperCase()}`;
  const name = more.name ?? `machine-${number}`;
  return {
    vmId: 1000 + number,
    name,
    host: "asgard",
    cores: 2,
    memoryMiB: 4096,
    diskGiB: 50,
    diskId: `vm-${1000 + number}-disk-0`,
    image: "https://cloud-images.ubuntu.com/noble.img",
    nics: [{ bridge: "vmbr0", mac, model: "virtio" }],
    pciIds: [],
    agentDevice: true,
    cloudInit: {
      metaData: `instance-id: ${name}-1\n`,
      userData: userDocument(name),
      vendorData,
      networkConfig: networkDocument(mac, `10.10.10.${100 + number}`),
    },
    ...more,
  };
}

export function userDocument(name: string): string {
  return `#cloud-config\nhostname: ${name}\nmanage_etc_hosts: true\nuser: odin\nssh_authorized_keys:\n  - ${operator.public}\nchpasswd:\n  expire: False\nusers:\n  - default\npackage_upgrade: true\n`;
}

export function networkDocument(mac: string, address: string): string {
  return `version: 1\nconfig:\n    - type: physical\n      name: eth0\n      mac_address: '${mac.toLowerCase()}'\n      subnets:\n      - type: static\n        address: '${address}'\n        netmask: '255.255.255.0'\n        gateway: '10.10.10.1'\n    - type: nameserver\n      address:\n      - '10.10.10.1'\n`;
}

/** A vendor document with the machine's host key and sudo, and whatever a test adds. */
export function vendorDocument(more = ""): string {
  const key = hostKey.private
    .trim()
    .split("\n")
    .map((line) => `    ${line}\n`)
    .join("");
  return `#cloud-config\nssh_keys:\n  ed25519_private: |\n${key}  ed25519_public: ${hostKey.public}\n${more}`;
}

/** Resolves when the machine has finished booting, or rejects with why it has not. */
export function booted({ context }: SmallWorld, name: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = context.events.listen((event) => {
      if (event.kind !== "machine" || event.machine !== name) return;
      if (event.change === "booted") resolve();
      else if (event.change === "boot-failed") reject(new Error(event.reason));
      else return;
      stop();
    });
  });
}

export async function bootMachine(world: SmallWorld, spec: PowerOn): Promise<void> {
  const up = booted(world, spec.name);
  world.guests.powerOn(spec);
  await up;
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
export async function ssh(world: SmallWorld, target: Target, command: string, stdin = ""): Promise<Ran> {
  const client = await login(world, target);
  try {
    return await exec(client, command, stdin);
  } finally {
    client.end();
  }
}

export async function login(world: SmallWorld, target: Target): Promise<Client> {
  const { host, port, user, hostKeyPublic } = world.network.jumpHost;
  const privateKey = world.loginKey ?? operator.private;
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

export function exec(client: Client, command: string, stdin = ""): Promise<Ran> {
  return new Promise((resolve, reject) => {
    client.exec(command, (error, channel) => {
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
