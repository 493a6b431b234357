import assert from "node:assert/strict";
import { isReady } from "../../../rehearsal/cluster/conditions";
import { deleteNode } from "../../../rehearsal/cluster/delete-node";
import {
  apply,
  ask,
  boot,
  booted,
  bootstrapWhenReady,
  ciliumInstall,
  ciliumSettings,
  clusterEvents,
  ctrl0,
  ctrl1,
  ctrl2,
  foundCluster,
  hardware,
  joined,
  joinWorker,
  onlyCluster,
  succeed,
  talosWorld,
  until,
  VIP,
  work0,
  work1,
  type TalosWorld,
} from "./talos-support";

let world: TalosWorld;
beforeEach(async () => {
  world = await talosWorld();
});
afterEach(() => world.close());

const founders = (): readonly string[] => clusterEvents(world).filter((event) => event.startsWith("founded"));
const machine = (name: string) => world.clusters.talos.system.machine(name);
const wipe = "--system-labels-to-wipe STATE --system-labels-to-wipe EPHEMERAL";

test("bootstrapping a second control plane founds a second cluster although another one lives", async () => {
  await foundCluster(world, ctrl0);
  // The other one cannot see it: whoever waits for peers would have joined long ago.
  await boot(world, ctrl1);
  await apply(world, ctrl1, { "0.cluster.controlPlane.endpoint": "https://10.10.10.200:6443" });
  await bootstrapWhenReady(world, ctrl1);
  await until(() => founders().length === 2, "two clusters");
  expect(founders()).toEqual(["founded ctrl-00", "founded ctrl-01"]);
});

test("a rebuilt first control plane that is bootstrapped again founds a second cluster", async () => {
  await foundCluster(world, ctrl0, ctrl1, ctrl2);
  await world.guests.powerOff(ctrl0.vmId, "stop");
  await boot(world, ctrl0, { disk: 1 });
  // Bootstrapped at the first moment it lets itself be: before it has found the others.
  await apply(world, ctrl0, { "0.cluster.controlPlane.endpoint": "https://10.10.10.200:6443" });
  await bootstrapWhenReady(world, ctrl0);
  await until(() => founders().length === 2, "two clusters");
  expect(founders()).toEqual(["founded ctrl-00", "founded ctrl-00"]);
});

test("a rebuilt control plane that is left alone joins, and its former self is taken out of etcd", async () => {
  await foundCluster(world, ctrl0, ctrl1, ctrl2);
  await world.guests.powerOff(ctrl2.vmId, "stop");
  await boot(world, ctrl2, { disk: 1 });
  await succeed(apply(world, ctrl2));
  await joined(world, ctrl2);
  expect(onlyCluster(world).etcd.count()).toEqual({ voting: 3, learners: 0, up: 3 });
  expect(clusterEvents(world).slice(-3)).toEqual([
    "server-joining ctrl-02",
    "server-left ctrl-02",
    "server-joined ctrl-02",
  ]);
});

test("bootstrap is refused before the services are there", async () => {
  await world.close();
  world = await talosWorld({ latencies: { guestSecond: 200 } });
  await boot(world, ctrl0);
  await apply(world, ctrl0);
  await until(() => machine(ctrl0.name)?.network.ports().length === 2);
  expect((await ask(world, ctrl0, "bootstrap")).stderr).toContain(
    "code = FailedPrecondition desc = bootstrap is not available yet",
  );
});

test("a machine without a gateway never has the right time", async () => {
  const { cloudInit } = hardware(ctrl0);
  if (!cloudInit) throw new Error("no drive");
  await boot(world, ctrl0, {
    cloudInit: { ...cloudInit, networkConfig: cloudInit.networkConfig.replace(/ +gateway: .*\n/, "") },
  });
  await apply(world, ctrl0);
  await expect(bootstrapWhenReady(world, ctrl0)).rejects.toThrow(
    "code = FailedPrecondition desc = time is not in sync yet",
  );
});

test("the API of a worker opens only once a control plane has signed its certificate", async () => {
  await boot(world, work0);
  await apply(world, work0);
  await until(() => machine(work0.name)?.runtime !== undefined);
  expect((await ask(world, work0, "version")).stderr).toContain("connect: connection refused");
  await foundCluster(world, ctrl0);
  await joined(world, work0);
  expect((await ask(world, work0, "version")).code).toBe(0);
});

test("a worker with another bootstrap token never registers", async () => {
  await foundCluster(world, ctrl0);
  await boot(world, work0);
  await apply(world, work0, { "0.cluster.token": "aaaaaa.0123456789abcdef" });
  await until(
    () =>
      machine(work0.name)
        ?.network.ports()
        .some(({ port }) => port === 50_000) === true,
  );
  await joinWorker(world, work1);
  expect([...onlyCluster(world).nodes.keys()]).toEqual(["ctrl-00", "work-01"]);
});

