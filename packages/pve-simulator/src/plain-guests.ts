import type { Clock } from "./clock";
import type { Guests, Nic, PowerOn } from "./guest-contract";

interface Guest {
  readonly spec: PowerOn;
  readonly since: number;
}

type Interface = NonNullable<ReturnType<Guests["interfaces"]>>[number];

/**
 * Machines that do no more than boot, answer through their agent and shut down when they are asked to. One without an
 * image on its disk does none of it: as in life only `stop` ends it.
 */
export class PlainGuests implements Guests {
  private readonly running = new Map<number, Guest>();
  private readonly clock: Clock;
  private readonly times: { readonly boot: number; readonly shutdown: number };

  /** Times in milliseconds: until the system is up and its agent answers, and until it is down again. */
  constructor(clock: Clock, times: { readonly boot: number; readonly shutdown: number }) {
    this.clock = clock;
    this.times = times;
  }

  powerOn(spec: PowerOn): void {
    this.running.set(spec.vmId, { spec, since: this.clock.now() });
  }

  async powerOff(vmId: number, how: "stop" | "shutdown"): Promise<void> {
    if (how === "shutdown") {
      if (!this.isUp(vmId)) throw new Error("the guest does not react");
      await this.clock.sleep(this.times.shutdown);
    }
    this.running.delete(vmId);
  }

  replug(vmId: number, nics: readonly Nic[]): void {
    const guest = this.running.get(vmId);
    if (guest) this.running.set(vmId, { ...guest, spec: { ...guest.spec, nics } });
  }

  grow(): void {
    // Nothing in these machines looks at the size of a disk.
  }

  agentAnswers(vmId: number): boolean {
    return this.isUp(vmId) && this.running.get(vmId)?.spec.agentDevice === true;
  }

  interfaces(vmId: number): readonly Interface[] | undefined {
    const spec = this.running.get(vmId)?.spec;
    if (!spec || !this.agentAnswers(vmId)) return undefined;
    const loopback = { name: "lo", mac: "00:00:00:00:00:00", addresses: [{ address: "127.0.0.1", prefix: 8 }] };
    const nics = spec.nics.map(({ mac }, index) => ({
      name: `eth${index}`,
      mac: mac.toLowerCase(),
      addresses: addressesOf(spec.cloudInit?.networkConfig ?? "", mac),
    }));
    return [loopback, ...nics];
  }

  osInfo(): Readonly<Record<string, string>> {
    return { id: "linux", name: "Linux", "pretty-name": "Linux", machine: "x86_64", "kernel-release": "6.8.0" };
  }

  forgetDisk(): void {
    // Nothing is kept of a disk.
  }

  private isUp(vmId: number): boolean {
    const guest = this.running.get(vmId);
    return guest !== undefined && guest.spec.image !== "" && this.clock.now() - guest.since >= this.times.boot;
  }
}

/** Static addresses of a NIC in the network configuration as Proxmox writes it (version 1); nobody answers its DHCP. */
function addressesOf(networkConfig: string, mac: string): Interface["addresses"] {
  const nic =
    networkConfig.split(/^ {4}- type: physical$/m).find((part) => part.includes(`'${mac.toLowerCase()}'`)) ?? "";
  const [, address] = /- type: static\n\s+address: '([^']+)'/.exec(nic) ?? [];
  const [, netmask = ""] = /netmask: '([^']+)'/.exec(nic) ?? [];
  if (address === undefined) return [];
  const bits = netmask.split(".").map((byte) => Number(byte).toString(2).replaceAll("0", ""));
  return [{ address, prefix: bits.join("").length }];
}
