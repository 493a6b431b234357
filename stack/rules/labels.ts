import type { StackConfig } from "../../distributions/distribution";
import type { Issue } from "../../model/errors";
import type { Rule } from "./rule";

/** Labels of Kubernetes' own domains a kubelet may give itself; with any other it refuses to start (NodeRestriction). */
const KUBELET_MAY_SET =
  /^((kubelet|node)\.kubernetes\.io\/|(topology|failure-domain\.beta)\.kubernetes\.io\/|kubernetes\.io\/(hostname|os|arch)$)/;
const KUBERNETES_DOMAIN = /^([a-z0-9.-]+\.)?(kubernetes|k8s)\.io\//;

const labelsMayBeSetByTheKubelet: Rule = (config) =>
  labelKeys(config)
    .filter(({ key }) => KUBERNETES_DOMAIN.test(key) && !KUBELET_MAY_SET.test(key))
    .map(({ path, key }) =>
      labelIssue(
        path,
        "label a kubelet may not give itself",
        key,
        "must be a domain of your own or node.kubernetes.io",
      ),
    );

function labelKeys(config: StackConfig): { path: string; key: string }[] {
  const owners: [string, Readonly<Record<string, string>>][] = [
    ["pools.controlPlane", config.pools.controlPlane.labels],
    ["pools.worker", config.pools.worker?.labels ?? {}],
    ...Object.entries(config.nodes).map(([name, node]): [string, Record<string, string>] => [
      `nodes.${name}`,
      node.labels,
    ]),
    ...Object.entries(config.gpus).map(([name, gpu]): [string, Record<string, string>] => [
      `gpus.${name}`,
      gpu.labels ?? {},
    ]),
  ];
  return owners.flatMap(([owner, labels]) => Object.keys(labels).map((key) => ({ path: `${owner}.labels`, key })));
}

function labelIssue(path: string, problem: string, key: string, allowed: string): Issue {
  return { path, problem, got: `"${key}"`, allowed, remedy: "rename the label" };
}

export const labelRules: readonly Rule[] = [labelsMayBeSetByTheKubelet];
