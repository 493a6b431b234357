/** A block of IPv4 addresses, each address as an unsigned 32-bit number. */
export interface Cidr {
  readonly network: number;
  readonly broadcast: number;
  readonly prefixLength: number;
}

/**
 * Reads `10.10.10.1` as a number, so that addresses can be compared and counted.
 * @throws Error when the text is no dotted IPv4 address.
 */
export function parseIpv4(text: string): number {
  const octets = text.split(".").map((part) => (/^(0|[1-9]\d{0,2})$/.test(part) ? Number(part) : 256));
  if (octets.length !== 4 || octets.some((octet) => octet > 255)) throw new Error(`no IPv4 address: ${text}`);
  return octets.reduce((address, octet) => address * 256 + octet, 0);
}

/** The dotted form of an address: the inverse of {@link parseIpv4}. */
export function formatIpv4(address: number): string {
  return [24, 16, 8, 0].map((shift) => (address >>> shift) & 0xff).join(".");
}

/**
 * Reads `10.10.10.0/24`; bits set in the host part are ignored here and reported by a rule.
 * @throws Error when the text is no address with a prefix length of 0 to 32.
 */
export function parseCidr(text: string): Cidr {
  const [address = "", length = ""] = text.split("/");
  const prefixLength = /^\d{1,2}$/.test(length) ? Number(length) : 33;
  if (prefixLength > 32) throw new Error(`no CIDR: ${text}`);
  const size = 2 ** (32 - prefixLength);
  const network = Math.floor(parseIpv4(address) / size) * size;
  return { network, broadcast: network + size - 1, prefixLength };
}

/** The CIDR with its host bits cleared: what `10.10.10.7/24` should have been. */
export function canonicalCidr(text: string): string {
  const { network, prefixLength } = parseCidr(text);
  return `${formatIpv4(network)}/${prefixLength}`;
}

export function cidrContains(cidr: Cidr, address: number): boolean {
  return address >= cidr.network && address <= cidr.broadcast;
}

export function cidrsOverlap(a: Cidr, b: Cidr): boolean {
  return a.network <= b.broadcast && b.network <= a.broadcast;
}

/** Addresses a machine may have: all but network and broadcast address (none in a /31 or /32, which clusters do not use). */
export function usableRange(cidr: Cidr): string {
  return `${formatIpv4(cidr.network + 1)} to ${formatIpv4(cidr.broadcast - 1)}`;
}

/** The n-th address of a block, counted from its network address. */
export function nthAddress(cidr: string, n: number): string {
  return formatIpv4(parseCidr(cidr).network + n);
}
