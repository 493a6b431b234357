import assert from "node:assert/strict";
import { isReady } from "../../../../rehearsal/cluster/conditions";
import { ciliumInstall, ciliumSettings } from "./cilium-install";
import { ctrl0 } from "./machines";
import {
  apply,
  boot,
  bootstrapWhenReady,
  joined,
  onlyCluster,
  talosSimulation,
  until,
  VIP,
  type TalosSimulation,
} from "./support";
import { talosSystemOf } from "../../../../rehearsal/distributions/talos/cluster/talos-system";

let simulation: TalosSimulation;
beforeEach(async () => {
  simulation = await talosSimulation();
});
afterEach(() => simulation.close());

const machine = (name: string) => talosSystemOf(simulation.clusters).machine(name);

describe("networking", () => {
  const without = (name: string): readonly string[] => ciliumSettings.filter((setting) => !setting.startsWith(name));
  const manifests = (contents: string) => ({ "0.cluster.inlineManifests": [{ name: "cilium", contents }] });

  test.each([
    ["no manifest", manifests(""), "cni plugin not initialized"],
    ["no address of the API", manifests(ciliumInstall(without("k8sServiceHost"))), "cilium-agent finds no API server"],
    [
      "KubePrism at another port",
      manifests(ciliumInstall([...without("k8sServicePort"), "k8sServicePort=7446"])),
      "cilium-agent finds no API server",
    ],
    ["kube-proxy beside it", { "0.cluster.proxy.disabled": false }, "Services are served by nobody, or by two"],
    [
      "control groups of its own",
      manifests(ciliumInstall(without("cgroup.hostRoot"))),
      "mount-cgroup: read-only file system",
    ],
    ["modules to load", manifests(ciliumInstall(without("securityContext"))), "operation not permitted (SYS_MODULE)"],
    [
      "a pod that waits for the network",
      manifests(ciliumInstall(ciliumSettings, { hostNetwork: false })),
      "the pod waits for the network",
    ],
    ["a pod no node will have", manifests(ciliumInstall(ciliumSettings, { tolerations: [] })), "untolerated taints"],
    [
      "an account that does not exist",
      manifests(ciliumInstall(ciliumSettings, { serviceAccountName: "nobody" })),
      'serviceaccount "nobody" not found',
    ],
  ])("nodes stay NotReady with %s", async (_what, edits, reason) => {
    await boot(simulation, ctrl0);
    await apply(simulation, ctrl0, edits);
    await until(() => machine(ctrl0.name)?.network.ports().length === 2);
    await bootstrapWhenReady(simulation, ctrl0);
    await joined(simulation, ctrl0);
    const cluster = onlyCluster(simulation);
    const [node] = [...cluster.nodes.values()];
    assert(node);
    expect(isReady(cluster, node)).toBe(false);
    expect(cluster.networkProblem(node)).toContain(reason);
  });

  test("an endpoint at the VIP answers only after bootstrap, and only where the link exists", async () => {
    await boot(simulation, ctrl0);
    await apply(simulation, ctrl0, { "2.link": "enp0s18" });
    expect(simulation.network.fabric.holder(VIP)).toBeUndefined();
    await until(() => machine(ctrl0.name)?.network.ports().length === 2);
    await bootstrapWhenReady(simulation, ctrl0);
    await joined(simulation, ctrl0);
    expect(simulation.network.fabric.holder(VIP)).toBeUndefined();
  });
});
