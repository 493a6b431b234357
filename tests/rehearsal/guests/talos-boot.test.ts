import { factoryOf } from "../../../rehearsal/distributions/talos/image-factory/image-factory";
import { ctrl0, hardware, imageUrl, work0 } from "../cluster/talos/machines";
import {
  apply,
  ask,
  boot,
  booted,
  talosSimulation,
  until,
  writeConfig,
  type TalosSimulation,
} from "../cluster/talos/support";
import { editedConfig } from "../../support/talos-config";
import { talosSystemOf } from "../../../rehearsal/distributions/talos/cluster/talos-system";

let simulation: TalosSimulation;
beforeEach(async () => {
  simulation = await talosSimulation();
});
afterEach(() => simulation.close());

const machine = () => talosSystemOf(simulation.clusters).machine(ctrl0.name);

test("waits in maintenance mode at the address that PVE gives it, without SSH or a shell", async () => {
  await boot(simulation, ctrl0);
  expect(machine()?.stage).toBe("maintenance");
  expect(machine()?.network.addresses()).toEqual([ctrl0.address]);
  expect(machine()?.network.ports()).toEqual([{ port: 50_000, loopbackOnly: false }]);
  expect(simulation.guests.machine(ctrl0.name)).toBeUndefined();
});

test("the guest agent answers only once the machine is configured", async () => {
  await boot(simulation, ctrl0);
  expect(simulation.guests.agentAnswers(ctrl0.vmId)).toBe(false);
  expect((await apply(simulation, ctrl0)).stderr).toBe("Applied configuration without a reboot\n");
  expect(simulation.guests.agentAnswers(ctrl0.vmId)).toBe(true);
  expect(simulation.guests.interfaces(ctrl0.vmId)?.[1]).toMatchObject({
    name: "eth0",
    addresses: [{ address: ctrl0.address, prefix: 24 }],
  });
});

test("an image without the extension never answers the host", async () => {
  factoryOf(simulation.context.internet).answer({ method: "POST", path: "/schematics", body: "customization: {}\n" });
  const image = imageUrl().replace(
    /image\/[0-9a-f]{64}/,
    "image/376567988ad370138ad8b2698212367b8edcb69b5fd68c80be1f2ec7d603b4ba",
  );
  await boot(simulation, ctrl0, { image });
  await apply(simulation, ctrl0);
  expect(simulation.guests.agentAnswers(ctrl0.vmId)).toBe(false);
});

test.each([
  ["packed data", { image: imageUrl("nocloud-amd64.raw.xz") }, "BdsDxe: No bootable option or device was found."],
  [
    "an image for bare metal",
    { image: imageUrl("metal-amd64.qcow2") },
    "BdsDxe: No bootable option or device was found.",
  ],
  ["firmware with enrolled keys", { secureBoot: true }, /Access Denied/],
  ["an old processor model", { cpuType: "kvm64" }, "x86_64 microarchitecture level 2 or higher is required, halting"],
])("does not boot from %s", async (_what, options, reason) => {
  await expect(boot(simulation, ctrl0, options)).rejects.toThrow(reason);
});

test("a configuration from the host is applied at the first boot", async () => {
  const { cloudInit } = hardware(ctrl0);
  if (!cloudInit) throw new Error("no drive");
  const userData = editedConfig(simulation.secrets, { hostname: ctrl0.name, role: "controlplane" });
  await boot(simulation, ctrl0, { cloudInit: { ...cloudInit, userData } });
  expect(machine()?.hostname).toBe("ctrl-00");
  await until(
    () =>
      machine()
        ?.network.ports()
        .some(({ port }) => port === 50_000) === true,
  );
  expect((await ask(simulation, ctrl0, "version")).code).toBe(0);
});

test("user data that is not a configuration is retried for ever", async () => {
  const { cloudInit } = hardware(ctrl0);
  if (!cloudInit) throw new Error("no drive");
  const up = boot(simulation, ctrl0, { cloudInit: { ...cloudInit, userData: "machine:\n  tpye: worker\n" } });
  await expect(up).rejects.toThrow(
    /unknown keys found during decoding:\nmachine:\n {4}tpye: worker\n?; trying again for ever/,
  );
  const ran = await apply(simulation, ctrl0);
  expect(ran).toMatchObject({
    code: 1,
    stderr: expect.stringContaining("dial tcp 10.10.10.11:50000: connect: connection refused"),
  });
});

test("the configuration survives a power cut, and a rebuilt machine has none", async () => {
  await boot(simulation, work0);
  await apply(simulation, work0);
  await simulation.guests.powerOff(work0.vmId, "stop");
  await boot(simulation, work0);
  expect(talosSystemOf(simulation.clusters).machine(work0.name)?.hostname).toBe("work-00");
  await simulation.guests.powerOff(work0.vmId, "stop");
  const up = booted(simulation, work0);
  simulation.guests.powerOn(hardware(work0, { disk: 1 }));
  await up;
  expect(talosSystemOf(simulation.clusters).machine(work0.name)?.stage).toBe("maintenance");
});

test("a staged change applies after the next reboot, a trial is rolled back", async () => {
  await boot(simulation, ctrl0);
  await apply(simulation, ctrl0);
  await until(() => machine()?.network.ports().length === 2);
  const labels = (): unknown => machine()?.config?.strings("machine.nodeLabels");
  const file = writeConfig(simulation, ctrl0, { "0.machine.nodeLabels": { tier: "one" } });
  expect((await ask(simulation, ctrl0, `apply-config --mode staged --file ${file}`)).stderr).toBe(
    "Staged configuration to be applied after the next reboot\n",
  );
  expect(labels()).toEqual({});
  await ask(simulation, ctrl0, "reboot");
  expect(labels()).toEqual({ tier: "one" });
  const trial = writeConfig(simulation, ctrl0, { "0.machine.nodeLabels": { tier: "two" } });
  expect((await ask(simulation, ctrl0, `apply-config --mode try --timeout 200s --file ${trial}`)).stderr).toContain(
    "The config is applied in 'try' mode and will be automatically reverted back in 3m20s\n",
  );
  expect(labels()).toEqual({ tier: "two" });
  await until(() => JSON.stringify(labels()) === '{"tier":"one"}');
});
