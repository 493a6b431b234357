import { inSection } from "../../../support/plans";
import { foundCluster, run, runFor } from "./scripts";
import { boot, kubeadmPlan, kubeadmWorld, onlyCluster, succeed, type KubeadmWorld } from "./support";

let world: KubeadmWorld;
afterEach(() => world.close());

test.each([
  { version: "v1.29.15", calicoVersion: "v3.29.7" },
  { version: "v1.34.2", calicoVersion: "v3.31.7" },
])("three control planes and a worker come up by the program's own scripts on $version", async (cluster) => {
  world = await kubeadmWorld(kubeadmPlan(inSection("cluster", cluster)));
  await foundCluster(world, "cp-1", "cp-2", "cp-3");
  await boot(world, "worker-1");
  await succeed(run(world, "worker-1", "join"));
  await succeed(runFor(world, "worker-1", "register"));

  const { nodes, etcd, vip } = onlyCluster(world);
  expect([...nodes.values()].map(({ name, version }) => `${name} ${version}`).sort()).toEqual(
    ["cp-1", "cp-2", "cp-3", "worker-1"].map((name) => `${name} ${cluster.version}`),
  );
  expect(etcd.count()).toEqual({ voting: 3, learners: 0, up: 3 });
  expect(vip.holderName).toBe("cp-1");
  expect(nodes.get("worker-1")?.labels.get("zone")).toBe("edge");
});
