import type { AddressesOfServices, MirroredCluster } from "../../real-kubernetes";
import type { SimulationLog } from "../../events";
import { type ApiChange, ApiRefusal, metaOf } from "./api-client";
import { DeadWebhooks, type Webhooks } from "./dead-webhooks";
import { Kubelets, type KubeletSettings } from "./kubelet/kubelets";
import { GpuNodes } from "./gpu-nodes";
import { LoadBalancer } from "./load-balancer";
import { NodeSync } from "./node-sync";
import { Operators } from "./operators";
import type { RealControlPlane } from "./real-control-plane";
import { SystemObjects } from "./system-objects";
import { VolumeProvisioner } from "./volume-provisioner";

export interface SessionSettings extends KubeletSettings {
  readonly events: Pick<SimulationLog, "emit" | "listen">;
  /** Who hands addresses to Services of type LoadBalancer, besides a MetalLB on the cluster. */
  readonly addresses?: AddressesOfServices | undefined;
  /** Default: none is dead. */
  readonly webhooks?: Webhooks;
}

/** How often nodes tell how they are, as kubelets do. */
const HEARTBEAT_SECONDS = 10;
/** Where Helm writes releases down, with their status as a label. */
const RELEASES = "/api/v1/secrets?labelSelector=owner%3Dhelm";

/** A cluster's time on the real API server: its nodes and what its distribution runs are there, and its kubelets run pods. */
export class ClusterSession {
  readonly cluster: MirroredCluster;
  private readonly plane: Pick<RealControlPlane, "ask" | "egress" | "ready" | "watch">;
  private readonly settings: SessionSettings;
  private readonly nodes: NodeSync;
  private readonly system: SystemObjects;
  /** Programs on the cluster whose work others wait for. */
  private readonly programs: readonly { work(): Promise<void> }[];
  private readonly kubelets: Kubelets;
  private readonly deadWebhooks: DeadWebhooks | undefined;
  private readonly over = new AbortController();
  /** What the API server refused while nobody asked. */
  private refused: ApiRefusal | undefined;

  constructor(plane: ClusterSession["plane"], cluster: MirroredCluster, settings: SessionSettings) {
    this.plane = plane;
    this.cluster = cluster;
    this.settings = settings;
    this.nodes = new NodeSync(plane, cluster);
    this.system = new SystemObjects(plane, cluster);
    const addresses = new LoadBalancer(plane, settings.addresses);
    this.programs = [addresses, new Operators(plane), new GpuNodes(plane), new VolumeProvisioner(plane)];
    this.kubelets = new Kubelets(plane, cluster, settings);
    if (settings.webhooks) this.deadWebhooks = new DeadWebhooks(plane, settings.webhooks);
    plane.egress.cluster = this.kubelets;
    this.listen();
    void this.run();
  }

  end(): void {
    this.over.abort();
  }

  /** Makes nodes here and there the same, and lets in whom the cluster admits; rejects with what the API server refused. */
  async sync(): Promise<void> {
    await this.plane.ready();
    if (this.refused) throw this.refused;
    await this.nodes.sync();
    await this.deadWebhooks?.mend();
    await this.system.bindAdmins();
    this.kubelets.look();
  }

  private async run(): Promise<void> {
    const { signal } = this.over;
    await this.plane.ready().catch(() => undefined);
    if (signal.aborted) return;
    this.kubelets.watch(signal);
    this.deadWebhooks?.watch(signal);
    this.plane.watch(RELEASES, (change) => this.released(change), signal);
    while (!signal.aborted) {
      await this.beat().catch((error: unknown) => {
        if (error instanceof ApiRefusal && !signal.aborted) this.refused = error;
      });
      await this.settings.clock.sleep(HEARTBEAT_SECONDS * this.settings.secondMs, signal);
    }
  }

  private released({ type, object }: ApiChange): void {
    if (type === "DELETED") return;
    const { labels = {}, namespace = "" } = metaOf(object);
    const { name: release = "", status = "", version } = labels;
    this.settings.events.emit({ kind: "release", release, namespace, revision: Number(version), status });
  }

  private async beat(): Promise<void> {
    if (!this.cluster.answers()) return;
    await this.nodes.sync();
    await this.system.make();
    for (const program of this.programs) await program.work();
    this.kubelets.look();
  }

  private listen(): void {
    const stop = this.settings.events.listen((event) => {
      if (event.kind !== "machine") return;
      if (event.change === "stopped" || event.change === "destroyed")
        this.kubelets.machineDown(event.machine, event.change === "destroyed");
    });
    this.over.signal.addEventListener("abort", stop, { once: true });
  }
}
