import { join } from "node:path";
import { loadStackFile } from "../../stack/load-stack-file";
import type { Registered } from "../support/recording";
import { recordStack } from "../support/record-stack";

const VM = "proxmoxve:index/vmLegacy:VmLegacy";

const stacks = [
  ...["asgard", "home-lab", "pc-tips", "r730"].map((name): [string, string] => [name, `../../Pulumi.${name}.yaml`]),
  ...["small", "walled"].map((name): [string, string] => [name, `../engine/stacks/Pulumi.${name}.yaml`]),
];

const machinesOf = async (stack: string, file: string): Promise<Registered[]> => {
  const { recording } = await recordStack(stack, loadStackFile(join(__dirname, file)).raw);
  return recording.resources.filter(({ type, inputs }) => type === VM && inputs["template"] !== true);
};

const bootOrders = ({ inputs }: Registered) => inputs["bootOrders"] as readonly string[] | undefined;
const drive = ({ inputs }: Registered) => (inputs["cdrom"] as { interface?: string } | undefined)?.interface;
const isAdopted = ({ inputs }: Registered) => inputs["cdrom"] === undefined;

test.each(stacks)(
  "%s: a machine created with a CD drive and a boot order has the drive in its order",
  async (stack, file) => {
    const ordered = (await machinesOf(stack, file)).filter((vm) => bootOrders(vm) !== undefined);
    expect(ordered.length).toBeGreaterThan(0);
    for (const vm of ordered) expect(bootOrders(vm)).toEqual(["virtio0", drive(vm)]);
  },
);

test("a clone keeps the boot order of its source", async () => {
  const machines = await machinesOf("walled", "../engine/stacks/Pulumi.walled.yaml");
  const unordered = machines.filter((vm) => bootOrders(vm) === undefined && !isAdopted(vm));
  expect(unordered.map(({ name }) => name)).toEqual(["walled-copy-vm"]);
});
