import { renderNodeScript } from "../../../distributions/rke2/script";
import { renderWorkerTurnScript } from "../../../distributions/rke2/turn-scripts";
import { cp1, kubectl, on, run, succeed, worker1 } from "../cluster/support";
import { destroy, start, stop } from "./by-hand";
import { foundCluster } from "./watched-cluster";
import { breaches, closeWorlds, watchedWorld, type WatchedWorld } from "./watched-world";

const undrained = `workers-drained: ${worker1.name} was destroyed while its node had not been drained`;
const restarted = `workers-drained: ${worker1.name} was restarted while its node had not been drained`;

let world: WatchedWorld;
beforeEach(async () => {
  world = await watchedWorld();
  await foundCluster(world, cp1, worker1);
});
afterEach(closeWorlds);

/** The worker's entry is gone from the stack file, and a run goes on that is to remove its machine. */
function takeWorkerOut(): void {
  world.watch.setPlan({ ...world.plan, machines: world.plan.machines.filter(({ name }) => name !== worker1.name) });
  world.watch.phase("change");
}

test("holds when a server drains and removes the node first", async () => {
  takeWorkerOut();
  await succeed(run(world, cp1, renderNodeScript(worker1), "remove"));
  await destroy(world, worker1);
  expect(breaches(world)).toEqual([]);
});

test("a drain counts until the node carries pods again", async () => {
  takeWorkerOut();
  await succeed(run(world, cp1, renderNodeScript(worker1), "remove"));
  await succeed(on(world, worker1, "sudo -n systemctl restart rke2-agent"));
  await destroy(world, worker1);
  expect(breaches(world)).toEqual([undrained]);
});

test("a drain is undone by letting pods come again", async () => {
  takeWorkerOut();
  const drain = `drain ${worker1.name} --ignore-daemonsets --delete-emptydir-data`;
  await succeed(kubectl(world, cp1, drain));
  await succeed(kubectl(world, cp1, `uncordon ${worker1.name}`));
  await destroy(world, worker1);
  expect(breaches(world)).toEqual([undrained]);
});

test("is broken when a run restarts the machine just so", async () => {
  await stop(world, worker1);
  await start(world, worker1);
  expect(breaches(world)).toEqual([restarted]);
});

test("holds when a server empties the node before the machine restarts, and until it takes pods again", async () => {
  const bigger = { ...worker1, memoryMiB: 24_576 };
  await succeed(run(world, cp1, renderWorkerTurnScript(bigger), "step_aside"));
  for (let times = 0; times < 2; times++) {
    await stop(world, worker1);
    await start(world, worker1);
  }
  await succeed(run(world, cp1, renderNodeScript(bigger), "register"));
  await stop(world, worker1);
  await start(world, worker1);
  expect(breaches(world)).toEqual([restarted]);
});

test("a machine that was switched off between two runs is only started by the next", async () => {
  world.watch.endPhase();
  await stop(world, worker1);
  world.watch.phase("change");
  await start(world, worker1);
  expect(breaches(world)).toEqual([]);
});

test("is broken when the machine just goes, even where everything goes", async () => {
  world.watch.phase("destroy");
  await destroy(world, worker1);
  expect(breaches(world)).toEqual([undrained]);
});

test("is broken when the Node object was deleted instead of drained", async () => {
  takeWorkerOut();
  await succeed(kubectl(world, cp1, `delete node ${worker1.name}`));
  await destroy(world, worker1);
  expect(breaches(world)).toEqual([undrained]);
});

test("holds where nobody could drain, for no server is left", async () => {
  world.watch.phase("destroy");
  await destroy(world, cp1);
  await destroy(world, worker1);
  expect(breaches(world)).toEqual([]);
});

test("holds where nobody could drain, for the cluster has no quorum", async () => {
  world.watch.phase("destroy");
  await stop(world, cp1);
  await destroy(world, worker1);
  expect(breaches(world)).toEqual([]);
});