describe("leaving", () => {
  test("a graceful reset drains, leaves etcd and wipes, and the machine is off", async () => {
    await foundCluster(world, ctrl0, ctrl1, ctrl2);
    const ran = await ask(world, ctrl2, `reset --graceful ${wipe} --wait --timeout 10m`);
    expect(ran).toMatchObject({ code: 0, stdout: "" });
    expect(ran.stderr).toMatch(/^"10\.10\.10\.13": waiting for actor ID\n"10\.10\.10\.13": actor ID: [0-9a-f-]+\n/);
    expect(ran.stderr.trim().split("\n").at(-1)).toBe('"10.10.10.13": events check condition met');
    await until(() => !world.guests.names().includes(ctrl2.name), "ctrl-02 off");
    expect(clusterEvents(world).slice(-2)).toEqual(["node-drained ctrl-02", "server-left ctrl-02"]);
    expect(onlyCluster(world).etcd.count()).toEqual({ voting: 2, learners: 0, up: 2 });
    expect(machine(ctrl2.name)?.disk).toMatchObject({ config: undefined, bootable: true });
  });

  test("a node whose object is deleted, or whose machine vanishes, leaves its member behind", async () => {
    await foundCluster(world, ctrl0, ctrl1, ctrl2);
    const cluster = onlyCluster(world);
    await world.guests.powerOff(ctrl2.vmId, "stop");
    deleteNode(cluster, ctrl2.name);
    expect(cluster.etcd.count()).toEqual({ voting: 3, learners: 0, up: 2 });
    const id =
      (await ask(world, ctrl0, "etcd members")).stdout
        .split("\n")
        .find((row) => row.includes("ctrl-02"))
        ?.split(/ +/)[1] ?? "";
    await succeed(ask(world, ctrl0, `etcd remove-member ${id}`));
    expect(cluster.etcd.count()).toEqual({ voting: 2, learners: 0, up: 2 });
  });

  test("the last member cannot leave: a graceful reset of it fails and the machine stays", async () => {
    await foundCluster(world, ctrl0);
    const ran = await ask(world, ctrl0, `reset --graceful ${wipe}`);
    expect(ran.code).toBe(1);
    expect(ran.stderr).toContain("etcdserver: re-configuration failed due to not enough started members");
    expect(world.guests.names()).toContain(ctrl0.name);
    await succeed(ask(world, ctrl0, "shutdown --force"));
    await until(() => !world.guests.names().includes(ctrl0.name), "ctrl-00 off");
  });

  test("without quorum nobody leaves, and nobody knows who is a member", async () => {
    await foundCluster(world, ctrl0, ctrl1, ctrl2);
    await world.guests.powerOff(ctrl0.vmId, "stop");
    await world.guests.powerOff(ctrl1.vmId, "stop");
    expect(clusterEvents(world)).toContain("quorum-lost ctrl-01");
    expect((await ask(world, ctrl2, "etcd members")).stderr).toContain(
      "code = Unavailable desc = etcdserver: no leader",
    );
    expect((await ask(world, ctrl2, "etcd leave")).stderr).toMatch(
      /failed to leave cluster: failed to remove member \d+: etcdserver: no leader/,
    );
    const up = booted(world, ctrl1);
    world.guests.powerOn(hardware(ctrl1));
    await up;
    await until(() => clusterEvents(world).includes("quorum-regained ctrl-01"), "quorum");
  });

  test("a reset to maintenance mode comes back without a configuration, a whole one does not come back", async () => {
    await foundCluster(world, ctrl0);
    await joinWorker(world, work0);
    const back = await succeed(ask(world, work0, `reset --reboot ${wipe}`));
    expect(back.stderr.trim().split("\n").at(-1)).toBe('"10.10.10.21": post check passed');
    expect(machine(work0.name)?.stage).toBe("maintenance");
    await succeed(apply(world, work0));
    await joined(world, work0);
    await ask(world, work0, "reset --wait=false");
    await until(() => !world.guests.names().includes(work0.name), "work-00 off");
    await expect(boot(world, work0)).rejects.toThrow("No bootable option");
  });

  test("the power button drains a node, and it is uncordoned when it is back", async () => {
    await foundCluster(world, ctrl0);
    await joinWorker(world, work0);
    await world.guests.powerOff(work0.vmId, "shutdown");
    expect(clusterEvents(world).at(-1)).toBe("node-drained work-00");
    expect(onlyCluster(world).nodes.get(work0.name)).toMatchObject({ unschedulable: true });
    await boot(world, work0);
    await joined(world, work0);
    expect(onlyCluster(world).nodes.get(work0.name)).toMatchObject({ unschedulable: false });
  });
});

