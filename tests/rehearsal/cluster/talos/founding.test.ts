import { ctrl0, ctrl1, ctrl2, hardware } from "./machines";
import {
  apply,
  ask,
  boot,
  bootstrapWhenReady,
  clusterEvents,
  foundCluster,
  talosWorld,
  until,
  type TalosWorld,
} from "./support";
import { talosSystemOf } from "../../../../rehearsal/distributions/talos/cluster/talos-system";

let world: TalosWorld;
beforeEach(async () => {
  world = await talosWorld();
});
afterEach(() => world.close());

const founders = (): readonly string[] => clusterEvents(world).filter((event) => event.startsWith("founded"));
const machine = (name: string) => talosSystemOf(world.clusters).machine(name);

test("bootstrapping a second control plane founds a second cluster although another one lives", async () => {
  await foundCluster(world, ctrl0);
  // The other one cannot see it: whoever waits for peers would have joined long ago.
  await boot(world, ctrl1);
  await apply(world, ctrl1, { "0.cluster.controlPlane.endpoint": "https://10.10.10.200:6443" });
  await bootstrapWhenReady(world, ctrl1);
  await until(() => founders().length === 2, "two clusters");
  expect(founders()).toEqual(["founded ctrl-00", "founded ctrl-01"]);
});

test("a rebuilt first control plane that is bootstrapped again founds a second cluster", async () => {
  await foundCluster(world, ctrl0, ctrl1, ctrl2);
  await world.guests.powerOff(ctrl0.vmId, "stop");
  await boot(world, ctrl0, { disk: 1 });
  // Bootstrapped at the first moment it lets itself be: before it has found the others.
  await apply(world, ctrl0, { "0.cluster.controlPlane.endpoint": "https://10.10.10.200:6443" });
  await bootstrapWhenReady(world, ctrl0);
  await until(() => founders().length === 2, "two clusters");
  expect(founders()).toEqual(["founded ctrl-00", "founded ctrl-00"]);
});

test("bootstrap is refused before the services are there", async () => {
  await world.close();
  world = await talosWorld({ latencies: { guestSecond: 200 } });
  await boot(world, ctrl0);
  await apply(world, ctrl0);
  await until(() => machine(ctrl0.name)?.network.ports().length === 2);
  expect((await ask(world, ctrl0, "bootstrap")).stderr).toContain(
    "code = FailedPrecondition desc = bootstrap is not available yet",
  );
});

test("a machine without a gateway never has the right time", async () => {
  const { cloudInit } = hardware(ctrl0);
  if (!cloudInit) throw new Error("no drive");
  await boot(world, ctrl0, {
    cloudInit: { ...cloudInit, networkConfig: cloudInit.networkConfig.replace(/ +gateway: .*\n/, "") },
  });
  await apply(world, ctrl0);
  await expect(bootstrapWhenReady(world, ctrl0)).rejects.toThrow(
    "code = FailedPrecondition desc = time is not in sync yet",
  );
});

test("a boot sequence that never ends is ended by a reboot", async () => {
  await world.close();
  world = await talosWorld({ latencies: { guestSecond: 0.02 } });
  await boot(world, ctrl0);
  await apply(world, ctrl0);
  const boots = () => machine(ctrl0.name)?.disk.boots ?? 0;
  await until(() => boots() > 1, "a reboot");
});
