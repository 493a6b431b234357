import fc from "fast-check";
import {
  canonicalCidr,
  cidrContains,
  cidrsOverlap,
  formatIpv4,
  nthAddress,
  parseCidr,
  parseIpv4,
  usableRange,
} from "../../model/ipv4";

const address = fc.integer({ min: 0, max: 2 ** 32 - 1 });
const cidr = fc
  .tuple(address, fc.integer({ min: 0, max: 32 }))
  .map(([base, length]) => `${formatIpv4(base)}/${length}`);

describe("IPv4", () => {
  it("reads back every address it writes", () => {
    fc.assert(fc.property(address, (number) => expect(parseIpv4(formatIpv4(number))).toBe(number)));
  });

  it.each(["10.0.0", "10.0.0.256", "10.0.0.01", "10.0.0.1.2", "", "a.b.c.d", "10.0.0.-1"])("refuses %p", (text) => {
    expect(() => parseIpv4(text)).toThrow("no IPv4 address");
  });

  it.each(["10.0.0.0", "10.0.0.0/33", "10.0.0.0/", "10.0.0.0/a"])("refuses the network %p", (text) => {
    expect(() => parseCidr(text)).toThrow("no CIDR");
  });

  it("clears host bits, once and for all", () => {
    expect(canonicalCidr("192.168.1.77/26")).toBe("192.168.1.64/26");
    fc.assert(fc.property(cidr, (text) => expect(canonicalCidr(canonicalCidr(text))).toBe(canonicalCidr(text))));
  });

  it("keeps every address inside the network it was read with", () => {
    fc.assert(fc.property(cidr, (text) => cidrContains(parseCidr(text), parseIpv4(text.split("/")[0] ?? ""))));
  });

  it("finds that networks overlap exactly when one holds the first address of the other", () => {
    fc.assert(
      fc.property(cidr, cidr, (one, other) => {
        const [a, b] = [parseCidr(one), parseCidr(other)];
        expect(cidrsOverlap(a, b)).toBe(cidrContains(a, b.network) || cidrContains(b, a.network));
      }),
    );
  });

  it("counts addresses from the network's own", () => {
    expect(nthAddress("10.43.0.0/16", 10)).toBe("10.43.0.10");
    expect(usableRange(parseCidr("10.10.10.0/24"))).toBe("10.10.10.1 to 10.10.10.254");
  });
});
