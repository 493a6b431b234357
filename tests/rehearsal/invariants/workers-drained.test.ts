import { renderDrainScript, renderNodeScript } from "../../../distributions/rke2/script";
import { cp1, kubectl, on, run, succeed, worker1 } from "../cluster/support";
import { destroy, start, stop } from "./by-hand";
import { initCluster } from "./watched-cluster";
import { breaches, closeSimulations, watchedSimulation, type WatchedSimulation } from "./watched-simulation";

const undrained = `workers-drained: ${worker1.name} was destroyed while its node had not been drained`;
const restarted = `workers-drained: ${worker1.name} was restarted while its node had not been drained`;

let simulation: WatchedSimulation;
beforeEach(async () => {
  simulation = await watchedSimulation();
  await initCluster(simulation, cp1, worker1);
});
afterEach(closeSimulations);

/** The worker's entry is gone from the stack file, and a run goes on that is to remove its machine. */
function takeWorkerOut(): void {
  simulation.watch.setPlan({
    ...simulation.plan,
    nodes: simulation.plan.nodes.filter(({ name }) => name !== worker1.name),
  });
  simulation.watch.phase("change");
}

test("holds when a server drains and deletes the node first", async () => {
  takeWorkerOut();
  await succeed(run(simulation, cp1, renderNodeScript(worker1), "remove"));
  await destroy(simulation, worker1);
  expect(breaches(simulation)).toEqual([]);
});

test("a drain counts until the node is schedulable again", async () => {
  takeWorkerOut();
  await succeed(run(simulation, cp1, renderNodeScript(worker1), "remove"));
  await succeed(on(simulation, worker1, "sudo -n systemctl restart rke2-agent"));
  await destroy(simulation, worker1);
  expect(breaches(simulation)).toEqual([undrained]);
});

test("a drain is undone by uncordoning", async () => {
  takeWorkerOut();
  const drain = `drain ${worker1.name} --ignore-daemonsets --delete-emptydir-data`;
  await succeed(kubectl(simulation, cp1, drain));
  await succeed(kubectl(simulation, cp1, `uncordon ${worker1.name}`));
  await destroy(simulation, worker1);
  expect(breaches(simulation)).toEqual([undrained]);
});

test("is violated when a run restarts the machine without a drain", async () => {
  await stop(simulation, worker1);
  await start(simulation, worker1);
  expect(breaches(simulation)).toEqual([restarted]);
});

test("holds when a server drains the node before the machine restarts, and until it is uncordoned", async () => {
  const bigger = { ...worker1, memoryMiB: 24_576 };
  await succeed(run(simulation, cp1, renderDrainScript(bigger), "drain_worker"));
  for (let times = 0; times < 2; times++) {
    await stop(simulation, worker1);
    await start(simulation, worker1);
  }
  await succeed(run(simulation, cp1, renderNodeScript(bigger), "register"));
  await stop(simulation, worker1);
  await start(simulation, worker1);
  expect(breaches(simulation)).toEqual([restarted]);
});

test("a machine that was stopped between two runs may be started by the next", async () => {
  simulation.watch.endPhase();
  await stop(simulation, worker1);
  simulation.watch.phase("change");
  await start(simulation, worker1);
  expect(breaches(simulation)).toEqual([]);
});

test("is violated when the machine is deleted without a drain, even in a destroy", async () => {
  simulation.watch.phase("destroy");
  await destroy(simulation, worker1);
  expect(breaches(simulation)).toEqual([undrained]);
});

test("is violated when the Node object is deleted instead of drained", async () => {
  takeWorkerOut();
  await succeed(kubectl(simulation, cp1, `delete node ${worker1.name}`));
  await destroy(simulation, worker1);
  expect(breaches(simulation)).toEqual([undrained]);
});

test("holds if no server is left to drain", async () => {
  simulation.watch.phase("destroy");
  await destroy(simulation, cp1);
  await destroy(simulation, worker1);
  expect(breaches(simulation)).toEqual([]);
});

test("holds if the cluster has no quorum for a drain", async () => {
  simulation.watch.phase("destroy");
  await stop(simulation, cp1);
  await destroy(simulation, worker1);
  expect(breaches(simulation)).toEqual([]);
});
