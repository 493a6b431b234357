import { asgardPlan, inSection } from "../../support/plans";
import { cp1, onlyCluster, run, serverScript, succeed, worker1 } from "../cluster/support";
import { foundCluster, join } from "./watched-cluster";
import { breaches, closeWorlds, watchedWorld, type WatchedWorld } from "./watched-world";
import { bringUp } from "./by-hand";

afterEach(closeWorlds);

async function living(): Promise<{ world: WatchedWorld; caHash: string }> {
  const world = await watchedWorld();
  return { world, caHash: await foundCluster(world, cp1) };
}

/** A server is told what an edited stack file says, as a program would that lets every edit pass. */
const told = async ({ world, caHash }: Awaited<ReturnType<typeof living>>, values: Record<string, unknown>) =>
  succeed(run(world, cp1, serverScript(cp1, caHash, asgardPlan(inSection("cluster", values))), "join"));

const broken = (world: WatchedWorld) => breaches(world).filter((breach) => breach.startsWith("ranges-kept: "));

test("is broken by another range for pods, and nodes that come later get no addresses", async () => {
  const here = await living();
  const { world, caHash } = here;
  await told(here, { podCidr: "10.52.0.0/16" });
  const { id } = onlyCluster(world);
  expect(broken(world)).toEqual([
    `ranges-kept: a control plane of cluster ${id} refuses its ranges: "Error starting controllers" err="failed to mark ` +
      `cidr[10.42.0.0/24] at idx [0] as occupied for node: ${cp1.name}: cidr 10.42.0.0/24 is out the range of cluster cidr ` +
      '10.52.0.0/16"',
  ]);
  await bringUp(world, worker1);
  await join(world, worker1, caHash);
  const node = onlyCluster(world).nodes.get(worker1.name);
  expect(node && onlyCluster(world).networkProblem(node)).toBe("required IPv4 PodCIDR not available");
});

test("is broken by another range for Services", async () => {
  const here = await living();
  await told(here, { serviceCidr: "10.53.0.0/16", dnsServiceIp: "10.53.0.10" });
  expect(broken(here.world)).toEqual([
    expect.stringContaining("controller configuration: [10.53.0.0/16], ServiceCIDR configuration: [10.43.0.0/16]"),
  ]);
});

test("holds when a server is restarted for anything else", async () => {
  const here = await living();
  await told(here, { audit: { maxAgeDays: 3 } });
  expect(broken(here.world)).toEqual([]);
});
