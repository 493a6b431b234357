import { inSection } from "../../../support/plans";
import { initCluster, run, runFor } from "./scripts";
import { boot, kubeadmPlan, kubeadmSimulation, onlyCluster, succeed, type KubeadmSimulation } from "./support";

jest.setTimeout(60_000);

let simulation: KubeadmSimulation;
afterEach(() => simulation.close());

test.each([
  { version: "v1.29.15", calicoVersion: "v3.29.7" },
  { version: "v1.34.2", calicoVersion: "v3.31.7" },
])("three control planes and a worker come up through the program's scripts on $version", async (cluster) => {
  simulation = await kubeadmSimulation(kubeadmPlan(inSection("cluster", cluster)));
  await initCluster(simulation, "cp-1", "cp-2", "cp-3");
  await boot(simulation, "worker-1");
  await succeed(run(simulation, "worker-1", "join"));
  await succeed(runFor(simulation, "worker-1", "register"));

  const { nodes, etcd, vip } = onlyCluster(simulation);
  expect([...nodes.values()].map(({ name, version }) => `${name} ${version}`).sort()).toEqual(
    ["cp-1", "cp-2", "cp-3", "worker-1"].map((name) => `${name} ${cluster.version}`),
  );
  expect(etcd.count()).toEqual({ voting: 3, learners: 0, up: 3 });
  expect(vip.holderName).toBe("cp-1");
  expect(nodes.get("worker-1")?.labels.get("zone")).toBe("edge");
});
