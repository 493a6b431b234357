import { Fabric, OUTSIDE } from "../../../rehearsal/network/fabric";
import type { Endpoint } from "../../../rehearsal/network/endpoint";

let fabric: Fabric;
let a: Endpoint;
let b: Endpoint;
beforeEach(() => {
  fabric = new Fabric();
  [a, b] = ["a", "b"].map((name, index) => {
    const endpoint = fabric.plug(name);
    endpoint.configure([{ segment: "vmbr0", address: `10.10.10.10${index + 1}`, prefix: 24, gateway: "10.10.10.1" }]);
    return endpoint;
  }) as [Endpoint, Endpoint];
});

const service = { name: "web", accept: (stream: NodeJS.WritableStream) => void stream.end("hello") };
const failure = (from: Endpoint | typeof OUTSIDE, address: string, port = 80): string => {
  try {
    fabric.find(from, address, port);
    return "found";
  } catch (error) {
    return (error as { code: string }).code;
  }
};

test("a connection reaches the service behind an address", async () => {
  b.listen(80, service);
  const chunks: Buffer[] = [];
  for await (const chunk of fabric.connect(a, "10.10.10.102", 80)) chunks.push(chunk as Buffer);
  expect(Buffer.concat(chunks).toString()).toBe("hello");
});

test("reports failed connections as Linux does", () => {
  b.listen(80, service);
  expect(failure(a, "10.10.10.102")).toBe("found");
  expect(failure(a, "10.10.10.102", 81)).toBe("ECONNREFUSED");
  expect(failure(a, "10.10.10.250")).toBe("EHOSTUNREACH");
  expect(failure(a, "192.0.2.1")).toBe("ETIMEDOUT");
  expect(failure(OUTSIDE, "10.10.10.102")).toBe("found");
  expect(failure(OUTSIDE, "10.10.10.250")).toBe("EHOSTUNREACH");
  const isolated = fabric.plug("c");
  isolated.configure([{ segment: "vmbr0", address: "10.10.11.1", prefix: 24 }]);
  expect(failure(isolated, "192.0.2.1")).toBe("ENETUNREACH");
});

test("machines on different VLANs of a bridge cannot reach each other directly", () => {
  b.listen(80, service);
  b.configure([{ segment: "vmbr0.20", address: "10.10.10.102", prefix: 24, gateway: "10.10.10.1" }]);
  expect(failure(a, "10.10.10.102")).toBe("EHOSTUNREACH");
});

test("what listens on loopback is the machine's own", () => {
  b.listen(2379, service, true);
  expect(failure(a, "10.10.10.102", 2379)).toBe("ECONNREFUSED");
  expect(failure(b, "10.10.10.102", 2379)).toBe("ECONNREFUSED");
  expect(failure(b, "127.0.0.1", 2379)).toBe("found");
});

test("an address can move to another machine, and disappears with its holder", () => {
  a.listen(80, service);
  b.listen(80, service);
  a.addAddress("vmbr0", "10.10.10.100");
  expect(fabric.holder("10.10.10.100")).toBe(a);
  a.dropAddress("10.10.10.100");
  expect(failure(b, "10.10.10.100")).toBe("EHOSTUNREACH");
  b.addAddress("vmbr0", "10.10.10.100");
  expect(failure(a, "10.10.10.100")).toBe("found");
  b.unplug();
  expect(failure(a, "10.10.10.100")).toBe("EHOSTUNREACH");
});

test("if two machines have the same address the newest answers", () => {
  b.configure([{ segment: "vmbr0", address: "10.10.10.101", prefix: 24 }]);
  expect(fabric.holder("10.10.10.101")).toBe(b);
});

test("a port can be bound only once", () => {
  const stop = a.listen(80, service);
  expect(() => a.listen(80, service)).toThrow("bind: address already in use");
  stop();
  a.listen(80, service);
});
