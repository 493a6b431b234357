import type { Duplex } from "node:stream";
import { duplexPair } from "./duplex-pair";
import { Endpoint, type Interface } from "./endpoint";
import { sameSubnet } from "./ipv4";
import { Gateways } from "./gateways";
import { NetworkError, type Errno } from "./network-error";
import type { SubnetSpec } from "../simulation-spec";
import type { Service } from "./service";

/** A client beside the machines that reaches all their networks: the jump host, the proxy. */
export const OUTSIDE = Symbol("outside");
export type Origin = Endpoint | typeof OUTSIDE;

/**
 * The simulation's network. Addresses are names that exist only in here: nothing is ever dialled outside this process.
 * Segments are a bridge and a VLAN tag; equally named bridges of several hosts are one segment, as on one switch.
 */
export class Fabric {
  private readonly endpoints = new Map<string, Endpoint>();
  /** Who announced an address last: where two hold one, the neighbours' ARP tables follow the newest. */
  private readonly newest = new Map<string, Endpoint>();

  private readonly gateways: Gateways;

  constructor(subnets: readonly SubnetSpec[] = []) {
    this.gateways = new Gateways(subnets, (name) => this.endpoints.get(name));
  }

  plug(name: string): Endpoint {
    const endpoint = new Endpoint(name, (owner, address) => this.newest.set(address, owner));
    this.endpoints.set(name, endpoint);
    return endpoint;
  }

  /** The place of a machine in the network; undefined when it was never plugged in. */
  endpoint(name: string): Endpoint | undefined {
    return this.endpoints.get(name);
  }

  /** Whether this machine reaches the internet: it has a gateway, and the gateway has a way out. */
  reachesInternet(from: Endpoint): boolean {
    return from.interfaces.some((nic) => nic.gateway !== undefined && isConnected(nic, this.gateways, true));
  }

  /** Who holds the address now. */
  holder(address: string): Endpoint | undefined {
    const last = this.newest.get(address);
    if (last?.segmentOf(address) !== undefined) return last;
    return [...this.endpoints.values()].find((endpoint) => endpoint.segmentOf(address) !== undefined);
  }

  /** The service at an address and port as this origin sees it; throws the errno life gives. */
  find(from: Origin, address: string, port: number): Service {
    const local = from !== OUTSIDE && (isLoopback(address) || from.segmentOf(address) !== undefined);
    const target = local ? from : this.holder(address);
    const failure = local ? undefined : unreachable(from, target, address, this.gateways);
    if (failure) throw new NetworkError(failure, address, port);
    const service = target?.serviceOn(port, isLoopback(address));
    if (!service || service.ended?.() === true) throw new NetworkError("ECONNREFUSED", address, port);
    return service;
  }

  /** A raw connection to a service. */
  connect(from: Origin, address: string, port: number): Duplex {
    const service = this.find(from, address, port);
    if (!service.accept) throw new NetworkError("ECONNREFUSED", address, port);
    const [near, far] = duplexPair();
    service.accept(far, from === OUTSIDE ? "outside" : from.name);
    return near;
  }
}

const isLoopback = (address: string): boolean => address === "localhost" || address.startsWith("127.");

/** ARP fails fast on one's own segment; a router says at once what it cannot reach; what is beyond never answers. */
function unreachable(
  from: Origin,
  target: Endpoint | undefined,
  address: string,
  gateways: Gateways,
): Errno | undefined {
  const segment = gateways.segmentOf(address);
  const misplaced = segment !== undefined && target?.segmentOf(address) !== segment;
  const shut = misplaced || !gateways.isOpen(address, from === OUTSIDE);
  if (from === OUTSIDE) return target && !shut ? undefined : "EHOSTUNREACH";
  const link = from.interfaces.find((nic) => sameSubnet(nic.address, address, nic.prefix));
  if (link) return target?.segmentOf(address) === link.segment ? undefined : "EHOSTUNREACH";
  const way = from.interfaces.find((nic) => nic.gateway);
  if (!way) return "ENETUNREACH";
  if (shut || !isConnected(way, gateways, false)) return "EHOSTUNREACH";
  return target?.interfaces.some((nic) => nic.gateway) ? undefined : "ETIMEDOUT";
}

/** Whether an interface is where its subnet is, and its gateway answers. */
function isConnected({ address, segment }: Interface, gateways: Gateways, outside: boolean): boolean {
  const expected = gateways.segmentOf(address);
  return (expected === undefined || expected === segment) && gateways.isOpen(address, outside);
}
