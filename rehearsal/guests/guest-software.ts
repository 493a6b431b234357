import type { OperatingSystem } from "./running-vm";
import type { DebPackage } from "./packages/deb-package";
import type { Program } from "./program";
import type { Daemon } from "./systemd/daemon";

/**
 * Software that acts beyond one machine, such as a Kubernetes distribution: what one can type, what systemd starts, and
 * systems of its own that machines boot instead of Ubuntu.
 */
export interface GuestSoftware {
  readonly programs: readonly Program[];
  readonly daemons: readonly Daemon[];
  readonly systems?: readonly OperatingSystem[];
  /** Packages that bring its programs onto a machine. */
  readonly packages?: readonly DebPackage[];
}
