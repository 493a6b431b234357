import { bootMachine, machine, smallSimulation, type SmallSimulation } from "./support";

let simulation: SmallSimulation;
beforeEach(async () => {
  simulation = await smallSimulation();
});
afterEach(() => simulation.close());

const resolvConf = () => simulation.guests.machine("machine-1")?.file("/run/systemd/resolve/resolv.conf");

test("a machine uses the name servers and search domains of its network configuration", async () => {
  const spec = machine(1);
  if (!spec.cloudInit) throw new Error("no drive");
  const networkConfig = `${spec.cloudInit.networkConfig}      search:\n      - 'home.arpa'\n`;
  await bootMachine(simulation, { ...spec, cloudInit: { ...spec.cloudInit, networkConfig } });
  expect(resolvConf()).toBe("nameserver 10.10.10.1\nsearch home.arpa\n");
  expect(simulation.guests.machine("machine-1")?.file("/etc/resolv.conf")).toContain("nameserver 127.0.0.53\n");
});

test("without a domain it searches none", async () => {
  await bootMachine(simulation, machine(1));
  expect(resolvConf()).toBe("nameserver 10.10.10.1\nsearch .\n");
});
