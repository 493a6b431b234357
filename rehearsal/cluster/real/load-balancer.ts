import { Address } from "../../../model/address";
import type { AddressesOfServices } from "../../real-kubernetes";
import { must, type ApiClient } from "./api-client";
import { NodePorts } from "./node-ports";
import { addressesOf, giveAddresses, type Service } from "./service";

const POOLS = "/apis/metallb.io/v1beta1/ipaddresspools";

/** Where a Service names the address that it wants (metallb.io, usage; docs.cilium.io, LB IPAM). */
const WANTED_OF_METALLB = ["metallb.io/loadBalancerIPs", "metallb.universe.tf/loadBalancerIPs"];
const WANTED_OF_CILIUM = ["lbipam.cilium.io/ips", "io.cilium/lb-ipam-ips"];

interface Pool {
  readonly metadata: { readonly namespace: string };
  readonly spec: { readonly addresses: readonly string[] };
}

/** Addresses that a Service may get. */
interface Range {
  readonly from: string;
  readonly to: string;
  /** Name of the only Service that it is for. */
  readonly only?: string;
}

/**
 * Who gives addresses to Services of type LoadBalancer, as far as clients of the API see it: MetalLB while its controller runs
 * beside its pools, Cilium from the pool that it was configured with, k3s' ServiceLB with those of nodes. A Service that asks
 * for an address which is taken, or in no pool, stays pending.
 */
export class LoadBalancer {
  private readonly api: Pick<ApiClient, "ask">;
  private readonly by: AddressesOfServices | undefined;
  private readonly nodePorts: NodePorts | undefined;

  constructor(api: Pick<ApiClient, "ask">, by?: AddressesOfServices) {
    this.api = api;
    this.by = by;
    this.nodePorts = by?.by === "nodes" ? new NodePorts(api, by.controller) : undefined;
  }

  async work(): Promise<void> {
    const services = (await this.list<Service>("/api/v1/services")).filter(({ spec }) => spec.type === "LoadBalancer");
    if (this.nodePorts) return this.nodePorts.serve(services);
    if (services.length === 0) return;
    const isCilium = this.by?.by === "cilium";
    const ranges = this.by?.by === "cilium" ? this.by.ranges : await this.rangesOfMetallb();
    const taken = new Set(services.flatMap(addressesOf));
    for (const service of services.filter((one) => addressesOf(one).length === 0)) {
      const wanted = wantedBy(service, isCilium ? WANTED_OF_CILIUM : WANTED_OF_METALLB);
      const address = choice(rangesFor(service, ranges), wanted, taken);
      if (address === undefined) continue;
      taken.add(address);
      await giveAddresses(this.api, service, [address]);
    }
  }

  /** Of pools whose controller runs. */
  private async rangesOfMetallb(): Promise<Range[]> {
    const pools = await this.list<Pool>(POOLS);
    const running = await Promise.all(pools.map(({ metadata: { namespace } }) => this.hasController(namespace)));
    return pools
      .filter((_, index) => running[index])
      .flatMap(({ spec }) => spec.addresses)
      .map((range) => {
        const [from = "", to = from] = range.split("-").map((end) => end.trim());
        return { from, to };
      });
  }

  private async hasController(namespace: string): Promise<boolean> {
    const all = await this.list<{ status?: { availableReplicas?: number } }>(
      `/apis/apps/v1/namespaces/${namespace}/deployments`,
    );
    return all.some(({ status }) => (status?.availableReplicas ?? 0) > 0);
  }

  /** Nothing where the API has no such kind. */
  private async list<T>(path: string): Promise<readonly T[]> {
    const { items = [] } = (await must(this.api, ["GET", path], 404)) as { items?: readonly T[] };
    return items;
  }
}

const wantedBy = ({ metadata, spec }: Service, keys: readonly string[]): string | undefined =>
  keys.map((key) => metadata.annotations?.[key]).find((text) => text) ?? spec.loadBalancerIP;

const rangesFor = ({ metadata: { name } }: Service, ranges: readonly Range[]): Range[] =>
  ranges.filter(({ only }) => only === undefined || only === name);

function choice(ranges: readonly Range[], wanted: string | undefined, taken: ReadonlySet<string>): string | undefined {
  const isFree = (address: string) => !taken.has(address);
  if (wanted !== undefined) {
    const isThere = ranges.some(({ from, to }) => Address.isBetween(wanted, from, to));
    return isThere && isFree(wanted) ? wanted : undefined;
  }
  for (const { from, to } of ranges)
    for (let next = Address.of(from); next.compare(Address.of(to)) <= 0; next = next.next())
      if (isFree(String(next))) return String(next);
  return undefined;
}
