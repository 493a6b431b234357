import type { Endpoint } from "../network/endpoint";
import type { GuestInterface } from "./cloud-init/network-config";
import type { ReportedInterface } from "./running-vm";

/** What a guest agent says of the NICs: every address that the machine holds, those that come and go with /32. */
export function reportedInterfaces(network: Endpoint, nics: readonly GuestInterface[]): readonly ReportedInterface[] {
  const held = network.addresses();
  return nics.map(({ name, mac, address, prefix }) => ({
    name,
    mac,
    addresses: held.map((each) => ({ address: each, prefix: each === address ? prefix : 32 })),
  }));
}
