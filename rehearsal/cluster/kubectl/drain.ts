import type { ClusterNode } from "../node";
import type { Pod } from "../pods";
import type { KubectlCall, KubectlVerb } from "./verb";
import { needAnswers, secondsOf } from "./client";
import { KubectlError } from "./kubectl-error";
import { selectNodes } from "./select";
import { servedPods } from "./served-pods";

/** How often a pod that a budget holds is tried again. */
const RETRY_SECONDS = 5;
/** How often it is asked whether they have ended. */
const POLL_SECONDS = 1;
/** The default without a time-out. */
const NO_TIMEOUT_SECONDS = 3600;
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
  const pods = await podsOn(call, node);
  const refused = refusals(call, pods);
  if (refused.length > 0) throw notDrained(call, node, refused, head);
  const warnings = [
    ...about(pods, "DaemonSet", "ignoring DaemonSet-managed Pods"),
    ...about(pods, "nobody", "deleting Pods that declare no controller"),
  ];
  if (warnings.length > 0) call.warn(`Warning: ${warnings.join("; ")}`);
  const moving = pods.filter(({ owner }) => owner !== "DaemonSet");
  return `${head}${await evict(call, node, moving, head)}node/${node.name} drained\n`;
};

function about(pods: readonly Pod[], owner: Pod["owner"], words: string): string[] {
  const meant = pods.filter((pod) => pod.owner === owner);
  return meant.length > 0 ? [`${words}: ${names(meant)}`] : [];
}

/** Pods of the node but static ones, in the order in which the API lists them. */
async function podsOn({ cluster }: KubectlCall, node: ClusterNode): Promise<readonly Pod[]> {
  return (await servedPods(cluster).all())
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
  const local = pods.filter(({ owner, emptyDir }) => owner !== "DaemonSet" && emptyDir);
  const alone = pods.filter(({ owner }) => owner === "nobody");
  return [
    ...(daemons.length > 0 && !flags.has("ignore-daemonsets")
      ? [`cannot delete DaemonSet-managed Pods (use --ignore-daemonsets to ignore): ${names(daemons)}`]
      : []),
    ...(local.length > 0 && !flags.has("delete-emptydir-data")
      ? [`cannot delete Pods with local storage (use --delete-emptydir-data to override): ${names(local)}`]
      : []),
    ...(alone.length > 0 && !flags.has("force")
      ? [`cannot delete Pods that declare no controller (use --force to override): ${names(alone)}`]
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
    const held: Pod[] = [];
    // One after another: what a budget lets go may be the last it does.
    for (const pod of left) {
      const why = await goes(call, pod, isEviction);
      if (why === undefined) continue;
      held.push(pod);
      call.warn(`${whatOf(pod)} (will retry after 5s): ${why}`);
    }
    const gone = left.filter((pod) => !held.includes(pod));
    said.push(...(await untilGone(call, node, gone, head + said.join(""))));
    if (held.length > 0) await caller.sleep(RETRY_SECONDS);
    left = held;
  }
  cluster.emit("node-drained", node.machine);
  return said.join("");
}

/** Hands back why it stays. */
async function goes({ cluster }: KubectlCall, pod: Pod, isEviction: boolean): Promise<string | undefined> {
  if (isEviction) return servedPods(cluster).evict(pod);
  await servedPods(cluster).remove(pod);
  return undefined;
}

const whatOf = (pod: Pod): string => `error when evicting pods/"${pod.name}" -n "${pod.namespace}"`;

function gaveUp(call: KubectlCall, node: ClusterNode, left: readonly Pod[], stdout: string): KubectlError {
  const why = left.map((pod) => `${whatOf(pod)}: global timeout reached: ${timeoutOf(call)}s`);
  const all = why.length === 1 ? why[0] : `[${why.join(", ")}]`;
  call.warn(`There are pending pods in node "${node.name}" when an error occurred: ${all}`);
  for (const pod of left) call.warn(`pod/${pod.name}`);
  return notDrained(call, node, why, stdout);
}

/**
 * Waits until they have ended. Pods of a silent kubelet stay in Terminating, which begins when their grace is over: drain gives
 * up on them --skip-wait-for-delete-timeout after that, or at its own time-out (kubectl pkg/drain, shouldSkipPod).
 */
async function untilGone(
  call: KubectlCall,
  node: ClusterNode,
  pods: readonly Pod[],
  stdout: string,
): Promise<readonly string[]> {
  const { caller, parsed, cluster } = call;
  const word = parsed.flags.has("disable-eviction") ? "deleted" : "evicted";
  const skip = secondsOf(parsed.values.get("skip-wait-for-delete-timeout")?.at(-1) ?? "0");
  const began = caller.time();
  const skipAt = skip > 0 ? began + GRACE_SECONDS + skip + 1 : Infinity;
  const giveUpAt = began + (timeoutOf(call) || NO_TIMEOUT_SECONDS);
  const lines: string[] = [];
  for (const pod of pods) {
    while (!(await servedPods(cluster).isGone(pod))) {
      if (caller.time() >= Math.min(skipAt, giveUpAt)) break;
      await caller.sleep(POLL_SECONDS);
    }
    const isGone = await servedPods(cluster).isGone(pod);
    if (!isGone && caller.time() >= giveUpAt) throw stuck(call, node, pod, stdout);
    const skipped = `pod "${pod.name}" has DeletionTimestamp older than ${skip} seconds, skipping\n`;
    lines.push(isGone ? `pod/${pod.name} ${word}\n` : skipped);
  }
  return lines;
}

function stuck(call: KubectlCall, node: ClusterNode, { name, namespace }: Pod, stdout: string): KubectlError {
  const why = `error when waiting for pod "${name}" in namespace "${namespace}" to terminate: context deadline exceeded`;
  return notDrained(call, node, [why], stdout);
}

const timeoutOf = ({ parsed }: KubectlCall): number => secondsOf(parsed.values.get("timeout")?.at(-1) ?? "0");

function deadline(call: KubectlCall): number {
  const timeout = timeoutOf(call);
  return timeout > 0 ? call.caller.time() + timeout : Infinity;
}
