import type { ClusterView } from "../../cluster/health/check";
import { healthChecks } from "../../cluster/health/checks";
import { waitForChecks } from "../../cluster/health/wait";
import type { HealthRequest } from "../../cluster/methods/health";
import { RpcError } from "../../machine/rpc";
import { connectTalosctl, failIfMultiple, type TalosClient } from "../client";
import { CommandError, pauseClock, type Command, type Run } from "../command";
import { firstClusterAt } from "../kubernetes";

/** The default patience. */
const WAIT_SECONDS = 20 * 60;

export const health: Command = {
  path: "health",
  flags: [
    { name: "init-node", kind: "string" },
    { name: "control-plane-nodes", kind: "list" },
    { name: "worker-nodes", kind: "list" },
    { name: "wait-timeout", kind: "duration" },
    { name: "k8s-endpoint", kind: "string" },
    { name: "server", kind: "bool", on: true },
    { name: "run-e2e", kind: "bool" },
  ],
  run: async (run) => {
    const request: HealthRequest = {
      controlPlanes: [...run.flags.list("init-node"), ...run.flags.list("control-plane-nodes")],
      workers: run.flags.list("worker-nodes"),
      timeoutSeconds: run.flags.seconds("wait-timeout", WAIT_SECONDS),
    };
    if (run.flags.has("server")) await onServer(run, request);
    else await onClient(run, request);
  },
};

async function onServer(run: Run, request: HealthRequest): Promise<void> {
  const client = await connectTalosctl(run);
  failIfMultiple(client, "health");
  const send = (line: unknown): void => run.terminal.err(`${String(line)}\n`);
  try {
    const [answer] = await client.ask("ClusterService/HealthCheck", request, { target: { nodes: client.nodes }, send });
    if (answer?.error) throw new CommandError(`healthcheck error: ${answer.error.message}`);
  } catch (error) {
    throw error instanceof RpcError ? new CommandError(error.message) : error;
  }
}

async function onClient(run: Run, request: HealthRequest): Promise<void> {
  const client = await connectTalosctl(run, { needsNodes: false });
  if (request.controlPlanes.length === 0 && request.workers.length === 0)
    throw new CommandError(
      "discovering nodes on this side is not simulated: name them with --control-plane-nodes and --worker-nodes",
    );
  const { clock, latencies } = run.context;
  const passed = await waitForChecks(healthChecks(viewOf(run, client, request)), {
    seconds: request.timeoutSeconds,
    tell: (line) => run.terminal.err(`${line}\n`),
    pause: (seconds) => pauseClock(run, seconds),
    now: () => clock.now() / Math.max(latencies.guestSecond, 0.001),
    signal: run.terminal.signal,
  });
  if (!passed) throw new CommandError("context deadline exceeded");
}

function viewOf(run: Run, client: TalosClient, { controlPlanes, workers }: HealthRequest): ClusterView {
  return {
    controlPlanes,
    workers,
    ask: async (nodes, method, request) => {
      try {
        return await client.ask(method, request, { target: { nodes } });
      } catch (error) {
        if (!(error instanceof RpcError)) throw error;
        return nodes.map((node) => ({ node, error }));
      }
    },
    cluster: () => firstClusterAt(run, controlPlanes),
  };
}
