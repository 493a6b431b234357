import { parseAllDocuments, stringify } from "yaml";
import type { SimulatedCluster } from "../../../../cluster/cluster";
import type { ClusterNode } from "../../../../cluster/node";
import { compareByNumbers } from "../../../../cluster/versions";
import type { ApplyRequest } from "../../machine/api/apply-configuration";
import { RpcError } from "../../machine/rpc";
import { connectTalosctl, failIfMultiple, type TalosClient } from "../client";
import { CommandError, type Command, type Run } from "../command";
import { firstClusterAt } from "../kubernetes";

/** Components of the control plane in the order in which they are updated, with the place of their image. */
const components = [
  ["kube-apiserver", ["cluster", "apiServer", "image"], "registry.k8s.io/kube-apiserver"],
  ["kube-controller-manager", ["cluster", "controllerManager", "image"], "registry.k8s.io/kube-controller-manager"],
  ["kube-scheduler", ["cluster", "scheduler", "image"], "registry.k8s.io/kube-scheduler"],
] as const;
const kubelet = ["machine", "kubelet", "image"] as const;

const DEFAULT_TO = "1.36.3";

/** Updates every component and then every kubelet, by changing the live configurations of all machines. */
export const upgradeKubernetes: Command = {
  path: "upgrade-k8s",
  flags: [
    { name: "from", kind: "string" },
    { name: "to", kind: "string" },
    { name: "endpoint", kind: "string" },
    { name: "dry-run", kind: "bool" },
    { name: "pre-pull-images", kind: "bool", on: true },
    { name: "upgrade-kubelet", kind: "bool", on: true },
    { name: "with-docs", kind: "bool", on: true },
    { name: "with-examples", kind: "bool", on: true },
  ],
  run: async (run) => {
    const client = await connectTalosctl(run);
    failIfMultiple(client, "upgrade-k8s");
    const cluster = firstClusterAt(run, [...client.endpoints, ...client.nodes]);
    if (!cluster) throw new CommandError("error detecting the lowest Kubernetes version etcdserver: request timed out");
    const from = run.flags.text("from") ?? lowestVersion(run, cluster);
    const to = (run.flags.text("to") ?? DEFAULT_TO).replace(/^v/, "");
    checkPath(from, to);
    await update(run, client, cluster, to);
  },
};

function lowestVersion(run: Run, cluster: SimulatedCluster): string {
  const versions = [...cluster.servers.values()].map(({ version }) => version).sort(compareByNumbers);
  const lowest = (versions[0] ?? "").replace(/^v/, "");
  run.terminal.out(`automatically detected the lowest Kubernetes version ${lowest}\n`);
  return lowest;
}

/** One minor at a time, and never back over one. */
function checkPath(from: string, to: string): void {
  const minors = [from, to].map((version) => Number(version.split(".")[1]));
  const [left = 0, right = 0] = minors;
  if (right === left || right === left + 1) return;
  throw new CommandError(`unsupported upgrade path 1.${left}->1.${right} (from "${from}" to "${to}")`);
}

async function update(run: Run, client: TalosClient, cluster: SimulatedCluster, to: string): Promise<void> {
  const nodes = [...cluster.nodes.values()].sort((a, b) => a.name.localeCompare(b.name));
  const controlPlanes = nodes.filter(({ server }) => server);
  const workers = nodes.filter(({ server }) => !server);
  const list = (each: readonly ClusterNode[]): string => `[${each.map(({ address }) => `"${address}"`).join(" ")}]`;
  run.terminal.out(`discovered controlplane nodes ${list(controlPlanes)}\ndiscovered worker nodes ${list(workers)}\n`);
  for (const [name, path, image] of components) {
    run.terminal.out(`updating "${name}" to version "${to}"\n`);
    for (const { address } of controlPlanes) await patch(run, client, address, path, `${image}:v${to}`);
  }
  if (!run.flags.has("upgrade-kubelet")) return run.terminal.out("skipped updating kubelet\n");
  run.terminal.out(`updating kubelet to version "${to}"\n`);
  for (const { address } of [...controlPlanes, ...workers])
    await patch(run, client, address, kubelet, `ghcr.io/siderolabs/kubelet:v${to}`);
}

async function patch(
  run: Run,
  client: TalosClient,
  node: string,
  path: readonly string[],
  image: string,
): Promise<void> {
  run.terminal.out(` > "${node}": starting update\n`);
  if (run.flags.has("dry-run")) return run.terminal.out(" > skipped in dry-run\n");
  try {
    const [live] = await client.ask("State/MachineConfig", {}, { target: { node } });
    const documents = parseAllDocuments(String(live?.value as string));
    const data = documents.map((document) => {
      if (document.has("machine")) document.setIn(path, image);
      return `---\n${stringify(document, { lineWidth: 0 })}`;
    });
    const request: ApplyRequest = { data: data.join(""), mode: "NO_REBOOT", dryRun: false, tryTimeoutSeconds: 60 };
    await client.ask("MachineService/ApplyConfiguration", request, { target: { node } });
  } catch (error) {
    if (!(error instanceof RpcError)) throw error;
    throw new CommandError(
      `failed updating service: error updating node "${node}": error patching node config: ${error.message}`,
    );
  }
  run.terminal.out(` > "${node}": machine configuration patched\n < "${node}": successfully updated\n`);
}
