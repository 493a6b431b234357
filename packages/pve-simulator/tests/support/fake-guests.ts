import type { Guests, Nic, PowerOn } from "../../src/guest-contract";

/** Machines that boot at once, answer when told to, and remember what they were given. */
export class FakeGuests implements Guests {
  readonly started: PowerOn[] = [];
  readonly forgotten: string[] = [];
  /** Cables as they were changed under way, by machine. */
  readonly replugged: { readonly vmId: number; readonly nics: readonly Nic[] }[] = [];
  /** Disks of running machines that grew. */
  readonly grown: { readonly vmId: number; readonly diskGiB: number }[] = [];
  readonly running = new Set<number>();
  /** Machines that ignore an orderly shutdown. */
  readonly deaf = new Set<number>();
  agent = false;

  powerOn(spec: PowerOn): void {
    this.started.push(spec);
    this.running.add(spec.vmId);
  }

  powerOff(vmId: number, how: "stop" | "shutdown"): Promise<void> {
    if (how === "shutdown" && this.deaf.has(vmId)) return Promise.reject(new Error("no reaction"));
    this.running.delete(vmId);
    return Promise.resolve();
  }

  replug(vmId: number, nics: readonly Nic[]): void {
    this.replugged.push({ vmId, nics });
  }

  grow(vmId: number, diskGiB: number): void {
    this.grown.push({ vmId, diskGiB });
  }

  agentAnswers(vmId: number): boolean {
    return this.agent && this.running.has(vmId);
  }

  interfaces(vmId: number) {
    if (!this.agentAnswers(vmId)) return undefined;
    return [{ name: "eth0", mac: "bc:24:11:00:00:01", addresses: [{ address: "10.10.10.101", prefix: 24 }] }];
  }

  forgetDisk(diskId: string): void {
    this.forgotten.push(diskId);
  }
}
