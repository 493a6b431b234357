import type { DatacenterSpec, DownloadableFile } from "pve-simulator";

/** The simulation as data: the plan's counterpart. `rehearsal/derive-simulation.ts` makes one from a plan. */
export interface SimulationSpec extends DatacenterSpec {
  /** What the internet holds: images the host can download and artifacts guests can fetch, by URL. */
  readonly internet: readonly InternetFile[];
  /** Networks and their gateways; unknown ones are routed by somebody. */
  readonly subnets?: readonly SubnetSpec[];
  /** Apt packages that exist besides the ones every Ubuntu has. */
  readonly aptPackages: readonly string[];
}

export interface SubnetSpec {
  readonly cidr: string;
  readonly gateway: string;
  readonly bridge: string;
  readonly vlan?: number;
  /** The machine that routes; somebody outside who is always there when there is none. */
  readonly gatewayVm?: string;
}

export interface InternetFile extends DownloadableFile {
  /**
   * Set where the stack pins the sum of the real file, which the simulation does not have: guests' sha256sum reports this for
   * the downloaded file, not the sum of `content`.
   */
  readonly claimedSha256?: string;
}
