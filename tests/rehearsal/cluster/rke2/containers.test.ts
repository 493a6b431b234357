import { clusterEvents, clusterSimulation, cp1, kubectl, on, type ClusterSimulation } from "../support";
import { first, start } from "./by-hand";

let simulation: ClusterSimulation;
beforeEach(async () => {
  simulation = await clusterSimulation();
});
afterEach(() => simulation.close());

test("a server with data ignores `server:`, and a stopped one keeps its containers", async () => {
  await start(simulation, cp1, "server", first);
  await on(simulation, cp1, "sudo -n systemctl stop rke2-server");
  expect((await on(simulation, cp1, `curl -ks https://127.0.0.1:9345/ping`)).code).toBe(7);
  expect((await kubectl(simulation, cp1, "get --raw /readyz")).stdout).toBe("ok");
  const elsewhere =
    "echo 'server: https://10.10.10.250:9345' > /etc/rancher/rke2/config.yaml.d/server.yaml; systemctl start rke2-server";
  expect((await on(simulation, cp1, "sudo -n sh -s", elsewhere)).code).toBe(0);
  expect(clusterEvents(simulation, "server-down")).toEqual([]);
});

test("killall ends the containers too", async () => {
  await start(simulation, cp1, "server", first);
  expect((await on(simulation, cp1, "sudo -n /usr/local/bin/rke2-killall.sh")).code).toBe(0);
  expect(clusterEvents(simulation).map(({ change }) => change)).toEqual(["initialized", "server-down", "quorum-lost"]);
  expect((await kubectl(simulation, cp1, "get nodes")).stderr).toContain(
    "The connection to the server 127.0.0.1:6443 was refused",
  );
});
