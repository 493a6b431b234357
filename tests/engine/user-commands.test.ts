import { parseFault } from "../../scripts/rehearsal/fault-argument";
import { smallStack } from "../support/rehearsal";
import { userCheckout, type UserCheckout } from "../support/user-checkout";

jest.setTimeout(180_000);

let user: UserCheckout;
beforeAll(async () => {
  user = await userCheckout("mine", smallStack(), [parseFault("task-fails:qmclone:worker-1")]);
});
afterAll(() => user.close());

const machines = () => user.simulation.proxmox.host("pve").vms.map(({ name }) => name);

test.each(["up", "destroy"])("%s needs one stack, and lists the existing ones for an unknown name", async (script) => {
  const none = await user.npm(script, []);
  expect(none).toMatchObject({ status: 2, output: expect.stringContaining("missing required argument 'stack'") });
  const two = await user.npm(script, ["mine", "yours"]);
  expect(two).toMatchObject({ status: 2, output: expect.stringContaining("too many arguments") });
  const unknown = await user.npm(script, ["yours", "--yes"]);
  expect(unknown).toMatchObject({ status: 2, output: expect.stringContaining("stacks of this checkout: mine") });
});

test("up shows its changes and asks, and without an answer changes nothing", async () => {
  const { status, output } = await user.npm("up", ["mine"]);
  expect(output).toMatch(/\+ +proxmoxve:.*small-worker-1-vm.* create/);
  expect(output).toContain("Do all this? (yes, no, or details)");
  expect(output).toContain("Nothing was changed.");
  expect(status).toBe(1);
  expect(machines()).toEqual([]);
});

test("an up that fails names the machine and the step, and says what to do", async () => {
  const { status, output } = await user.npm("up", ["mine"], "yes\n");
  expect(output).toContain("mine failed:");
  expect(output).toMatch(/worker-1: virtual machine/);
  expect(output).toContain("Fix that and run the same command again");
  expect(status).toBe(1);
});

test("the same command again converges", async () => {
  const { status, output } = await user.npm("up", ["mine", "--yes"]);
  expect(output).toContain("refreshing the state from the host first");
  expect(output).toMatch(/mine is up in \d+ s/);
  expect(status).toBe(0);
  expect(machines().sort()).toEqual(["server-1", "ubuntu-noble", "worker-1"]);
});

test.each([
  ["another name", "asgard\n"],
  ["silence", ""],
])("destroy asks for the cluster's name, and %s changes nothing", async (_what, typed) => {
  const { status, output } = await user.npm("destroy", ["mine"], typed);
  expect(output).toContain("Type the cluster's name (small) to continue");
  expect(output).toContain("Nothing was touched.");
  expect(status).toBe(1);
  expect(machines()).toHaveLength(3);
});

test("destroy continues with the right name and leaves nothing", async () => {
  const { status, output } = await user.npm("destroy", ["mine"], "small\n");
  expect(output).toContain("mine is gone.");
  expect(status).toBe(0);
  expect(user.simulation.proxmox.leftovers()).toEqual([]);
});
