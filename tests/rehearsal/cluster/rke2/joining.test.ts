import {
  clusterEvents,
  clusterSimulation,
  cp1,
  cp2,
  kubectl,
  on,
  onlyCluster,
  worker1,
  type ClusterSimulation,
} from "../support";
import { first, joining, journal, start } from "./by-hand";

let simulation: ClusterSimulation;
beforeEach(async () => {
  simulation = await clusterSimulation();
});
afterEach(() => simulation.close());

test("a server without data and without `server:` initializes a cluster", async () => {
  expect((await start(simulation, cp1, "server", first)).code).toBe(0);
  expect(clusterEvents(simulation).map(({ change }) => change)).toEqual(["initialized"]);
  expect((await on(simulation, cp1, "systemctl is-active rke2-server")).stdout).toBe("active\n");
});

test.each([
  [
    "a server that is not there",
    "server: https://10.10.10.250:9345\ntoken: secret",
    "dial tcp 10.10.10.250:9345: connect: no route to host",
  ],
  ["a port where nothing listens", `server: https://${cp1.address}:9346\ntoken: secret`, "connect: connection refused"],
  ["a wrong token", `server: https://${cp1.address}:9345\ntoken: guess`, "401 Unauthorized"],
  ["the agents' token", `server: https://${cp1.address}:9345\ntoken: agent-secret`, "401 Unauthorized"],
  [
    "another CA than the one pinned",
    `server: https://${cp1.address}:9345\ntoken: K10${"0".repeat(64)}::server:secret`,
    "token CA hash does not match the Cluster CA certificate hash",
  ],
  ["no token", `server: https://${cp1.address}:9345`, "--token is required"],
  [
    "a different pod network",
    joining("cluster-cidr: 10.52.0.0/16"),
    "critical configuration value mismatch between servers",
  ],
  [
    "kube-proxy on here and off there",
    joining("disable-kube-proxy: true"),
    "critical configuration value mismatch between servers",
  ],
])("fails to join with %s", async (_what, config, words) => {
  await start(simulation, cp1, "server", first);
  expect((await start(simulation, cp2, "server", config)).code).not.toBe(0);
  expect(journal(simulation, cp2)).toContain(words);
  expect(onlyCluster(simulation).etcd.count().voting).toBe(1);
});

test("a running server whose node is deleted exits, and joins again through `server:`", async () => {
  await start(simulation, cp1, "server", first);
  await start(simulation, cp2, "server", joining());
  const again =
    "for i in 1 2 3 4 5 6 7 8 9; do sleep 10; systemctl is-active --quiet rke2-server && exit 0; done; exit 1";
  expect((await kubectl(simulation, cp1, `delete node ${cp2.name}`)).stdout).toBe(`node "${cp2.name}" deleted\n`);
  expect(journal(simulation, cp2)).toContain(
    "this node has been removed from the cluster please restart rke2 to rejoin the cluster",
  );
  expect((await on(simulation, cp2, "sh -s", again)).code).toBe(0);
  expect(clusterEvents(simulation, "server-joined")).toHaveLength(2);
});

test("an agent joins with the agents' token and waits while no server answers", async () => {
  const config = `server: https://${cp1.address}:9345\ntoken: agent-secret\n`;
  expect((await start(simulation, worker1, "agent", config)).code).toBe(124);
  expect(journal(simulation, worker1, "agent")).toContain("Failed to validate connection to cluster");
  await start(simulation, cp1, "server", first);
  expect((await on(simulation, worker1, "sudo -n systemctl start rke2-agent")).code).toBe(0);
  expect(clusterEvents(simulation, "agent-joined").map(({ machine }) => machine)).toEqual([worker1.name]);
});
