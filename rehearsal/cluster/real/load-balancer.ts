import { Address } from "../../../model/address";
import { must, type ApiClient } from "./api-client";

const POOLS = "/apis/metallb.io/v1beta1/ipaddresspools";
/** Where a Service names the address that it wants (metallb.io, usage). */
const WANTED = ["metallb.io/loadBalancerIPs", "metallb.universe.tf/loadBalancerIPs"];

interface Pool {
  readonly metadata: { readonly namespace: string };
  readonly spec: { readonly addresses: readonly string[] };
}

interface Service {
  readonly metadata: {
    readonly name: string;
    readonly namespace: string;
    readonly annotations?: Readonly<Record<string, string>>;
  };
  readonly spec: { readonly type?: string; readonly loadBalancerIP?: string };
  readonly status?: { readonly loadBalancer?: { readonly ingress?: readonly { readonly ip?: string }[] } };
}

/**
 * MetalLB as far as clients of the API see it: while its controller runs beside its pools, a Service of type LoadBalancer
 * gets an address of one of them, the one that it names where that is free. One that asks for another stays pending.
 */
export class LoadBalancer {
  private readonly api: Pick<ApiClient, "ask">;

  constructor(api: Pick<ApiClient, "ask">) {
    this.api = api;
  }

  async assign(): Promise<void> {
    const pools = await this.pools();
    if (pools.length === 0) return;
    const services = (await this.list<Service>("/api/v1/services")).filter(({ spec }) => spec.type === "LoadBalancer");
    const taken = new Set(services.flatMap(addressesOf));
    for (const service of services.filter((one) => addressesOf(one).length === 0)) {
      const address = choice(service, pools, taken);
      if (address === undefined) continue;
      taken.add(address);
      await this.give(service, address);
    }
  }

  /** Those whose controller runs. */
  private async pools(): Promise<Pool[]> {
    const all = await this.list<Pool>(POOLS);
    const running = await Promise.all(all.map(({ metadata: { namespace } }) => this.hasController(namespace)));
    return all.filter((_, index) => running[index]);
  }

  private async hasController(namespace: string): Promise<boolean> {
    const all = await this.list<{ status?: { availableReplicas?: number } }>(
      `/apis/apps/v1/namespaces/${namespace}/deployments`,
    );
    return all.some(({ status }) => (status?.availableReplicas ?? 0) > 0);
  }

  private async give({ metadata: { namespace, name } }: Service, ip: string): Promise<void> {
    const status = { loadBalancer: { ingress: [{ ip, ipMode: "VIP" }] } };
    await must(this.api, ["PATCH", `/api/v1/namespaces/${namespace}/services/${name}/status`, { status }], 404);
  }

  /** Nothing where the API has no such kind. */
  private async list<T>(path: string): Promise<readonly T[]> {
    const { items = [] } = (await must(this.api, ["GET", path], 404)) as { items?: readonly T[] };
    return items;
  }
}

const addressesOf = ({ status }: Service): string[] =>
  (status?.loadBalancer?.ingress ?? []).flatMap(({ ip }) => ip ?? []);

function choice({ metadata, spec }: Service, pools: readonly Pool[], taken: ReadonlySet<string>): string | undefined {
  const wanted = WANTED.map((key) => metadata.annotations?.[key]).find((text) => text) ?? spec.loadBalancerIP;
  const isFree = (address: string) => !taken.has(address);
  for (const range of pools.flatMap(({ spec: { addresses } }) => addresses)) {
    const [from = "", to = from] = range.split("-").map((end) => end.trim());
    if (wanted) {
      if (isFree(wanted) && Address.isBetween(wanted, from, to)) return wanted;
      continue;
    }
    for (let next = Address.of(from); next.compare(Address.of(to)) <= 0; next = next.next())
      if (isFree(String(next))) return String(next);
  }
  return undefined;
}
