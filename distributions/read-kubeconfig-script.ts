import type { NodePlan } from "../model/cluster-plan";
import { renderBootstrapScript } from "./bootstrap-script";

/** Prints a server's admin kubeconfig, with the function `read_kubeconfig`. Holds no secret; what it prints is one. */
export function renderReadKubeconfigScript({ name }: Pick<NodePlan, "name">, path: string): string {
  return renderBootstrapScript({
    parts: ["read-kubeconfig"],
    variables: { NODE_NAME: name, KUBECONFIG_FILE: path },
  });
}
