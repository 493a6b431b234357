import type { IncomingMessage, ServerResponse } from "node:http";
import type { ClusterState, RealApi } from "../../real-kubernetes";
import { statusText } from "../api/status-text";
import type { Identity } from "../identity";
import { NodeMirror } from "./node-mirror";
import type { RealControlPlane } from "./real-control-plane";

/** The real API server behind the simulated ones of one cluster. */
export class ApiBehind implements RealApi {
  private readonly plane: Pick<RealControlPlane, "ask" | "empty" | "forward" | "ready">;
  private readonly nodes: NodeMirror;
  private cluster: string | undefined;

  constructor(plane: Pick<RealControlPlane, "ask" | "empty" | "forward" | "ready">) {
    this.plane = plane;
    this.nodes = new NodeMirror(plane);
  }

  async answer(
    { id, nodes }: ClusterState,
    identity: Identity,
    asked: IncomingMessage,
    response: ServerResponse,
  ): Promise<void> {
    try {
      this.belongTo(id);
      await this.plane.ready();
      await this.nodes.write(nodes);
      this.plane.forward(asked, response, identity);
    } catch (error) {
      // In the words of an API server, so that whoever asks shows them.
      response.writeHead(500, { "content-type": "application/json" });
      response.end(statusText(500, "InternalError", error instanceof Error ? error.message : String(error)));
    }
  }

  /** A cluster that is initialized anew has another etcd, with nothing in it. */
  private belongTo(cluster: string): void {
    if (this.cluster !== undefined && this.cluster !== cluster) {
      this.plane.empty();
      this.nodes.forget();
    }
    this.cluster = cluster;
  }
}
