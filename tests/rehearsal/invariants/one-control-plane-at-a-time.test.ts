import { oneControlPlaneAtATime } from "../../../rehearsal/invariants/one-control-plane-at-a-time";
import { asgardPlan, withoutNodes } from "../../support/plans";
import { clusterEvents, cp1, cp2, cp3, until } from "../cluster/support";
import { bringUp, destroy, start, stop } from "./by-hand";
import { History } from "./history";
import { initCluster, join, leave } from "./watched-cluster";
import { breaches, closeSimulations, watchedSimulation } from "./watched-simulation";

afterEach(closeSimulations);

test("holds for servers that join and lose their power one after another", async () => {
  const simulation = await watchedSimulation();
  await initCluster(simulation, cp1, cp2, cp3);
  for (const server of [cp1, cp2, cp3]) {
    await stop(simulation, server);
    await start(simulation, server);
    await until(() => clusterEvents(simulation, "server-up").some(({ machine }) => machine === server.name));
  }
  expect(breaches(simulation)).toEqual([]);
});

test("is broken by two servers that join at once", async () => {
  const simulation = await watchedSimulation();
  const caHash = await initCluster(simulation, cp1);
  await bringUp(simulation, cp2);
  await bringUp(simulation, cp3);
  await Promise.all([join(simulation, cp2, caHash), join(simulation, cp3, caHash)]);
  expect(breaches(simulation)).toEqual([
    expect.stringMatching(/^one-control-plane-at-a-time: \S+-master-[23] is joining while \S+-master-[23] is joining$/),
  ]);
});

test("is broken by two servers without power", async () => {
  const simulation = await watchedSimulation();
  await initCluster(simulation, cp1, cp2, cp3);
  await stop(simulation, cp2);
  await stop(simulation, cp3);
  expect(breaches(simulation)).toContain(`one-control-plane-at-a-time: ${cp3.name} is down while ${cp2.name} is down`);
});

test("is violated by a restart while another server is being rebuilt", async () => {
  const simulation = await watchedSimulation();
  await leave(simulation, cp2, await initCluster(simulation, cp1, cp2, cp3));
  await destroy(simulation, cp2);
  await stop(simulation, cp3);
  expect(breaches(simulation)).toContain(`one-control-plane-at-a-time: ${cp3.name} is down while ${cp2.name} is away`);
});

test("ignores a server that was removed from the plan, and all of them in a destroy", () => {
  const history = new History(oneControlPlaneAtATime).cameUp();
  history.watch.setPlan(asgardPlan(withoutNodes(cp2.name, cp3.name)));
  history.cluster(cp3.name, "server-left").cluster(cp1.name, "server-down");
  history.cluster(cp1.name, "server-up").watch.phase("destroy");
  history.cluster(cp1.name, "server-down").cluster(cp2.name, "server-down");
  expect(history.breaches()).toEqual([]);
});

test("a server that stops after it left is forgotten with its machine", () => {
  const history = new History(oneControlPlaneAtATime).cameUp();
  history.watch.setPlan(asgardPlan(withoutNodes(cp2.name, cp3.name)));
  history.cluster(cp3.name, "server-left").cluster(cp3.name, "server-down");
  history.machine(cp3.name, "destroyed").cluster(cp1.name, "server-down");
  expect(history.breaches()).toEqual([]);
});

test("a failed join may be retried after the machine was removed", () => {
  const history = new History(oneControlPlaneAtATime)
    .cluster(cp2.name, "server-joining")
    .machine(cp2.name, "destroyed")
    .cluster(cp3.name, "server-joining");
  expect(history.breaches()).toEqual([]);
});
