import { CloudInitChanges } from "./cloud-init-changes";
import { createHash } from "node:crypto";
import { failure } from "../errors";
import { type Actor, currentActor } from "./actor";
import type { Host } from "./host";
import type { Volume } from "./volume";

/** What a running QEMU process really has, whatever its configuration says by now. */
export interface QemuProcess {
  readonly name: string;
  readonly cores: number;
  readonly memoryMiB: number;
  readonly pciAddresses: readonly string[];
  /** NICs whose bridge went away under them, by option. */
  readonly unplugged: Set<string>;
  readonly since: number;
  readonly pid: number;
}

/** A virtual machine: its configuration file, changes that wait for a restart, and its process. */
export class Vm {
  readonly vmId: number;
  readonly maker: Actor = currentActor();
  /** Where it is; changes when it is migrated. */
  host: Host;
  /** Option by option, as the file holds them. */
  config: Record<string, string>;
  /** New values that the running machine does not have yet. */
  pending: Record<string, string> = {};
  /** Options that go away with the next start; the value says whether disks go for good. */
  readonly pendingDelete = new Map<string, boolean>();
  readonly cloudInitChanges = new CloudInitChanges();
  /** Snapshots by name: their configuration, as in the sections of the file. */
  readonly snapshots = new Map<string, Record<string, string>>();
  running: QemuProcess | undefined;
  /** Drives whose volumes others made, as they were last seen: volumes by option. */
  othersDrives: ReadonlyMap<string, Volume> = new Map();

  constructor(vmId: number, host: Host, config: Record<string, string>) {
    this.vmId = vmId;
    this.host = host;
    this.config = config;
  }

  get name(): string {
    return this.config["name"] ?? `VM${this.vmId}`;
  }

  get isTemplate(): boolean {
    return this.config["template"] === "1";
  }

  /** The configuration as it will be after the next start: what GET …/config shows. */
  effectiveConfig(): Record<string, string> {
    const config = { ...this.config, ...this.pending };
    for (const option of this.pendingDelete.keys()) delete config[option];
    return config;
  }

  digest(): string {
    return createHash("sha1")
      .update(JSON.stringify([this.config, this.pending, [...this.snapshots]]))
      .digest("hex");
  }

  checkDigest(digest: string | undefined): void {
    if (digest !== undefined && digest !== "" && digest !== this.digest())
      throw failure("checksum mismatch (file change by other user?)");
  }

  checkLock(): void {
    if (this.config["lock"] !== undefined) throw failure(`VM is locked (${this.config["lock"]})`);
  }

  checkProtection(complaint: string): void {
    if (this.config["protection"] === "1") throw failure(`${complaint} - protection mode enabled`);
  }
}
