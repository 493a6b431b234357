import ssh2, { type Client } from "ssh2";
import { exec, type Ran } from "../../../rehearsal/guests/support";
import { automation } from "./documents";
import type { VirtualMachine } from "./virtual-machine";

/** A login that must meet the host key this machine was given. */
export function login(vm: VirtualMachine, more: Partial<ssh2.ConnectConfig> = {}): Promise<Client> {
  const client = new ssh2.Client();
  const pinned = vm.machine.hostKey.trim().split(" ")[1];
  return new Promise((resolve, reject) => {
    client.on("ready", () => resolve(client));
    client.on("error", reject);
    client.on("close", () => reject(new Error("the server closed the connection")));
    client.connect({
      host: "127.0.0.1",
      port: vm.port,
      username: vm.machine.stack.access.user,
      privateKey: automation.private,
      readyTimeout: 60_000,
      hostVerifier: (key: Buffer) => key.toString("base64") === pinned,
      ...more,
    });
  });
}

/** One connection for many commands, as a machine without a processor's help takes a second to open one. */
export class GuestShell {
  private readonly client: Client;

  constructor(client: Client) {
    this.client = client;
  }

  static async open(vm: VirtualMachine): Promise<GuestShell> {
    return new GuestShell(await login(vm));
  }

  run(command: string, stdin = ""): Promise<Ran> {
    return exec(this.client, command, stdin);
  }

  /** What the command prints; it has to succeed. */
  async read(command: string, stdin = ""): Promise<string> {
    const { stdout, stderr, code } = await this.run(command, stdin);
    if (code !== 0) throw new Error(`${command}: exit status ${code ?? "none"}: ${stderr}${stdout}`);
    return stdout;
  }

  /** The same as root, the whole text on stdin. */
  root(script: string): Promise<string> {
    return this.read("sudo -n sh -s", script);
  }

  close(): void {
    this.client.end();
  }
}
