import type { Clock } from "../../src/clock";
import { EventLog } from "../../src/events";
import { type Fault, Faults } from "../../src/faults";
import { HashOrder } from "../../src/hash-order";
import { Downloads } from "../../src/downloads";
import type { HostLatencies } from "../../src/latencies";
import { freshKeyPair } from "../../src/ssh-key-pair";
import type { SimulatorContext } from "../../src/context";
import { parseSeed } from "../../src/seed";
import type { DatacenterSpec, DownloadableFile } from "../../src/spec";

export const imageUrl =
  "https://cloud-images.ubuntu.com/releases/noble/release-20250805/ubuntu-24.04-server-cloudimg-amd64.img";
export const imageSha256 = "ab".repeat(32);

/** Every privilege the program's role has. */
export const privileges = [
  "Datastore.Allocate",
  "Datastore.AllocateSpace",
  "Datastore.AllocateTemplate",
  "Datastore.Audit",
  "Mapping.Audit",
  "Mapping.Modify",
  "Mapping.Use",
  "Pool.Allocate",
  "Pool.Audit",
  "SDN.Use",
  "Sys.AccessNetwork",
  "Sys.Audit",
  "Sys.Modify",
  "VM.Allocate",
  "VM.Audit",
  "VM.Clone",
  "VM.Config.CDROM",
  "VM.Config.CPU",
  "VM.Config.Cloudinit",
  "VM.Config.Disk",
  "VM.Config.HWType",
  "VM.Config.Memory",
  "VM.Config.Network",
  "VM.Config.Options",
  "VM.GuestAgent.Audit",
  "VM.PowerMgmt",
];

export const sshKey = freshKeyPair();

export const imageSha512 = "5".repeat(128);

/** What the hosts of these tests can fetch. */
const files: readonly DownloadableFile[] = [
  { url: imageUrl, sha256: imageSha256, sha512: imageSha512, sizeBytes: 600 * 1024 ** 2, diskGiB: 4 },
];

export const spec: DatacenterSpec = {
  hosts: {
    asgard: {
      threads: 16,
      memoryMiB: 65536,
      bridges: [{ name: "vmbr0", vlanAware: false, cidr: "10.10.10.10/24" }],
      storages: {
        "local-zfs": { type: "zfspool", content: ["images"], capacityGiB: 900 },
        local: { type: "dir", content: ["iso", "import", "snippets"], capacityGiB: 90 },
      },
      pci: ["10de:1e82", "10de:10f8", "10de:1ad8", "10de:1ad9"].map((id, i) => ({
        address: `0000:01:00.${i}`,
        id,
        subsystemId: "1458:3ff2",
        iommuGroup: 1,
      })),
      mappings: { made: { path: "0000:01:00", id: "10de:1e82" } },
    },
  },
  token: { id: "pulumi@pve!homelab", secret: "01234567-89ab-cdef-0123-456789abcdef", privileges },
  sshUser: "root",
  sshPublicKey: sshKey.public,
  pveVersion: "9.1.3",
};

export const tiny: HostLatencies = {
  allocate: 20,
  copyPerGiB: 30,
  quickTask: 30,
  taskStatus: 0,
  statusReport: 0,
  imageDownload: 200,
  shutdown: 10,
  guestSecond: 1,
};

/** Time that passes as soon as nothing else happens: long waits cost no wall time, and their order stays. */
export class EagerClock implements Clock {
  private time = 0;
  private turning = false;
  private stopped = false;
  private readonly sleepers: { at: number; wake: () => void }[] = [];

  now(): number {
    return this.time;
  }

  sleep(ms: number): Promise<void> {
    return new Promise((wake) => {
      const sleeper = { at: this.time + ms, wake };
      const after = this.sleepers.findIndex((other) => other.at > sleeper.at);
      this.sleepers.splice(after < 0 ? this.sleepers.length : after, 0, sleeper);
      if (!this.turning && !this.stopped) this.turn();
    });
  }

  /** Lets a test send requests that the simulation sees as simultaneous. */
  async stopDuring<T>(work: () => Promise<T>): Promise<T> {
    this.stopped = true;
    const result = await work();
    this.stopped = false;
    if (!this.turning) this.turn();
    return result;
  }

  private turn(): void {
    this.turning = true;
    setImmediate(() => {
      const next = this.stopped ? undefined : this.sleepers.shift();
      if (!next) {
        this.turning = false;
        return;
      }
      this.time = Math.max(this.time, next.at);
      next.wake();
      this.turn();
    });
  }
}

export interface ContextOptions {
  readonly spec?: Partial<DatacenterSpec>;
  readonly internet?: Pick<Downloads, "file">;
  readonly latencies?: HostLatencies;
  readonly faults?: readonly Fault[];
  readonly clock?: Clock;
  readonly seed?: number;
}

/** A context whose events a test can read. */
export type TestContext = SimulatorContext & { readonly events: EventLog };

export function context(options: ContextOptions = {}): TestContext {
  const clock = options.clock ?? new EagerClock();
  return {
    spec: { ...spec, ...options.spec },
    clock,
    events: new EventLog(() => clock.now()),
    latencies: options.latencies ?? tiny,
    faults: new Faults(options.faults ?? []),
    internet: options.internet ?? new Downloads(files),
    hashOrder: new HashOrder(options.seed ?? parseSeed(process.env["HOMELAB_SEED"] ?? "")),
  };
}
