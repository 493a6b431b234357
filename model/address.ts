/** The notation of an address family: IPv4 is the only one; what differs for another is here. */
const BITS = 32;
const OCTETS = [24n, 16n, 8n, 0n] as const;
const OCTET = /^(0|[1-9]\d{0,2})$/;

/**
 * An address of a machine, a router, a VIP or a Service. Configurations and plans have it as text; code that compares or
 * counts addresses parses it into this first, and formats it with `String(…)`.
 */
export class Address {
  private readonly value: bigint;

  private constructor(value: bigint) {
    this.value = value;
  }

  /** Parses `10.10.10.1`. @throws Error when the text is not a dotted IPv4 address. */
  static of(text: string): Address {
    if (!Address.isOne(text)) throw new Error(`no IPv4 address: ${text}`);
    const octets = text.split(".").map(Number);
    return new Address(octets.reduce((value, octet) => value * 256n + BigInt(octet), 0n));
  }

  /** Whether the text is an address, not a name. */
  static isOne(text: string): boolean {
    const octets = text.split(".");
    return octets.length === OCTETS.length && octets.every((octet) => OCTET.test(octet) && Number(octet) < 256);
  }

  /** Whether an address is in a range, inclusive. */
  static isBetween(address: string, from: string, to: string): boolean {
    const it = Address.of(address);
    return it.compare(Address.of(from)) >= 0 && it.compare(Address.of(to)) <= 0;
  }

  /** The address at this offset, which may be negative. */
  plus(count: number | bigint): Address {
    return new Address(this.value + BigInt(count));
  }

  next(): Address {
    return this.plus(1);
  }

  previous(): Address {
    return this.plus(-1);
  }

  /** Negative if before the other, 0 if equal, positive if after. */
  compare(other: Address): number {
    return Number(this.value - other.value);
  }

  /** The first address of the block of this size that contains it. */
  firstOf(size: bigint): Address {
    return new Address(this.value - (this.value % size));
  }

  toString(): string {
    return OCTETS.map((shift) => (this.value >> shift) & 0xffn).join(".");
  }
}

/** With prefix, as for interfaces: `10.10.10.1/24`. */
export const withPrefix = (address: string, prefixLength: number) => `${address}/${prefixLength}`;

/** As URLs have it: `10.10.10.1:6443`. */
export const hostAndPort = (address: string, port: number) => `${address}:${port}`;

/** A block of addresses: a subnet of machines, or the range of pods or Services. */
export class Subnet {
  readonly first: Address;
  readonly last: Address;
  readonly prefixLength: number;

  private constructor(address: Address, prefixLength: number) {
    const size = 2n ** BigInt(BITS - prefixLength);
    this.first = address.firstOf(size);
    this.last = this.first.plus(size - 1n);
    this.prefixLength = prefixLength;
  }

  /**
   * Parses `10.10.10.0/24`; host bits are ignored here and reported by a rule. @throws Error when the text is not an address
   * with a prefix length.
   */
  static of(text: string): Subnet {
    const [address = "", length = ""] = text.split("/");
    const prefixLength = /^\d{1,3}$/.test(length) ? Number(length) : BITS + 1;
    if (prefixLength > BITS) throw new Error(`no CIDR: ${text}`);
    return new Subnet(Address.of(address), prefixLength);
  }

  /** The block of one address. */
  static ofOne(address: string): Subnet {
    return new Subnet(Address.of(address), BITS);
  }

  contains(address: string): boolean {
    return this.has(Address.of(address));
  }

  overlaps(other: Subnet): boolean {
    return this.has(other.first) || other.has(this.first);
  }

  /** Whether an address is the first or the last one: network and broadcast address in IPv4. */
  isEdge(address: string): boolean {
    return [this.first, this.last].some((edge) => edge.compare(Address.of(address)) === 0);
  }

  /** Whether it has addresses besides the first and the last. */
  get holdsMachines(): boolean {
    return this.prefixLength <= BITS - 2;
  }

  /** Addresses that a machine may have: all but the first and the last. */
  usable(): string {
    return `${this.first.next().toString()} to ${this.last.previous().toString()}`;
  }

  /** The n-th address, counted from the first. */
  nth(n: number): string {
    return this.first.plus(n).toString();
  }

  /** The number of blocks of this prefix length in it; less than one if it is smaller. */
  parts(prefixLength: number): number {
    return 2 ** (prefixLength - this.prefixLength);
  }

  /** With its host bits cleared: `10.10.10.0/24` for `10.10.10.7/24`. */
  toString(): string {
    return withPrefix(this.first.toString(), this.prefixLength);
  }

  private has(address: Address): boolean {
    return address.compare(this.first) >= 0 && address.compare(this.last) <= 0;
  }
}
