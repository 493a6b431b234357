/** A disk with Talos on it: lives through power cycles, dies with its identity. */
export class TalosDisk {
  /** e.g. `v1.13.9`; the one that boots next. */
  version: string;
  /** The one before an upgrade, to go back to. */
  previous: string | undefined;
  schematic: string;
  /** False once the whole disk was wiped: nothing boots from it. */
  bootable = true;
  boots = 0;
  /** The machine's configuration on the STATE partition. */
  config: string | undefined;
  /** What lies on the EPHEMERAL partition, by path. */
  readonly ephemeral = new Map<string, string>();

  constructor(version: string, schematic: string) {
    this.version = version;
    this.schematic = schematic;
  }

  wipe(label: string): void {
    if (label === "STATE") this.config = undefined;
    if (label === "EPHEMERAL") this.ephemeral.clear();
  }

  wipeAll(): void {
    this.wipe("STATE");
    this.wipe("EPHEMERAL");
    this.bootable = false;
  }
}

/** Partitions of the system disk that can be wiped by label. */
export const systemLabels = ["EFI", "BIOS", "BOOT", "META", "STATE", "EPHEMERAL"];
