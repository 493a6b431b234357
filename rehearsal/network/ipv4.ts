/** An IPv4 address as an unsigned number; NaN when it is not one. */
export function ipv4ToNumber(address: string): number {
  const parts = address.split(".");
  if (parts.length !== 4 || parts.some((part) => !/^\d{1,3}$/.test(part) || Number(part) > 255)) return Number.NaN;
  return parts.reduce((sum, part) => sum * 256 + Number(part), 0);
}

/** Whether two addresses lie in one subnet of this prefix length. */
export function sameSubnet(a: string, b: string, prefix: number): boolean {
  const size = 2 ** (32 - prefix);
  return Math.floor(ipv4ToNumber(a) / size) === Math.floor(ipv4ToNumber(b) / size);
}

/** Prefix length of a dotted netmask, e.g. 24 of 255.255.255.0. */
export function prefixOfNetmask(netmask: string): number {
  const bits = ipv4ToNumber(netmask).toString(2).padStart(32, "0");
  return /^1*0*$/.test(bits) ? (bits.indexOf("0") === -1 ? 32 : bits.indexOf("0")) : Number.NaN;
}
