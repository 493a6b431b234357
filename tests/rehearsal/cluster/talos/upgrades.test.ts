import { ctrl0, ctrl1, work0 } from "./machines";
import {
  ask,
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

describe("upgrades", () => {
  const installer = "ghcr.io/siderolabs/installer:v1.13.10";

  test("a machine is drained, reboots into the new version and is uncordoned", async () => {
    await initCluster(simulation, ctrl0);
    await joinWorker(simulation, work0);
    const ran = await succeed(
      simulation.talosctl(`--endpoints 10.10.10.11 --nodes 10.10.10.21 upgrade --image ${installer}`),
    );
    expect(ran.stderr).toContain("10.10.10.21: upgrade completed\n");
    expect(machine(work0.name)?.disk.version).toBe("v1.13.10");
    await joined(simulation, work0);
    expect(onlyCluster(simulation).nodes.get(work0.name)).toMatchObject({
      unschedulable: false,
      system: { osImage: "Talos (v1.13.10)" },
    });
    expect(clusterEvents(simulation)).toContain("node-drained work-00");
  });

  test("only the legacy upgrade checks etcd first", async () => {
    await initCluster(simulation, ctrl0, ctrl1);
    const legacy = await ask(simulation, ctrl0, `upgrade --legacy --image ${installer}`);
    expect(legacy.code).toBe(1);
    expect(legacy.stderr).toContain("etcd member count(2) is insufficient to maintain quorum if upgrade commences");
    await ask(simulation, ctrl0, `upgrade --image ${installer} --no-reboot`);
    expect(machine(ctrl0.name)?.disk.version).toBe("v1.13.10");
    await ask(simulation, ctrl0, "reboot --wait=false");
    await until(() => clusterEvents(simulation).includes("quorum-lost ctrl-00"), "the quorum's loss");
  });

  test("Kubernetes is upgraded through the running configurations, one minor at a time", async () => {
    await initCluster(simulation, ctrl0);
    await joinWorker(simulation, work0);
    const far = await ask(simulation, ctrl0, "upgrade-k8s --to 1.37.0");
    expect(far.stderr).toBe('unsupported upgrade path 1.35->1.37 (from "1.35.7" to "1.37.0")\n');
    await succeed(ask(simulation, ctrl0, "upgrade-k8s --to 1.36.1"));
    const cluster = onlyCluster(simulation);
    expect([cluster.apiVersion(), ...[...cluster.nodes.values()].map(({ version }) => version)]).toEqual([
      "v1.36.1",
      "v1.36.1",
      "v1.36.1",
    ]);
    expect(machine(work0.name)?.disk.config).toContain("ghcr.io/siderolabs/kubelet:v1.36.1");
  });
});
