import { bootMachine, machine, smallWorld, ssh, type SmallWorld } from "./support";

let world: SmallWorld;
beforeEach(async () => {
  world = await smallWorld();
});
afterEach(() => world.close());

test("a machine boots, applies its documents and runs a script through the jump host", async () => {
  await bootMachine(world, machine(1));
  const ran = await ssh(
    world,
    { address: "10.10.10.101" },
    "sudo -n sh -s -- hello",
    'echo "$1 from $(hostname) as $(id -un)"; exit 3\n',
  );
  expect(ran).toEqual({ stdout: "hello from machine-1 as root\n", stderr: "", code: 3 });
});
