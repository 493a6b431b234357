import { Fabric, OUTSIDE } from "../../../rehearsal/network/fabric";
import type { Endpoint } from "../../../rehearsal/network/endpoint";

const apps = { cidr: "10.0.20.0/24", gateway: "10.0.20.1", bridge: "vmbr1", vlan: 20, gatewayVm: "firewall" };
const segment = "vmbr1.20";

let fabric: Fabric;
let firewall: Endpoint;
let node: Endpoint;
let neighbour: Endpoint;

const address = (last: number) => ({ segment, address: `10.0.20.${last}`, prefix: 24, gateway: "10.0.20.1" });
const routes = () => firewall.configure([{ segment, address: "10.0.20.1", prefix: 24 }]);
const failure = (from: Endpoint | typeof OUTSIDE, to: string): string => {
  try {
    fabric.find(from, to, 22);
    return "found";
  } catch (error) {
    return (error as { code: string }).code;
  }
};

beforeEach(() => {
  fabric = new Fabric([apps]);
  [firewall, node, neighbour] = ["firewall", "node", "neighbour"].map((name) => fabric.plug(name)) as [
    Endpoint,
    Endpoint,
    Endpoint,
  ];
  node.configure([address(11)]);
  neighbour.configure([address(12)]);
  for (const machine of [node, neighbour]) machine.listen(22, { name: "ssh" });
  routes();
  firewall.leadsOutside = true;
});

test("machines behind a running gateway are reachable, and reach the internet", () => {
  expect(failure(OUTSIDE, "10.0.20.11")).toBe("found");
  expect(fabric.reachesInternet(node)).toBe(true);
});

test("a gateway that is down isolates its VLAN, whose machines still reach each other", () => {
  firewall.unplug();
  expect(failure(OUTSIDE, "10.0.20.11")).toBe("EHOSTUNREACH");
  expect(fabric.reachesInternet(node)).toBe(false);
  expect(failure(node, "192.0.2.1")).toBe("EHOSTUNREACH");
  expect(failure(node, "10.0.20.12")).toBe("found");
  routes();
  expect(failure(OUTSIDE, "10.0.20.11")).toBe("found");
});

test("a gateway without its outside NIC still routes, but not to the internet", () => {
  firewall.leadsOutside = false;
  expect(fabric.reachesInternet(node)).toBe(false);
  expect(failure(OUTSIDE, "10.0.20.11")).toBe("EHOSTUNREACH");
});

test("a gateway on the wrong VLAN serves nothing", () => {
  firewall.configure([{ segment: "vmbr1.10", address: "10.0.20.1", prefix: 24 }]);
  expect(fabric.reachesInternet(node)).toBe(false);
});

test("a machine on the wrong VLAN cannot be reached", () => {
  node.configure([{ ...address(11), segment: "vmbr1.10" }]);
  expect(failure(OUTSIDE, "10.0.20.11")).toBe("EHOSTUNREACH");
  expect(failure(neighbour, "10.0.20.11")).toBe("EHOSTUNREACH");
  expect(fabric.reachesInternet(node)).toBe(false);
});
