import { factoryOf } from "../image-factory/image-factory";
import { randomUUID } from "node:crypto";
import type { PowerOn } from "pve-simulator";
import type { Endpoint } from "../../../network/endpoint";
import type { Fabric } from "../../../network/fabric";
import type { SimulationContext } from "../../../simulation";
import { readNetworkConfig, type GuestInterface } from "../../../guests/cloud-init/network-config";
import type { ReportedInterface, VmEnvironment } from "../../../guests/running-vm";
import { reportedInterfaces } from "../../../guests/reported-interfaces";
import { Apid, APID_PORT, type ApidSettings, type NodeAnswer } from "./apid";
import { bootTalos } from "./boot";
import { MachineConfig } from "./config/machine-config";
import { readTalosDocuments } from "./config/read-documents";
import { machineMethods } from "./methods";
import type { NodeRuntime } from "./node-runtime";
import type { NodeSoftware } from "./node-software";
import type { Stage, TalosMachine } from "./talos-machine";
import { running, type ServiceStatus } from "./services";
import type { TalosDisk } from "./talos-disk";
import { powerSupply } from "../../../guests/power-supply";

/** A machine with Talos from power-on to power-off: no shell, no SSH, one API. */
export class TalosVm implements TalosMachine {
  readonly name: string;
  readonly hardware: PowerOn;
  readonly context: SimulationContext;
  readonly fabric: Fabric;
  readonly network: Endpoint;
  readonly disk: TalosDisk;
  readonly power: AbortSignal;
  readonly bootId = randomUUID();
  readonly reboot: () => void;
  readonly halt: () => void;
  stage: Stage = "booting";
  up = false;
  config: MachineConfig | undefined;
  runtime: NodeRuntime | undefined;
  private readonly software: NodeSoftware;
  private readonly plug = powerSupply();
  private api: Apid | undefined;
  private closeApi: (() => void) | undefined;

  constructor(hardware: PowerOn, disk: TalosDisk, software: NodeSoftware, around: VmEnvironment) {
    this.name = hardware.name;
    this.hardware = hardware;
    this.disk = disk;
    this.software = software;
    this.context = around.context;
    this.fabric = around.fabric;
    this.reboot = around.onReboot;
    this.halt = around.onHalt;
    this.power = this.plug.signal;
    this.network = around.fabric.plug(hardware.name);
  }

  boot(): Promise<void> {
    return bootTalos(this);
  }

  get address(): string | undefined {
    return this.network.interfaces[0]?.address;
  }

  get hostname(): string {
    return this.config?.hostname ?? `talos-${this.bootId.slice(0, 3)}-${this.bootId.slice(4, 7)}`;
  }

  get extensions(): readonly string[] {
    return factoryOf(this.context.internet).schematic(this.disk.schematic)?.extensions ?? [];
  }

  openApi(settings: ApidSettings): void {
    this.closeApi?.();
    const own = machineMethods(this);
    const handlerOf = (method: string) => own[method] ?? this.runtime?.methods[method];
    this.api = new Apid(this.fabric, this.network, settings, handlerOf);
    this.closeApi = this.network.listen(APID_PORT, this.api);
  }

  async ask(nodes: readonly string[], method: string, request: unknown): Promise<readonly NodeAnswer[]> {
    const call = { request, signal: this.power, send: () => undefined };
    return this.api ? this.api.ask(nodes, method, call) : [];
  }

  nics(): readonly GuestInterface[] {
    try {
      return readNetworkConfig(this.hardware.cloudInit?.networkConfig ?? "", this.hardware.nics);
    } catch {
      return [];
    }
  }

  configure(text: string): void {
    this.config = new MachineConfig(readTalosDocuments(text));
    const { runtime, config } = this;
    if (runtime) return runtime.reconfigured(config);
    this.stage = "booting";
    this.closeApi?.();
    this.runtime = this.software.start(this, config, () => (this.stage = "running"));
  }

  services(): readonly ServiceStatus[] {
    const own = ["apid", "auditd", "containerd", "machined", "syslogd", "udevd"].map((id) => running(id));
    const extensions = this.runtime ? this.extensions.filter((name) => name === GUEST_AGENT) : [];
    const theirs = extensions.map(() => running("ext-qemu-guest-agent"));
    return [...own, ...theirs, ...(this.runtime?.services() ?? [])].sort((a, b) => a.id.localeCompare(b.id));
  }

  /** The agent is an extension's service: it starts with the others, so never in maintenance mode. */
  agentAnswers(): boolean {
    return this.hardware.agentDevice && this.runtime !== undefined && this.extensions.includes(GUEST_AGENT);
  }

  interfaces(): readonly ReportedInterface[] {
    return reportedInterfaces(this.network, this.nics());
  }

  /** The power button is a shutdown like any other: the node is drained, its etcd member stays. */
  async shutDown(): Promise<void> {
    this.stage = "shutting-down";
    await this.runtime?.cordonAndDrain().catch(() => undefined);
    this.runtime?.stop();
  }

  wait(ms: number, signal: AbortSignal = this.power): Promise<void> {
    return this.context.clock.sleep(ms, signal);
  }

  pause(seconds: number): Promise<void> {
    return this.wait(seconds * this.context.latencies.guestSecond);
  }

  pullThePlug(): void {
    this.up = false;
    this.runtime?.stop();
    this.plug.abort();
    this.network.unplug();
  }
}

const GUEST_AGENT = "siderolabs/qemu-guest-agent";
