import { LeapingClock } from "pve-simulator";
import { kubeadmOf, type Kubeadm } from "../../rehearsal/distributions/kubeadm/kubeadm";
import type { SimulatedCluster } from "../../rehearsal/cluster/cluster";
import { changedSteps } from "../../scripts/engine/engine-events";
import type { Rehearsal } from "../../scripts/rehearsal/rehearsal";
import { further } from "../support/further";
import { during, endRehearsal, hasty, problemsOf, rehearse, stackOf } from "../support/rehearsal";

jest.setTimeout(240_000);

// Tokens live a quarter of an hour by this clock: long enough for a busy machine to use them.
const latencies = { ...hasty, guestSecond: 40 };
const clock = new LeapingClock();
const DAY_MS = 24 * 3600 * latencies.guestSecond;

let rehearsal: Rehearsal;
beforeAll(async () => {
  rehearsal = await rehearse("kubeadm-ha", stackOf("kubeadm-ha"), [], { latencies, clock });
});
afterAll(() => endRehearsal(rehearsal));

function onlyCluster(): SimulatedCluster {
  const [cluster, ...others] = rehearsal.simulation.clusters.all();
  if (!cluster || others.length > 0) throw new Error(`${rehearsal.simulation.clusters.all().length} clusters`);
  return cluster;
}

function tokens(): Kubeadm["tokens"] {
  const kubeadm = kubeadmOf(onlyCluster());
  if (!kubeadm) throw new Error("no cluster of kubeadm");
  return kubeadm.tokens;
}

const members = () =>
  onlyCluster()
    .etcd.members.map(({ name, voting }) => `${name}${voting ? "" : " (learner)"}`)
    .sort();

test("three control planes come up one after another behind their VIP, and a worker on another VLAN", async () => {
  expect(problemsOf(await rehearsal.up())).toEqual([]);
  expect(members()).toEqual(["cp-1", "cp-2", "cp-3"]);
  expect([...onlyCluster().nodes.keys()].sort()).toEqual(["cp-1", "cp-2", "cp-3", "worker-1"]);
  expect(rehearsal.simulation.network.fabric.holder("10.30.20.100")?.name).toBe("cp-1");
});

test("a preview shows no change", async () => {
  const preview = await rehearsal.preview();
  expect(problemsOf(preview)).toEqual([]);
  expect(changedSteps(preview.result.events)).toEqual([]);
});

test("a day later the first control plane is replaced and joins the running cluster, and a worker is added", async () => {
  clock.leap(DAY_MS);
  expect(tokens().all()).toEqual([]);
  rehearsal.editStack((text) =>
    text
      .replace("address: 10.30.20.11 }", "address: 10.30.20.11, generation: 1 }")
      .concat("    worker-2: { role: worker, vmId: 112, address: 10.30.30.22, subnet: edge }\n"),
  );
  const phase = await rehearsal.up("rebuild");
  expect(problemsOf(phase)).toEqual([]);
  expect(during(rehearsal, phase).touched).toEqual(["cp-1", "worker-2"]);
  expect(members()).toEqual(["cp-1", "cp-2", "cp-3"]);
  expect(onlyCluster().nodes.get("worker-2")?.labels.get("zone")).toBe("edge");
});

further("two control planes are removed through their entries and leave no etcd member", async () => {
  rehearsal.editStack((text) => text.replace(/^ +cp-[23]: .*\n/gm, ""));
  const phase = await rehearsal.up("remove");
  expect(problemsOf(phase)).toEqual([]);
  expect(during(rehearsal, phase).touched).toEqual(["cp-2", "cp-3"]);
  expect(members()).toEqual(["cp-1"]);
  expect([...onlyCluster().nodes.keys()].sort()).toEqual(["cp-1", "worker-1", "worker-2"]);
});

test("destroy leaves nothing, and no invariant was violated on the way", async () => {
  expect(problemsOf(await rehearsal.destroy())).toEqual([]);
  expect(rehearsal.leftovers).toEqual([]);
  expect(rehearsal.invariants.findings().violations).toEqual([]);
});
