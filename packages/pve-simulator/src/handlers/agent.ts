import { failure } from "../errors";
import type { Call } from "../http/route";
import type { Datacenter } from "../model/datacenter";
import type { Vm } from "../model/vm";

/** The guest agent, as far as PVE passes on what the guest says. */
export function ping({ datacenter, vm }: Call): unknown {
  requireAgent(datacenter, vm);
  return { result: {} };
}

export function networkInterfaces({ datacenter, vm }: Call): unknown {
  requireAgent(datacenter, vm);
  const interfaces = datacenter.guests.interfaces(vm.vmId);
  if (!interfaces) throw failure("QEMU guest agent is not running");
  const result = interfaces.map(({ name, mac, addresses }) => ({
    name,
    "hardware-address": mac,
    "ip-addresses": addresses.map(({ address, prefix }) => ({
      "ip-address": address,
      "ip-address-type": address.includes(":") ? "ipv6" : "ipv4",
      prefix,
    })),
  }));
  return { result };
}

export function hostName(call: Call): unknown {
  ping(call);
  return { result: { "host-name": call.vm.running?.name } };
}

export function osInfo(call: Call): unknown {
  ping(call);
  const { guests } = call.datacenter;
  // What QEMU's agent says of a command it was not built with.
  if (!guests.osInfo) throw failure("Agent error: The command guest-get-osinfo has not been found");
  return { result: guests.osInfo(call.vm.vmId) };
}

/** One that is configured and switched off has no device to answer on (QemuServer/Agent.pm, `assert_agent_available`). */
function requireAgent({ guests }: Datacenter, vm: Vm): void {
  if (vm.config["agent"] === undefined) throw failure("No QEMU guest agent configured");
  if (!vm.running) throw failure(`VM ${vm.vmId} is not running`);
  if (!guests.agentAnswers(vm.vmId)) throw failure("QEMU guest agent is not running");
}
