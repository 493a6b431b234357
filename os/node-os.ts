import type { Firmware } from "../model/firmware";
import type { ImageSum } from "../model/image-sum";
import type { RenderedFile } from "../model/render/rendered-file";

/** A release of an operating system. */
export interface OsRelease {
  /** VERSION_ID of its /etc/os-release; absent where every release is this program's to choose. */
  readonly version?: string;
  /** As people call it. */
  readonly name: string;
  /**
   * What its publisher calls the files of its images for 64-bit PCs. Minimal and other flavours of the same release lack
   * packages and kernel modules, so they are not among them.
   */
  readonly imageFile: RegExp;
  /** Address of such a file, for messages. */
  readonly example: string;
  /** Major release of the containerd that its archive has. */
  readonly containerd?: 1 | 2;
  /** Whether its package manager refuses signatures of an old form (OpenPGP packets of version 3). */
  readonly refusesOldSignatures?: true;
}

/** Images of a system, and how one is checked. */
export interface OsImages {
  /** ID of its /etc/os-release. */
  readonly id: string;
  readonly releases: readonly OsRelease[];
  /** What its publisher puts beside an image; absent where a factory builds images and publishes no sums. */
  readonly sums?: { readonly algorithm: ImageSum["algorithm"]; readonly file: string };
}

/** A repository of packages, as a node is told of it. */
export interface Repository {
  /** Of its file, e.g. `kubernetes`. */
  readonly name: string;
  readonly url: string;
  /** Where the key that signs it is kept. */
  readonly keyPath: string;
}

/** How packages come onto a node. */
export interface Packages {
  /** What repositories call the kind of package, e.g. in `https://pkgs.k8s.io/core:/stable:/v1.34/deb`. */
  readonly format: "deb";
  /**
   * Part of scripts with the functions `installed NAME`, `read_package_lists`, `install_packages WHAT NAME…`,
   * `replace_packages WHAT NAME…`, `of_release NAME RELEASE`, `exactly NAME VERSION` and `hold_packages NAME…`.
   */
  readonly script: string;
  /** What every node needs at its first boot, whatever the stack adds. */
  readonly base: readonly string[];
  /** Timers of the image that look for updates in the first minutes, and hold the manager's locks then. */
  readonly updateTimers: readonly string[];
  keyPath(repository: string): string;
  repository(repository: Repository): RenderedFile;
  /** What keeps packages from the updates that come by themselves. */
  neverUpdated(names: readonly string[]): RenderedFile;
}

/** How the SSH daemon is brought to another port. */
export interface SshDaemon {
  /** Its service. */
  readonly unit: string;
  /** Besides sshd's own configuration, which is the same everywhere. */
  files(port: number): RenderedFile[];
  /** Commands that make it listen on the port of its configuration. */
  readonly restart: readonly (readonly string[])[];
}

/** What a stack file says of `os` that systems write down differently. */
export interface LocalSettings {
  readonly keyboard: string;
  readonly locale: string;
}

/** What the first boot needs besides what cloud-init does the same everywhere. */
export interface FirstBootDocuments {
  files(os: LocalSettings): RenderedFile[];
  /** After all packages are there. */
  readonly commands: readonly (readonly string[])[];
}

/** What stands between a node and the network. */
export interface Firewall {
  /** Packages that close ports of Kubernetes once they are there. The image itself closes none. */
  readonly packages: readonly string[];
}

/** Of a system with cloud-init, which people log in to over SSH. */
export interface CloudInitSystem {
  readonly packages: Packages;
  readonly sshDaemon: SshDaemon;
  readonly firstBoot: FirstBootDocuments;
  readonly firewall: Firewall;
}

/** An operating system that nodes run. */
export interface NodeOs {
  /** Its official spelling. */
  readonly title: string;
  readonly images: OsImages;
  readonly firmware: Firmware;
  /** Absent where a machine is told everything over an API of its own once it runs. */
  readonly login?: CloudInitSystem;
}
