import { parse } from "yaml";
import type { StackPlan } from "../../distributions/distribution";
import { distributionOf } from "../../distributions/registry";
import { isSecretValue, revealedValue, stackOutputs, type StateCapture } from "./state-capture";

interface Kubeconfig {
  readonly clusters?: readonly { readonly cluster?: { readonly server?: string; readonly "proxy-url"?: string } }[];
}

/** What is wrong with the stack's outputs after `up`; empty when a user would get what was promised. */
export function wrongOutputs(state: StateCapture, plan: StackPlan): string[] {
  const wrong = secretOutput(state, "kubeconfig", (text) => wrongKubeconfig(text, plan.cluster.endpointAddress));
  const { outputs } = distributionOf(plan.cluster);
  return [
    ...wrong,
    ...Object.entries(outputs).flatMap(([name, wrongIn]) => secretOutput(state, name, (text) => wrongIn(text, plan))),
  ];
}

function secretOutput(state: StateCapture, name: string, wrongIn: (text: string) => string[]): string[] {
  const text = revealedValue(stackOutputs(state.revealedResources)[name]);
  if (typeof text !== "string") return [`the output ${name} is missing`];
  const open = isSecretValue(stackOutputs(state.storedResources)[name]) ? [] : [`the output ${name} is not secret`];
  return [...open, ...wrongIn(text)];
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
