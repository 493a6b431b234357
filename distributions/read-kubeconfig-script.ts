import type { NodePlan } from "../model/cluster-plan";
import { renderBootstrapScript } from "./bootstrap-script";

/** Prints a server's admin kubeconfig, with the function `read_kubeconfig`. Contains no secret; its output is one. */
export function renderReadKubeconfigScript({ name }: Pick<NodePlan, "name">, path: string): string {
  return renderBootstrapScript({
    parts: ["read-kubeconfig"],
    variables: { NODE_NAME: name, KUBECONFIG_FILE: path },
  });
}
