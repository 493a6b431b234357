import type { Clock } from "pve-simulator";
import type { MirroredCluster, MirroredNode } from "../../../real-kubernetes";
import type { ApiChange, ApiClient } from "../api-client";
import type { InCluster, Listener } from "../egress-proxy";
import type { PlayedProgram } from "./container-program";
import { Images, type Registries } from "./images";
import { boundPod, isMirror, pathOf, type BoundPod } from "./pod";
import { PodWorker, type PodHost } from "./pod-worker";

/** When the controller that collects them removes pods of nodes that are gone: a quarantine of 40 s, seen every 20 s. */
const ORPHANED_SECONDS = 60;

export interface KubeletSettings {
  readonly clock: Clock;
  /** Milliseconds of a second inside of machines. */
  readonly secondMs: number;
  readonly pullMs: number;
  readonly registries: Registries;
  readonly played: PlayedProgram;
}

/** The kubelets of one cluster: each runs the pods that are bound to its node, while its machine lives. */
export class Kubelets implements InCluster {
  private readonly api: ApiClient;
  private readonly cluster: MirroredCluster;
  private readonly settings: KubeletSettings;
  private readonly images: Images;
  private readonly pods = new Map<string, BoundPod>();
  private readonly workers = new Map<string, PodWorker>();
  /** What ran of pods when their machine went down. */
  private readonly downed = new Map<string, PodWorker>();
  private readonly orphanedSince = new Map<string, number>();
  private readonly waiting = new Set<() => void>();
  private addresses = 0;

  constructor(api: ApiClient, cluster: MirroredCluster, settings: KubeletSettings) {
    this.api = api;
    this.cluster = cluster;
    this.settings = settings;
    this.images = new Images(settings.registries);
  }

  /** Works until the signal is aborted. */
  watch(signal: AbortSignal): void {
    signal.addEventListener("abort", () => this.workers.forEach((worker) => worker.stop()), { once: true });
    this.api.watch("/api/v1/pods", (change) => this.changed(change), signal);
  }

  /** A node came, went, or reports again. */
  look(): void {
    for (const pod of this.pods.values()) this.tend(pod);
    for (const again of [...this.waiting]) again();
  }

  /** The machine's power is gone, and with `erased` its disk. */
  machineDown(machine: string, erased: boolean): void {
    if (erased) this.images.machineGone(machine);
    for (const [uid, worker] of this.workers) {
      if (this.nodeOf(worker.pod)?.machine !== machine) continue;
      worker.stop();
      this.workers.delete(uid);
      if (!erased) this.downed.set(uid, worker);
    }
  }

  hasKubelet(address: string): boolean {
    return [...this.cluster.nodes().values()].some((node) => node.address === address && node.reports);
  }

  kubeletAnswer(address: string, path: string): string | undefined {
    const [, namespace, name, container = ""] = /^\/containerLogs\/([^/]+)\/([^/]+)\/([^/?]+)/.exec(path) ?? [];
    const worker = [...this.workers.values()].find(
      ({ pod: { metadata } }) => metadata.namespace === namespace && metadata.name === name,
    );
    return worker && this.nodeOf(worker.pod)?.address === address ? worker.logOf(container) : undefined;
  }

  /** Nothing that pods serve is played: a webhook that is called does not answer. */
  listener(): Listener | undefined {
    return undefined;
  }

  private nodeOf({ spec }: BoundPod): MirroredNode | undefined {
    return this.cluster.nodes().get(spec.nodeName);
  }

  private changed({ type, object }: ApiChange): void {
    const pod = boundPod(object);
    if (!pod) return;
    const { uid } = pod.metadata;
    if (type === "DELETED") return this.forget(uid);
    this.pods.set(uid, pod);
    this.tend(pod);
  }

  private forget(uid: string): void {
    this.workers.get(uid)?.stop();
    for (const known of [this.pods, this.workers, this.downed, this.orphanedSince]) known.delete(uid);
  }

  private tend(pod: BoundPod): void {
    const { uid, deletionTimestamp } = pod.metadata;
    const node = this.nodeOf(pod);
    if (!node) return this.collect(pod);
    this.orphanedSince.delete(uid);
    const worker = this.workers.get(uid);
    if (worker) worker.pod = pod;
    if (deletionTimestamp !== undefined && !isMirror(pod)) return this.end(pod, worker, node);
    if (!worker && node.reports && !isOver(pod)) this.begin(pod, node);
  }

  private begin(pod: BoundPod, node: MirroredNode): void {
    const { uid } = pod.metadata;
    this.workers.set(uid, new PodWorker(pod, this.hostOf(node), this.downed.get(uid)));
    this.downed.delete(uid);
  }

  /** Nothing of it runs where there is no worker: then only the API has to be told. */
  private end(pod: BoundPod, worker: PodWorker | undefined, node: MirroredNode): void {
    if (worker) return void worker.terminate().catch(() => undefined);
    if (node.reports) this.remove(pod);
  }

  /** Nobody runs it any more, nor ever will. */
  private collect(pod: BoundPod): void {
    const { uid } = pod.metadata;
    const { clock, secondMs } = this.settings;
    const since = this.orphanedSince.get(uid) ?? clock.now();
    this.orphanedSince.set(uid, since);
    if (clock.now() - since >= ORPHANED_SECONDS * secondMs) this.remove(pod);
  }

  private remove(pod: BoundPod): void {
    const body = { kind: "DeleteOptions", apiVersion: "v1", gracePeriodSeconds: 0 };
    const preconditions = { uid: pod.metadata.uid };
    void this.api.ask("DELETE", pathOf(pod), { ...body, preconditions }).catch(() => undefined);
  }

  private hostOf(node: MirroredNode): PodHost {
    const { clock, secondMs, pullMs, played } = this.settings;
    return {
      api: this.api,
      machine: node.machine,
      images: this.images,
      played,
      pullMs,
      hostIP: node.address,
      podIP: (pod) => (pod.spec.hostNetwork === true ? node.address : this.freshAddress()),
      sleep: (seconds, signal) => clock.sleep(seconds * secondMs, signal),
      reports: (signal) => this.untilReports(node.machine, signal),
    };
  }

  /** Of a range that no Service and no machine is in. */
  private freshAddress(): string {
    const n = ++this.addresses;
    return `100.64.${Math.floor(n / 254) % 256}.${(n % 254) + 1}`;
  }

  private untilReports(machine: string, signal: AbortSignal): Promise<void> {
    const reports = (): boolean =>
      [...this.cluster.nodes().values()].some((node) => node.machine === machine && node.reports);
    return new Promise((resolve) => {
      const look = (): void => {
        if (!signal.aborted && !reports()) return;
        this.waiting.delete(look);
        signal.removeEventListener("abort", look);
        resolve();
      };
      this.waiting.add(look);
      signal.addEventListener("abort", look);
      look();
    });
  }
}

const isOver = ({ status }: BoundPod): boolean => ["Succeeded", "Failed"].includes(status?.phase ?? "");
