import type { Nic } from "pve-simulator";
import { bootMachine, machine, smallSimulation, type SmallSimulation, ssh } from "./support";

let simulation: SmallSimulation;
beforeEach(async () => (simulation = await smallSimulation()));
afterEach(() => simulation.close());

const nic = (number: number, more: Partial<Nic>): Nic[] =>
  machine(number).nics.map((nic) => Object.assign({ ...nic }, more));

/** What machine 1 gets of machine 2's SSH. */
const errorFrom1To2 = async () => {
  const { code, stderr } = await ssh(
    simulation,
    { address: "10.10.10.101" },
    "curl -sS telnet://10.10.10.102:22 </dev/null",
  );
  return code === 0 ? "reached" : stderr;
};

test("a machine whose NIC moves to another VLAN is unreachable until it moves back", async () => {
  await bootMachine(simulation, machine(1));
  await bootMachine(simulation, machine(2));
  simulation.guests.replug(1002, nic(2, { vlan: 20 }));
  expect(await errorFrom1To2()).toContain("No route to host");
  simulation.guests.replug(1002, nic(2, {}));
  expect(await errorFrom1To2()).not.toContain("No route to host");
});

test("a disconnected NIC stays disconnected after a reboot from inside", async () => {
  await bootMachine(simulation, machine(1));
  await bootMachine(simulation, machine(2));
  simulation.guests.replug(1002, nic(2, { unplugged: true }));
  expect(await errorFrom1To2()).toContain("No route to host");
  const again = new Promise<void>((resolve) => {
    simulation.context.events.listen((event) => {
      if (event.kind === "machine" && event.machine === "machine-2" && event.change === "booted") resolve();
    });
  });
  await ssh(simulation, { address: "10.10.10.102" }, "sudo reboot").catch(() => undefined);
  await again;
  expect(await errorFrom1To2()).toContain("No route to host");
});

test("a NIC that moves before the machine has addresses is on the new VLAN", async () => {
  await bootMachine(simulation, machine(1));
  const up = bootMachine(simulation, machine(2));
  simulation.guests.replug(1002, nic(2, { vlan: 20 }));
  await up;
  expect(await errorFrom1To2()).toContain("No route to host");
});
