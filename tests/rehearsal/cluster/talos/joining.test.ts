import { ctrl0, ctrl1, ctrl2, work0, work1 } from "./machines";
import {
  apply,
  ask,
  boot,
  clusterEvents,
  initCluster,
  joined,
  joinWorker,
  onlyCluster,
  succeed,
  talosSimulation,
  until,
  type TalosSimulation,
} from "./support";
import { talosSystemOf } from "../../../../rehearsal/distributions/talos/cluster/talos-system";

let simulation: TalosSimulation;
beforeEach(async () => {
  simulation = await talosSimulation();
});
afterEach(() => simulation.close());

const machine = (name: string) => talosSystemOf(simulation.clusters).machine(name);

test("a rebuilt control plane joins by itself, and its stale member is removed from etcd", async () => {
  await initCluster(simulation, ctrl0, ctrl1, ctrl2);
  await simulation.guests.powerOff(ctrl2.vmId, "stop");
  await boot(simulation, ctrl2, { disk: 1 });
  await succeed(apply(simulation, ctrl2));
  await joined(simulation, ctrl2);
  expect(onlyCluster(simulation).etcd.count()).toEqual({ voting: 3, learners: 0, up: 3 });
  expect(clusterEvents(simulation).slice(-3)).toEqual([
    "server-joining ctrl-02",
    "server-left ctrl-02",
    "server-joined ctrl-02",
  ]);
});

test("a worker's API opens only once a control plane has signed its certificate", async () => {
  await boot(simulation, work0);
  await apply(simulation, work0);
  await until(() => machine(work0.name)?.runtime !== undefined);
  expect((await ask(simulation, work0, "version")).stderr).toContain("connect: connection refused");
  await initCluster(simulation, ctrl0);
  await joined(simulation, work0);
  expect((await ask(simulation, work0, "version")).code).toBe(0);
});

test("a worker with another bootstrap token never registers", async () => {
  await initCluster(simulation, ctrl0);
  await boot(simulation, work0);
  await apply(simulation, work0, { "0.cluster.token": "aaaaaa.0123456789abcdef" });
  await until(
    () =>
      machine(work0.name)
        ?.network.ports()
        .some(({ port }) => port === 50_000) === true,
  );
  await joinWorker(simulation, work1);
  expect([...onlyCluster(simulation).nodes.keys()]).toEqual(["ctrl-00", "work-01"]);
});

describe("labels and taints", () => {
  const taints = (name: string): unknown => onlyCluster(simulation).nodes.get(name)?.taints;

  test("taints are registered by the kubelet; control planes taint themselves", async () => {
    await initCluster(simulation, ctrl0);
    const gpu = { key: "nvidia.com/gpu", value: "true", effect: "PreferNoSchedule" };
    await joinWorker(simulation, work0, {
      "0.machine.kubelet.extraConfig": { registerWithTaints: [gpu] },
      "0.machine.nodeLabels": { "nvidia.com/gpu.present": "true" },
    });
    expect(taints("ctrl-00")).toEqual([{ key: "node-role.kubernetes.io/control-plane", effect: "NoSchedule" }]);
    expect(taints("work-00")).toEqual([gpu]);
    expect(onlyCluster(simulation).nodes.get("work-00")?.labels.get("nvidia.com/gpu.present")).toBe("true");
  });

  test("nodeTaints on a worker are refused by NodeRestriction, and so are its labels", async () => {
    await initCluster(simulation, ctrl0);
    await joinWorker(simulation, work0, {
      "0.machine.nodeTaints": { "nvidia.com/gpu": "true:PreferNoSchedule" },
      "0.machine.nodeLabels": { tier: "gpu" },
    });
    expect(taints("work-00")).toEqual([]);
    expect(onlyCluster(simulation).nodes.get("work-00")?.labels.has("tier")).toBe(false);
  });
});
