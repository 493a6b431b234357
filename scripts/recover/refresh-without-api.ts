import { askApi } from "../../components/ask-api";
import { failuresOf, formatFailure } from "../engine/failure";
import type { Pulumi } from "../engine/pulumi";
import { kubeconfigInState } from "./kubeconfig-in-state";
import type { StateResource } from "./stack-state";

const PATIENCE_MS = 5_000;

/** Objects of the cluster, whatever their parents. */
const OBJECTS = "urn:pulumi:*::*::**$kubernetes:**";

/**
 * If the API server is down, refreshes everything but what is on the cluster: a full refresh would fail for each object, and
 * so keep `up` from repairing the very machines that the API server runs on, and `destroy` from removing them. Resolves to
 * whether it did.
 */
export async function refreshWithoutApi(
  pulumi: Pulumi,
  resources: readonly StateResource[],
  say: (line: string) => void,
): Promise<boolean> {
  if (!resources.some(({ type }) => type.startsWith("kubernetes:"))) return false;
  const kubeconfig = await kubeconfigInState(pulumi);
  const why = kubeconfig === undefined ? undefined : await askApi(kubeconfig, PATIENCE_MS);
  if (why === undefined) return false;
  say(`the API server does not answer, got ${why}: everything is refreshed but what is on the cluster`);
  const result = await pulumi.update("refresh", { exclude: [OBJECTS] });
  if (result.status === 0) return true;
  throw new Error(failuresOf(result, { nodes: [] }).map(formatFailure).join("\n"));
}
