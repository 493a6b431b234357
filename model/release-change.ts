import type { ClusterPlan } from "./cluster-plan";
import { isFor } from "./distribution";
import type { Issue } from "./errors";
import { minorOf } from "./kubernetes-releases";
import { versionChangeIssues } from "./version-change";

/** What runs, as the last finished `up` said. */
export interface Running {
  readonly distribution?: string;
  readonly version?: string;
  /** Release of Kubernetes, where the distribution's own says nothing of it. */
  readonly kubernetesVersion?: string;
  /** Names of the nodes that were there, and stay what they are. */
  readonly nodes: readonly string[];
}

/**
 * Whether what runs may be followed by the plan's releases: in an order that Kubernetes supports, by steps this program
 * takes whole (https://kubernetes.io/releases/version-skew-policy/). Everything else is refused before anything is touched.
 * `upgraded` is the release that somebody says to have brought every node to by other means.
 */
export function releaseChangeIssues(running: Running, plan: ClusterPlan, upgraded?: string): Issue[] {
  const { cluster } = plan;
  if (running.distribution !== undefined && running.distribution !== cluster.distribution)
    return [otherDistribution(running.distribution, cluster.distribution)];
  const impossible = [
    ...(running.version === undefined ? [] : versionChangeIssues(running.version, cluster.version)),
    ...(running.kubernetesVersion === undefined
      ? []
      : versionChangeIssues(running.kubernetesVersion, cluster.kubernetesVersion, "cluster.kubernetesVersion")),
  ];
  if (impossible.length > 0) return impossible;
  if (isFor("kubeadm", plan)) return kubeadmIssues(running, plan, upgraded);
  if (isFor("talos", plan)) return talosIssues(running, plan, upgraded);
  return newAgentIssues(running, plan);
}

/** What a change of release does not do, though one could think so; a sentence each. */
export function releaseNotices({ version, nodes }: Running, plan: ClusterPlan): string[] {
  const wanted = plan.cluster.version;
  if (!isFor("talos", plan) || version === undefined || version === wanted || nodes.length === 0) return [];
  return [
    `cluster.version: Talos ${wanted} is what machines are made of from now on; it does not reach ${nodes.join(", ")} ` +
      "until the generation is raised, one node at a time",
  ];
}

function otherDistribution(running: string, wanted: string): Issue {
  return {
    path: "cluster.distribution",
    problem: `the cluster runs ${running}`,
    got: `"${wanted}"`,
    allowed: `allowed is ${running}`,
    remedy: "a cluster keeps its distribution for life; make another stack, or destroy this one first",
  };
}

function kubeadmIssues({ version }: Running, { stack, cluster }: ClusterPlan, upgraded: string | undefined): Issue[] {
  const wanted = cluster.version;
  if (version === undefined || version === wanted || upgraded === wanted) return [];
  return [
    {
      path: "cluster.version",
      problem: "nodes of kubeadm are not upgraded from here",
      got: `"${wanted}"`,
      allowed: `allowed is ${version}, which they run`,
      remedy: `upgrade every node with kubeadm, by hand, ${thenSay(stack, wanted)}`,
    },
  ];
}

/** A node's kubelet gets its release with the rest of its configuration, and asks any API server: also one that is older. */
function talosIssues({ kubernetesVersion }: Running, plan: ClusterPlan, upgraded: string | undefined): Issue[] {
  const wanted = plan.cluster.kubernetesVersion;
  if (kubernetesVersion === undefined || minorOf(wanted) === minorOf(kubernetesVersion) || upgraded === wanted)
    return [];
  return [
    {
      path: "cluster.kubernetesVersion",
      problem: "another minor is not rolled out from here, kubelets would have it before the last API server",
      got: `"${wanted}"`,
      allowed: `allowed are releases of v1.${minorOf(kubernetesVersion)}`,
      remedy: `talosctl upgrade-k8s --to ${wanted.slice(1)}, ${thenSay(plan.stack, wanted)}`,
    },
  ];
}

/** Agents that were there follow when the last server is through; new ones join behind the first. */
function newAgentIssues({ version, nodes }: Running, plan: ClusterPlan): Issue[] {
  if (!isFor("rke2", plan) || version === undefined) return [];
  const { cluster, machines } = plan;
  const agents = cluster.agentVersion ?? cluster.version;
  const servers = machines.filter(({ role }) => role === "control-plane").length;
  const early = machines.filter(({ role, name }) => role === "worker" && !nodes.includes(name)).map(({ name }) => name);
  if (servers === 1 || early.length === 0 || minorOf(agents) <= minorOf(version)) return [];
  return [
    {
      path: "cluster.agentVersion",
      problem: `new agents (${early.join(", ")}) would run another minor before the last server does`,
      got: `"${agents}"`,
      allowed: `allowed are releases of v1.${minorOf(version)} and before`,
      remedy: "add them when the servers are up, in an edit of its own",
    },
  ];
}

const thenSay = (stack: string, wanted: string): string =>
  `then say so once: HOMELAB_UPGRADED=${wanted} npm run up -- ${stack}`;
