import type { ChildProcess } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { cacheFolder } from "../../../../model/cache-folder";
import { run } from "../../readers/program";
import { onNetworkOf, holding, says, unsharing } from "../../../../scripts/conformance/namespaces";
import { PrivateMachine } from "./private-machine";

/** What a machine of a private network is: its address on the wire, and programs by the name they have in its /usr/bin. */
export interface MachineSpec {
  readonly address: string;
  readonly programs: Readonly<Record<string, string>>;
}

/**
 * Machines that share this kernel and a wire of their own, with no way out. They have the paths, ports and addresses that
 * scripts and manifests name, from 192.0.2.0/24, which is for documentation (RFC 5737). Everything ends with `close`, and
 * when this process ends.
 */
export class PrivateNetwork {
  private readonly folder: string;
  private readonly holder: ChildProcess;
  private readonly machines: PrivateMachine[] = [];

  private constructor(folder: string, holder: ChildProcess) {
    this.folder = folder;
    this.holder = holder;
  }

  static async open(): Promise<PrivateNetwork> {
    const folder = mkdtempSync(join(tmpdir(), "homelab-network-"));
    const wire =
      "ip link set lo up; ip link add name wire type bridge; ip link set wire up; echo ready; exec cat >/dev/null";
    const holder = holding([...unsharing(), "--net", "--mount", "sh", "-euc", wire]);
    await says(holder, "ready");
    return new PrivateNetwork(folder, holder);
  }

  /** Switches a machine on, by a name that is for messages only. */
  async machine(name: string, { address, programs }: MachineSpec): Promise<PrivateMachine> {
    const root = join(this.folder, name);
    const links = Object.entries(programs).map(([link, program]) => `${link}=${program}`);
    const script = join(__dirname, "machine.sh");
    // The programs that were built, and node.
    const shown = [cacheFolder(), dirname(process.execPath)].filter((folder) => folder !== "/usr/bin").join("\n");
    await run("mkdir", [root]);
    const inside = ["unshare", "--net", "--mount", "--pid", "--fork", "--kill-child", "sh", script];
    const holder = holding([...onNetworkOf(this.holder), ...inside, root, `${address}/24`, shown, ...links]);
    await says(holder, "waits");
    await this.plug(holder, `v${this.machines.length}`);
    holder.stdin?.write("\n");
    await says(holder, "ready");
    const machine = new PrivateMachine(name, address, holder);
    this.machines.push(machine);
    return machine;
  }

  async close(): Promise<void> {
    await Promise.all(this.machines.map((machine) => machine.off()));
    this.holder.stdin?.end();
    rmSync(this.folder, { recursive: true, force: true });
  }

  private async plug(machine: ChildProcess, link: string): Promise<void> {
    const peer = ["peer", "name", "eth0", "netns", String(machine.pid)];
    const commands = [
      ["ip", "link", "add", "name", link, "type", "veth", ...peer],
      ["ip", "link", "set", link, "master", "wire", "up"],
    ];
    for (const command of commands) {
      const [program = "", ...args] = [...onNetworkOf(this.holder), ...command];
      const { status, stderr } = await run(program, args);
      if (status !== 0) throw new Error(`${command.join(" ")}: ${stderr}`);
    }
  }
}
