import type { Fault } from "../../rehearsal/faults";
import { parseFault } from "../../scripts/rehearsal/fault-argument";
import type { Rehearsal } from "../../scripts/rehearsal/rehearsal";
import { converges, hostHolds } from "../support/convergence";
import { endRehearsal, problemsOf, rehearse, smallStack } from "../support/rehearsal";

jest.setTimeout(180_000);

let rehearsal: Rehearsal | undefined;
afterEach(async () => {
  await endRehearsal(rehearsal);
  rehearsal = undefined;
});

async function survives(fault: Fault, machine: string, step: string | RegExp): Promise<void> {
  rehearsal = await rehearse(`fault-${fault.kind}`, smallStack(), [fault]);
  const failed = await rehearsal.up();
  expect(failed.ok).toBe(false);
  const told = problemsOf(failed).join("\n");
  expect(told).toContain(machine);
  expect(told).toMatch(step);
  await converges(rehearsal);
}

test("a clone task that fails names its machine, and the next up clones again", () =>
  survives(parseFault("task-fails:qmclone:worker-1"), "worker-1", "virtual machine"));

test("a resize that fails leaves no machine running with a small disk", () =>
  survives(parseFault("task-fails:resize:server-1"), "server-1", "virtual machine"));

test("a clone that meets the storage's lock is tried again without anybody noticing", async () => {
  rehearsal = await rehearse("fault-lock", smallStack(), [parseFault("lock-timeout")]);
  expect(problemsOf(await rehearsal.up())).toEqual([]);
  hostHolds(rehearsal);
});

test("a machine that never boots is named, and the next up brings it up", () =>
  survives(parseFault("never-boots:worker-1"), "worker-1", "joining the cluster"));

test("a connection that drops in the middle of a script is told, and the next up runs the script again", () =>
  survives(parseFault("ssh-drops:worker-1"), "worker-1", "joining the cluster"));

test("an engine killed while a machine is cloned leaves it half made, and the next up clears that", () =>
  survives(parseFault("pulumi-killed:worker-1"), "worker-1", "virtual machine"));

test("an engine killed while the first server founds the cluster founds no second one", () =>
  survives(parseFault("pulumi-killed:server-1/rke2-server start: found"), "server-1", "founding the cluster"));
