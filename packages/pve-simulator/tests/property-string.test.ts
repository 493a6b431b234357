import fc from "fast-check";
import { parsePropertyString, printPropertyString, propertyStringErrors } from "../src/schema/property-string";
import { formatSize, parseSize } from "../src/schema/size";
import { netFormat } from "../src/tables/device-formats";
import { virtioFormat } from "../src/tables/drive-formats";

const drive = fc.record(
  {
    file: fc.integer({ min: 0, max: 9 }).map((n) => `local-zfs:vm-1001-disk-${n}`),
    aio: fc.constantFrom("native", "threads", "io_uring"),
    backup: fc.constantFrom("0", "1"),
    iothread: fc.constantFrom("0", "1"),
    cache: fc.constantFrom("none", "writeback"),
    mbps: fc.integer({ min: 0, max: 500 }).map(String),
    size: fc.integer({ min: 1, max: 4096 }).map((gib) => `${gib}G`),
  },
  { requiredKeys: ["file"] },
);

test("what is printed reads back as the same", () => {
  fc.assert(
    fc.property(drive, (properties) => {
      const printed = printPropertyString(virtioFormat, properties);
      const read = parsePropertyString(virtioFormat, printed);
      expect(printPropertyString(virtioFormat, read)).toBe(printed);
      expect({ ...read, size: parseSize(read["size"] ?? "0") }).toEqual({
        ...properties,
        size: parseSize(properties.size ?? "0"),
      });
    }),
  );
});

test("the order of keys, a trailing comma and the name of the default key do not matter", () => {
  fc.assert(
    fc.property(drive, fc.boolean(), (properties, reversed) => {
      const pairs = Object.entries(properties).map(([key, value]) => `${key}=${value}`);
      const given = `${(reversed ? pairs.reverse() : pairs).join(",")},`;
      const printed = printPropertyString(virtioFormat, parsePropertyString(virtioFormat, given));
      expect(printed).toBe(printPropertyString(virtioFormat, properties));
      expect(printed.startsWith(properties.file)).toBe(true);
      const keys = printed.split(",").slice(1);
      expect(keys).toEqual([...keys].sort());
    }),
  );
});

test("sizes are printed in the largest unit without a remainder", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 2 ** 45 }), (bytes) => expect(parseSize(formatSize(bytes))).toBe(bytes)),
  );
  expect([34359738368, 4194304, 540672, 1000, 0].map(formatSize)).toEqual(["32G", "4M", "528K", "1000", "0T"]);
});

test("the name of a NIC model is shorthand for model and address", () => {
  const net = parsePropertyString(netFormat, "model=virtio,bridge=vmbr0,firewall=0,macaddr=BC:24:11:00:00:01");
  expect(printPropertyString(netFormat, net)).toBe("virtio=BC:24:11:00:00:01,bridge=vmbr0,firewall=0");
  expect(parsePropertyString(netFormat, "virtio=BC:24:11:00:00:01,bridge=vmbr0,firewall=off")).toEqual(net);
});

test.each([
  ["virtio=BC:24:11:00:00:01,e1000=BC:24:11:00:00:01", "key alias 'model' is already defined"],
  ["virtio,bridge=vmbr0,bridge=vmbr1", "duplicate key in comma-separated list property: bridge"],
  [
    "virtio,colour=red",
    "format error\nnet0.colour: property is not defined in schema and the schema does not allow additional properties",
  ],
  ["virtio,=x", "missing key in comma-separated list property"],
  ["bridge=vmbr0", "format error\nnet0.model: property is missing and it is not optional"],
  ["virtio,tag=5000", "format error\nnet0.tag: value must have a maximum value of 4094"],
  [
    "virtio=01:24:11:00:00:01",
    "format error\nnet0.macaddr: invalid format - value does not look like a valid unicast MAC address\n",
  ],
])("refuses %s", (value, complaint) => {
  expect(propertyStringErrors(netFormat, value, "net0")).toBe(complaint);
});
