import { asgardPlan, inSection } from "../../../support/plans";
import { boot, clusterSimulation, cp1, on, run, serverScript, succeed, type ClusterSimulation } from "../support";

let simulation: ClusterSimulation;
beforeEach(async () => {
  simulation = await clusterSimulation();
});
afterEach(() => simulation.close());

const planned = (version: string) => asgardPlan(inSection("cluster", { version }));
const initialize = (version: string) => run(simulation, cp1, serverScript(cp1, "", planned(version)), "init_cluster");

test.each(["v1.33.9+rke2r1", "v1.34.0+rke2r2"])(
  "a server that runs v1.34.1+rke2r1 is not downgraded to %s",
  async (older) => {
    await boot(simulation, cp1);
    await succeed(initialize("v1.34.1+rke2r1"));
    const { code, stderr } = await initialize(older);
    expect(code).toBe(1);
    expect(stderr).toContain(
      "runs RKE2 v1.34.1+rke2r1, which is newer: a node is never downgraded; plan v1.34.1+rke2r1 again, or restore a snapshot",
    );
    const { stdout } = await on(simulation, cp1, "/usr/local/bin/rke2 --version");
    expect(stdout).toContain("v1.34.1+rke2r1");
  },
);

test.each(["v1.34.1+rke2r2", "v1.34.10+rke2r1", "v1.35.0+rke2r1"])("but is upgraded to %s", async (newer) => {
  await boot(simulation, cp1);
  await succeed(initialize("v1.34.1+rke2r1"));
  expect((await initialize(newer)).stderr).toContain("cannot download");
});
