import { parse } from "yaml";
import type { ClusterPlan } from "../../model/cluster-plan";
import type { Pulumi } from "../engine/pulumi";

interface Kubeconfig {
  readonly clusters?: readonly { readonly cluster?: { readonly server?: string; readonly "proxy-url"?: string } }[];
}

/** What is wrong with the stack's outputs after `up`; empty when a user would get what was promised. */
export async function wrongOutputs(pulumi: Pulumi, plan: ClusterPlan): Promise<string[]> {
  const { stack } = pulumi.settings;
  const shown = JSON.parse(await pulumi.expect(["stack", "output", "--json", "--stack", stack])) as Outputs;
  const revealed = JSON.parse(
    await pulumi.expect(["stack", "output", "--json", "--show-secrets", "--stack", stack]),
  ) as Outputs;
  if (typeof revealed.kubeconfig !== "string") return ["the output kubeconfig is missing"];
  const secret = shown.kubeconfig === "[secret]" ? [] : ["the output kubeconfig is not secret"];
  return [...secret, ...wrongKubeconfig(revealed.kubeconfig, plan.cluster.endpointAddress)];
}

type Outputs = Readonly<Record<string, unknown>>;

function wrongKubeconfig(text: string, address: string): string[] {
  const cluster = (parse(text) as Kubeconfig).clusters?.[0]?.cluster;
  const wanted = `https://${address}:6443`;
  const wrong: string[] = [];
  if (cluster?.server !== wanted) wrong.push(`the kubeconfig points at ${cluster?.server}, not at ${wanted}`);
  // In a rehearsal the cluster is only reachable through the proxy, whatever the stack file says.
  if (cluster?.["proxy-url"] === undefined) wrong.push("the kubeconfig does not name the proxy");
  return wrong;
}
