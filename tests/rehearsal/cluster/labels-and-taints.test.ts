import type { NodePlan } from "../../../model/cluster-plan";
import type { Taint } from "../../../model/taints";
import { renderNodeScript } from "../../../distributions/rke2/script";
import {
  clusterSimulation,
  cp1,
  initCluster,
  joinAgent,
  kubectl,
  run,
  succeed,
  worker1,
  type ClusterSimulation,
} from "./support";

const taint = (key: string): Taint => ({ key, value: "true", effect: "NoSchedule" });

let simulation: ClusterSimulation;
beforeEach(async () => {
  simulation = await clusterSimulation();
  await joinAgent(simulation, worker1, await initCluster(simulation, cp1));
});
afterEach(() => simulation.close());

/** The server's word for a worker that the plan wants so. */
const register = (wanted: Partial<NodePlan>) =>
  succeed(run(simulation, cp1, renderNodeScript({ ...worker1, ...wanted }), "register"));

async function ofNode(path: string): Promise<string> {
  const { stdout } = await kubectl(simulation, cp1, `get node ${worker1.name} -o 'jsonpath={${path}}'`);
  return stdout;
}

test("a label and a taint follow the plan on a running node, and manual ones stay", async () => {
  await register({ labels: { disk: "fast" }, taints: [taint("gpu")] });
  await kubectl(simulation, cp1, `label node ${worker1.name} by-hand=yes`);
  await register({ labels: { rack: "a" }, taints: [taint("edge")] });
  expect(await ofNode(".metadata.labels.rack")).toBe("a");
  expect(await ofNode(".metadata.labels.disk")).toBe("");
  expect(await ofNode(".metadata.labels.by-hand")).toBe("yes");
  expect(await ofNode(".spec.taints[*].key")).toBe("edge");
});

test("a taint that was already removed by hand is no error", async () => {
  await register({ taints: [taint("gpu")] });
  await kubectl(simulation, cp1, `taint node ${worker1.name} gpu:NoSchedule-`);
  await register({ taints: [] });
  expect(await ofNode(".spec.taints[*].key")).toBe("");
});
