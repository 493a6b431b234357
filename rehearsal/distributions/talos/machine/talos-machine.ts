import type { PowerOn } from "pve-simulator";
import type { GuestInterface } from "../../../guests/cloud-init/network-config";
import type { RunningVm } from "../../../guests/running-vm";
import type { Endpoint } from "../../../network/endpoint";
import type { Fabric } from "../../../network/fabric";
import type { SimulationContext } from "../../../simulation";
import type { ApidSettings, NodeAnswer } from "./apid";
import type { MachineConfig } from "./config/machine-config";
import type { NodeRuntime } from "./node-runtime";
import type { ServiceStatus } from "./services";
import type { TalosDisk } from "./talos-disk";

export type Stage = "booting" | "maintenance" | "running" | "rebooting" | "shutting-down" | "resetting" | "upgrading";

/** A running VM with Talos, as its boot sequence, its API and what it runs of a cluster see it. */
export interface TalosMachine extends RunningVm {
  readonly hardware: PowerOn;
  readonly context: SimulationContext;
  readonly fabric: Fabric;
  readonly network: Endpoint;
  readonly disk: TalosDisk;
  readonly power: AbortSignal;
  /** Another one with every start. */
  readonly bootId: string;
  readonly reboot: () => void;
  readonly halt: () => void;
  stage: Stage;
  up: boolean;
  /** The one in force; the one on disk may differ after a staged change. */
  readonly config: MachineConfig | undefined;
  readonly runtime: NodeRuntime | undefined;
  /** Its own address, the first of its NICs. */
  readonly address: string | undefined;
  readonly hostname: string;
  readonly extensions: readonly string[];
  openApi(settings: ApidSettings): void;
  /** Asks machines of its cluster through its own API. */
  ask(nodes: readonly string[], method: string, request: unknown): Promise<readonly NodeAnswer[]>;
  /** The interfaces that PVE's network configuration gives; a text that is no YAML gives none. */
  nics(): readonly GuestInterface[];
  /** Leaves maintenance mode, or takes the configuration that lies on the disk. */
  configure(text: string): void;
  services(): readonly ServiceStatus[];
  /** Waits in the simulation's time, or until the power goes. */
  wait(ms: number, signal?: AbortSignal): Promise<void>;
  pause(seconds: number): Promise<void>;
}
