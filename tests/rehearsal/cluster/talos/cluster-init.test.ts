import { ctrl0, ctrl1, ctrl2, hardware } from "./machines";
import {
  apply,
  ask,
  boot,
  bootstrapWhenReady,
  clusterEvents,
  initCluster,
  talosSimulation,
  until,
  type TalosSimulation,
} from "./support";
import { talosSystemOf } from "../../../../rehearsal/distributions/talos/cluster/talos-system";

let simulation: TalosSimulation;
beforeEach(async () => {
  simulation = await talosSimulation();
});
afterEach(() => simulation.close());

const firstControlPlanes = (): readonly string[] =>
  clusterEvents(simulation).filter((event) => event.startsWith("initialized"));
const machine = (name: string) => talosSystemOf(simulation.clusters).machine(name);

test("bootstrapping a second control plane creates a second cluster although another one is running", async () => {
  await initCluster(simulation, ctrl0);
  // The other one cannot see it: a node that waited for peers would have joined long ago.
  await boot(simulation, ctrl1);
  await apply(simulation, ctrl1, { "0.cluster.controlPlane.endpoint": "https://10.10.10.200:6443" });
  await bootstrapWhenReady(simulation, ctrl1);
  await until(() => firstControlPlanes().length === 2, "two clusters");
  expect(firstControlPlanes()).toEqual(["initialized ctrl-00", "initialized ctrl-01"]);
});

test("a rebuilt first control plane that is bootstrapped again creates a second cluster", async () => {
  await initCluster(simulation, ctrl0, ctrl1, ctrl2);
  await simulation.guests.powerOff(ctrl0.vmId, "stop");
  await boot(simulation, ctrl0, { disk: 1 });
  // Bootstrapped at the first moment it lets itself be: before it has found the others.
  await apply(simulation, ctrl0, { "0.cluster.controlPlane.endpoint": "https://10.10.10.200:6443" });
  await bootstrapWhenReady(simulation, ctrl0);
  await until(() => firstControlPlanes().length === 2, "two clusters");
  expect(firstControlPlanes()).toEqual(["initialized ctrl-00", "initialized ctrl-00"]);
});

test("bootstrap is refused before the services are up", async () => {
  await simulation.close();
  simulation = await talosSimulation({ latencies: { guestSecond: 200 } });
  await boot(simulation, ctrl0);
  await apply(simulation, ctrl0);
  await until(() => machine(ctrl0.name)?.network.ports().length === 2);
  expect((await ask(simulation, ctrl0, "bootstrap")).stderr).toContain(
    "code = FailedPrecondition desc = bootstrap is not available yet",
  );
});

test("a machine without a gateway never has the right time", async () => {
  const { cloudInit } = hardware(ctrl0);
  if (!cloudInit) throw new Error("no drive");
  await boot(simulation, ctrl0, {
    cloudInit: { ...cloudInit, networkConfig: cloudInit.networkConfig.replace(/ +gateway: .*\n/, "") },
  });
  await apply(simulation, ctrl0);
  await expect(bootstrapWhenReady(simulation, ctrl0)).rejects.toThrow(
    "code = FailedPrecondition desc = time is not in sync yet",
  );
});

test("a boot sequence that never finishes is aborted by a reboot", async () => {
  await simulation.close();
  simulation = await talosSimulation({ latencies: { guestSecond: 0.02 } });
  await boot(simulation, ctrl0);
  await apply(simulation, ctrl0);
  const boots = () => machine(ctrl0.name)?.disk.boots ?? 0;
  await until(() => boots() > 1, "a reboot");
});
