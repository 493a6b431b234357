import type { SimulatedCluster } from "../cluster";
import type { ClusterNode } from "../node";
import type { Pod } from "../pods";
import type { KubectlCall, KubectlVerb } from "./verb";
import { needAnswers, secondsOf } from "./client";
import { mayBeEvicted, VIOLATION } from "./disruption-budget";
import { KubectlError } from "./kubectl-error";
import { selectNodes } from "./select";

/** How often a pod that a budget holds is tried again. */
const RETRY_SECONDS = 5;
/** What pods are given to end, unless they say otherwise. */
const GRACE_SECONDS = 30;

export const cordon: KubectlVerb = (call) => setSchedulable(call, true);
export const uncordon: KubectlVerb = (call) => setSchedulable(call, false);

async function setSchedulable(call: KubectlCall, unschedulable: boolean): Promise<string> {
  return (await chosen(call, unschedulable ? "cordon" : "uncordon"))
    .map((node) => mark(call, node, unschedulable))
    .join("");
}

async function chosen({ cluster, parsed, caller }: KubectlCall, verb: string): Promise<readonly ClusterNode[]> {
  await needAnswers(caller, cluster, parsed);
  const names = parsed.operands.map((word) => word.replace(/^nodes?\//, ""));
  if (names.length === 0 && !parsed.values.has("l"))
    throw new KubectlError(`error: USAGE: ${verb} NODE [flags]\nSee 'kubectl ${verb} -h' for help and examples`);
  return selectNodes(cluster, names, parsed);
}

function mark({ cluster }: KubectlCall, node: ClusterNode, unschedulable: boolean): string {
  const word = unschedulable ? "cordoned" : "uncordoned";
  if (node.unschedulable === unschedulable) return `node/${node.name} already ${word}\n`;
  if (unschedulable) cluster.cordon(node);
  else cluster.uncordon(node);
  return `node/${node.name} ${word}\n`;
}

/** `drain NODE`: refuses what kubectl refuses, evicts the rest, and takes the time of it. */
export const drain: KubectlVerb = async (call) => {
  const [node] = await chosen(call, "drain");
  if (!node) return "";
  const head = mark(call, node, true);
  const pods = podsOn(call, node);
  const refused = refusals(call, pods);
  if (refused.length > 0) throw notDrained(call, node, refused, head);
  const daemons = pods.filter(({ owner }) => owner === "DaemonSet");
  if (daemons.length > 0) call.warn(`Warning: ignoring DaemonSet-managed Pods: ${names(daemons)}`);
  const moving = pods.filter(({ owner }) => owner === "Deployment");
  return `${head}${await evict(call, node, moving, head)}node/${node.name} drained\n`;
};

/** Pods of the node but static ones, in the order in which the API lists them. */
function podsOn({ cluster }: KubectlCall, node: ClusterNode): readonly Pod[] {
  return cluster.pods
    .all([...cluster.nodes.values()])
    .filter((pod) => pod.node === node.name && pod.owner !== "Node")
    .sort((a, b) => (`${a.namespace}/${a.name}` < `${b.namespace}/${b.name}` ? -1 : 1));
}

/** One reason stands as it is, several in brackets, and below each again on a line of its own. */
function notDrained(
  { warn }: KubectlCall,
  node: ClusterNode,
  reasons: readonly string[],
  stdout: string,
): KubectlError {
  const distinct = [...new Set(reasons)];
  const why = distinct.length === 1 ? distinct[0] : `[${distinct.join(", ")}]`;
  warn(`error: unable to drain node "${node.name}" due to error: ${why}, continuing command...`);
  warn(`There are pending nodes to be drained:\n ${node.name}`);
  return new KubectlError(distinct.join("\n"), stdout);
}

function refusals({ parsed: { flags } }: KubectlCall, pods: readonly Pod[]): string[] {
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

/** Moves pods, all at once; those that a PodDisruptionBudget holds are tried again every five seconds until the time-out. */
async function evict(call: KubectlCall, node: ClusterNode, pods: readonly Pod[], head: string): Promise<string> {
  const { cluster, caller } = call;
  const { events, latencies } = cluster.context;
  const isEviction = !call.parsed.flags.has("disable-eviction");
  const said: string[] = [];
  await events.span(node.machine, "drain", latencies.drain, () =>
    caller.sleep(latencies.drain / Math.max(latencies.guestSecond, 0.001)),
  );
  const giveUpAt = deadline(call);
  for (let left = pods; left.length > 0;) {
    if (isEviction) said.push(...left.map((pod) => `evicting pod ${pod.namespace}/${pod.name}\n`));
    if (isEviction && caller.time() >= giveUpAt) throw gaveUp(call, node, left, head + said.join(""));
    const held = left.filter((pod) => isEviction && !mayGo(cluster, pod));
    const gone = left.filter((pod) => !held.includes(pod));
    said.push(...(await untilGone(call, node, gone, head + said.join(""))));
    for (const pod of held) call.warn(`${whatOf(pod)} (will retry after 5s): ${VIOLATION}`);
    if (held.length > 0) await caller.sleep(RETRY_SECONDS);
    left = held;
  }
  cluster.emit("node-drained", node.machine);
  return said.join("");
}

/** One pod after another: what a budget lets go may be the last it does. */
function mayGo(cluster: SimulatedCluster, pod: Pod): boolean {
  if (!mayBeEvicted(cluster, pod)) return false;
  cluster.pods.evict(pod.name, [...cluster.nodes.values()]);
  return true;
}

const whatOf = (pod: Pod): string => `error when evicting pods/"${pod.name}" -n "${pod.namespace}"`;

function gaveUp(call: KubectlCall, node: ClusterNode, left: readonly Pod[], stdout: string): KubectlError {
  const why = left.map((pod) => `${whatOf(pod)}: global timeout reached: ${timeoutOf(call)}s`);
  const all = why.length === 1 ? why[0] : `[${why.join(", ")}]`;
  call.warn(`There are pending pods in node "${node.name}" when an error occurred: ${all}`);
  for (const pod of left) call.warn(`pod/${pod.name}`);
  return notDrained(call, node, why, stdout);
}

/** Pods end at once where the kubelet lives. */
async function untilGone(
  call: KubectlCall,
  node: ClusterNode,
  pods: readonly Pod[],
  stdout: string,
): Promise<readonly string[]> {
  const [first] = pods;
  const skip = secondsOf(call.parsed.values.get("skip-wait-for-delete-timeout")?.at(-1) ?? "0");
  const isEviction = !call.parsed.flags.has("disable-eviction");
  if (!isEviction) for (const pod of pods) call.cluster.pods.evict(pod.name, [...call.cluster.nodes.values()]);
  if (node.silentSince === undefined || !first)
    return pods.map((pod) => `pod/${pod.name} ${isEviction ? "evicted" : "deleted"}\n`);
  await waitForFailedKubelet(call, node, first, skip, stdout);
  return pods.map((pod) => `pod "${pod.name}" has DeletionTimestamp older than ${skip} seconds, skipping\n`);
}

const timeoutOf = ({ parsed }: KubectlCall): number => secondsOf(parsed.values.get("timeout")?.at(-1) ?? "0");

function deadline(call: KubectlCall): number {
  const timeout = timeoutOf(call);
  return timeout > 0 ? call.caller.time() + timeout : Infinity;
}

/**
 * Pods of a silent kubelet stay in Terminating, which begins when their grace is over: drain gives up on them
 * --skip-wait-for-delete-timeout after that, or at its own time-out (kubectl pkg/drain, shouldSkipPod).
 */
async function waitForFailedKubelet(
  call: KubectlCall,
  node: ClusterNode,
  first: Pod,
  skip: number,
  stdout: string,
): Promise<void> {
  const timeout = timeoutOf(call);
  const until = GRACE_SECONDS + skip + 1;
  if (skip > 0 && (timeout === 0 || until < timeout)) return call.caller.sleep(until);
  await call.caller.sleep(timeout > 0 ? timeout : 3600);
  const why = `error when waiting for pod "${first.name}" in namespace "${first.namespace}" to terminate: context deadline exceeded`;
  throw notDrained(call, node, [why], stdout);
}
