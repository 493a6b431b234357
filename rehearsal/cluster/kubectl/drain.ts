import type { ClusterNode } from "../node";
import type { Pod } from "../pods";
import type { Call, Verb } from "./verb";
import { needAnswers, secondsOf } from "./client";
import { mayBeEvicted, VIOLATION } from "./disruption-budget";
import { KubectlError } from "./kubectl-error";
import { selectNodes } from "./select";

export const cordon: Verb = (call) => setSchedulable(call, true);
export const uncordon: Verb = (call) => setSchedulable(call, false);

async function setSchedulable(call: Call, unschedulable: boolean): Promise<string> {
  return (await chosen(call)).map((node) => mark(call, node, unschedulable)).join("");
}

async function chosen({ cluster, parsed, caller }: Call): Promise<readonly ClusterNode[]> {
  await needAnswers(caller, cluster, parsed);
  const names = parsed.operands.map((word) => word.replace(/^nodes?\//, ""));
  if (names.length === 0 && !parsed.values.has("l"))
    throw new KubectlError("error: USAGE: drain NODE [flags]\nSee 'kubectl drain -h' for help and examples");
  return selectNodes(cluster, names, parsed);
}

function mark({ cluster }: Call, node: ClusterNode, unschedulable: boolean): string {
  const word = unschedulable ? "cordoned" : "uncordoned";
  if (node.unschedulable === unschedulable) return `node/${node.name} already ${word}\n`;
  if (unschedulable) cluster.cordon(node);
  else cluster.uncordon(node);
  return `node/${node.name} ${word}\n`;
}

/** `drain NODE`: refuses what kubectl refuses, evicts the rest, and takes the time of it. */
export const drain: Verb = async (call) => {
  const [node] = await chosen(call);
  if (!node) return "";
  const head = mark(call, node, true);
  const pods = call.cluster.pods
    .all([...call.cluster.nodes.values()])
    .filter((pod) => pod.node === node.name && pod.owner !== "Node");
  const refused = refusals(call, pods);
  if (refused.length > 0)
    throw new KubectlError(
      `error: unable to drain node "${node.name}" due to error: [${refused.join(", ")}], continuing command...\nThere are pending nodes to be drained:\n ${node.name}\n${refused.join("\n")}`,
      head,
    );
  const daemons = pods.filter(({ owner }) => owner === "DaemonSet");
  if (daemons.length > 0) call.warn(`Warning: ignoring DaemonSet-managed Pods: ${names(daemons)}`);
  return (
    head +
    (await evict(
      call,
      node,
      pods.filter(({ owner }) => owner === "Deployment"),
    ))
  );
};

function refusals({ parsed: { flags } }: Call, pods: readonly Pod[]): string[] {
  const daemons = pods.filter(({ owner }) => owner === "DaemonSet");
  const local = pods.filter(({ owner, emptyDir }) => owner === "Deployment" && emptyDir);
  return [
    ...(daemons.length > 0 && !flags.has("ignore-daemonsets")
      ? [`cannot delete DaemonSet-managed Pods (use --ignore-daemonsets to ignore): ${names(daemons)}`]
      : []),
    ...(local.length > 0 && !flags.has("delete-emptydir-data")
      ? [`cannot delete Pods with local storage (use --delete-emptydir-data to override): ${names(local)}`]
      : []),
  ];
}

const names = (pods: readonly Pod[]): string => pods.map((pod) => `${pod.namespace}/${pod.name}`).join(", ");

async function evict(call: Call, node: ClusterNode, pods: readonly Pod[]): Promise<string> {
  const { cluster, caller } = call;
  const { events, latencies } = cluster.context;
  await events.span(node.machine, "drain", latencies.drain, async () => {
    await caller.sleep(latencies.drain / Math.max(latencies.guestSecond, 0.001));
    await waitForDeadKubelet(call, node, pods);
  });
  const giveUpAt = deadline(call);
  for (const pod of pods) {
    await waitForBudget(call, node, pod, giveUpAt);
    cluster.pods.evict(pod.name, [...cluster.nodes.values()]);
  }
  cluster.emit("node-drained", node.machine);
  const lines = pods.flatMap((pod) => [`evicting pod ${pod.namespace}/${pod.name}\n`, `pod/${pod.name} evicted\n`]);
  return `${lines.join("")}node/${node.name} drained\n`;
}

const timeoutOf = ({ parsed }: Call): number => secondsOf(parsed.values.get("timeout")?.at(-1) ?? "0");

function deadline(call: Call): number {
  const timeout = timeoutOf(call);
  return timeout > 0 ? call.caller.time() + timeout : Infinity;
}

/** A pod that a PodDisruptionBudget holds is tried again every five seconds until the time-out. */
async function waitForBudget(call: Call, node: ClusterNode, pod: Pod, giveUpAt: number): Promise<void> {
  const { cluster, parsed, caller } = call;
  const what = `error when evicting pods/"${pod.name}" -n "${pod.namespace}"`;
  while (!parsed.flags.has("disable-eviction") && !mayBeEvicted(cluster, pod)) {
    if (caller.time() >= giveUpAt) {
      const why = `${what}: global timeout reached: ${timeoutOf(call)}s`;
      throw new KubectlError(
        `error: unable to drain node "${node.name}" due to error: ${why}, continuing command...\nThere are pending nodes to be drained:\n ${node.name}\n${why}`,
      );
    }
    call.warn(`${what} (will retry after 5s): ${VIOLATION}`);
    await caller.sleep(5);
  }
}

/** Pods of a silent kubelet stay in Terminating: drain gives up on them after --skip-wait-for-delete-timeout, or at its own time-out. */
async function waitForDeadKubelet(call: Call, node: ClusterNode, pods: readonly Pod[]): Promise<void> {
  const { parsed, caller } = call;
  const [first] = pods;
  if (node.silentSince === undefined || !first) return;
  const skip = secondsOf(parsed.values.get("skip-wait-for-delete-timeout")?.at(-1) ?? "0");
  const timeout = timeoutOf(call);
  if (skip > 0 && (timeout === 0 || skip < timeout)) return caller.sleep(skip);
  await caller.sleep(timeout > 0 ? timeout : 3600);
  throw new KubectlError(
    `error when waiting for pod "${first.name}" in namespace "${first.namespace}" to terminate: global timeout reached: ${timeout}s`,
  );
}
