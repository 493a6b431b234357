import { inSection } from "../../../support/plans";
import { kubectl } from "./by-hand";
import { initCluster, run } from "./scripts";
import { boot, kubeadmPlan, kubeadmSimulation, on, onlyCluster, succeed, type KubeadmSimulation } from "./support";

const FOLDER = "https://cloud.debian.org/images/cloud";

let simulation: KubeadmSimulation;
afterEach(() => simulation.close());

test.each([
  ["12", "bookworm/20251112-2294/debian-12-generic-amd64-20251112-2294.qcow2", "1.6"],
  ["12", "bookworm/20251112-2294/debian-12-genericcloud-amd64-20251112-2294.qcow2", "1.6"],
  ["13", "trixie/20260712-2537/debian-13-generic-amd64-20260712-2537.qcow2", "1.7"],
])("kubeadm initializes and joins on Debian %s's image %s", async (version, file, containerd) => {
  const image = { url: `${FOLDER}/${file}`, sha512: "a".repeat(128), diskGiB: 4 };
  const ofDebian = kubeadmPlan(
    inSection("template", { image }),
    inSection("os", { family: "debian", keyboard: "fr", locale: "fr_FR.UTF-8" }),
  );
  simulation = await kubeadmSimulation(ofDebian);
  await initCluster(simulation, "cp-1", "cp-2");
  await boot(simulation, "worker-1");
  await succeed(run(simulation, "worker-1", "join"));
  expect(onlyCluster(simulation).etcd.count()).toEqual({ voting: 2, learners: 0, up: 2 });
  expect([...onlyCluster(simulation).nodes.keys()].sort()).toEqual(["cp-1", "cp-2", "worker-1"]);
  expect((await succeed(on(simulation, "cp-1", "cat /etc/os-release; containerd --version"))).stdout).toMatch(
    new RegExp(`VERSION_ID="${version}"[^]* ${containerd}\\.`),
  );
  const nodes = await succeed(kubectl(simulation, "cp-1", "get nodes -o wide"));
  expect(nodes.stdout.match(/Debian GNU\/Linux \d+/g)).toEqual(new Array(3).fill(`Debian GNU/Linux ${version}`));
});

test("Debian 13's containerd finds no pod network unless told where the plugins are", async () => {
  const file = "trixie/20260712-2537/debian-13-generic-amd64-20260712-2537.qcow2";
  const image = { url: `${FOLDER}/${file}`, sha512: "a".repeat(128), diskGiB: 4 };
  simulation = await kubeadmSimulation(
    kubeadmPlan(inSection("template", { image }), inSection("os", { family: "debian" })),
  );
  await initCluster(simulation, "cp-1");
  const state = async () => (await succeed(kubectl(simulation, "cp-1", "get nodes --no-headers"))).stdout;
  expect(await state()).toMatch(/^cp-1 +Ready/);
  const forget = "sed -i /bin_dir/d /etc/containerd/config.toml; systemctl restart containerd kubelet; sleep 60";
  await succeed(on(simulation, "cp-1", `sudo -n sh -c "${forget}"`));
  expect(await state()).toMatch(/^cp-1 +NotReady/);
});
