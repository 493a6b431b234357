import type { NodeAnswer } from "../../machine/apid";
import { multiError } from "../../machine/config/multi-error";
import type { ServiceStatus } from "../../machine/services";
import type { EtcdMember } from "../methods/etcd";
import { check, type Check, type ClusterView } from "./check";
import { kubernetesChecks } from "./kubernetes-checks";

/** pkg/cluster/check, DefaultClusterChecks. */
export function healthChecks(view: ClusterView): readonly Check[] {
  const all = [...view.controlPlanes, ...view.workers];
  const reachable = () => answersOf(view, all, "MachineService/Version");
  return [
    check("etcd to be healthy", () => serviceHealthy(view, "etcd")),
    check("etcd members to be consistent across nodes", () => membersConsistent(view)),
    check("etcd members to be control plane nodes", () => membersAreControlPlanes(view)),
    check("apid to be ready", reachable),
    check("all nodes memory sizes", reachable),
    check("all nodes disk sizes", reachable),
    check("no diagnostics", () => Promise.resolve(undefined)),
    check("kubelet to be healthy", () => serviceHealthy(view, "kubelet")),
    check("all nodes to finish boot sequence", () => allBooted(view, all)),
    ...kubernetesChecks(view),
  ];
}

/** Errors of those that did not answer, as one. */
function problemsOf(answers: readonly NodeAnswer[]): string | undefined {
  return multiError(answers.flatMap(({ node, error }) => (error ? [`${node}: ${error.message}`] : [])));
}

async function answersOf(view: ClusterView, nodes: readonly string[], method: string): Promise<string | undefined> {
  return problemsOf(await view.ask(nodes, method, {}));
}

async function serviceHealthy(view: ClusterView, service: string): Promise<string | undefined> {
  const answers = await view.ask(view.controlPlanes, "MachineService/ServiceList", {});
  const problem = problemsOf(answers);
  if (problem !== undefined) return problem;
  return multiError(
    answers.flatMap(({ node, value }) => {
      const found = (value as readonly ServiceStatus[]).find(({ id }) => id === service);
      if (!found) return [`${node}: no events recorded yet for service "${service}"`];
      if (found.state !== "Running")
        return [
          `${node}: service "${service}" not in expected state "Running": current state [${found.state}] ${found.event}`,
        ];
      return found.healthy === false ? [`${node}: service is not healthy: ${service}`] : [];
    }),
  );
}

async function membersConsistent(view: ClusterView): Promise<string | undefined> {
  const answers = await view.ask(view.controlPlanes, "MachineService/EtcdMemberList", {});
  const problem = problemsOf(answers);
  if (problem !== undefined) return problem;
  const lists = answers.map(({ node, value }) => ({ node, members: value as readonly EtcdMember[] }));
  const expected = names(lists[0]?.members);
  const other = lists.find(({ members }) => names(members) !== expected);
  return other && `${other.node}: expected to have [${expected}] members, got [${names(other.members)}]`;
}

const names = (members: readonly EtcdMember[] = []): string => members.map(({ hostname }) => hostname).join(" ");

async function membersAreControlPlanes(view: ClusterView): Promise<string | undefined> {
  const [answer] = await view.ask(view.controlPlanes.slice(0, 1), "MachineService/EtcdMemberList", {});
  if (answer?.error) return answer.error.message;
  const addresses = ((answer?.value as readonly EtcdMember[] | undefined) ?? []).flatMap(({ peerUrls }) =>
    peerUrls.map((url) => new URL(url).hostname),
  );
  if (addresses.every((address) => view.controlPlanes.includes(address))) return undefined;
  const list = (each: readonly string[]): string => `[${each.map((address) => `"${address}"`).join(" ")}]`;
  return `etcd member ips ${list(addresses)} are not subset of control plane node ips ${list(view.controlPlanes)}`;
}

async function allBooted(view: ClusterView, nodes: readonly string[]): Promise<string | undefined> {
  const answers = await view.ask(nodes, "State/Get", { type: "machinestatus" });
  const problem = problemsOf(answers);
  if (problem !== undefined) return problem;
  const stages = answers.map(({ node, value }) => ({ node, stage: stageOf(value) }));
  return stages.every(({ stage }) => stage === "running")
    ? undefined
    : stages.map(({ node, stage }) => `${node}: ${stage}`).join("\n");
}

function stageOf(value: unknown): string {
  const [resource] = value as readonly { readonly spec: { readonly stage?: string } }[];
  return resource?.spec.stage ?? "unknown";
}
