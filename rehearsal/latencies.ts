import type { HostLatencies } from "pve-simulator";

/**
 * How long things take in the simulation, in milliseconds. `real` follows published timings (facts/pulumi.md §A4),
 * `fast` keeps their order and proportions roughly but lets a whole rehearsal fit into a coffee sip.
 */
export interface Latencies extends HostLatencies {
  /** Power-on until cloud-init starts. */
  readonly boot: number;
  /** cloud-init's first run, packages included; later boots take a fifth. */
  readonly cloudInit: number;
  /** The longest that Ubuntu's and Debian's own updates hold apt's locks in the first minutes; 0 for a simulation without them. */
  readonly automaticUpdates: number;
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
