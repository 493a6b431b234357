import { isIPv4, isIPv6 } from "node:net";
import { expect, type Format } from "./format";

export const dnsLabelPattern = "[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?";
const dnsName = new RegExp(`^(?:${dnsLabelPattern}\\.)*${dnsLabelPattern}$`);
const isIp = (value: string) => isIPv4(value) || isIPv6(value);

/** Proxmox takes no prefix shorter than 8. */
function isCidr(value: string, isAddress: (value: string) => boolean, bits: number): boolean {
  const [address = "", prefix = "", ...more] = value.split("/");
  return (
    more.length === 0 && isAddress(address) && /^\d+$/.test(prefix) && Number(prefix) > 7 && Number(prefix) <= bits
  );
}

/** Ones, then zeroes. */
function isMask(value: string): boolean {
  const bits = value.split(".").map((byte) => Number(byte).toString(2).padStart(8, "0"));
  return isIPv4(value) && /^1*0*$/.test(bits.join(""));
}

/** Formats of names and addresses on networks. */
export const addressFormats = {
  "dns-name": expect(
    (v) => dnsName.test(v),
    () => "value does not look like a valid DNS name",
  ),
  address: expect(
    (v) => isIp(v) || dnsName.test(v),
    (v) => `value does not look like a valid address: ${v}`,
  ),
  ipv4: expect(isIPv4, () => "value does not look like a valid IPv4 address"),
  ipv6: expect(isIPv6, () => "value does not look like a valid IPv6 address"),
  ipv4mask: expect(isMask, () => "value does not look like a valid IP netmask"),
  CIDRv4: expect(
    (v) => isCidr(v, isIPv4, 32),
    () => "value does not look like a valid IPv4 CIDR network",
  ),
  CIDRv6: expect(
    (v) => isCidr(v, isIPv6, 128),
    () => "value does not look like a valid IPv6 CIDR network",
  ),
  CIDR: expect(
    (v) => isCidr(v, isIPv4, 32) || isCidr(v, isIPv6, 128),
    () => "value does not look like a valid CIDR network",
  ),
  "pve-ipv4-config": expect(
    (v) => v === "dhcp" || v === "manual" || isCidr(v, isIPv4, 32),
    () => "value does not look like a valid ipv4 network configuration",
  ),
  "pve-ipv6-config": expect(
    (v) => ["auto", "dhcp", "manual"].includes(v) || isCidr(v, isIPv6, 128),
    () => "value does not look like a valid ipv6 network configuration",
  ),
  "mac-addr": expect(
    (v) => /^[a-f0-9][02468ace](?::[a-f0-9]{2}){5}$/i.test(v),
    () => "value does not look like a valid unicast MAC address",
  ),
} satisfies Record<string, Format>;
