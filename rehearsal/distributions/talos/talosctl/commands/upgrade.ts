import { drainFrom } from "../../cluster/drain-node";
import { RpcError } from "../../machine/rpc";
import { connectTalosctl, type TalosClient } from "../client";
import { CommandError, warn, type Command, type Run } from "../command";
import { firstClusterAt } from "../kubernetes";
import { hasRebooted, track, trackingFlags } from "../tracker";
import { CLIENT_VERSION } from "./version";

/**
 * The way of Talos 1.13: pull, write the other boot slot, drain from here, reboot, uncordon. Nobody looks at etcd: of two
 * control planes at once nothing warns. With `--legacy` the machine does it all, and looks.
 */
export const upgrade: Command = {
  path: "upgrade",
  flags: [
    ...trackingFlags,
    { name: "image", short: "i", kind: "string" },
    { name: "no-reboot", kind: "bool" },
    { name: "reboot-mode", short: "m", kind: "choice", choices: ["default", "powercycle", "force"] },
    { name: "drain", kind: "bool", on: true },
    { name: "drain-timeout", kind: "duration" },
    { name: "progress", kind: "choice", choices: ["auto", "plain"] },
    { name: "legacy", kind: "bool" },
  ],
  run: async (run) => {
    const image = run.flags.text("image") ?? `ghcr.io/siderolabs/installer:${CLIENT_VERSION}`;
    if (run.flags.has("legacy")) return legacy(run, image);
    const client = await connectTalosctl(run);
    for (const node of client.nodes) await install(run, client, node, image);
    if (run.flags.has("no-reboot")) return;
    const drains = run.flags.has("drain");
    for (const node of drains ? client.nodes : []) await setSchedulable(run, client, node, false);
    await track(run, { method: "MachineService/Reboot", request: {}, after: hasRebooted });
    for (const node of drains ? client.nodes : []) await setSchedulable(run, client, node, true);
  },
};

async function install(run: Run, client: TalosClient, node: string, image: string): Promise<void> {
  const step = async (method: string, failing: string): Promise<void> => {
    try {
      await client.ask(method, { image }, { target: { node } });
    } catch (error) {
      if (!(error instanceof RpcError)) throw error;
      throw new CommandError(`${failing}: error from node ${node}: ${error.message}`);
    }
  };
  await step("ImageService/Pull", "error pulling upgrade image");
  run.terminal.err(`${node}: ${image} pulled\n`);
  await step("LifecycleService/Upgrade", "error during upgrade");
  run.terminal.err(`${node}: upgrade completed\n`);
}

/** Through the API of the cluster, with the kubeconfig a control plane hands out. */
async function setSchedulable(run: Run, client: TalosClient, address: string, schedulable: boolean): Promise<void> {
  const cluster = firstClusterAt(run, [...client.endpoints, address]);
  const node = [...(cluster?.nodes.values() ?? [])].find((each) => each.address === address);
  if (!cluster || !node) throw new CommandError(`error getting node "${address}": etcdserver: request timed out`);
  run.terminal.err(`${node.name}: ${schedulable ? "uncordoning" : "cordoning"} node\n`);
  if (schedulable) cluster.uncordon(node);
  else await drainFrom(cluster, node);
  cluster.settle();
  run.terminal.err(`${node.name}: ${schedulable ? "node uncordoned" : "node drained"}\n`);
}

function legacy(run: Run, image: string): Promise<void> {
  warn(run, "Forcing use of legacy upgrade method. This flag is deprecated and will be removed in Talos 1.18.");
  return track(run, { method: "MachineService/Upgrade", request: { image }, after: hasRebooted });
}
