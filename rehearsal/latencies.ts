/**
 * How long things take in the world, in milliseconds. `real` follows published timings (facts/pulumi.md §A4),
 * `fast` keeps their order and proportions roughly but lets a whole rehearsal fit into a coffee sip.
 */
export interface Latencies {
  /** Handing out a disk: under the storage's lock. */
  readonly allocate: number;
  /** Copying one GiB of disk on clone or import; copies on a storage share its bandwidth. */
  readonly copyPerGiB: number;
  /** Anything PVE does at once but not for free: resize, start, stop, template, destroy. */
  readonly quickTask: number;
  /**
   * Until the API says how a task is. In `fast` and in tests most tasks are over by then: the provider asks again only a
   * second later, and that second would outweigh everything else there.
   */
  readonly taskStatus: number;
  /** Between two reports of a host's status daemon: until then the cluster's list knows no name of a new guest. */
  readonly statusReport: number;
  /** Downloading the cloud image to the host. */
  readonly imageDownload: number;
  /** Power-on until cloud-init starts. */
  readonly boot: number;
  /** cloud-init's first run, packages included; later boots take a fifth. */
  readonly cloudInit: number;
  /** The longest that Ubuntu's and Debian's own updates hold apt's locks in the first minutes; 0 for a world without them. */
  readonly automaticUpdates: number;
  /** A guest's orderly shutdown. */
  readonly shutdown: number;
  /** A guest downloads and unpacks a release artifact. */
  readonly artifactDownload: number;
  /** The first server until its API answers. */
  readonly firstServer: number;
  /** A further server until its etcd member votes. */
  readonly serverJoin: number;
  /** A server with data starts again. */
  readonly serverRestart: number;
  /** An agent until its node is Ready. */
  readonly agentJoin: number;
  /** Evicting the pods of one node. */
  readonly drain: number;
  /** One second of `sleep` inside a guest. */
  readonly guestSecond: number;
}

export type ProfileName = "fast" | "real";

export const profiles: Readonly<Record<ProfileName, Latencies>> = {
  fast: {
    allocate: 20,
    copyPerGiB: 30,
    quickTask: 30,
    taskStatus: 150,
    statusReport: 300,
    imageDownload: 200,
    boot: 250,
    cloudInit: 350,
    automaticUpdates: 2_000,
    shutdown: 100,
    artifactDownload: 100,
    firstServer: 700,
    serverJoin: 500,
    serverRestart: 300,
    agentJoin: 400,
    drain: 100,
    guestSecond: 40,
  },
  real: {
    allocate: 1_000,
    copyPerGiB: 1_250,
    quickTask: 1_000,
    taskStatus: 20,
    statusReport: 10_000,
    imageDownload: 12_000,
    boot: 9_000,
    cloudInit: 16_000,
    automaticUpdates: 90_000,
    shutdown: 6_000,
    artifactDownload: 8_000,
    firstServer: 60_000,
    serverJoin: 45_000,
    serverRestart: 25_000,
    agentJoin: 35_000,
    drain: 8_000,
    guestSecond: 1_000,
  },
};
