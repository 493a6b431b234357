import { inSection } from "../../../support/plans";
import { initCluster, run } from "./scripts";
import { boot, kubeadmPlan, kubeadmSimulation, on, onlyCluster, succeed, type KubeadmSimulation } from "./support";

const FOLDER = "https://cloud.debian.org/images/cloud/bookworm/20251112-2294";

let simulation: KubeadmSimulation;
afterEach(() => simulation.close());

test.each(["generic", "genericcloud"])("kubeadm initializes and joins on Debian 12's image %s", async (kind) => {
  const url = `${FOLDER}/debian-12-${kind}-amd64-20251112-2294.qcow2`;
  const image = { url, sha256: "a".repeat(64), diskGiB: 4 };
  const ofDebian = kubeadmPlan(
    inSection("template", { image }),
    inSection("os", { keyboard: "fr", locale: "fr_FR.UTF-8" }),
  );
  simulation = await kubeadmSimulation(ofDebian);
  await initCluster(simulation, "cp-1", "cp-2");
  await boot(simulation, "worker-1");
  await succeed(run(simulation, "worker-1", "join"));
  expect(onlyCluster(simulation).etcd.count()).toEqual({ voting: 2, learners: 0, up: 2 });
  expect([...onlyCluster(simulation).nodes.keys()].sort()).toEqual(["cp-1", "cp-2", "worker-1"]);
  expect((await succeed(on(simulation, "cp-1", "cat /etc/os-release; containerd --version"))).stdout).toMatch(
    /VERSION_ID="12"[^]* v?1\.6\./,
  );
});
