/** How long things take on the hosts, in milliseconds. */
export interface HostLatencies {
  /** Handing out a disk: under the storage's lock. */
  readonly allocate: number;
  /** Copying one GiB of disk on clone or import; copies on a storage share its bandwidth. */
  readonly copyPerGiB: number;
  /** Anything PVE does at once but not for free: resize, start, stop, template, destroy. */
  readonly quickTask: number;
  /**
   * Until the API says how a task is. Where everything else is short it may be longer than most tasks: clients ask again
   * only a second later, and that second would outweigh all.
   */
  readonly taskStatus: number;
  /** Between two reports of a host's status daemon: until then the cluster's list knows no name of a new guest. */
  readonly statusReport: number;
  /** Downloading an image to the host. */
  readonly imageDownload: number;
  /** A guest's orderly shutdown. */
  readonly shutdown: number;
  /** One second that a host or a guest counts. */
  readonly guestSecond: number;
}
