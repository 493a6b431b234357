import { renderBootstrapScript } from "../../../../distributions/bootstrap-script";
import { talosconfig } from "../../../support/talos-config";
import type { Ran } from "../../operator/support";
import { ctrl0, hardware, work0, type Node } from "./machines";
import {
  ask,
  clusterEvents,
  initCluster,
  joinWorker,
  onlyCluster,
  succeed,
  talosSimulation,
  type TalosSimulation,
} from "./support";
import { talosSystemOf } from "../../../../rehearsal/distributions/talos/cluster/talos-system";

let simulation: TalosSimulation;
beforeEach(async () => {
  simulation = await talosSimulation();
  await initCluster(simulation, ctrl0);
  await joinWorker(simulation, work0);
});
afterEach(() => simulation.close());

/** The program's own step for a node whose disk is to have this size. */
async function fill({ name, address, role }: Node, diskGiB: number): Promise<Ran> {
  const kubeconfig = await succeed(ask(simulation, ctrl0, "kubeconfig -"));
  const script = renderBootstrapScript({
    on: "operator",
    parts: ["talos/tools", "nodes", "drain", "talos/disk"],
    variables: {
      CLUSTER: "c",
      STACK: "s",
      TALOS_VERSION: "v1.13.9",
      API_PROXY: "",
      MACHINE_CONFIG: "",
      TALOS_ACCESS: await talosconfig(simulation.secrets),
      KUBERNETES_ACCESS: kubeconfig.stdout,
      NODE_NAME: name,
      ADDRESS: address,
      CONTACT: role === "worker" ? "" : address,
      DISK_GIB: String(diskGiB),
      RUNS_AS: "",
      DRAINED: "",
    },
  });
  return simulation.shell.run("sh -s -- fill", { stdin: `fill() { begin; fill_disk; }\n${script}` });
}

const node = ({ name }: Node) => onlyCluster(simulation).nodes.get(name);
const bootId = ({ name }: Node) => talosSystemOf(simulation.clusters).machine(name)?.bootId;
const { diskGiB } = hardware(work0);

test("a fully used disk is left alone", async () => {
  const before = bootId(work0);
  await succeed(fill(work0, diskGiB));
  expect(bootId(work0)).toBe(before);
  expect(clusterEvents(simulation)).not.toContain(`node-drained ${work0.name}`);
});

test.each([work0, ctrl0])(
  "$name is drained and restarted after its disk grew, and has more storage",
  async (target) => {
    simulation.guests.grow(target.vmId, diskGiB + 1);
    expect(node(target)?.capacity.diskGiB).toBe(diskGiB);
    const { stderr } = await succeed(fill(target, diskGiB + 1));
    expect(stderr).toMatch(/partitions had \d+ MiB, now \d+ MiB/);
    expect(node(target)).toMatchObject({ capacity: { diskGiB: diskGiB + 1 }, unschedulable: false });
    expect(clusterEvents(simulation)).toContain(`node-drained ${target.name}`);
    expect([...(node(target)?.annotations.keys() ?? [])]).not.toContain("homelab.dev/before-restart");
  },
);

test("a manually cordoned node stays cordoned", async () => {
  const cordoned = node(work0);
  if (cordoned) onlyCluster(simulation).cordon(cordoned);
  simulation.guests.grow(work0.vmId, 2 * diskGiB);
  await succeed(fill(work0, 2 * diskGiB));
  expect(node(work0)).toMatchObject({ capacity: { diskGiB: 2 * diskGiB }, unschedulable: true });
});
