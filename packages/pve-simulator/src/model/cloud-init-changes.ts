/** What PVE writes on a cloud-init drive, besides names and NICs (qemu-server, `$cloudinitoptions`). */
export const CLOUD_INIT_OPTIONS = [
  "cicustom",
  "cipassword",
  "citype",
  "ciuser",
  "ciupgrade",
  "nameserver",
  "searchdomain",
  "sshkeys",
] as const;

/** A password is compared as on the drive, and never shown. */
const isOnDrive = (option: string): boolean =>
  option !== "cipassword" &&
  ((CLOUD_INIT_OPTIONS as readonly string[]).includes(option) || /^(?:name|(?:ipconfig|net)\d+)$/.test(option));

/**
 * How a running machine's options differ from what is on its cloud-init drive (qemu-server, `vmconfig_hotplug_pending`); with
 * a new image on the drive nothing does any more.
 */
export class CloudInitChanges {
  /** Values on the drive of options that are others now, or gone. */
  readonly recorded = new Map<string, string>();
  /** Options that the drive knows nothing of. */
  readonly added = new Set<string>();

  record(option: string, old: string | undefined, now: string | undefined): void {
    if (!isOnDrive(option) || (old === undefined && now === undefined)) return;
    if (this.recorded.has(option)) {
      if (this.recorded.get(option) === now) this.recorded.delete(option);
    } else if (this.added.has(option)) {
      if (now === undefined) this.added.delete(option);
    } else if (old === undefined) this.added.add(option);
    else this.recorded.set(option, old);
  }

  clear(): void {
    this.recorded.clear();
    this.added.clear();
  }
}
