import type { PowerOn } from "pve-simulator";
import type { Endpoint } from "../network/endpoint";
import { segmentOf } from "../network/segment";
import type { SubnetSpec } from "../simulation-spec";
import type { RunningVm, OperatingSystem, VmEnvironment } from "./running-vm";
import { powerSupply } from "./power-supply";

/**
 * Machines whose system nobody here made: a firewall, a file server, whatever was installed from an ISO by hand. They
 * run, route where they are a gateway, and hear the power button.
 */
export class UnmanagedSystem implements OperatingSystem {
  bootsFrom(image: string): boolean {
    return image === "";
  }

  start(hardware: PowerOn, around: VmEnvironment): RunningVm {
    return new UnmanagedVm(hardware, around);
  }

  forgetDisk(): void {
    // Nothing on it was ever looked at.
  }
}

class UnmanagedVm implements RunningVm {
  readonly name: string;
  readonly hardware: PowerOn;
  up = false;
  private readonly around: VmEnvironment;
  private readonly network: Endpoint;
  private readonly plug = powerSupply();

  constructor(hardware: PowerOn, around: VmEnvironment) {
    this.name = hardware.name;
    this.hardware = hardware;
    this.around = around;
    this.network = around.fabric.plug(hardware.name);
  }

  async boot(): Promise<void> {
    const { clock, events, faults, latencies } = this.around.context;
    const about = { kind: "machine", machine: this.name, vmId: this.hardware.vmId } as const;
    if (faults.strikes("never-boots", this.name)) {
      events.emit({ kind: "fault", fault: "never-boots", machine: this.name });
      events.emit({ ...about, change: "boot-failed", reason: "no bootable device" });
      return;
    }
    await events.span(this.name, "boot", latencies.boot, () => clock.sleep(latencies.boot));
    if (this.plug.signal.aborted) return;
    this.up = true;
    this.route();
    events.emit({ ...about, change: "booted" });
  }

  agentAnswers(): boolean {
    return false;
  }

  interfaces() {
    return [];
  }

  pullThePlug(): void {
    this.up = false;
    this.plug.abort();
    this.network.unplug();
  }

  /** Takes the gateway's address in every subnet it is the gateway of and has a NIC in. */
  private route(): void {
    const { nics } = this.hardware;
    const mine = (this.around.context.spec.subnets ?? []).filter(({ gatewayVm }) => gatewayVm === this.name);
    const reached = mine.filter((subnet) => nics.some((nic) => nic.bridge === subnet.bridge && isIn(nic.vlan, subnet)));
    this.network.leadsOutside = nics.some(({ uplink, unplugged }) => uplink === true && unplugged !== true);
    this.network.configure(
      reached.map((subnet) => ({
        segment: segmentOf({ ...subnet, mac: "" }),
        address: subnet.gateway,
        prefix: Number(subnet.cidr.split("/")[1]),
      })),
    );
  }
}

/** A NIC without a tag sees every VLAN of its bridge. */
function isIn(vlan: number | undefined, subnet: SubnetSpec): boolean {
  return vlan === undefined || vlan === subnet.vlan;
}
