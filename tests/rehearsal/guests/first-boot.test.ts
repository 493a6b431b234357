import { bootMachine, machine, smallSimulation, ssh, type SmallSimulation } from "./support";

let simulation: SmallSimulation;
beforeEach(async () => {
  simulation = await smallSimulation();
});
afterEach(() => simulation.close());

test("a machine boots, applies its cloud-init documents and runs a script through the jump host", async () => {
  await bootMachine(simulation, machine(1));
  const ran = await ssh(
    simulation,
    { address: "10.10.10.101" },
    "sudo -n sh -s -- hello",
    'echo "$1 from $(hostname) as $(id -un)"; exit 3\n',
  );
  expect(ran).toEqual({ stdout: "hello from machine-1 as root\n", stderr: "", code: 3 });
});
