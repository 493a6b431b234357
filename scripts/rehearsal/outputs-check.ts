import { parse } from "yaml";
import type { ClusterPlan } from "../../model/cluster-plan";
import { isSecretValue, revealedValue, stackOutputs, type StateCapture } from "./state-capture";

interface Kubeconfig {
  readonly clusters?: readonly { readonly cluster?: { readonly server?: string; readonly "proxy-url"?: string } }[];
}

/** What is wrong with the stack's outputs after `up`; empty when a user would get what was promised. */
export function wrongOutputs(state: StateCapture, plan: ClusterPlan): string[] {
  const stored = stackOutputs(state.storedResources).kubeconfig;
  const kubeconfig = revealedValue(stackOutputs(state.revealedResources).kubeconfig);
  if (typeof kubeconfig !== "string") return ["the output kubeconfig is missing"];
  const open = isSecretValue(stored) ? [] : ["the output kubeconfig is not secret"];
  return [...open, ...wrongKubeconfig(kubeconfig, plan.cluster.endpointAddress)];
}

function wrongKubeconfig(text: string, address: string): string[] {
  const cluster = (parse(text) as Kubeconfig).clusters?.[0]?.cluster;
  const wanted = `https://${address}:6443`;
  const wrong: string[] = [];
  if (cluster?.server !== wanted) wrong.push(`the kubeconfig points at ${cluster?.server}, not at ${wanted}`);
  // In a rehearsal the cluster is only reachable through the proxy, whatever the stack file says.
  if (cluster?.["proxy-url"] === undefined) wrong.push("the kubeconfig does not name the proxy");
  return wrong;
}
