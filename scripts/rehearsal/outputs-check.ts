import { parse } from "yaml";
import type { ClusterPlan } from "../../model/cluster-plan";
import { isFor } from "../../model/distribution";
import { isSecretValue, revealedValue, stackOutputs, type StateCapture } from "./state-capture";

interface Kubeconfig {
  readonly clusters?: readonly { readonly cluster?: { readonly server?: string; readonly "proxy-url"?: string } }[];
}

interface Talosconfig {
  readonly context?: string;
  readonly contexts?: Readonly<Record<string, { readonly endpoints?: readonly string[] }>>;
}

/** What is wrong with the stack's outputs after `up`; empty when a user would get what was promised. */
export function wrongOutputs(state: StateCapture, plan: ClusterPlan): string[] {
  const wrong = secretOutput(state, "kubeconfig", (text) => wrongKubeconfig(text, plan.cluster.endpointAddress));
  return isFor("talos", plan)
    ? [...wrong, ...secretOutput(state, "talosconfig", (text) => wrongTalosconfig(text, plan))]
    : wrong;
}

function secretOutput(state: StateCapture, name: string, wrongIn: (text: string) => string[]): string[] {
  const text = revealedValue(stackOutputs(state.revealedResources)[name]);
  if (typeof text !== "string") return [`the output ${name} is missing`];
  const open = isSecretValue(stackOutputs(state.storedResources)[name]) ? [] : [`the output ${name} is not secret`];
  return [...open, ...wrongIn(text)];
}

/** It is used from where the nodes are reached, and names every control plane. */
function wrongTalosconfig(text: string, { machines }: ClusterPlan): string[] {
  const { context = "", contexts = {} } = parse(text) as Talosconfig;
  const endpoints = contexts[context]?.endpoints ?? [];
  const missing = machines.filter(({ role, address }) => role === "control-plane" && !endpoints.includes(address));
  return missing.map(({ name }) => `the talosconfig does not name ${name}`);
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