describe("labels and taints", () => {
  const taints = (name: string): unknown => onlyCluster(world).nodes.get(name)?.taints;

  test("taints are registered by the kubelet; control planes keep workloads away by themselves", async () => {
    await foundCluster(world, ctrl0);
    const gpu = { key: "nvidia.com/gpu", value: "true", effect: "PreferNoSchedule" };
    await joinWorker(world, work0, {
      "0.machine.kubelet.extraConfig": { registerWithTaints: [gpu] },
      "0.machine.nodeLabels": { "nvidia.com/gpu.present": "true" },
    });
    expect(taints("ctrl-00")).toEqual([{ key: "node-role.kubernetes.io/control-plane", effect: "NoSchedule" }]);
    expect(taints("work-00")).toEqual([gpu]);
    expect(onlyCluster(world).nodes.get("work-00")?.labels.get("nvidia.com/gpu.present")).toBe("true");
  });

  test("nodeTaints on a worker are refused by NodeRestriction, and take the labels with them", async () => {
    await foundCluster(world, ctrl0);
    await joinWorker(world, work0, {
      "0.machine.nodeTaints": { "nvidia.com/gpu": "true:PreferNoSchedule" },
      "0.machine.nodeLabels": { tier: "gpu" },
    });
    expect(taints("work-00")).toEqual([]);
    expect(onlyCluster(world).nodes.get("work-00")?.labels.has("tier")).toBe(false);
  });
});

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
    await boot(world, ctrl0);
    await apply(world, ctrl0, edits);
    await until(() => machine(ctrl0.name)?.network.ports().length === 2);
    await bootstrapWhenReady(world, ctrl0);
    await joined(world, ctrl0);
    const cluster = onlyCluster(world);
    const [node] = [...cluster.nodes.values()];
    assert(node);
    expect(isReady(cluster, node)).toBe(false);
    expect(cluster.networkProblem(node)).toContain(reason);
  });

  test("an endpoint at the VIP answers only after bootstrap, and only where the link exists", async () => {
    await boot(world, ctrl0);
    await apply(world, ctrl0, { "2.link": "enp0s18" });
    expect(world.network.fabric.holder(VIP)).toBeUndefined();
    await until(() => machine(ctrl0.name)?.network.ports().length === 2);
    await bootstrapWhenReady(world, ctrl0);
    await joined(world, ctrl0);
    expect(world.network.fabric.holder(VIP)).toBeUndefined();
  });
});

test("a boot sequence that never ends is ended by a reboot", async () => {
  await world.close();
  world = await talosWorld({ latencies: { guestSecond: 0.02 } });
  await boot(world, ctrl0);
  await apply(world, ctrl0);
  const boots = () => machine(ctrl0.name)?.disk.boots ?? 0;
  await until(() => boots() > 1, "a reboot");
});

describe("upgrades", () => {
  const installer = "ghcr.io/siderolabs/installer:v1.13.10";

  test("a machine is drained, reboots into the new version and takes pods again", async () => {
    await foundCluster(world, ctrl0);
    await joinWorker(world, work0);
    const ran = await succeed(
      world.talosctl(`--endpoints 10.10.10.11 --nodes 10.10.10.21 upgrade --image ${installer}`),
    );
    expect(ran.stderr).toContain("10.10.10.21: upgrade completed\n");
    expect(machine(work0.name)?.disk.version).toBe("v1.13.10");
    await joined(world, work0);
    expect(onlyCluster(world).nodes.get(work0.name)).toMatchObject({
      unschedulable: false,
      system: { osImage: "Talos (v1.13.10)" },
    });
    expect(clusterEvents(world)).toContain("node-drained work-00");
  });

  test("only the old way looks at etcd before", async () => {
    await foundCluster(world, ctrl0, ctrl1);
    const legacy = await ask(world, ctrl0, `upgrade --legacy --image ${installer}`);
    expect(legacy.code).toBe(1);
    expect(legacy.stderr).toContain("etcd member count(2) is insufficient to maintain quorum if upgrade commences");
    await ask(world, ctrl0, `upgrade --image ${installer} --no-reboot`);
    expect(machine(ctrl0.name)?.disk.version).toBe("v1.13.10");
    await ask(world, ctrl0, "reboot --wait=false");
    await until(() => clusterEvents(world).includes("quorum-lost ctrl-00"), "the quorum's loss");
  });

  test("Kubernetes is upgraded through the live configurations, one minor at a time", async () => {
    await foundCluster(world, ctrl0);
    await joinWorker(world, work0);
    const far = await ask(world, ctrl0, "upgrade-k8s --to 1.37.0");
    expect(far.stderr).toBe('unsupported upgrade path 1.35->1.37 (from "1.35.7" to "1.37.0")\n');
    await succeed(ask(world, ctrl0, "upgrade-k8s --to 1.36.1"));
    const cluster = onlyCluster(world);
    expect([cluster.apiVersion(), ...[...cluster.nodes.values()].map(({ version }) => version)]).toEqual([
      "v1.36.1",
      "v1.36.1",
      "v1.36.1",
    ]);
    expect(machine(work0.name)?.disk.config).toContain("ghcr.io/siderolabs/kubelet:v1.36.1");
  });
});
