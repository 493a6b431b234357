import type { MachineConfig } from "../machine/config/machine-config";
import type { NodeRuntime } from "../machine/node-runtime";
import type { Methods } from "../machine/rpc";
import type { ServiceStatus } from "../machine/services";
import type { TalosMachine } from "../machine/talos-machine";
import type { SimulatedCluster } from "../../../cluster/cluster";
import type { Clusters } from "../../../cluster/clusters";
import { drainNode } from "./drain-node";
import { runEtcd } from "./etcd-member";
import { applyKubeletConfig, talosRegistration, runKubelet } from "./kubelet";
import { leave } from "./leave";
import { applyManifests } from "./manifests";
import { nodeMethods } from "./methods/node-methods";
import { openApi } from "./node-api";
import { servicesOf } from "./node-services";
import type { Discovery, TalosNode } from "./talos-node";
import type { TalosServer } from "./talos-server";

/** Containers, time and the network are there after this. */
const SERVICES_SECONDS = 5;
/** A boot sequence that is not over by then ends with a reboot (constants.BootTimeout). */
const BOOT_TIMEOUT_SECONDS = 70 * 60;

/** What a configured machine runs of a cluster: etcd and the API on control planes, the kubelet everywhere. */
export class ConfiguredNode implements NodeRuntime, TalosNode {
  readonly machine: TalosMachine;
  readonly clusters: Clusters;
  readonly signal: AbortSignal;
  readonly methods: Methods;
  config: MachineConfig;
  criUp = false;
  bootstrapRequested = false;
  etcdEvent = 'Waiting for service "cri" to be "up"';
  server: TalosServer | undefined;
  cluster: SimulatedCluster | undefined;
  private readonly discovery: Discovery;
  private readonly stopping = new AbortController();
  private wakeEtcd: () => void = () => undefined;

  constructor(discovery: Discovery, machine: TalosMachine, config: MachineConfig, ready: () => void) {
    this.discovery = discovery;
    this.clusters = discovery.clusters;
    this.machine = machine;
    this.config = config;
    this.signal = AbortSignal.any([this.stopping.signal, machine.power]);
    this.methods = nodeMethods(this);
    void this.run(ready);
  }

  get isControlPlane(): boolean {
    return this.config.role === "controlplane";
  }

  discovered(): readonly string[] {
    return this.discovery.discovered(this);
  }

  peers(): readonly TalosNode[] {
    return this.discovery.members(this);
  }

  services(): readonly ServiceStatus[] {
    return servicesOf(this);
  }

  bootstrap(): void {
    this.bootstrapRequested = true;
    this.wakeEtcd();
  }

  async untilBootstrap(seconds: number): Promise<void> {
    const asked = new Promise<void>((resolve) => (this.wakeEtcd = resolve));
    await Promise.race([this.pause(seconds), asked]);
  }

  reconfigured(config: MachineConfig): void {
    this.config = config;
    void this.server?.reconfigured(config);
    const known = this.cluster?.nodes.has(this.machine.hostname) === true;
    const own = known ? this.cluster?.register(talosRegistration(this)) : undefined;
    if (own) applyKubeletConfig(own, config);
    if (this.server && this.cluster) void applyManifests(this, this.cluster);
    this.cluster?.settle(this.machine.name);
  }

  cordonAndDrain(): Promise<void> {
    return drainNode(this);
  }

  leaveEtcd(): Promise<void> {
    return leave(this);
  }

  stop(): void {
    this.stopping.abort();
    this.server?.stop();
    this.server = undefined;
    this.cluster?.kubeletSilent(this.machine.hostname);
    this.discovery.stopped(this);
  }

  work(ms: number): Promise<void> {
    return this.machine.wait(ms, this.signal);
  }

  pause(seconds: number): Promise<void> {
    return this.work(seconds * this.machine.context.latencies.guestSecond);
  }

  private async run(ready: () => void): Promise<void> {
    const { machine } = this;
    void this.rebootIfStuck();
    void openApi(this);
    const ms = SERVICES_SECONDS * machine.context.latencies.guestSecond;
    await machine.context.events.span(machine.name, "talos services", ms, () => this.work(ms));
    if (this.signal.aborted) return;
    this.criUp = true;
    if (this.isControlPlane) await this.runControlPlane();
    if (this.signal.aborted) return;
    this.cluster = await runKubelet(this);
    if (!this.signal.aborted) ready();
  }

  private async runControlPlane(): Promise<void> {
    const server = await runEtcd(this);
    this.server = server;
    if (!server || this.signal.aborted) return void server?.stop();
    server.onRemoved = () => {
      this.server = undefined;
      this.etcdEvent = "the member has been permanently removed from the cluster";
    };
    server.startApi();
    void applyManifests(this, server.cluster);
  }

  private async rebootIfStuck(): Promise<void> {
    await this.pause(BOOT_TIMEOUT_SECONDS);
    if (!this.signal.aborted && this.machine.stage === "booting") this.machine.reboot();
  }
}
