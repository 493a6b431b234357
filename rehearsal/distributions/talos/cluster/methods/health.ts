import { handler, RpcError, type Handler } from "../../machine/rpc";
import type { ClusterView } from "../health/check";
import { healthChecks } from "../health/checks";
import { waitForChecks } from "../health/wait";
import type { TalosNode } from "../talos-node";

export interface HealthRequest {
  readonly controlPlanes: readonly string[];
  readonly workers: readonly string[];
  readonly timeoutSeconds: number;
}

/** The checks as the machine itself makes them, told line by line. */
export function healthCheck(node: TalosNode): Handler {
  return handler<HealthRequest>(async ({ request, signal, ...call }) => {
    const { machine } = node;
    const view = viewOf(node, request);
    const tell = (line: string): void => call.send(line);
    tell(`discovered nodes: ${quoted([...view.controlPlanes, ...view.workers])}`);
    const passed = await waitForChecks(healthChecks(view), {
      seconds: request.timeoutSeconds,
      tell,
      pause: (seconds) => machine.pause(seconds),
      now: () => machine.context.clock.now() / Math.max(machine.context.latencies.guestSecond, 0.001),
      signal: AbortSignal.any([signal, node.signal]),
    });
    if (!passed) throw new RpcError("DeadlineExceeded", "context deadline exceeded");
  });
}

const quoted = (list: readonly string[]): string => `[${list.map((each) => `"${each}"`).join(" ")}]`;

/** Whom the caller names, else whom discovery knows. */
function viewOf(node: TalosNode, { controlPlanes, workers }: HealthRequest): ClusterView {
  const named = controlPlanes.length > 0 || workers.length > 0;
  const known = (isControlPlane: boolean): string[] =>
    node.peers().flatMap(({ machine, config }) => {
      const matches = (config.role === "controlplane") === isControlPlane;
      return matches && machine.address !== undefined ? [machine.address] : [];
    });
  return {
    controlPlanes: named ? controlPlanes : known(true),
    workers: named ? workers : known(false),
    ask: (nodes, method, request) => node.machine.ask(nodes, method, request),
    cluster: () => (node.server?.cluster.answers() === true ? node.server.cluster : undefined),
  };
}
