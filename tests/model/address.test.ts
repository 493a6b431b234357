import fc from "fast-check";
import { Address, Subnet, withPrefix } from "../../model/address";

const start = Address.of("0.0.0.0");
const address = fc.integer({ min: 0, max: 2 ** 32 - 1 }).map((number) => String(start.plus(number)));
const subnet = fc.tuple(address, fc.integer({ min: 0, max: 32 })).map(([base, length]) => withPrefix(base, length));

describe("an address", () => {
  it("is read back as it was written", () => {
    fc.assert(fc.property(address, (text) => expect(String(Address.of(text))).toBe(text)));
  });

  it.each(["10.0.0", "10.0.0.256", "10.0.0.01", "10.0.0.1.2", "", "a.b.c.d", "10.0.0.-1", "fd00::1"])(
    "is not %p",
    (text) => {
      expect(Address.isOne(text)).toBe(false);
      expect(() => Address.of(text)).toThrow("no IPv4 address");
    },
  );

  it("comes before its successor and after its predecessor, whose successor it is", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 2 ** 32 - 2 }), (number) => {
        const it = start.plus(number);
        expect([it.compare(it.next()) < 0, it.compare(it.previous()) > 0]).toEqual([true, true]);
        expect(String(it.previous().next())).toBe(String(it));
      }),
    );
  });

  it("is in a range exactly if it is neither before the first nor after the last address", () => {
    fc.assert(
      fc.property(address, address, address, (text, from, to) => {
        const place = (other: string) => Address.of(text).compare(Address.of(other));
        expect(Address.isBetween(text, from, to)).toBe(place(from) >= 0 && place(to) <= 0);
      }),
    );
  });
});

describe("a subnet", () => {
  it.each(["10.0.0.0", "10.0.0.0/33", "10.0.0.0/", "10.0.0.0/a"])("is not %p", (text) => {
    expect(() => Subnet.of(text)).toThrow("no CIDR");
  });

  it("clears host bits, once and for all", () => {
    expect(String(Subnet.of("192.168.1.77/26"))).toBe("192.168.1.64/26");
    fc.assert(
      fc.property(subnet, (text) => {
        const once = String(Subnet.of(text));
        expect(String(Subnet.of(once))).toBe(once);
      }),
    );
  });

  it("contains the address it was read from, its first and its last one, and none beyond", () => {
    fc.assert(
      fc.property(subnet, (text) => {
        const it = Subnet.of(text);
        expect([text.split("/")[0] ?? "", String(it.first), String(it.last)].every((one) => it.contains(one))).toBe(
          true,
        );
        const beyond = [it.first.previous(), it.last.next()].map(String).filter((one) => Address.isOne(one));
        const wrapped =
          it.prefixLength === 0 || String(it.first) === "0.0.0.0" || String(it.last) === "255.255.255.255";
        if (!wrapped) expect(beyond.some((one) => it.contains(one))).toBe(false);
      }),
    );
  });

  it("overlaps another exactly when one contains the first address of the other", () => {
    fc.assert(
      fc.property(subnet, subnet, (one, other) => {
        const [a, b] = [Subnet.of(one), Subnet.of(other)];
        const overlap = a.contains(String(b.first)) || b.contains(String(a.first));
        expect([a.overlaps(b), b.overlaps(a)]).toEqual([overlap, overlap]);
      }),
    );
  });

  it("counts addresses from its first one", () => {
    expect(Subnet.of("10.43.0.0/16").nth(10)).toBe("10.43.0.10");
    expect(Subnet.of("10.10.10.0/24").usable()).toBe("10.10.10.1 to 10.10.10.254");
    expect(["10.10.10.0", "10.10.10.255", "10.10.10.7"].map((one) => Subnet.of("10.10.10.0/24").isEdge(one))).toEqual([
      true,
      true,
      false,
    ]);
  });

  it("has usable addresses if two fit besides network and broadcast, and can be divided", () => {
    expect(["10.0.0.0/30", "10.0.0.0/31", "10.0.0.0/32"].map((text) => Subnet.of(text).holdsMachines)).toEqual([
      true,
      false,
      false,
    ]);
    expect([Subnet.of("10.0.0.0/16").parts(24), Subnet.of("10.0.0.0/24").parts(24)]).toEqual([256, 1]);
  });
});
