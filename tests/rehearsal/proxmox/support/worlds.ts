import type { Clock } from "../../../../rehearsal/clock";
import { EventLog } from "../../../../rehearsal/events";
import { type Fault, Faults } from "../../../../rehearsal/faults";
import { HashOrder } from "../../../../rehearsal/hash-order";
import { Internet } from "../../../../rehearsal/internet";
import type { Latencies } from "../../../../rehearsal/latencies";
import { freshKeyPair } from "../../../../rehearsal/ssh-key-pair";
import type { WorldContext } from "../../../../rehearsal/world";
import type { WorldSpec } from "../../../../rehearsal/world-spec";
import { seedOfThisRun } from "../../../support/seed";

export const imageUrl =
  "https://cloud-images.ubuntu.com/releases/noble/release-20250805/ubuntu-24.04-server-cloudimg-amd64.img";
export const imageSha256 = "ab".repeat(32);

/** Every privilege the program's role has. */
export const privileges = [
  ...["Datastore.Allocate", "Datastore.AllocateSpace", "Datastore.AllocateTemplate", "Datastore.Audit"],
  ...["Mapping.Audit", "Mapping.Modify", "Mapping.Use", "Pool.Allocate", "Pool.Audit", "SDN.Use"],
  ...["Sys.AccessNetwork", "Sys.Audit", "Sys.Modify", "VM.Allocate", "VM.Audit", "VM.Clone", "VM.Config.CDROM"],
  ...["VM.Config.CPU", "VM.Config.Cloudinit", "VM.Config.Disk", "VM.Config.HWType", "VM.Config.Memory"],
  ...["VM.Config.Network", "VM.Config.Options", "VM.GuestAgent.Audit", "VM.PowerMgmt"],
];

export const sshKey = freshKeyPair();

export const spec: WorldSpec = {
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
        ...{ address: `0000:01:00.${i}`, id, subsystemId: "1458:3ff2", iommuGroup: 1 },
      })),
      mappings: { made: { path: "0000:01:00", id: "10de:1e82" } },
    },
  },
  internet: [{ url: imageUrl, sha256: imageSha256, sizeBytes: 600 * 1024 ** 2, diskGiB: 4 }],
  aptPackages: [],
  token: { id: "pulumi@pve!homelab", secret: "01234567-89ab-cdef-0123-456789abcdef", privileges },
  sshUser: "root",
  sshPublicKey: sshKey.public,
  pveVersion: "9.1.3",
};

export const tiny: Latencies = {
  ...{
    allocate: 20,
    copyPerGiB: 30,
    quickTask: 30,
    taskStatus: 0,
    statusReport: 0,
    imageDownload: 200,
    boot: 1,
    cloudInit: 1,
    automaticUpdates: 0,
    shutdown: 10,
  },
  ...{ artifactDownload: 1, firstServer: 1, serverJoin: 1, serverRestart: 1, agentJoin: 1, drain: 1, guestSecond: 1 },
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

  /** Lets a test send requests that the world sees as simultaneous. */
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
  readonly spec?: Partial<WorldSpec>;
  readonly latencies?: Latencies;
  readonly faults?: readonly Fault[];
  readonly clock?: Clock;
  readonly seed?: number;
}

export function context(options: ContextOptions = {}): WorldContext {
  const clock = options.clock ?? new EagerClock();
  return {
    spec: { ...spec, ...options.spec },
    clock,
    events: new EventLog(() => clock.now()),
    latencies: options.latencies ?? tiny,
    faults: new Faults(options.faults ?? []),
    internet: new Internet((options.spec ?? spec).internet ?? spec.internet),
    hashOrder: new HashOrder(options.seed ?? seedOfThisRun()),
  };
}
