import type { Endpoint } from "../network/endpoint";
import type { Fabric } from "../network/fabric";
import type { PowerOn } from "pve-simulator";
import type { FaultKind } from "../faults";
import type { SimulationContext } from "../simulation";
import type { FileTree } from "./disk/file-tree";
import type { RootLayout } from "./machine/disk";
import type { CloudImage } from "./image/cloud-image";
import type { Journal } from "./systemd/journal";
import type { Units } from "./systemd/units";
import type { Account } from "./accounts";
import type { UserTree } from "./disk/user-tree";
import type { AptLocks } from "./packages/apt-locks";
import type { DebPackage } from "./packages/deb-package";

/** What a program leaves behind. */
export interface Outcome {
  readonly stdout?: string;
  readonly stderr?: string;
  readonly exitCode?: number;
}

/** A running program: where, as whom and with what it was started. */
export interface Process {
  readonly guest: LinuxGuest;
  readonly user: Account;
  readonly env: Readonly<Record<string, string>>;
  readonly cwd: string;
  /** The file system as this user may use it. */
  readonly files: UserTree;
  readonly stdin: string;
  /** Aborted when the process is killed. */
  readonly signal: AbortSignal;
  /** An absolute path for a word of the command line. */
  path(word: string): string;
  /** Starts another program in the same shell session. */
  run(argv: readonly string[], options?: RunOptions): Promise<Required<Outcome>>;
  /** Runs text in a shell of its own. */
  script(text: string, options?: Pick<RunOptions, "stdin" | "env">): Promise<Required<Outcome>>;
  /** The bundled command this program stands before, e.g. just-bash's `date`. */
  original?(args: readonly string[]): Promise<Required<Outcome>>;
  /** Records that this process became another program. */
  started(argv: readonly string[]): void;
  /** Sets what the shell does at its end (`EXIT`) or at a signal. */
  trap(condition: string, action: string): void;
  /** Sets the file creation mask of the shell the program was typed into. */
  setUmask(mask: number): Promise<void>;
}

export interface RunOptions {
  readonly stdin?: string;
  readonly user?: Account;
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
  readonly signal?: AbortSignal;
}

/** A simulated system program. Names with a leading `@` are not on the PATH: files elsewhere start them. */
export interface Program {
  readonly name: string;
  /** Set when a package brings it: the image does not have it. */
  readonly packaged?: true;
  run(args: readonly string[], process: Process): Outcome | Promise<Outcome>;
}

/** A running machine as the programs and services on it see it. */
export interface LinuxGuest {
  readonly name: string;
  readonly context: SimulationContext;
  readonly hardware: PowerOn;
  readonly tree: FileTree;
  /** Size of the disk as the kernel sees it now; the hypervisor may grow it at any time. */
  diskGiB: number;
  readonly layout: RootLayout;
  /** What its disk was made from. */
  readonly image: CloudImage;
  readonly fabric: Fabric;
  readonly network: Endpoint;
  readonly units: Units;
  readonly journal: Journal;
  readonly kernel: Kernel;
  readonly cloudInit: CloudInitReport;
  /** Aborted when the machine goes down: everything on it dies. */
  readonly power: AbortSignal;
  readonly programs: ReadonlyMap<string, Program>;
  /** What packages bring, by their names; of all others only the name is known. */
  readonly packages: ReadonlyMap<string, DebPackage>;
  hostname(): string;
  /** Seconds since the epoch by the guest's clock. */
  time(): number;
  /** Sleeps in the guest's time; ends early, without a word, when the signal is aborted. */
  sleep(seconds: number, signal?: AbortSignal): Promise<void>;
  /** Whether user space has stopped: the kernel still accepts connections, and nobody answers on any of them. */
  readonly frozen: boolean;
  /** Stops user space until the power goes; `fault` is what did it. */
  freeze(fault: FaultKind): void;
  reboot(): void;
  halt(): void;
}

/** What lives only as long as the machine runs. */
export interface Kernel {
  readonly modules: Set<string>;
  readonly sysctls: Map<string, string>;
  /** Swap areas in use. */
  readonly swaps: Set<string>;
  readonly locks: Map<string, Promise<void>>;
  readonly aptLocks: AptLocks;
}

/** What `cloud-init status` tells. */
export interface CloudInitReport {
  status: "not run" | "disabled" | "running" | "done" | "error";
  readonly errors: string[];
  /** Warnings make a finished run `degraded` and give exit status 2 (cloud-init 23.4 and later). */
  readonly recoverable: string[];
  readonly finished: Promise<void>;
}
