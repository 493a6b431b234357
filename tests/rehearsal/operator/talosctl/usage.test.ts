import type { TalosSimulation } from "../../cluster/talos/support";
import { at, oneOfEachKind } from "./support";

let simulation: TalosSimulation;
beforeAll(async () => {
  simulation = await oneOfEachKind();
});
afterAll(() => simulation.close());

test.each([
  ["teleport", 'unknown command "teleport" for "talosctl"\n'],
  ["version --clint", "unknown flag: --clint\n"],
  ["version -x", "unknown shorthand flag: 'x' in -x\n"],
  ["bootstrap now", 'unknown command "now" for "talosctl bootstrap"\n'],
  ["bootstrap --nodes", "flag needs an argument: --nodes\n"],
  ["etcd remove-member", "accepts 1 arg(s), received 0\n"],
  [
    `apply-config ${at} --mode never`,
    'invalid argument "never" for "-m, --mode" flag: possible options are: auto, no-reboot, reboot, staged, try\n',
  ],
  [
    `health ${at} --wait-timeout soon`,
    'invalid argument "soon" for "--wait-timeout" flag: time: invalid duration "soon"\n',
  ],
  ["validate --config x", 'required flag(s) "mode" not set\n'],
])("reports what is wrong with %s, and its usage", async (args, message) => {
  const ran = await simulation.talosctl(args);
  expect(ran).toMatchObject({ code: 1, stdout: "" });
  expect(ran.stderr).toBe(`${message}\n\nUsage:\n  talosctl [command] [flags]\n\n`.replace("\n\n\n", "\n\n"));
});
