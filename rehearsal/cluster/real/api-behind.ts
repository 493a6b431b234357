import type { IncomingMessage, ServerResponse } from "node:http";
import type { ApiAnswer, ApiUser, MirroredCluster, RealApi } from "../../real-kubernetes";
import { statusText } from "../api/status-text";
import { ClusterSession, type SessionSettings } from "./cluster-session";
import type { RealControlPlane } from "./real-control-plane";

type Plane = Pick<RealControlPlane, "ask" | "egress" | "empty" | "forward" | "ready" | "watch">;

/** The real API server behind the simulated ones of one cluster. */
export class ApiBehind implements RealApi {
  private readonly plane: Plane;
  private readonly settings: SessionSettings;
  private session: ClusterSession | undefined;

  constructor(plane: Plane, settings: SessionSettings) {
    this.plane = plane;
    this.settings = settings;
  }

  /** A cluster that is initialized again has a new, empty etcd. */
  serve(cluster: MirroredCluster): void {
    this.session?.end();
    if (this.session) this.plane.empty();
    this.session = new ClusterSession(this.plane, cluster, this.settings);
  }

  async answer(cluster: string, user: ApiUser, asked: IncomingMessage, response: ServerResponse): Promise<void> {
    try {
      await this.syncNodes(cluster);
      this.plane.forward(asked, response, user);
    } catch (error) {
      // As an API server's error, so that clients show it.
      response.writeHead(500, { "content-type": "application/json" });
      response.end(statusText(500, "InternalError", error instanceof Error ? error.message : String(error)));
    }
  }

  async ask(cluster: string, method: string, path: string, body?: unknown): Promise<ApiAnswer> {
    this.sessionOf(cluster);
    await this.plane.ready();
    return this.plane.ask(method, path, body);
  }

  syncNodes(cluster: string): Promise<void> {
    return this.sessionOf(cluster).sync();
  }

  close(): void {
    this.session?.end();
  }

  private sessionOf(cluster: string): ClusterSession {
    if (this.session?.cluster.id === cluster) return this.session;
    throw new Error(`the real API server stands behind another cluster than ${cluster}`);
  }
}
