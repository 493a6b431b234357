import type { SubnetSpec } from "../simulation-spec";
import type { Endpoint } from "./endpoint";
import { sameSubnet } from "./ipv4";
import { segmentOf } from "./segment";

/** The simulation's subnets and their ways out. A gateway that is no machine of the simulation is always there. */
export class Gateways {
  private readonly subnets: readonly SubnetSpec[];
  private readonly endpoint: (name: string) => Endpoint | undefined;

  constructor(subnets: readonly SubnetSpec[], endpoint: (name: string) => Endpoint | undefined) {
    this.subnets = subnets;
    this.endpoint = endpoint;
  }

  /** Where an address must be for its neighbours and its router to find it; undefined where no subnet is known. */
  segmentOf(address: string): string | undefined {
    const subnet = this.subnetOf(address);
    return subnet && segmentOf({ ...subnet, mac: "" });
  }

  /** Whether packets get in and out of the address' subnet now; `outside` asks for a way out of the host too. */
  isOpen(address: string, outside: boolean): boolean {
    const subnet = this.subnetOf(address);
    if (subnet?.gatewayVm === undefined) return true;
    const router = this.endpoint(subnet.gatewayVm);
    if (router?.segmentOf(subnet.gateway) !== segmentOf({ ...subnet, mac: "" })) return false;
    return !outside || router.leadsOutside;
  }

  private subnetOf(address: string): SubnetSpec | undefined {
    return this.subnets.find(({ cidr }) => {
      const [network = "", prefix = ""] = cidr.split("/");
      return sameSubnet(network, address, Number(prefix));
    });
  }
}
