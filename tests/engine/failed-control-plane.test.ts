import { changedSteps } from "../../scripts/engine/engine-events";
import type { Phase } from "../../scripts/rehearsal/phase";
import type { Rehearsal } from "../../scripts/rehearsal/rehearsal";
import { further } from "../support/further";
import { hostClient } from "../support/host-client";
import { during, endRehearsal, problemsOf, rehearse, smallStack, stackOf } from "../support/rehearsal";

jest.setTimeout(240_000);

const servers = [1, 2, 3].map(
  (id) => `    server-${id}: { role: control-plane, vmId: ${100 + id}, address: 10.20.0.${10 + id} }\n`,
);

const rke2 = smallStack().replace(/^ +server-1: .*\n +worker-1: .*\n/m, servers.join(""));
const kubeadm = stackOf("kubeadm-ha").replace(/^ +worker-1: .*\n/m, "");

let rehearsal: Rehearsal | undefined;
afterEach(async () => {
  await endRehearsal(rehearsal);
  rehearsal = undefined;
});

async function change(running: Rehearsal, from: RegExp, to: string): Promise<Phase> {
  running.editStack((text) => text.replace(from, to));
  const phase = await running.up(`change-${running.phases.length}`);
  expect(problemsOf(phase)).toEqual([]);
  return phase;
}

/** The machine's entry in the stack file, up to its last brace. */
const entry = (machine: string) => new RegExp(`(${machine}: \\{[^}]*?) \\}`);

async function stop(running: Rehearsal, machine: string): Promise<void> {
  const { vmId } = running.plan.nodes.find(({ name }) => name === machine) ?? {};
  await hostClient(running).task("POST", `/nodes/pve/qemu/${vmId}/status/stop`);
}

const membersOf = ({ simulation }: Rehearsal) =>
  simulation.clusters
    .all()
    .flatMap(({ etcd }) => etcd.members.map(({ node }) => node))
    .sort();

/** Comes up whole; then a control plane dies, and the stack file says so. */
async function withFailed(name: string, stack: string, failed: string): Promise<Rehearsal> {
  const running = (rehearsal = await rehearse(`failed-${name}`, stack));
  expect(problemsOf(await running.up())).toEqual([]);
  await stop(running, failed);
  const before = membersOf(running);
  const taken = await change(running, entry(failed), "$1, failed: true }");
  expect(during(running, taken).touched).toEqual([]);
  expect(membersOf(running)).toEqual(before.filter((member) => member !== failed));
  return running;
}

test("the failed first control plane of an RKE2 cluster is removed by another server, and recreated under its name", async () => {
  const running = await withFailed("rke2", rke2, "server-1");
  const anew = await change(running, /failed: true/, "generation: 1");
  expect(during(running, anew).touched).toEqual(["server-1"]);
  expect(membersOf(running)).toEqual(["server-1", "server-2", "server-3"]);
  expect(running.invariants.findings().violations).toEqual([]);
});

further("a failed control plane of kubeadm is removed by another one, together with a running one", async () => {
  const running = await withFailed("kubeadm", kubeadm, "cp-2");
  const removed = await change(running, /^ +cp-[23]: .*\n/gm, "");
  expect(during(running, removed).touched).toEqual(["cp-2", "cp-3"]);
  expect(membersOf(running)).toEqual(["cp-1"]);
  expect(running.invariants.findings().violations).toEqual([]);
});

further(
  "the failed first server of k3s is removed by another one and recreated, and all but one leave in one edit",
  async () => {
    const running = await withFailed("k3s", stackOf("k3s"), "server-1");
    const preview = await running.preview();
    expect(problemsOf(preview)).toEqual([]);
    expect(changedSteps(preview.result.events)).toEqual([]);
    const anew = await change(running, /failed: true/, "generation: 1");
    expect(during(running, anew).touched).toEqual(["server-1"]);
    expect(membersOf(running)).toEqual(["server-1", "server-2", "server-3"]);
    const removed = await change(running, /^ +server-[23]: .*\n/gm, "");
    expect(during(running, removed).touched).toEqual(["server-2", "server-3"]);
    expect(membersOf(running)).toEqual(["server-1"]);
    expect(problemsOf(await running.destroy())).toEqual([]);
    expect(running.leftovers).toEqual([]);
    expect(running.invariants.findings().violations).toEqual([]);
  },
);
