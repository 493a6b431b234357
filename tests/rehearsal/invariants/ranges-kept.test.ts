import { asgardPlan, inSection } from "../../support/plans";
import { cp1, onlyCluster, run, serverScript, succeed, worker1 } from "../cluster/support";
import { initCluster, join } from "./watched-cluster";
import { breaches, closeSimulations, watchedSimulation, type WatchedSimulation } from "./watched-simulation";
import { bringUp } from "./by-hand";

afterEach(closeSimulations);

async function living(): Promise<{ simulation: WatchedSimulation; caHash: string }> {
  const simulation = await watchedSimulation();
  return { simulation, caHash: await initCluster(simulation, cp1) };
}

/** A server gets the edited stack file's values, as from a program without checks of edits. */
const told = async ({ simulation, caHash }: Awaited<ReturnType<typeof living>>, values: Record<string, unknown>) =>
  succeed(run(simulation, cp1, serverScript(cp1, caHash, asgardPlan(inSection("cluster", values))), "join"));

const violations = (simulation: WatchedSimulation) =>
  breaches(simulation).filter((breach) => breach.startsWith("ranges-kept: "));

test("is violated by another pod range, and later nodes get no addresses", async () => {
  const here = await living();
  const { simulation, caHash } = here;
  await told(here, { podCidr: "10.52.0.0/16" });
  const { id } = onlyCluster(simulation);
  expect(violations(simulation)).toEqual([
    `ranges-kept: a control plane of cluster ${id} refuses its ranges: "Error starting controllers" err="failed to mark ` +
      `cidr[10.42.0.0/24] at idx [0] as occupied for node: ${cp1.name}: cidr 10.42.0.0/24 is out the range of cluster cidr ` +
      '10.52.0.0/16"',
  ]);
  await bringUp(simulation, worker1);
  await join(simulation, worker1, caHash);
  const node = onlyCluster(simulation).nodes.get(worker1.name);
  expect(node && onlyCluster(simulation).networkProblem(node)).toBe("required IPv4 PodCIDR not available");
});

test("is violated by another Service range", async () => {
  const here = await living();
  await told(here, { serviceCidr: "10.53.0.0/16", dnsServiceIp: "10.53.0.10" });
  expect(violations(here.simulation)).toEqual([
    expect.stringContaining("controller configuration: [10.53.0.0/16], ServiceCIDR configuration: [10.43.0.0/16]"),
  ]);
});

test("holds when a server is restarted for another reason", async () => {
  const here = await living();
  await told(here, { audit: { maxAgeDays: 3 } });
  expect(violations(here.simulation)).toEqual([]);
});
