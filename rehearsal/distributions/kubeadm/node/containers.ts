import { runtimeOf } from "../../../guests/containerd/runtime";
import type { LinuxGuest } from "../../../guests/guest";
import type { Clusters } from "../../../cluster/clusters";
import type { PodSpec } from "../../../cluster/manifests";
import { dropMember } from "../../../cluster/membership";
import { components, podFlag, podVersion, readStaticPods } from "../files/static-pods";
import type { KubeadmServer } from "./server";
import { Crash, startServer } from "./start-server";

/** The kubelet's first pause before it starts a fallen container again. */
const BACK_OFF_SECONDS = 10;

/** What containerd runs on one machine, as long as its power lasts: the kubelet's static pods. */
export class Containers {
  server: KubeadmServer | undefined;
  private readonly guest: LinuxGuest;
  private readonly clusters: Clusters;
  /** Raised when everything is removed: what was being started then is forgotten. */
  private generation = 0;
  private busy = false;

  constructor(guest: LinuxGuest, clusters: Clusters) {
    this.guest = guest;
    this.clusters = clusters;
  }

  /** Makes the containers what the manifests say: the kubelet does this again and again. */
  sync(log: (message: string) => void): void {
    const pods = readStaticPods(this.guest.tree);
    const wanted = pods.has("etcd") && pods.has("kube-apiserver");
    if (!wanted) return this.server?.stop();
    if (this.server?.serves()) this.follow(this.server, pods);
    else if (!this.busy && runtimeOf(this.guest)) void this.start(pods, log);
  }

  /** `kubeadm reset` removes every container of Kubernetes, and etcd's data: the only member takes its cluster along. */
  removeAll(): void {
    this.generation++;
    const { server } = this;
    this.server = undefined;
    if (!server) return;
    const { cluster, member } = server;
    if (cluster.etcd.members.length === 1 && cluster.etcd.members.includes(member)) dropMember(cluster, member);
    server.stop();
    cluster.servers.delete(server.node);
  }

  private follow(server: KubeadmServer, pods: ReadonlyMap<string, PodSpec>): void {
    const before = JSON.stringify(server.announcements());
    server.others = besideControlPlane(pods);
    server.version = podVersion(pods.get("kube-apiserver"));
    if (JSON.stringify(server.announcements()) !== before) server.cluster.settle(server.machine);
  }

  private async start(pods: ReadonlyMap<string, PodSpec>, log: (message: string) => void): Promise<void> {
    this.busy = true;
    const { generation } = this;
    try {
      const server = await startServer(this.guest, this.clusters, pods);
      if (generation !== this.generation || this.guest.power.aborted) return;
      server.others = besideControlPlane(pods);
      this.server = server;
      server.start();
      const managed = (name: string, flag: string) => podFlag(pods.get(name), flag);
      server.cluster.startControllers(server.node, {
        pods: managed("kube-controller-manager", "cluster-cidr"),
        services: managed("kube-apiserver", "service-cluster-ip-range") ?? "",
      });
    } catch (error) {
      if (!(error instanceof Crash)) throw error;
      log(
        `"Error syncing pod, skipping" err="failed to \\"StartContainer\\" for \\"etcd\\" with CrashLoopBackOff: ${error.message}"`,
      );
      await this.guest.sleep(BACK_OFF_SECONDS, this.guest.power);
    } finally {
      this.busy = false;
    }
  }
}

function besideControlPlane(pods: ReadonlyMap<string, PodSpec>): readonly PodSpec[] {
  const own: readonly string[] = ["etcd", ...components];
  return [...pods].filter(([name]) => !own.includes(name)).map(([, pod]) => pod);
}

const byGuest = new WeakMap<LinuxGuest, Containers>();

export function containersOf(guest: LinuxGuest, clusters: Clusters): Containers {
  const known = byGuest.get(guest) ?? new Containers(guest, clusters);
  byGuest.set(guest, known);
  return known;
}
