import type { Service } from "./service";

/** An address on an interface, and the segment (bridge and VLAN) that interface is plugged into. */
export interface Interface {
  readonly segment: string;
  readonly address: string;
  readonly prefix: number;
  readonly gateway?: string;
}

interface Listener {
  readonly service: Service;
  readonly loopbackOnly: boolean;
}

/** A machine's place in the network: its configured interfaces, extra addresses and listening services. */
export class Endpoint {
  interfaces: readonly Interface[] = [];
  /** For a router: whether one of its cables leaves the host. */
  leadsOutside = false;
  private readonly extra = new Map<string, string>();
  /** Where a cable leads now, by the segment it was first plugged into. */
  private readonly cables = new Map<string, string>();
  private readonly listeners = new Map<number, Listener>();

  readonly name: string;
  private readonly announce: (endpoint: Endpoint, address: string) => void;

  constructor(name: string, announce: (endpoint: Endpoint, address: string) => void) {
    this.name = name;
    this.announce = announce;
  }

  configure(interfaces: readonly Interface[]): void {
    this.interfaces = interfaces.map((nic) => ({ ...nic, segment: this.cables.get(nic.segment) ?? nic.segment }));
    for (const { address } of interfaces) this.announce(this, address);
  }

  /** Cables go elsewhere, whether there are addresses on them yet or not: the new segment by the old one. */
  rewire(segments: ReadonlyMap<string, string>): void {
    const now = (segment: string) => segments.get(segment) ?? segment;
    for (const [segment, leadsTo] of [...this.cables]) this.cables.set(segment, now(leadsTo));
    for (const [segment, leadsTo] of segments) if (!this.cables.has(segment)) this.cables.set(segment, leadsTo);
    this.interfaces = this.interfaces.map((nic) => ({ ...nic, segment: now(nic.segment) }));
    for (const [address, segment] of this.extra) this.extra.set(address, now(segment));
  }

  /** Takes a further address on the segment whose subnet holds it, as kube-vip does with a VIP. */
  addAddress(segment: string, address: string): void {
    this.extra.set(address, segment);
    this.announce(this, address);
  }

  dropAddress(address: string): void {
    this.extra.delete(address);
  }

  /** The cable is out: no addresses, no services. */
  unplug(): void {
    this.interfaces = [];
    this.extra.clear();
    this.listeners.clear();
  }

  /** Listens on all addresses, or on 127.0.0.1 alone; returns how to stop. */
  listen(port: number, service: Service, loopbackOnly = false): () => void {
    if (this.listeners.has(port)) throw new Error(`listen tcp :${port}: bind: address already in use`);
    const listener = { service, loopbackOnly };
    this.listeners.set(port, listener);
    return () => {
      if (this.listeners.get(port) === listener) this.listeners.delete(port);
    };
  }

  serviceOn(port: number, fromLoopback: boolean): Service | undefined {
    const listener = this.listeners.get(port);
    return listener && (fromLoopback || !listener.loopbackOnly) ? listener.service : undefined;
  }

  ports(): readonly { port: number; loopbackOnly: boolean }[] {
    return [...this.listeners].map(([port, { loopbackOnly }]) => ({ port, loopbackOnly }));
  }

  /** The segment on which this endpoint holds the address, if it does. */
  segmentOf(address: string): string | undefined {
    return this.extra.get(address) ?? this.interfaces.find((nic) => nic.address === address)?.segment;
  }

  addresses(): readonly string[] {
    return [...this.interfaces.map((nic) => nic.address), ...this.extra.keys()];
  }
}
