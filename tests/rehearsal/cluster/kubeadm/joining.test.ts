import { foundCluster, run, runFor } from "./scripts";
import { boot, kubeadmWorld, onlyCluster, succeed, type KubeadmWorld } from "./support";

let world: KubeadmWorld;
afterEach(() => world.close());

test("three control planes and a worker come up by the program's own scripts", async () => {
  world = await kubeadmWorld();
  await foundCluster(world, "cp-1", "cp-2", "cp-3");
  await boot(world, "worker-1");
  await succeed(run(world, "worker-1", "join"));
  await succeed(runFor(world, "worker-1", "register"));

  const cluster = onlyCluster(world);
  expect([...cluster.nodes.keys()].sort()).toEqual(["cp-1", "cp-2", "cp-3", "worker-1"]);
  expect(cluster.etcd.count()).toEqual({ voting: 3, learners: 0, up: 3 });
  expect(cluster.vip.holderName).toBe("cp-1");
  expect(cluster.nodes.get("worker-1")?.labels.get("zone")).toBe("edge");
});
