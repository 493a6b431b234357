import { bootMachine, machine, smallWorld, type SmallWorld } from "./support";

let world: SmallWorld;
beforeEach(async () => {
  world = await smallWorld();
});
afterEach(() => world.close());

const resolvConf = () => world.guests.machine("machine-1")?.file("/run/systemd/resolve/resolv.conf");

test("a machine asks the name servers and looks in the domains of its network document", async () => {
  const spec = machine(1);
  if (!spec.cloudInit) throw new Error("no drive");
  const networkConfig = `${spec.cloudInit.networkConfig}      search:\n      - 'home.arpa'\n`;
  await bootMachine(world, { ...spec, cloudInit: { ...spec.cloudInit, networkConfig } });
  expect(resolvConf()).toBe("nameserver 10.10.10.1\nsearch home.arpa\n");
  expect(world.guests.machine("machine-1")?.file("/etc/resolv.conf")).toContain("nameserver 127.0.0.53\n");
});

test("without a domain it looks in none", async () => {
  await bootMachine(world, machine(1));
  expect(resolvConf()).toBe("nameserver 10.10.10.1\nsearch .\n");
});
